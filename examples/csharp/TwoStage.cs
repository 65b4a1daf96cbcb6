using System;
using CloudPayments.Native;

// Holds 100.00 when the order is taken and keeps 60.40 of it when the goods are weighed.
internal static class TwoStage
{
    internal static int Main(string[] arguments)
    {
        using (var client = Sandbox.Connect(arguments))
        {
            Reply hold = client.Auth(new AuthRequest
            {
                Amount = 100m,
                InvoiceId = "two-stage-cs",
                IpAddress = "127.0.0.1",
                CardCryptogramPacket = Sandbox.Cryptogram(Sandbox.Pays),
            });
            Console.WriteLine("held:  " + hold);

            // A hold is a promise, not money: ReleaseGoods is false until it is confirmed.
            if (hold.Money != MoneyState.Held || hold.ReleaseGoods)
            {
                return 1;
            }

            Reply taken = client.Confirm(new ConfirmRequest { TransactionId = hold.TransactionId, Amount = 60.40m });
            Console.WriteLine("taken: " + taken);
            return taken.ReleaseGoods ? 0 : 1;
        }
    }
}
