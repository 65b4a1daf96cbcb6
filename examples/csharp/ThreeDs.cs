using System;
using CloudPayments.Native;

// A card whose issuer wants to see the payer first. The sandbox plays the payer's browser.
internal static class ThreeDs
{
    internal static int Main(string[] arguments)
    {
        using (var client = Sandbox.Connect(arguments))
        {
            Reply asked = client.Charge(new ChargeRequest
            {
                Amount = 42m,
                InvoiceId = "three-ds-cs",
                IpAddress = "127.0.0.1",
                CardCryptogramPacket = Sandbox.Cryptogram(Sandbox.PaysAfter3ds),
            });
            Console.WriteLine("asked: " + asked);
            if (!asked.Requires3ds)
            {
                return 1;
            }

            // This page goes to the payer's browser, which takes it to the issuer and comes back to TermUrl.
            Reply form = client.ThreeDsForm(new ThreeDsFormRequest { Model = asked.Model, TermUrl = "https://shop.example/3ds" });
            Console.WriteLine("page for the payer: " + form["html"].AsString().Length + " characters");
            string posted = Browser(arguments, asked.TransactionId.Value);

            // What came back, checked against the payment that is expected; then the charge is finished.
            Reply back = client.ThreeDsParse(new ThreeDsParseRequest
            {
                Body = posted,
                TransactionId = asked.TransactionId,
                RequestId = "three-ds-cs.3ds",
            });
            Reply paid = client.Call("post3ds", back["request"].AsObject());
            Console.WriteLine("paid:  " + paid);
            return paid.ReleaseGoods ? 0 : 1;
        }
    }

    // The form that a browser would post to TermUrl after the payer agreed.
    private static string Browser(string[] arguments, long transactionId)
    {
        var payer = new JsonObject { { "TransactionId", transactionId }, { "action", "confirm_3ds" } };
        JsonObject answer = Sandbox.Tell(arguments, "payer", payer).AsObject();
        return "MD=" + Uri.EscapeDataString(answer["MD"].ToString()) + "&PaRes=" + Uri.EscapeDataString(answer.GetString("PaRes"));
    }
}
