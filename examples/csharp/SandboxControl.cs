using System;
using System.IO;
using System.Net.Sockets;
using System.Text;
using CloudPayments.Native;

// The control routes of the sandbox, for the examples and the tests. By hand over TCP: the web client of Mono now and
// then loses the body of a POST to a server that answers at once.
internal static class SandboxControl
{
    internal static JsonValue Get(string url, string route)
    {
        return Exchange(url, route, "GET", string.Empty);
    }

    internal static JsonValue Post(string url, string route, JsonObject what)
    {
        return Exchange(url, route, "POST", what.ToJson());
    }

    private static JsonValue Exchange(string url, string route, string verb, string body)
    {
        Uri address = new Uri(url + "/sandbox/" + route);
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        string head = verb + " " + address.AbsolutePath + " HTTP/1.1\r\nHost: " + address.Authority +
            "\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: " + bytes.Length + "\r\n\r\n";
        using (TcpClient connection = new TcpClient(address.Host, address.Port))
        using (NetworkStream stream = connection.GetStream())
        {
            byte[] request = Encoding.UTF8.GetBytes(head + body);
            stream.Write(request, 0, request.Length);
            string answer = new StreamReader(stream, Encoding.UTF8).ReadToEnd();
            int end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (!answer.StartsWith("HTTP/1.1 2", StringComparison.Ordinal) || end < 0)
            {
                throw new IOException("the sandbox refused " + route + ": " + answer);
            }

            string text = answer.Substring(end + 4);
            return text.Length == 0 ? JsonNull.Value : JsonValue.Parse(text);
        }
    }
}
