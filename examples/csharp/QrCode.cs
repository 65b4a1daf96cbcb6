using System;
using CloudPayments.Native;

// The customer's display shows a QR code of the fast payment system, with the receipt of the sale inside.
internal static class QrCode
{
    internal static int Main(string[] arguments)
    {
        using (var client = Sandbox.Connect(arguments))
        {
            var line = new JsonObject
            {
                { "Label", "Coffee" }, { "Price", 5.25m }, { "Quantity", 2 }, { "Amount", 10.50m },
                { "Vat", 22 }, { "Method", 4 }, { "Object", 1 },
            };
            Reply link = client.SbpLink(new SbpLinkRequest
            {
                Amount = 10.50m,
                Currency = "RUB",
                Scheme = "charge",
                InvoiceId = "qr-code-cs",
                RequestId = "qr-code-cs.link-1",

                // A link cannot be taken back: an abandoned one must lapse soon.
                TtlMinutes = 5,

                // Checked before anything is sent: a receipt that does not add up makes no link.
                Receipt = new JsonObject
                {
                    { "Items", new JsonArray { line } }, { "TaxationSystem", 0 }, { "Email", "user@example.com" },
                },
            });
            Console.WriteLine("link:    " + link.Cashier.Ru);
            if (link.Next != NextStep.ShowLink)
            {
                return 1;
            }

            Console.WriteLine("display: " + link.Model.GetString("QrUrl"));
            Sandbox.Tell(arguments, "payer", new JsonObject { { "TransactionId", link.TransactionId.Value }, { "action", "pay" } });

            Outcome payment = Wait(client, link.TransactionId.Value);
            Console.WriteLine("payment: " + payment);
            return payment == Outcome.Completed ? 0 : 1;
        }
    }

    // Each call comes back when the payment changes, and after ten seconds at the latest.
    private static Outcome Wait(CloudPaymentsClient client, long transactionId)
    {
        Outcome payment = Outcome.Pending;
        for (int asked = 0; asked < 30 && payment == Outcome.Pending; asked++)
        {
            try
            {
                payment = client.QrWait(new QrWaitRequest { TransactionId = transactionId, TimeoutMs = 10000 }).Payment.Outcome;
            }
            catch (CloudPaymentsException error)
            {
                // Not to know is not to be unpaid: ask again.
                Console.WriteLine("no answer yet: " + error.Message);
            }
        }

        return payment;
    }
}
