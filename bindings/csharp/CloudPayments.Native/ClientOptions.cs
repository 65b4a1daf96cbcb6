using System;

namespace CloudPayments.Native
{
    /// <summary>How to reach the gateway. What is left unset takes the library's own default.</summary>
    /// <remarks>
    /// There is no <c>text_encoding</c>: strings of .NET are Unicode, and the binding speaks UTF-8 for them.
    /// </remarks>
    public sealed class ClientOptions
    {
        /// <summary>Required. Public ID of the terminal.</summary>
        public string PublicId { get; set; }

        /// <summary>Required. API secret of the terminal.</summary>
        public string ApiSecret { get; set; }

        /// <summary>Another host of the same API; plain http only to this very machine.</summary>
        public string BaseUrl { get; set; }

        /// <summary>The whole of a call in milliseconds (90000).</summary>
        public long? TimeoutMs { get; set; }

        /// <summary>How long a call in doubt goes on asking (20000).</summary>
        public long? ResolveMs { get; set; }

        /// <summary>Name look-up, TCP and TLS (10000).</summary>
        public long? ConnectTimeoutMs { get; set; }

        /// <summary>How long absence proves nothing (330000); may be lowered only for a gateway on this very machine.</summary>
        public long? SettleMs { get; set; }

        /// <summary>Calls in progress per Public ID in this process (28, or 4 for a test terminal).</summary>
        public long? MaxConcurrency { get; set; }

        /// <summary>The longest answer (4194304).</summary>
        public long? MaxResponseBytes { get; set; }

        /// <summary>Which certificate authorities to trust: <c>bundled</c>, <c>os</c> or <c>only_extra</c>.</summary>
        public string Roots { get; set; }

        /// <summary>A PEM file with further authorities.</summary>
        public string ExtraCaFile { get; set; }

        /// <summary><c>http://user:pass@host:port</c>; the environment is never consulted.</summary>
        public string Proxy { get; set; }

        /// <summary>How requests are written: <c>json</c> or <c>form</c>.</summary>
        public string ContentType { get; set; }

        /// <summary>Answers in pure ASCII JSON; seen in <see cref="Reply.RawJson"/> only.</summary>
        public bool? Ascii { get; set; }

        /// <summary>Whether payments carry their request id in <c>JsonData</c>, to be found again without doubt (true).</summary>
        public bool? Stamp { get; set; }

        /// <summary>The name of this till.</summary>
        public string Till { get; set; }

        /// <summary>The name of your program, for the User-Agent.</summary>
        public string AppName { get; set; }

        /// <summary>The version of your program.</summary>
        public string AppVersion { get; set; }

        /// <summary>The journal's file; without one there is no journal.</summary>
        public string Journal { get; set; }

        /// <summary>Whether the journal may lie on a network disk (false).</summary>
        public bool? AllowNetworkJournal { get; set; }

        /// <summary>The log's file; without one there is no log.</summary>
        public string LogPath { get; set; }

        /// <summary>How much is logged.</summary>
        public string LogLevel { get; set; }

        /// <summary>How long the log may grow.</summary>
        public long? LogMaxBytes { get; set; }

        /// <summary>Keys that are newer than this binding.</summary>
        public JsonObject Extra { get; set; }

        internal JsonObject ToJson()
        {
            JsonObject app = new JsonObject();
            app.Put("name", AppName);
            app.Put("version", AppVersion);
            JsonObject log = new JsonObject();
            log.Put("path", LogPath);
            log.Put("level", LogLevel);
            log.Put("max_bytes", LogMaxBytes);

            JsonObject json = new JsonObject();
            json.Put("public_id", PublicId);
            json.Put("api_secret", ApiSecret);
            json.Put("base_url", BaseUrl);
            json.Put("timeout_ms", TimeoutMs);
            json.Put("resolve_ms", ResolveMs);
            json.Put("connect_timeout_ms", ConnectTimeoutMs);
            json.Put("settle_ms", SettleMs);
            json.Put("max_concurrency", MaxConcurrency);
            json.Put("max_response_bytes", MaxResponseBytes);
            json.Put("roots", Roots);
            json.Put("extra_ca_file", ExtraCaFile);
            json.Put("proxy", Proxy);
            json.Put("content_type", ContentType);
            json.Put("ascii", Ascii);
            json.Put("stamp", Stamp);
            json.Put("till", Till);
            json.Put("app", app.Count == 0 ? null : app);
            json.Put("journal", Journal);
            json.Put("allow_network_journal", AllowNetworkJournal);
            json.Put("log", log.Count == 0 ? null : log);
            if (Extra != null)
            {
                if (Extra.ContainsKey("text_encoding"))
                {
                    throw new ArgumentException("text_encoding cannot be set: the binding speaks UTF-8 with the library.");
                }

                foreach (var member in Extra)
                {
                    json.Add(member.Key, member.Value);
                }
            }

            return json;
        }
    }
}
