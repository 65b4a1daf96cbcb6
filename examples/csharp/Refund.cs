using System;
using CloudPayments.Native;

// Two coffees are paid and one is given back; then more than the rest, which the gateway refuses.
internal static class Refund
{
    internal static int Main(string[] arguments)
    {
        using (var client = Sandbox.Connect(arguments))
        {
            Reply paid = client.Charge(new ChargeRequest
            {
                Amount = 2 * 3.30m,
                InvoiceId = "refund-cs",
                IpAddress = "127.0.0.1",
                CardCryptogramPacket = Sandbox.Cryptogram(Sandbox.Pays),
            });
            Console.WriteLine("paid:    " + paid);

            Reply back = client.Refund(new RefundRequest { TransactionId = paid.TransactionId, Amount = 3.30m });
            Console.WriteLine("back:    " + back);

            try
            {
                client.Refund(new RefundRequest { TransactionId = paid.TransactionId, Amount = 3.31m });
                return 1;
            }
            catch (RejectedException refused)
            {
                Console.WriteLine("refused: " + refused.Cashier.Ru);
                return back.Money == MoneyState.Returned ? 0 : 1;
            }
        }
    }
}
