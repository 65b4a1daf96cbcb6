using System;
using System.Diagnostics;
using System.IO;

namespace CloudPayments.Native.Tests
{
    /// <summary>The local stand-in for the gateway: its ledger is the referee of these tests.</summary>
    internal static class Sandbox
    {
        private static Process process;
        private static JsonObject ready;
        private static int orders;

        /// <summary>An order number that no other test has.</summary>
        internal static string NewInvoice()
        {
            orders++;
            return "CS-" + orders + "-" + Guid.NewGuid().ToString("N").Substring(0, 8);
        }

        internal static string Url
        {
            get
            {
                Start();
                return ready.GetString("url");
            }
        }

        internal static ClientOptions Options()
        {
            return new ClientOptions
            {
                PublicId = Ready("public_id"),
                ApiSecret = Ready("api_secret"),
                BaseUrl = Url,
                TimeoutMs = 10000,
            };
        }

        /// <summary>A client of an emptied sandbox.</summary>
        internal static CloudPaymentsClient Fresh()
        {
            Post("reset", new JsonObject());
            return new CloudPaymentsClient(Options());
        }

        /// <summary>A cryptogram as the checkout script would make it.</summary>
        internal static string Packet(string card)
        {
            // The sandbox reads the head of an old packet; the sealed rest is the bank's affair.
            return "01" + card.Substring(0, 6) + card.Substring(card.Length - 4) + "301204" + new string('A', 342) + "==";
        }

        /// <summary>Net sum of an order, as the ledger has it.</summary>
        internal static string Net(string invoice)
        {
            JsonObject order = Order(invoice);
            return order == null ? null : order.GetString("net");
        }

        /// <summary>How many charges of an order were approved.</summary>
        internal static long Charges(string invoice)
        {
            JsonObject order = Order(invoice);
            return order == null ? 0 : order.GetInt64("charges").Value;
        }

        internal static void Fault(string path, string kind, long delayMs = 0, long times = 1)
        {
            Post("faults", new JsonObject { { "path", path }, { "kind", kind }, { "times", times }, { "delay_ms", delayMs } });
        }

        internal static JsonObject Get(string route)
        {
            return SandboxControl.Get(Url, route).AsObject();
        }

        internal static JsonArray Requests()
        {
            return SandboxControl.Get(Url, "requests").AsArray();
        }

        internal static JsonObject Post(string route, JsonObject body)
        {
            return SandboxControl.Post(Url, route, body) as JsonObject;
        }

        internal static void Stop()
        {
            if (process != null)
            {
                // The end of its input is what it was told to stop by.
                process.StandardInput.Close();
                process.WaitForExit();
                process = null;
            }
        }

        private static JsonObject Order(string invoice)
        {
            return Get("ledger").GetObject("by_invoice").GetObject(invoice);
        }

        private static string Ready(string name)
        {
            Start();
            return ready.GetString(name);
        }

        private static void Start()
        {
            if (process != null)
            {
                return;
            }

            process = Process.Start(new ProcessStartInfo
            {
                FileName = Find(),
                Arguments = "--port 0 --limit 30 --exit-with-stdin",
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            });
            ready = JsonValue.Parse(process.StandardOutput.ReadLine()).AsObject();
        }

        private static string Find()
        {
            string named = Environment.GetEnvironmentVariable("CLOUDPAYMENTS_SANDBOX");
            if (!string.IsNullOrEmpty(named))
            {
                return named;
            }

            foreach (string place in new[] { "target/sandbox/cloudpayments-sandbox", "target/cloudpayments-sandbox.latest" })
            {
                string path = Repository.PathOf(place);
                if (File.Exists(path))
                {
                    return path;
                }
            }

            throw new CheckFailed("no sandbox: build it (cargo build --profile sandbox -p cloudpayments-sandbox), or set CLOUDPAYMENTS_SANDBOX");
        }
    }
}
