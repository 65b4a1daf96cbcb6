using System;
using System.Text;

namespace CloudPayments.Native
{
    /// <summary>Where the money of a call is: the word <c>money</c> of an answer.</summary>
    public enum MoneyState
    {
        /// <summary>Nobody can say yet. A word that this binding does not know means this too.</summary>
        Unknown = 0,

        /// <summary>The call was never about moving money.</summary>
        None,

        /// <summary>Proven not to have moved.</summary>
        NotMoved,

        /// <summary>Blocked on the card, not yet taken.</summary>
        Held,

        /// <summary>Taken from the payer, or paid out.</summary>
        Moved,

        /// <summary>Given back.</summary>
        Returned,
    }

    /// <summary>What the program should do now: the word <c>next</c> of an answer.</summary>
    public enum NextStep
    {
        /// <summary>A word that this binding does not know: see <see cref="Reply.RawJson"/>.</summary>
        Other = 0,

        /// <summary>Nothing.</summary>
        None,

        /// <summary>Release the goods.</summary>
        FinishSale,

        /// <summary>Capture the hold, or release it.</summary>
        ConfirmOrVoid,

        /// <summary>Show the issuer's page to the payer.</summary>
        Show3ds,

        /// <summary>Show the link or QR code to the payer.</summary>
        ShowLink,

        /// <summary>Wait for the result.</summary>
        Wait,

        /// <summary>Take cash; the charge is reversed when it turns up.</summary>
        TakeCash,

        /// <summary>Ask for another card.</summary>
        AskOtherCard,

        /// <summary>Try again later.</summary>
        RetryLater,

        /// <summary>Give up on this payment.</summary>
        Stop,

        /// <summary>Mend the request.</summary>
        FixRequest,

        /// <summary>Mend the configuration.</summary>
        FixConfig,

        /// <summary>The same call may be made again, with the same request id.</summary>
        Retry,

        /// <summary>Ask with <c>Resolve</c>; never repeat the payment.</summary>
        Resolve,

        /// <summary>A person must look.</summary>
        CallSupport,

        /// <summary>Throw it away.</summary>
        Ignore,
    }

    /// <summary>What became of the operation: the word <c>outcome</c> of an answer.</summary>
    public enum Outcome
    {
        /// <summary>A word that this binding does not know: see <see cref="Reply.RawJson"/>.</summary>
        Other = 0,

        /// <summary>The money is taken.</summary>
        Completed,

        /// <summary>A hold was captured.</summary>
        Confirmed,

        /// <summary>Money was paid out.</summary>
        PaidOut,

        /// <summary>The money is held.</summary>
        Authorized,

        /// <summary>A hold was released.</summary>
        Voided,

        /// <summary>Money was given back.</summary>
        Refunded,

        /// <summary>An object was created.</summary>
        Created,

        /// <summary>An object was changed.</summary>
        Updated,

        /// <summary>An object was cancelled.</summary>
        Cancelled,

        /// <summary>Done; a read returned its record.</summary>
        Ok,

        /// <summary>The payer must pass 3-D Secure.</summary>
        Requires3ds,

        /// <summary>A link or QR code waits for the payer.</summary>
        RequiresPayer,

        /// <summary>The result comes later.</summary>
        Pending,

        /// <summary>Will be reversed when found.</summary>
        Reversing,

        /// <summary>The issuer or the gateway said no.</summary>
        Declined,

        /// <summary>The API refused the request.</summary>
        Rejected,

        /// <summary>The keys were not accepted.</summary>
        Unauthorized,

        /// <summary>A look-up found nothing.</summary>
        NotFound,

        /// <summary>The server never had a whole request.</summary>
        NotSent,

        /// <summary>Sent, and no usable answer came.</summary>
        Unknown,

        /// <summary>In doubt before, now proven absent.</summary>
        NotProcessed,

        /// <summary>Voided or refunded, or its hold is gone.</summary>
        Reversed,

        /// <summary>The evidence contradicts itself.</summary>
        ManualReview,

        /// <summary>A read got no usable answer.</summary>
        NoAnswer,

        /// <summary>A dead client, a wrong encoding, no JSON object.</summary>
        InvalidArgument,

        /// <summary>A field is missing, unknown or malformed.</summary>
        InvalidRequest,

        /// <summary>The options are wrong.</summary>
        InvalidConfig,

        /// <summary>No such method.</summary>
        UnknownMethod,

        /// <summary>The same id with other content.</summary>
        IdempotencyMismatch,

        /// <summary>Another operation holds this invoice.</summary>
        InvoiceBusy,

        /// <summary>A webhook that is not genuine.</summary>
        BadSignature,

        /// <summary>The journal cannot be written.</summary>
        JournalUnavailable,

        /// <summary>A fault of the library.</summary>
        Internal,
    }

    /// <summary>Between the library's <c>snake_case</c> words and C#'s names; one rule, so no table to keep.</summary>
    internal static class Words
    {
        /// <summary>The member with this word, or the zero member where there is none.</summary>
        internal static T Parse<T>(string word)
            where T : struct
        {
            T value;

            // A digit would be read as the member's number.
            return !string.IsNullOrEmpty(word) && char.IsLetter(word[0]) && Enum.TryParse(ToPascal(word), out value)
                ? value
                : default(T);
        }

        /// <summary><c>show_3ds</c> to <c>Show3ds</c>; a name that begins with a capital stays as it is.</summary>
        internal static string ToPascal(string word)
        {
            StringBuilder name = new StringBuilder(word.Length);
            bool start = true;
            foreach (char letter in word)
            {
                if (letter == '_')
                {
                    start = true;
                    continue;
                }

                // Invariant: in Turkish a small i has a capital of its own.
                name.Append(start ? char.ToUpperInvariant(letter) : letter);
                start = false;
            }

            return name.ToString();
        }
    }
}
