using System;
using System.IO;
using System.Text;

namespace CloudPayments.Native.Generator
{
    /// <summary>Writes the files that follow from the library's catalogue: <c>Generator FOLDER</c>.</summary>
    internal static class Program
    {
        private static int Main(string[] arguments)
        {
            if (arguments.Length != 1)
            {
                Console.Error.WriteLine("usage: Generator FOLDER (the one with Client.Methods.cs and Requests.cs)");
                return 2;
            }

            SourceWriter writer = new SourceWriter(CloudPaymentsLibrary.MethodsJson);
            Save(arguments[0], SourceWriter.MethodsFile, writer.Methods());
            Save(arguments[0], SourceWriter.RequestsFile, writer.Requests());
            return 0;
        }

        private static void Save(string folder, string file, string text)
        {
            string path = Path.Combine(folder, file);
            File.WriteAllText(path, text, new UTF8Encoding(false));
            Console.WriteLine("wrote " + path);
        }
    }
}
