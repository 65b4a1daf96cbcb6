using System;
using System.Linq;

// Starts one of the examples: dotnet Examples.dll Charge http://127.0.0.1:PORT
internal static class Examples
{
    private static int Main(string[] arguments)
    {
        string[] rest = arguments.Skip(1).ToArray();
        switch (arguments.FirstOrDefault())
        {
            case "Charge":
                return Charge.Main(rest);
            case "TwoStage":
                return TwoStage.Main(rest);
            case "ThreeDs":
                return ThreeDs.Main(rest);
            case "Refund":
                return Refund.Main(rest);
            case "LostAnswer":
                return LostAnswer.Main(rest);
            case "QrCode":
                return QrCode.Main(rest);
            case "Receipt":
                return Receipt.Main(rest);
            case "Subscription":
                return Subscription.Main(rest);
            case "Restart":
                return Restart.Main(rest);
            default:
                Console.Error.WriteLine("usage: Examples Charge|TwoStage|ThreeDs|Refund|LostAnswer|QrCode|Receipt|Subscription|Restart http://127.0.0.1:PORT");
                return 2;
        }
    }
}
