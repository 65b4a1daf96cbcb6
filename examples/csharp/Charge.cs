using System;
using CloudPayments.Native;

// Takes 10.50 from a card that has the money, then tries one that has not.
internal static class Charge
{
    internal static int Main(string[] arguments)
    {
        using (var client = Sandbox.Connect(arguments))
        {
            bool sold = Sell(client, "charge-cs-1", Sandbox.Pays);
            bool soldAgain = Sell(client, "charge-cs-2", Sandbox.HasNoMoney);
            return sold && !soldAgain ? 0 : 1;
        }
    }

    private static bool Sell(CloudPaymentsClient client, string order, string card)
    {
        var request = new ChargeRequest
        {
            Amount = 10.50m,
            InvoiceId = order,
            IpAddress = "127.0.0.1",
            CardCryptogramPacket = Sandbox.Cryptogram(card),

            // Made for this sale and kept with it before the call, so that it can be asked for after a power cut.
            RequestId = order + ".sale-1",
        };

        try
        {
            Reply reply = client.Charge(request);
            Console.WriteLine(order + ": " + reply.Cashier.Ru + "; " + reply);
            return reply.ReleaseGoods;
        }
        catch (DeclinedException declined)
        {
            Console.WriteLine(order + ": " + declined.Cashier.Ru + " (" + declined.Reply.Error.Reason + "), next: " + declined.Reply.Next);
            return false;
        }
        catch (CloudPaymentsException error) when (error.InDoubt)
        {
            // The money may be gone: no second charge and no goods before client.Resolve has the answer.
            Console.WriteLine(order + ": " + error.Cashier.Ru + "; ask later for " + error.RequestId);
            return false;
        }
    }
}
