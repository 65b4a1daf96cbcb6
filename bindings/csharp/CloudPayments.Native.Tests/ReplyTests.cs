using System;
using System.Collections.Generic;

namespace CloudPayments.Native.Tests
{
    internal static class ReplyTests
    {
        private const string Declined =
            "{\"status\":10,\"outcome\":\"declined\",\"money\":\"not_moved\",\"next\":\"ask_other_card\",\"final\":true,\"method\":\"charge\"," +
            "\"request_id\":\"5f0c\",\"invoice_id\":\"A-17\",\"transaction_id\":5000000504,\"sent_at\":\"2026-11-24T10:00:00.123Z\"," +
            "\"attempts\":1,\"http_status\":200,\"elapsed_ms\":412,\"retry_after_ms\":1500,\"replayed\":true,\"already\":true," +
            "\"origin_request_id\":\"aa\",\"durable\":true,\"ack_required\":true,\"payment\":{\"outcome\":\"completed\",\"money\":\"moved\"}," +
            "\"cashier\":{\"ru\":\"Недостаточно средств на карте\",\"en\":\"Insufficient funds\"}," +
            "\"error\":{\"code\":\"declined\",\"reason\":\"InsufficientFunds\",\"reason_code\":5051,\"message\":\"said no\",\"field\":null}," +
            "\"evidence\":{\"source\":\"response\",\"phase\":\"answered\",\"bytes_sent\":812,\"bytes_total\":813}," +
            "\"Success\":false,\"Message\":null,\"Model\":{\"TransactionId\":5000000504,\"Amount\":10.00000,\"Token\":\"tk_secret\",\"CardFirstSix\":\"400005\"}}";

        public static void A_reply_has_every_field_of_the_answer()
        {
            Reply reply = Reply.From(10, Declined, null);
            Check.Equal(Status.Declined, reply.Status);
            Check.Equal(Outcome.Declined, reply.Outcome);
            Check.Equal(MoneyState.NotMoved, reply.Money);
            Check.Equal(NextStep.AskOtherCard, reply.Next);
            Check.Equal(true, reply.Final);
            Check.Equal("charge", reply.Method);
            Check.Equal("5f0c", reply.RequestId);
            Check.Equal("A-17", reply.InvoiceId);
            Check.Equal(5000000504L, reply.TransactionId);
            Check.Equal("2026-11-24T10:00:00.123Z", reply.SentAt);
            Check.Equal(1L, reply.Attempts);
            Check.Equal(200L, reply.HttpStatus);
            Check.Equal(412L, reply.ElapsedMs);
            Check.Equal(1500L, reply.RetryAfterMs);
            Check.Equal(true, reply.Replayed);
            Check.Equal(true, reply.Already);
            Check.Equal("aa", reply.OriginRequestId);
            Check.Equal(true, reply.Durable);
            Check.Equal(true, reply.AckRequired);
            Check.Equal(Outcome.Completed, reply.Payment.Outcome);
            Check.Equal(MoneyState.Moved, reply.Payment.Money);
            Check.Equal("Недостаточно средств на карте", reply.Cashier.Ru);
            Check.Equal("Insufficient funds", reply.Cashier.En);
            Check.Equal("declined", reply.Error.Code);
            Check.Equal("InsufficientFunds", reply.Error.Reason);
            Check.Equal(5051L, reply.Error.ReasonCode);
            Check.Equal("said no", reply.Error.Message);
            Check.Equal(null, reply.Error.Field);
            Check.Equal("response", reply.Evidence.Source);
            Check.Equal("answered", reply.Evidence.Phase);
            Check.Equal(812L, reply.Evidence.BytesSent);
            Check.Equal(813L, reply.Evidence.BytesTotal);
            Check.Equal("10.00000", reply.Model["Amount"].ToString());
            Check.Equal(10m, reply.Model.GetDecimal("Amount"));
            Check.Equal(false, reply["Success"].AsBoolean());
            Check.Equal(Declined, reply.RawJson);
            Check.Equal(false, reply.ReleaseGoods);
            Check.Equal(true, reply.MayRepeat);
            Check.Equal(false, reply.Requires3ds);
        }

        public static void What_moved_nothing_may_be_repeated_unless_the_payer_is_at_the_issuer()
        {
            Check.Equal(true, MayRepeat("declined", "not_moved", "ask_other_card"));
            Check.Equal(false, MayRepeat("requires_3ds", "not_moved", "show_3ds"));
            Check.Equal(true, MayRepeat("no_answer", "none", "retry"));
            Check.Equal(false, MayRepeat("not_found", "none", "none"));
            Check.Equal(false, MayRepeat("unknown", "unknown", "resolve"));
        }

        public static void A_log_line_of_a_reply_or_an_error_has_numbers_and_no_card_data()
        {
            Reply reply = Reply.From(10, Declined, null);
            Check.Equal(
                "Declined: money NotMoved, next AskOtherCard, error declined, reason InsufficientFunds, reason_code 5051, request_id 5f0c, transaction_id 5000000504", reply.ToString());
            string error = CloudPaymentsException.Of(reply).ToString();
            Check.Contains("said no", error);
            Check.Contains("5f0c", error);
            Check.That(!error.Contains("tk_secret") && !error.Contains("400005"), error);
        }

        public static void Every_word_of_the_contract_has_its_member()
        {
            foreach (string word in "completed confirmed paid_out authorized voided refunded created updated cancelled ok requires_3ds requires_payer pending reversing declined rejected unauthorized not_found not_sent unknown not_processed reversed manual_review no_answer invalid_argument invalid_request invalid_config unknown_method idempotency_mismatch invoice_busy bad_signature journal_unavailable internal".Split(' '))
            {
                Check.That(Words.Parse<Outcome>(word) != Outcome.Other, word);
            }

            foreach (string word in "finish_sale confirm_or_void none show_3ds show_link wait take_cash ask_other_card retry_later stop fix_request fix_config retry resolve call_support ignore".Split(' '))
            {
                Check.That(Words.Parse<NextStep>(word) != NextStep.Other, word);
            }

            foreach (string word in "none not_moved held moved returned".Split(' '))
            {
                Check.That(Words.Parse<MoneyState>(word) != MoneyState.Unknown, word);
            }
        }

        public static void A_word_from_the_future_never_looks_like_success()
        {
            Reply reply = Reply.From(0, "{\"status\":0,\"outcome\":\"brand_new\",\"money\":\"4\",\"next\":\"2\"}", null);
            Check.Equal(Outcome.Other, reply.Outcome);
            Check.Equal(MoneyState.Unknown, reply.Money);
            Check.Equal(NextStep.Other, reply.Next);
            Check.Equal(false, reply.ReleaseGoods);
            Check.Equal(false, reply.MayRepeat);
        }

        public static void An_answer_that_cannot_be_read_keeps_its_status_and_its_request_id()
        {
            foreach (string answer in new[] { null, string.Empty, "[]", "{\"money\":", "{\"money\":7,\"error\":[],\"Model\":[1],\"transaction_id\":\"504\",\"request_id\":null}" })
            {
                Reply reply = Reply.From(21, answer, "mine");
                Check.Equal(Status.Unknown, reply.Status);
                Check.Equal(MoneyState.Unknown, reply.Money);
                Check.Equal("mine", reply.RequestId);
                Check.Equal(null, reply.Model);
                Check.Equal(string.Empty, reply.Cashier.Ru);
                Check.Equal(typeof(OutcomeUnknownException), CloudPaymentsException.Of(reply).GetType());
            }
        }

        public static void A_success_that_cannot_be_read_is_an_error_in_doubt()
        {
            CloudPaymentsException error = CloudPaymentsException.Of(Reply.From(0, "{\"money\":", "mine"));
            Check.Equal(typeof(InternalErrorException), error.GetType());
            Check.That(error.InDoubt && !error.MayRepeat && error.RequestId == "mine", error.Message);
        }

        public static void Every_status_of_the_library_has_its_name_here_and_its_exception()
        {
            Dictionary<Status, Type> otherNames = new Dictionary<Status, Type>
            {
                { Status.Unknown, typeof(OutcomeUnknownException) },
                { Status.Internal, typeof(InternalErrorException) },
                { Status.Ok, null },
                { Status.RequiresAction, null },
                { Status.Pending, null },
                { Status.Reversing, null },
            };
            int known = 0;
            for (int number = -1; number < 200; number++)
            {
                Status status = (Status)number;
                bool named = Enum.IsDefined(typeof(Status), status);
                string name = CloudPaymentsLibrary.StatusName(status);
                if (!named)
                {
                    Check.Equal("unassigned", name);
                    Check.Equal(typeof(CloudPaymentsException), CloudPaymentsException.Of(Reply.From(number, "{}", null)).GetType());
                    continue;
                }

                known++;
                Check.Equal(status.ToString(), Words.ToPascal(name));
                Type expected;
                if (!otherNames.TryGetValue(status, out expected))
                {
                    expected = typeof(Reply).Assembly.GetType("CloudPayments.Native." + status + "Exception");
                    Check.That(expected != null, status + "Exception");
                }

                CloudPaymentsException error = CloudPaymentsException.Of(Reply.From(number, "{\"status\":" + number + "}", null));
                Check.Equal(expected, error == null ? null : error.GetType());
            }

            Check.Equal(23, known);
        }

        public static void A_reversal_that_succeeded_is_no_error_but_a_reversed_charge_is()
        {
            Check.Equal(null, CloudPaymentsException.Of(Reply.From(23, "{\"method\":\"reverse\"}", null)));
            Check.Equal(typeof(ReversedException), CloudPaymentsException.Of(Reply.From(23, "{\"method\":\"charge\"}", null)).GetType());
        }

        private static bool MayRepeat(string outcome, string money, string next)
        {
            return Reply.From(0, "{\"outcome\":\"" + outcome + "\",\"money\":\"" + money + "\",\"next\":\"" + next + "\"}", null).MayRepeat;
        }
    }
}
