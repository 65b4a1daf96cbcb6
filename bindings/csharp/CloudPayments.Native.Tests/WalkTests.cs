using System;
using System.Collections.Generic;

namespace CloudPayments.Native.Tests
{
    /// <summary>All pages of a list, one record after the other.</summary>
    internal static class WalkTests
    {
        private const string List = "v2/payments/list";

        public static void Every_record_comes_once_and_a_page_only_when_it_is_wanted()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                List<long> paid = PayMoreThanAPage(client);
                IEnumerable<JsonObject> walk = client.Walk(Period());
                Check.Equal(0, PagesAskedFor(List));
                List<long> found = new List<long>();
                foreach (JsonObject record in walk)
                {
                    Check.Equal(found.Count < 100 ? 1 : 2, PagesAskedFor(List));
                    found.Add(record.GetInt64("TransactionId").Value);
                }

                // A page that is not full is the last.
                Check.Equal(2, PagesAskedFor(List));
                Check.Equal(string.Join(" ", paid), string.Join(" ", found));
            }
        }

        public static void A_walk_may_begin_with_a_later_page_and_go_by_name()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                List<long> paid = PayMoreThanAPage(client);
                PaymentListV2Request second = Period();
                second.PageNumber = 2;
                List<JsonObject> found = new List<JsonObject>(client.Walk("payment_list_v2", second.ToJson()));
                Check.Equal(1, found.Count);
                Check.Equal(paid[100], found[0].GetInt64("TransactionId").Value);
            }
        }

        public static void A_list_whose_pages_have_no_known_size_is_read_to_an_empty_page()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                Check.Equal(0, new List<JsonObject>(client.Walk("token_list", null)).Count);
                ChargeRequest request = Sale();
                request.AccountId = "a";
                request.SaveCard = true;
                client.Charge(request);
                List<JsonObject> found = new List<JsonObject>(client.Walk(new TokenListRequest()));
                Check.Equal(1, found.Count);
                Check.Equal("a", found[0].GetString("AccountId"));
                Check.Equal(3, PagesAskedFor("payments/tokens/list"));
            }
        }

        public static void A_page_that_fails_throws_after_the_records_before_it()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                PayMoreThanAPage(client);
                PaymentListV2Request request = Period();
                request.TimeoutMs = 2000;
                int found = 0;
                Check.Throws<NoAnswerException>(() =>
                {
                    foreach (JsonObject record in client.Walk(request))
                    {
                        found++;
                        if (found == 100)
                        {
                            Sandbox.Fault(List, "drop_after", 0, 20);
                        }
                    }
                });
                Check.Equal(100, found);
            }
        }

        public static void What_is_no_list_with_pages_is_refused_and_nothing_is_sent()
        {
            using (CloudPaymentsClient client = Sandbox.Fresh())
            {
                JsonObject day = new JsonObject { { "Date", "2026-11-24" } };
                InvalidRequestException refused = Check.Throws<InvalidRequestException>(
                    () => new List<JsonObject>(client.Walk("payment_list", day)));
                Check.Equal("PageNumber", refused.Reply.Error.Field);

                // At once, not when the first record is wanted.
                Check.Throws<ArgumentException>(() => client.Walk(new TokenListRequest { RequestId = "a" }));
                Check.Throws<ArgumentNullException>(() => client.Walk(null));
                Check.Equal(0, Sandbox.Requests().Count);
            }
        }

        public static void Every_list_with_pages_has_a_request_to_walk_with()
        {
            foreach (JsonValue value in JsonValue.Parse(CloudPaymentsLibrary.MethodsJson).AsObject().GetArray("methods"))
            {
                JsonObject row = value.AsObject();
                bool paged = false;
                foreach (JsonValue field in row.GetArray("fields"))
                {
                    paged |= field.AsObject().GetString("name") == "PageNumber";
                }

                string name = row.GetString("name");
                Type type = typeof(PagedRequest).Assembly.GetType("CloudPayments.Native." + Words.ToPascal(name) + "Request");
                Check.Equal(paged, typeof(PagedRequest).IsAssignableFrom(type));
                if (paged)
                {
                    Check.Equal(name, ((PagedRequest)Activator.CreateInstance(type)).Method);
                }
            }
        }

        // 101 payments: one more than a page has.
        private static List<long> PayMoreThanAPage(CloudPaymentsClient client)
        {
            List<long> paid = new List<long>();
            while (paid.Count < 101)
            {
                paid.Add(client.Charge(Sale()).TransactionId.Value);
            }

            return paid;
        }

        private static ChargeRequest Sale()
        {
            return new ChargeRequest
            {
                Amount = 10,
                InvoiceId = Sandbox.NewInvoice(),
                IpAddress = "192.0.2.1",
                CardCryptogramPacket = Sandbox.Packet("4000000000003055"),
            };
        }

        private static PaymentListV2Request Period()
        {
            return new PaymentListV2Request { CreatedDateGte = Day(-1), CreatedDateLte = Day(1) };
        }

        private static string Day(int ahead)
        {
            return DateTime.UtcNow.AddDays(ahead).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        }

        private static int PagesAskedFor(string path)
        {
            int asked = 0;
            foreach (JsonValue request in Sandbox.Requests())
            {
                asked += request.AsObject().GetString("path").Trim('/') == path ? 1 : 0;
            }

            return asked;
        }
    }
}
