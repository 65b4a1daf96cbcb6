using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace CloudPayments.Native
{
    /// <summary>Writes JSON in one line, by no culture's rules.</summary>
    internal static class JsonWriter
    {
        internal static string Write(JsonValue value)
        {
            StringBuilder builder = new StringBuilder();
            Write(builder, value, 0);
            return builder.ToString();
        }

        private static void Write(StringBuilder builder, JsonValue value, int depth)
        {
            // An object that holds itself would otherwise end the whole process.
            if (depth > JsonReader.MaxDepth)
            {
                throw new JsonFormatException("The JSON is nested too deeply, or an object holds itself.");
            }

            switch (value.Kind)
            {
                case JsonKind.String:
                    WriteString(builder, value.AsString());
                    break;
                case JsonKind.Array:
                    WriteArray(builder, value.AsArray(), depth + 1);
                    break;
                case JsonKind.Object:
                    WriteObject(builder, value.AsObject(), depth + 1);
                    break;
                default:
                    // null, true, false and digits are their own spelling.
                    builder.Append(value);
                    break;
            }
        }

        private static void WriteArray(StringBuilder builder, JsonArray array, int depth)
        {
            string separator = string.Empty;
            builder.Append('[');
            foreach (JsonValue item in array)
            {
                builder.Append(separator);
                Write(builder, item, depth);
                separator = ",";
            }

            builder.Append(']');
        }

        private static void WriteObject(StringBuilder builder, JsonObject members, int depth)
        {
            string separator = string.Empty;
            builder.Append('{');
            foreach (KeyValuePair<string, JsonValue> member in members)
            {
                builder.Append(separator);
                WriteString(builder, member.Key);
                builder.Append(':');
                Write(builder, member.Value, depth);
                separator = ",";
            }

            builder.Append('}');
        }

        private static void WriteString(StringBuilder builder, string text)
        {
            builder.Append('"');
            foreach (char letter in text)
            {
                if (letter == '"' || letter == '\\')
                {
                    builder.Append('\\').Append(letter);
                }
                else if (letter < ' ')
                {
                    builder.Append("\\u").Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture));
                }
                else
                {
                    builder.Append(letter);
                }
            }

            builder.Append('"');
        }
    }
}
