using System;
using CloudPayments.Native;

// A till that may be killed at any moment: the journal knows what it had begun.
//
//     Restart http://127.0.0.1:PORT payments.db ORDER
//
// Settles what an earlier life of this till has left behind, then sells ORDER.
internal static class Restart
{
    internal static int Main(string[] arguments)
    {
        using (var client = Sandbox.Connect(arguments, journal: arguments[1]))
        {
            Settle(client);
            return Sell(client, arguments[2]) ? 0 : 1;
        }
    }

    // Asks about everything that was begun before, and takes over what has ended.
    private static void Settle(CloudPaymentsClient client)
    {
        client.JournalRecover(new JournalRecoverRequest { TimeoutMs = 60000 });
        Reply pending = client.JournalPending();
        foreach (JsonValue intent in pending.Json.GetArray("intents"))
        {
            JsonObject left = intent.AsObject();
            string id = left.GetString("request_id");
            Console.WriteLine("left behind: " + id + ", " + left.GetString("outcome"));

            // What is not final stays in the journal: ask again later, and take no other payment.
            if (left.GetBoolean("final") == true)
            {
                TakeNote(client, id, left.GetString("next") == "finish_sale");
            }
        }
    }

    // Charges under the order's own name, so that it is the same operation in every life.
    private static bool Sell(CloudPaymentsClient client, string order)
    {
        Console.WriteLine("charge: " + order);
        Reply reply;
        try
        {
            reply = client.Charge(new ChargeRequest
            {
                RequestId = order,
                Amount = 28.40m,
                InvoiceId = order,
                IpAddress = "127.0.0.1",
                CardCryptogramPacket = Sandbox.Cryptogram(Sandbox.Pays),
            });
        }
        catch (CloudPaymentsException error)
        {
            reply = error.Reply;
        }

        Console.WriteLine(reply.Cashier.Ru);
        if (reply.AckRequired)
        {
            TakeNote(client, order, reply.ReleaseGoods);
        }

        return reply.ReleaseGoods;
    }

    // The receipt goes first: whoever dies between the two is told again, and knows it by its id.
    private static void TakeNote(CloudPaymentsClient client, string id, bool paid)
    {
        Console.WriteLine((paid ? "RECEIPT " : "no receipt ") + id);
        client.JournalAck(new JournalAckRequest { RequestId = id });
    }
}
