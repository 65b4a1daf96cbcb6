namespace CloudPayments.Native
{
    /// <summary>What every request may carry beside the fields of its method.</summary>
    public abstract class MethodRequest
    {
        internal MethodRequest()
        {
        }

        /// <summary>
        /// The name of the operation, 1 to 128 of <c>A-Z a-z 0-9 . _ : -</c>. Make one for each sale and keep it with
        /// the sale before you call: with it the operation can be asked for after a power cut.
        /// </summary>
        public string RequestId { get; set; }

        /// <summary>The whole of this call in milliseconds, instead of the client's.</summary>
        public long? TimeoutMs { get; set; }

        /// <summary>How long this call goes on asking when in doubt.</summary>
        public long? ResolveMs { get; set; }

        /// <summary>The request as the library takes it. May hold card data: not for logs.</summary>
        public JsonObject ToJson()
        {
            JsonObject json = new JsonObject();
            WriteFields(json);
            json.Put("request_id", RequestId);
            json.Put("timeout_ms", TimeoutMs);
            json.Put("resolve_ms", ResolveMs);
            return json;
        }

        internal abstract void WriteFields(JsonObject json);
    }

    /// <summary>A request that goes to the API.</summary>
    public abstract class ApiRequest : MethodRequest
    {
        internal ApiRequest()
        {
        }

        /// <summary>Fields of the API that are newer than the library; merged into the request.</summary>
        public JsonObject Extra { get; set; }
    }

    /// <summary>A request of a list that has pages, for <see cref="CloudPaymentsClient.Walk(PagedRequest)"/>.</summary>
    public abstract class PagedRequest : ApiRequest
    {
        internal PagedRequest()
        {
        }

        internal abstract string Method { get; }
    }
}
