using System.Globalization;
using System.Text;

namespace CloudPayments.Native
{
    /// <summary>The answer of one call: what became of the money, and what to do now.</summary>
    /// <remarks>
    /// Three lines to know: release goods only when <see cref="ReleaseGoods"/>; repeat a call only when
    /// <see cref="MayRepeat"/>; where <see cref="Money"/> is unknown ask with <c>Resolve</c>, not the card.
    /// </remarks>
    public sealed class Reply
    {
        private Reply(Status status, string rawJson, JsonObject json, string sentRequestId)
        {
            Status = status;
            RawJson = rawJson ?? string.Empty;
            Json = json;
            Outcome = Words.Parse<Outcome>(Text(json, "outcome"));
            Money = Words.Parse<MoneyState>(Text(json, "money"));
            Next = Words.Parse<NextStep>(Text(json, "next"));
            Final = Flag(json, "final");
            Method = Text(json, "method");
            RequestId = Text(json, "request_id") ?? sentRequestId;
            InvoiceId = Text(json, "invoice_id");
            TransactionId = Number(json, "transaction_id");
            SentAt = Text(json, "sent_at");
            Attempts = Number(json, "attempts");
            HttpStatus = Number(json, "http_status");
            ElapsedMs = Number(json, "elapsed_ms");
            RetryAfterMs = Number(json, "retry_after_ms");
            Replayed = Flag(json, "replayed");
            Already = Flag(json, "already");
            OriginRequestId = Text(json, "origin_request_id");
            Durable = json["durable"] == null ? (bool?)null : Flag(json, "durable");
            AckRequired = Flag(json, "ack_required");
            Model = json["Model"] as JsonObject;

            JsonObject cashier = json["cashier"] as JsonObject ?? new JsonObject();
            Cashier = new CashierWords(Text(cashier, "ru"), Text(cashier, "en"));
            JsonObject error = json["error"] as JsonObject;
            Error = error == null ? null : new ReplyError(error);
            JsonObject evidence = json["evidence"] as JsonObject;
            Evidence = evidence == null ? null : new ReplyEvidence(evidence);
            JsonObject payment = json["payment"] as JsonObject;
            Payment = payment == null ? null : new PaymentState(payment);
        }

        /// <summary>The number to branch on.</summary>
        public Status Status { get; private set; }

        /// <summary>What became of the operation.</summary>
        public Outcome Outcome { get; private set; }

        /// <summary>Where the money of this call is.</summary>
        public MoneyState Money { get; private set; }

        /// <summary>What to do now.</summary>
        public NextStep Next { get; private set; }

        /// <summary>Whether this answer will stay true.</summary>
        public bool Final { get; private set; }

        /// <summary>The method that was called.</summary>
        public string Method { get; private set; }

        /// <summary>The name of this operation; keep it with the sale.</summary>
        public string RequestId { get; private set; }

        /// <summary>The order number that the payment can be found by.</summary>
        public string InvoiceId { get; private set; }

        /// <summary>The number of the payment, where known.</summary>
        public long? TransactionId { get; private set; }

        /// <summary>When the request was sent, as <c>Resolve</c> wants it.</summary>
        public string SentAt { get; private set; }

        /// <summary>How often it was tried.</summary>
        public long? Attempts { get; private set; }

        /// <summary>The HTTP status of the answer, if one came.</summary>
        public long? HttpStatus { get; private set; }

        /// <summary>How long the call took.</summary>
        public long? ElapsedMs { get; private set; }

        /// <summary>How long the server asks to wait.</summary>
        public long? RetryAfterMs { get; private set; }

        /// <summary>Whether this is the stored answer of an earlier call with the same request id.</summary>
        public bool Replayed { get; private set; }

        /// <summary>Whether what was asked for had been done before.</summary>
        public bool Already { get; private set; }

        /// <summary>The request id of the charge that a <c>Post3ds</c> finished.</summary>
        public string OriginRequestId { get; private set; }

        /// <summary>With a journal: whether the result is safe on disk.</summary>
        public bool? Durable { get; private set; }

        /// <summary>With a journal: whether the library waits for <c>JournalAck</c>.</summary>
        public bool AckRequired { get; private set; }

        /// <summary>The words to show to the cashier; never null, empty where there are none.</summary>
        public CashierWords Cashier { get; private set; }

        /// <summary>What went wrong; null when nothing did.</summary>
        public ReplyError Error { get; private set; }

        /// <summary>How the library knows.</summary>
        public ReplyEvidence Evidence { get; private set; }

        /// <summary>What a record that a look-up returned says of its payment; null otherwise.</summary>
        public PaymentState Payment { get; private set; }

        /// <summary><c>Model</c> of the API's answer if it is an object, digit for digit; else null.</summary>
        public JsonObject Model { get; private set; }

        /// <summary>The whole answer. May hold a card token: not for logs.</summary>
        public JsonObject Json { get; private set; }

        /// <summary>The answer as the library wrote it. May hold a card token: not for logs.</summary>
        public string RawJson { get; private set; }

        /// <summary>The goods may leave: the money is taken.</summary>
        public bool ReleaseGoods
        {
            get { return Status == Status.Ok && Next == NextStep.FinishSale; }
        }

        /// <summary>
        /// The same call may be made again, with the same request id: it is proven that no money moved, or the call
        /// only read. <see cref="Next"/> tells whether repeating makes sense: after <see cref="NextStep.FixRequest"/>,
        /// for one, only when the request is mended.
        /// </summary>
        public bool MayRepeat
        {
            get { return (Money == MoneyState.NotMoved && !Requires3ds) || Next == NextStep.Retry; }
        }

        /// <summary>The payer must pass 3-D Secure: see <c>ThreeDsForm</c>.</summary>
        public bool Requires3ds
        {
            get { return Outcome == Outcome.Requires3ds; }
        }

        /// <summary>One field of the answer, such as <c>html</c> of <c>three_ds_form</c>; null if absent.</summary>
        public JsonValue this[string name]
        {
            get { return Json[name]; }
        }

        /// <summary>One line for a log: numbers and our own words, no card data, no names, no secrets.</summary>
        public override string ToString()
        {
            StringBuilder line = new StringBuilder();
            line.Append(Status).Append(": money ").Append(Money).Append(", next ").Append(Next);
            if (Error != null)
            {
                Append(line, "error", Error.Code);
                Append(line, "reason", Error.Reason);
                Append(line, "reason_code", Digits(Error.ReasonCode));
            }

            Append(line, "request_id", RequestId);
            Append(line, "transaction_id", Digits(TransactionId));
            return line.ToString();
        }

        internal static Reply From(int status, string rawJson, string sentRequestId)
        {
            JsonObject json = null;
            try
            {
                json = rawJson == null ? null : JsonValue.Parse(rawJson) as JsonObject;
            }
            catch (JsonFormatException)
            {
                // By contract impossible. If it happens all the same, the status still tells success from
                // failure; without the words the money counts as unknown.
            }

            return new Reply((Status)status, rawJson, json ?? new JsonObject(), sentRequestId);
        }

        // Our own fields are read forgivingly: a kind that changed must not turn a finished payment into an error.
        internal static string Text(JsonObject json, string name)
        {
            JsonString value = json[name] as JsonString;
            return value == null ? null : value.AsString();
        }

        internal static long? Number(JsonObject json, string name)
        {
            JsonNumber value = json[name] as JsonNumber;
            long number;
            return value != null && long.TryParse(value.Raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)
                ? number
                : (long?)null;
        }

        private static bool Flag(JsonObject json, string name)
        {
            JsonBoolean value = json[name] as JsonBoolean;
            return value != null && value.AsBoolean();
        }

        private static string Digits(long? number)
        {
            return number == null ? null : number.Value.ToString(CultureInfo.InvariantCulture);
        }

        private static void Append(StringBuilder line, string name, string value)
        {
            if (value != null)
            {
                line.Append(", ").Append(name).Append(' ').Append(value);
            }
        }
    }

    /// <summary>The same words in two languages.</summary>
    public sealed class CashierWords
    {
        internal CashierWords(string ru, string en)
        {
            Ru = ru ?? string.Empty;
            En = en ?? string.Empty;
        }

        /// <summary>In Russian.</summary>
        public string Ru { get; private set; }

        /// <summary>In English.</summary>
        public string En { get; private set; }

        /// <summary>Both.</summary>
        public override string ToString()
        {
            return Ru + " / " + En;
        }
    }

    /// <summary>What went wrong. Codes are for programs and stay; the message is for people and may change.</summary>
    public sealed class ReplyError
    {
        internal ReplyError(JsonObject json)
        {
            Code = Reply.Text(json, "code");
            Reason = Reply.Text(json, "reason");
            ReasonCode = Reply.Number(json, "reason_code");
            Message = Reply.Text(json, "message");
            Field = Reply.Text(json, "field");
            OtherRequestId = Reply.Text(json, "other_request_id");
        }

        /// <summary>The kind of error: <c>declined</c>, <c>timeout</c>, <c>interrupted</c>, …</summary>
        public string Code { get; private set; }

        /// <summary>The issuer's reason by name: <c>InsufficientFunds</c>, …</summary>
        public string Reason { get; private set; }

        /// <summary>The issuer's reason by number: 5051, …</summary>
        public long? ReasonCode { get; private set; }

        /// <summary>Words for people.</summary>
        public string Message { get; private set; }

        /// <summary>The field that was wrong.</summary>
        public string Field { get; private set; }

        /// <summary>With <see cref="Status.InvoiceBusy"/>: the operation that holds the invoice.</summary>
        public string OtherRequestId { get; private set; }

        /// <summary>Code and message.</summary>
        public override string ToString()
        {
            return Code + ": " + Message;
        }
    }

    /// <summary>How the library knows what it says: what was sent, and what came.</summary>
    public sealed class ReplyEvidence
    {
        internal ReplyEvidence(JsonObject json)
        {
            Source = Reply.Text(json, "source");
            Phase = Reply.Text(json, "phase");
            BytesSent = Reply.Number(json, "bytes_sent");
            BytesTotal = Reply.Number(json, "bytes_total");
        }

        /// <summary>Where the knowledge comes from: <c>response</c>, a look-up, …</summary>
        public string Source { get; private set; }

        /// <summary>How far the exchange came: <c>answered</c>, …</summary>
        public string Phase { get; private set; }

        /// <summary>Bytes of the request that left.</summary>
        public long? BytesSent { get; private set; }

        /// <summary>Bytes of the whole request.</summary>
        public long? BytesTotal { get; private set; }
    }

    /// <summary>What a looked-up record says of its payment.</summary>
    public sealed class PaymentState
    {
        internal PaymentState(JsonObject json)
        {
            Outcome = Words.Parse<Outcome>(Reply.Text(json, "outcome"));
            Money = Words.Parse<MoneyState>(Reply.Text(json, "money"));
        }

        /// <summary>What became of the payment.</summary>
        public Outcome Outcome { get; private set; }

        /// <summary>Where its money is.</summary>
        public MoneyState Money { get; private set; }
    }
}
