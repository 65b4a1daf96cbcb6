using System;
using System.Collections.Generic;

namespace CloudPayments.Native
{
    /// <content>All records of a list that has pages.</content>
    public sealed partial class CloudPaymentsClient
    {
        // What a full page has, where that is documented. Elsewhere only an empty page is surely the last.
        private static readonly Dictionary<string, int> FullPage = new Dictionary<string, int>(StringComparer.Ordinal)
        {
            { "payment_list_v2", 100 },
            { "chargeback_list", 100 },
        };

        /// <summary>Goes through all records of a list that has pages; each page is asked for when it is needed.</summary>
        /// <remarks>
        /// End the period in the past: what is added to a list while it is read moves its pages. A page that fails throws,
        /// after the records before it have been given.
        /// </remarks>
        /// <param name="request">
        /// What the method takes. <c>PageNumber</c> is the page to begin with, the first if it is left out. A
        /// <c>RequestId</c> names one call, and has no place here.
        /// </param>
        /// <returns>What <c>Model</c> has. It is asked for anew each time that it is gone through.</returns>
        /// <example>
        /// <code>
        /// foreach (JsonObject payment in client.Walk(new PaymentListV2Request { CreatedDateGte = …, CreatedDateLte = … }))
        /// </code>
        /// </example>
        /// <exception cref="ArgumentException">There is a request id.</exception>
        /// <exception cref="CloudPaymentsException">A page failed: thrown while the records are gone through.</exception>
        public IEnumerable<JsonObject> Walk(PagedRequest request)
        {
            if (request == null)
            {
                throw new ArgumentNullException("request");
            }

            return Walk(request.Method, request.ToJson());
        }

        /// <summary>The same for a method by its name: <c>Walk("token_list", null)</c>.</summary>
        /// <param name="method">A method that has a <c>PageNumber</c>.</param>
        /// <param name="request">Its fields; null for none.</param>
        /// <returns>What <c>Model</c> has. It is asked for anew each time that it is gone through.</returns>
        /// <exception cref="ArgumentException">There is a request id.</exception>
        /// <exception cref="CloudPaymentsException">A page failed: thrown while the records are gone through.</exception>
        public IEnumerable<JsonObject> Walk(string method, JsonObject request)
        {
            if (method == null)
            {
                throw new ArgumentNullException("method");
            }

            // A copy that the caller cannot change between two pages.
            JsonObject fields = CopyOf(request);
            if (fields.ContainsKey("request_id"))
            {
                // The gateway would answer every page with what it answered to the first of this name.
                throw new ArgumentException("A request id names one call, and Walk makes one for each page.", "request");
            }

            return Records(method, fields, fields.GetInt64("PageNumber") ?? 1);
        }

        private IEnumerable<JsonObject> Records(string method, JsonObject fields, long first)
        {
            int full;
            bool known = FullPage.TryGetValue(method, out full);
            string before = null;
            for (long number = first; ; number++)
            {
                JsonObject request = CopyOf(fields);
                request["PageNumber"] = number;
                JsonArray page = PageOf(Call(method, request));

                // A server that knows no pages gives its first one for each number.
                string text = page.ToJson();
                if (page.Count == 0 || text == before)
                {
                    yield break;
                }

                foreach (JsonValue record in page)
                {
                    yield return record.AsObject();
                }

                if (known && page.Count < full)
                {
                    yield break;
                }

                before = text;
            }
        }

        private static JsonArray PageOf(Reply reply)
        {
            // Anything else throws: to end there would look like the end of the list.
            return reply.Json.GetArray("Model") ?? new JsonArray();
        }
    }
}
