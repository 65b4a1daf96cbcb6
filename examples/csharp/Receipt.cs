using System;
using System.Threading;
using CloudPayments.Native;

// A sale for cash, and the goods brought back. No card has a part in it, but the law (54-FZ) wants the receipts all the
// same. The receipt of a payment by card goes with the payment: ChargeRequest.Receipt.
internal static class Receipt
{
    internal static int Main(string[] arguments)
    {
        using (var client = Sandbox.Connect(arguments))
        {
            bool sold = Print(client, "Income", "receipt-cs.income");
            bool back = Print(client, "IncomeReturn", "receipt-cs.return");
            return sold && back ? 0 : 1;
        }
    }

    private static bool Print(CloudPaymentsClient client, string type, string requestId)
    {
        var content = new JsonObject
        {
            {
                "Items",
                new JsonArray
                {
                    new JsonObject { { "Label", "Чай" }, { "Price", 50.00m }, { "Quantity", 3 }, { "Vat", 22 } },
                    new JsonObject { { "Label", "Сыр, кг" }, { "Price", 80.00m }, { "Quantity", 0.5m }, { "Vat", 10 } },
                }
            },
            { "TaxationSystem", 0 },
            { "Amounts", new JsonObject { { "Cash", 190.00m } } },
        };

        try
        {
            // Checked before it is sent: the lines against the sum, the rates against the day.
            Reply queued = client.ReceiptCreate(new ReceiptCreateRequest
            {
                Inn = "7701234560",
                Type = type,
                InvoiceId = "receipt-cs",
                CustomerReceipt = content,

                // A receipt too many is an offence, too. Should the answer be lost, the same call again prints no second
                // one: the gateway knows the name for an hour.
                RequestId = requestId,
            });

            // Queued is not printed: the register may lack paper.
            var asked = new ReceiptStatusRequest { Id = queued.Model.GetString("Id") };
            string state = "Queued";
            for (int turn = 0; turn < 40 && state == "Queued"; turn++)
            {
                Thread.Sleep(250);
                state = client.ReceiptStatus(asked).Json.GetString("Model");
            }

            if (state != "Processed")
            {
                Console.WriteLine(type + ": " + state + "; look at the register, and ask later for " + asked.Id);
                return false;
            }

            JsonObject printed = client.ReceiptGet(new ReceiptGetRequest { Id = asked.Id }).Model.GetObject("AdditionalData");
            Console.WriteLine(type + ": printed, fiscal sign " + printed.GetString("FiscalSign") + ", " + printed.GetString("OfdReceiptUrl"));
            return true;
        }
        catch (InvalidRequestException wrong)
        {
            Console.WriteLine(type + ": mend " + wrong.Reply.Error.Field + ": " + wrong.Reply.Error.Message);
            return false;
        }
        catch (CloudPaymentsException error)
        {
            Console.WriteLine(type + ": " + error.Reply + "; no money is concerned");
            return false;
        }
    }
}
