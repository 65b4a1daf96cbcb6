using System.Globalization;
using System.Text;

namespace CloudPayments.Native
{
    /// <summary>Reads JSON as RFC 8259 writes it; refuses duplicate names, and depth that would exhaust the stack.</summary>
    internal sealed class JsonReader
    {
        // The library lets 128 levels through; an answer wraps them in a few of its own.
        internal const int MaxDepth = 256;

        private readonly string text;
        private int position;
        private int depth;

        internal JsonReader(string text)
        {
            this.text = text;
        }

        internal JsonValue ReadAll()
        {
            JsonValue value = ReadValue();
            SkipSpace();
            if (position != text.Length)
            {
                throw Wrong("something follows the JSON value");
            }

            return value;
        }

        private JsonValue ReadValue()
        {
            SkipSpace();
            switch (Peek())
            {
                case '{':
                    return ReadObject();
                case '[':
                    return ReadArray();
                case '"':
                    return new JsonString(ReadString());
                case 't':
                    Expect("true");
                    return JsonBoolean.True;
                case 'f':
                    Expect("false");
                    return JsonBoolean.False;
                case 'n':
                    Expect("null");
                    return JsonNull.Value;
                default:
                    return ReadNumber();
            }
        }

        private JsonObject ReadObject()
        {
            JsonObject result = new JsonObject();
            Enter();
            if (!TryTake('}'))
            {
                do
                {
                    string name = ReadString();
                    if (result.ContainsKey(name))
                    {
                        throw Wrong("a name stands twice in one object");
                    }

                    Take(':');
                    result.Add(name, ReadValue());
                }
                while (TryTake(','));
                Take('}');
            }

            depth--;
            return result;
        }

        private JsonArray ReadArray()
        {
            JsonArray result = new JsonArray();
            Enter();
            if (!TryTake(']'))
            {
                do
                {
                    result.Add(ReadValue());
                }
                while (TryTake(','));
                Take(']');
            }

            depth--;
            return result;
        }

        private string ReadString()
        {
            Take('"');
            StringBuilder builder = null;
            int start = position;
            while (true)
            {
                char letter = Peek();
                if (letter == '"')
                {
                    string rest = text.Substring(start, position - start);
                    position++;
                    return builder == null ? rest : builder.Append(rest).ToString();
                }

                if (letter < ' ')
                {
                    throw Wrong("a control character stands in a string");
                }

                position++;
                if (letter == '\\')
                {
                    builder = builder ?? new StringBuilder();
                    builder.Append(text, start, position - 1 - start);
                    builder.Append(ReadEscape());
                    start = position;
                }
            }
        }

        private char ReadEscape()
        {
            char letter = Peek();
            position++;
            switch (letter)
            {
                case '"':
                case '\\':
                case '/':
                    return letter;
                case 'b':
                    return '\b';
                case 'f':
                    return '\f';
                case 'n':
                    return '\n';
                case 'r':
                    return '\r';
                case 't':
                    return '\t';
                case 'u':
                    ushort unit;
                    if (position + 4 > text.Length ||
                        !ushort.TryParse(text.Substring(position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out unit))
                    {
                        throw Wrong("an escape is cut short");
                    }

                    position += 4;
                    return (char)unit;
                default:
                    throw Wrong("an escape is unknown");
            }
        }

        private JsonNumber ReadNumber()
        {
            int start = position;
            if (Peek() == '-')
            {
                position++;
            }

            if (Peek() == '0')
            {
                position++;
            }
            else
            {
                SkipDigits();
            }

            if (position < text.Length && text[position] == '.')
            {
                position++;
                SkipDigits();
            }

            if (position < text.Length && (text[position] == 'e' || text[position] == 'E'))
            {
                position++;
                if (Peek() == '+' || Peek() == '-')
                {
                    position++;
                }

                SkipDigits();
            }

            return new JsonNumber(text.Substring(start, position - start));
        }

        private void SkipDigits()
        {
            int start = position;
            while (position < text.Length && text[position] >= '0' && text[position] <= '9')
            {
                position++;
            }

            if (position == start)
            {
                throw Wrong("a JSON value was expected");
            }
        }

        private void SkipSpace()
        {
            while (position < text.Length &&
                (text[position] == ' ' || text[position] == '\t' || text[position] == '\n' || text[position] == '\r'))
            {
                position++;
            }
        }

        private void Enter()
        {
            position++;
            depth++;
            if (depth > MaxDepth)
            {
                throw Wrong("the JSON is nested too deeply");
            }
        }

        private char Peek()
        {
            if (position >= text.Length)
            {
                throw Wrong("the JSON text ends too early");
            }

            return text[position];
        }

        private void Take(char wanted)
        {
            SkipSpace();
            if (Peek() != wanted)
            {
                throw Wrong("'" + wanted + "' was expected");
            }

            position++;
        }

        private bool TryTake(char wanted)
        {
            SkipSpace();
            if (position >= text.Length || text[position] != wanted)
            {
                return false;
            }

            position++;
            return true;
        }

        private void Expect(string word)
        {
            if (string.CompareOrdinal(text, position, word, 0, word.Length) != 0)
            {
                throw Wrong("a JSON value was expected");
            }

            position += word.Length;
        }

        private JsonFormatException Wrong(string what)
        {
            return new JsonFormatException(
                "Not JSON: " + what + " (at character " + position.ToString(CultureInfo.InvariantCulture) + ").");
        }
    }
}
