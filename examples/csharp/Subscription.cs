using System;
using System.Globalization;
using CloudPayments.Native;

// The first month is paid and the next ones are agreed in one call; later the customer pauses, and leaves.
internal static class Subscription
{
    private const string Customer = "subscription-cs-user";

    internal static int Main(string[] arguments)
    {
        using (var client = Sandbox.Connect(arguments))
        {
            try
            {
                Begin(client);
                foreach (JsonObject one in Find(client))
                {
                    Pause(client, one.GetString("Id"));
                    client.SubscriptionCancel(new SubscriptionCancelRequest { Id = one.GetString("Id") });
                }

                // Ask, rather than remember: the customer can leave on the gateway's own page, too.
                JsonArray left = Find(client);
                return left.Count == 1 && left[0].AsObject().GetString("Status") == "Cancelled" ? 0 : 1;
            }
            catch (CloudPaymentsException error)
            {
                // A charge that is declined begins nothing. One in doubt is asked for by its name: see LostAnswer.
                Console.WriteLine(error.Cashier.Ru + "; " + error.Reply);
                return 1;
            }
        }
    }

    private static void Begin(CloudPaymentsClient client)
    {
        var monthly = new JsonObject { { "interval", "Month" }, { "period", 1 } };
        Reply first = client.Charge(new ChargeRequest
        {
            Amount = 299.00m,
            InvoiceId = "subscription-cs",
            AccountId = Customer, // without it there is no subscription
            Description = "Music",
            IpAddress = "127.0.0.1",
            CardCryptogramPacket = Sandbox.Cryptogram(Sandbox.Pays),
            RequestId = "subscription-cs.first",
            JsonData = new JsonObject { { "cloudpayments", new JsonObject { { "recurrent", monthly } } } },
        });

        // With 3-D Secure it would begin after Post3ds: see ThreeDs.
        Console.WriteLine("first month: " + first);
    }

    private static void Pause(CloudPaymentsClient client, string id)
    {
        // Only what is given changes. A later date, in UTC and whatever calendar the machine is set to, is a pause.
        string later = DateTime.UtcNow.AddMonths(3).ToString("s", CultureInfo.InvariantCulture);
        Reply paused = client.SubscriptionUpdate(new SubscriptionUpdateRequest { Id = id, StartDate = later });
        Console.WriteLine("paused: next on " + paused.Model.GetString("NextTransactionDateIso"));
    }

    private static JsonArray Find(CloudPaymentsClient client)
    {
        JsonArray all = client.SubscriptionFind(new SubscriptionFindRequest { AccountId = Customer }).Json.GetArray("Model");
        foreach (JsonObject one in all)
        {
            Console.WriteLine(one.GetString("Status") + $": {one.GetDecimal("Amount"):F2} each " + one.GetString("Interval"));
        }

        return all;
    }
}
