using System;
using CloudPayments.Native;

// A code on the customer's display: the payer scans it and pays in the app of his bank (SBP).
internal static class QrCode
{
    private const string CodeName = "qr-code-cs.code-1";

    internal static int Main(string[] arguments)
    {
        using (var client = Sandbox.Connect(arguments))
        {
            long? number = null;
            try
            {
                Reply made = Show(client);
                number = made.TransactionId;
                Sandbox.Tell(arguments, "payer", new JsonObject { { "TransactionId", number.Value }, { "action", "pay" } });

                Reply paid = Await(client, number.Value);
                Console.WriteLine("ended: " + paid);
                if (paid.ReleaseGoods)
                {
                    Console.WriteLine("Hand over the goods, and clear the display: a code can be paid twice.");
                    return 0;
                }
            }
            catch (CloudPaymentsException no) when (no is DeclinedException || no is ReversedException)
            {
                Console.WriteLine("Refused, or too old; make another code, or ask for a card: " + no.Cashier.Ru);
                return 1;
            }
            catch (CloudPaymentsException error)
            {
                Console.WriteLine("no answer: " + error.Reply);
            }

            // A code that was shown may still be paid. Keep the number: Resolve asks, Reverse gives the money back.
            Console.WriteLine("No goods; keep " + (number == null ? CodeName : number.ToString()));
            return 1;
        }
    }

    private static Reply Show(CloudPaymentsClient client)
    {
        // A code cannot be called back, and can be paid until it is too old: make its life short.
        Reply made = client.SbpImage(new SbpImageRequest
        {
            Amount = 85.50m,
            Currency = "RUB",
            Scheme = "charge",
            InvoiceId = "qr-code-cs",
            TtlMinutes = 5,
            RequestId = CodeName,

            // Checked before anything is sent: a receipt (54-FZ) that does not add up makes no code.
            Receipt = new JsonObject
            {
                { "Items", new JsonArray { new JsonObject { { "Label", "Обед" }, { "Price", 85.50m }, { "Quantity", 1 }, { "Vat", 22 } } } },
                { "TaxationSystem", 0 },
                { "Email", "user@example.com" },
            },
        });

        // A PNG for the display. SbpLink gives the address alone, where the display draws the code itself.
        byte[] picture = Convert.FromBase64String(made.Model.GetString("QrImage"));
        Console.WriteLine("shown: " + picture.Length + " bytes of PNG; " + made.Cashier.Ru);
        return made;
    }

    // QrWait is a bell: it returns when something happens, or in vain after its time. What has happened Resolve says, in
    // the words that every other payment has. In a program with windows use QrWaitAsync, and its CancellationToken.
    private static Reply Await(CloudPaymentsClient client, long transactionId)
    {
        Reply reply = null;
        for (int turn = 0; turn < 12 && (reply == null || reply.Next == NextStep.Wait); turn++)
        {
            try
            {
                client.QrWait(new QrWaitRequest { TransactionId = transactionId, TimeoutMs = 30000 });
            }
            catch (CloudPaymentsException error) when (error.MayRepeat)
            {
                // Nothing happened in that time, or the line is down: ask again.
            }

            reply = client.Resolve(new ResolveRequest { TransactionId = transactionId });
        }

        return reply;
    }
}
