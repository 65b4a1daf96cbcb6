using System;
using CloudPayments.Native;

// The bank takes the money and its answer is lost: first so that the call itself finds out, then so that it cannot.
internal static class LostAnswer
{
    internal static int Main(string[] arguments)
    {
        using (var client = Sandbox.Connect(arguments, timeoutMs: 3000))
        {
            var lost = new JsonObject { { "path", "payments/cards/charge" }, { "kind", "drop_after" }, { "times", 2 } };
            Sandbox.Tell(arguments, "faults", lost);
            Reply found = Sell(client, "lost-answer-cs-1");
            Console.WriteLine("found by asking: " + found);

            // The payment shows up late as well, so the call ends in doubt.
            Sandbox.Tell(arguments, "modes", new JsonObject { { "find_lag_ms", 600000 } });
            CloudPaymentsException doubt = InDoubt(client, "lost-answer-cs-2");
            Sandbox.Tell(arguments, "modes", new JsonObject { { "find_lag_ms", 0 } });
            if (doubt == null)
            {
                return 1;
            }

            // Later, maybe after a restart. Resolve only asks: it never charges.
            Reply settled = client.Resolve(new ResolveRequest
            {
                RequestId = doubt.RequestId,
                InvoiceId = doubt.Reply.InvoiceId,
                SentAt = doubt.Reply.SentAt,
                Amount = 10.50m,
            });
            Console.WriteLine("settled: " + settled);
            return found.ReleaseGoods && settled.ReleaseGoods ? 0 : 1;
        }
    }

    private static Reply Sell(CloudPaymentsClient client, string order)
    {
        return client.Charge(new ChargeRequest
        {
            Amount = 10.50m,
            InvoiceId = order,
            IpAddress = "127.0.0.1",
            CardCryptogramPacket = Sandbox.Cryptogram(Sandbox.Pays),
        });
    }

    private static CloudPaymentsException InDoubt(CloudPaymentsClient client, string order)
    {
        try
        {
            Sell(client, order);
            return null;
        }
        catch (OutcomeUnknownException error)
        {
            Console.WriteLine("in doubt: " + error.Cashier.Ru);
            return error;
        }
    }
}
