using CloudPayments.Native;

// What the examples share: the local sandbox in place of the real gateway.
internal static class Sandbox
{
    internal const string Pays = "4000000000003055";
    internal const string PaysAfter3ds = "4242424242424242";
    internal const string HasNoMoney = "4000056655665556";

    // Every example takes the address that cloudpayments-sandbox prints when it starts. For the real gateway leave
    // BaseUrl out.
    internal static CloudPaymentsClient Connect(string[] arguments, long? timeoutMs = null, string journal = null)
    {
        return new CloudPaymentsClient(new ClientOptions
        {
            PublicId = "test_api_00000000000000000000001",
            ApiSecret = "sandbox",
            BaseUrl = arguments[0],
            TimeoutMs = timeoutMs,
            Journal = journal,
            Till = "till-1",
        });
    }

    // In a shop the checkout script makes this in the browser. Never store it, never log it. The sandbox looks at the
    // head only: first six and last four digits, expiry, number of the key.
    internal static string Cryptogram(string card)
    {
        return "01" + card.Substring(0, 6) + card.Substring(12) + "3012" + "04" + "c2FuZGJveA==";
    }

    // Tells the sandbox to misbehave, or to play the payer.
    internal static JsonValue Tell(string[] arguments, string route, JsonObject what)
    {
        return SandboxControl.Post(arguments[0], route, what);
    }
}
