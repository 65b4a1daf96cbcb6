using System;
using CloudPayments.Native;

/// <summary>Two customers of the package: one pays, one has no money.</summary>
internal static class Shop
{
    private static int Main()
    {
        var options = new ClientOptions
        {
            PublicId = Environment.GetEnvironmentVariable("CLOUDPAYMENTS_PUBLIC_ID"),
            ApiSecret = Environment.GetEnvironmentVariable("CLOUDPAYMENTS_API_SECRET"),
            BaseUrl = Environment.GetEnvironmentVariable("CLOUDPAYMENTS_URL"),
        };
        using (var client = new CloudPaymentsClient(options))
        {
            bool sold = Sell(client, "400000", "3055").ReleaseGoods;
            bool declined = false;
            try
            {
                Sell(client, "400005", "5556");
            }
            catch (DeclinedException)
            {
                declined = true;
            }

            Console.WriteLine("paid " + sold + ", declined " + declined + ", library " + CloudPaymentsLibrary.Version);
            return sold && declined ? 0 : 1;
        }
    }

    private static Reply Sell(CloudPaymentsClient client, string head, string tail)
    {
        return client.Charge(new ChargeRequest
        {
            Amount = 10.50m,
            Currency = "RUB",
            InvoiceId = "A-" + tail,
            IpAddress = "192.0.2.1",
            CardCryptogramPacket = "01" + head + tail + "301204" + new string('A', 344),
        });
    }
}
