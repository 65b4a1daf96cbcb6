using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;

namespace CloudPayments.Native
{
    /// <summary>The kinds of JSON value.</summary>
    public enum JsonKind
    {
        /// <summary><c>null</c>.</summary>
        Null,

        /// <summary><c>true</c> or <c>false</c>.</summary>
        Boolean,

        /// <summary>A number, kept as its digits.</summary>
        Number,

        /// <summary>Text.</summary>
        String,

        /// <summary>A list.</summary>
        Array,

        /// <summary>Names with values.</summary>
        Object,
    }

    /// <summary>
    /// A JSON value whose numbers keep their digits: nothing here ever becomes a binary fraction.
    /// </summary>
    /// <remarks>
    /// <c>ToString</c> of an object or array gives its size, not its content: what is logged by accident then
    /// holds no card data. <see cref="ToJson"/> gives the text.
    /// </remarks>
    public abstract class JsonValue
    {
        internal JsonValue()
        {
        }

        /// <summary>What this is.</summary>
        public abstract JsonKind Kind { get; }

        /// <summary>Reads one JSON value from text; throws <see cref="JsonFormatException"/>.</summary>
        public static JsonValue Parse(string text)
        {
            if (text == null)
            {
                throw new ArgumentNullException("text");
            }

            return new JsonReader(text).ReadAll();
        }

        /// <summary>The exact sum.</summary>
        public static implicit operator JsonValue(decimal value)
        {
            return new JsonNumber(value);
        }

        /// <summary>The whole number.</summary>
        public static implicit operator JsonValue(long value)
        {
            return new JsonNumber(value);
        }

        /// <summary>The text; null becomes JSON <c>null</c>.</summary>
        public static implicit operator JsonValue(string value)
        {
            return value == null ? (JsonValue)JsonNull.Value : new JsonString(value);
        }

        /// <summary>The truth value.</summary>
        public static implicit operator JsonValue(bool value)
        {
            return value ? JsonBoolean.True : JsonBoolean.False;
        }

        /// <summary>Does not compile: a double cannot hold 10.10, so no sum of money may pass through one.</summary>
        [Obsolete("A double cannot hold an exact sum: write 10.50m (decimal) instead of 10.50.", true)]
        public static implicit operator JsonValue(double value)
        {
            throw new NotSupportedException();
        }

        /// <summary>The text of a string.</summary>
        public virtual string AsString()
        {
            throw Unlike("a string");
        }

        /// <summary>A number without loss; throws <see cref="OverflowException"/> where a decimal cannot hold it.</summary>
        public virtual decimal AsDecimal()
        {
            throw Unlike("a number");
        }

        /// <summary>A number that is written as a whole number.</summary>
        public virtual long AsInt64()
        {
            throw Unlike("a number");
        }

        /// <summary>A truth value.</summary>
        public virtual bool AsBoolean()
        {
            throw Unlike("true or false");
        }

        /// <summary>An array.</summary>
        public virtual JsonArray AsArray()
        {
            throw Unlike("an array");
        }

        /// <summary>An object.</summary>
        public virtual JsonObject AsObject()
        {
            throw Unlike("an object");
        }

        /// <summary>This value as JSON text, in one line.</summary>
        public string ToJson()
        {
            return JsonWriter.Write(this);
        }

        private JsonFormatException Unlike(string wanted)
        {
            return new JsonFormatException("The JSON value is of kind " + Kind + ", not " + wanted + ".");
        }
    }

    /// <summary>JSON <c>null</c>.</summary>
    public sealed class JsonNull : JsonValue
    {
        /// <summary>The only one.</summary>
        public static readonly JsonNull Value = new JsonNull();

        private JsonNull()
        {
        }

        /// <inheritdoc/>
        public override JsonKind Kind
        {
            get { return JsonKind.Null; }
        }

        /// <inheritdoc/>
        public override string ToString()
        {
            return "null";
        }
    }

    /// <summary>JSON <c>true</c> or <c>false</c>.</summary>
    public sealed class JsonBoolean : JsonValue
    {
        /// <summary><c>true</c>.</summary>
        public static readonly JsonBoolean True = new JsonBoolean(true);

        /// <summary><c>false</c>.</summary>
        public static readonly JsonBoolean False = new JsonBoolean(false);

        private readonly bool value;

        private JsonBoolean(bool value)
        {
            this.value = value;
        }

        /// <inheritdoc/>
        public override JsonKind Kind
        {
            get { return JsonKind.Boolean; }
        }

        /// <inheritdoc/>
        public override bool AsBoolean()
        {
            return value;
        }

        /// <inheritdoc/>
        public override string ToString()
        {
            return value ? "true" : "false";
        }
    }

    /// <summary>JSON text.</summary>
    public sealed class JsonString : JsonValue
    {
        private readonly string value;

        /// <summary>Takes any text; it is escaped when written.</summary>
        public JsonString(string value)
        {
            if (value == null)
            {
                throw new ArgumentNullException("value");
            }

            this.value = value;
        }

        /// <inheritdoc/>
        public override JsonKind Kind
        {
            get { return JsonKind.String; }
        }

        /// <inheritdoc/>
        public override string AsString()
        {
            return value;
        }

        /// <summary>The text itself, without quotes.</summary>
        public override string ToString()
        {
            return value;
        }
    }

    /// <summary>A JSON number: the digits as they were written.</summary>
    public sealed class JsonNumber : JsonValue
    {
        private const int LargestScale = 28;

        /// <summary>
        /// The shortest spelling with at least the two decimals that were given: 10.50 stays 10.50, and the
        /// 10.5000 that 3.00 times 3.50 makes becomes 10.50. Zeros say nothing about a sum; a third decimal
        /// that is not zero is kept, and the library refuses it.
        /// </summary>
        public JsonNumber(decimal value)
        {
            string digits = value.ToString(CultureInfo.InvariantCulture);
            int point = digits.IndexOf('.');
            if (point >= 0)
            {
                int end = digits.Length;
                while (end > point + 3 && digits[end - 1] == '0')
                {
                    end--;
                }

                digits = digits.Substring(0, end);
            }

            Raw = digits;
        }

        /// <summary>A whole number.</summary>
        public JsonNumber(long value)
        {
            Raw = value.ToString(CultureInfo.InvariantCulture);
        }

        // The reader has checked the grammar.
        internal JsonNumber(string raw)
        {
            Raw = raw;
        }

        /// <summary>The digits exactly as they stand in the JSON text.</summary>
        public string Raw { get; private set; }

        /// <inheritdoc/>
        public override JsonKind Kind
        {
            get { return JsonKind.Number; }
        }

        /// <inheritdoc/>
        public override long AsInt64()
        {
            long value;
            if (long.TryParse(Raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
            {
                return value;
            }

            if (Raw.IndexOfAny(new[] { '.', 'e', 'E' }) >= 0)
            {
                throw new JsonFormatException("The JSON number is not written as a whole number.");
            }

            throw new OverflowException("The JSON number does not fit into 64 bits.");
        }

        /// <inheritdoc/>
        public override decimal AsDecimal()
        {
            // decimal.Parse rounds what does not fit, and a rounded sum is a wrong sum. So: the digits as one
            // whole number (which overflows loudly), and the place of the point beside it.
            bool negative = Raw[0] == '-';
            string number = negative ? Raw.Substring(1) : Raw;
            int exponent = 0;
            int mark = number.IndexOfAny(new[] { 'e', 'E' });
            if (mark >= 0)
            {
                if (!int.TryParse(number.Substring(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
                {
                    exponent = number[mark + 1] == '-' ? -100000 : 100000;
                }

                number = number.Substring(0, mark);
            }

            int point = number.IndexOf('.');
            int scale = point < 0 ? 0 : number.Length - point - 1;
            string digits = number.Replace(".", string.Empty).TrimStart('0');
            if (digits.Length == 0)
            {
                return new decimal(0, 0, 0, false, (byte)Math.Min(scale, LargestScale));
            }

            long place = (long)scale - exponent;
            while (place > LargestScale && digits[digits.Length - 1] == '0')
            {
                digits = digits.Substring(0, digits.Length - 1);
                place--;
            }

            if (place > LargestScale || place < -LargestScale)
            {
                throw TooLong();
            }

            if (place < 0)
            {
                digits = digits + new string('0', (int)-place);
                place = 0;
            }

            decimal whole;
            if (digits.Length > LargestScale + 1 ||
                !decimal.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out whole))
            {
                throw TooLong();
            }

            int[] bits = decimal.GetBits(whole);
            return new decimal(bits[0], bits[1], bits[2], negative, (byte)place);
        }

        /// <summary>The digits.</summary>
        public override string ToString()
        {
            return Raw;
        }

        private static OverflowException TooLong()
        {
            return new OverflowException("The JSON number has more digits than a decimal can hold; Raw has them all.");
        }
    }

    /// <summary>A JSON list.</summary>
    public sealed class JsonArray : JsonValue, IEnumerable<JsonValue>
    {
        private readonly List<JsonValue> items = new List<JsonValue>();

        /// <inheritdoc/>
        public override JsonKind Kind
        {
            get { return JsonKind.Array; }
        }

        /// <summary>How many values it has.</summary>
        public int Count
        {
            get { return items.Count; }
        }

        /// <summary>The value at this place, from 0.</summary>
        public JsonValue this[int index]
        {
            get { return items[index]; }
        }

        /// <summary>Appends; null becomes JSON <c>null</c>.</summary>
        public void Add(JsonValue value)
        {
            items.Add(value ?? JsonNull.Value);
        }

        /// <inheritdoc/>
        public override JsonArray AsArray()
        {
            return this;
        }

        /// <summary>The values in their order.</summary>
        public IEnumerator<JsonValue> GetEnumerator()
        {
            return items.GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator()
        {
            return GetEnumerator();
        }

        /// <summary>The size, not the content.</summary>
        public override string ToString()
        {
            return "[" + Count.ToString(CultureInfo.InvariantCulture) + " values]";
        }
    }

    /// <summary>A JSON object; names keep their order and are compared exactly.</summary>
    public sealed class JsonObject : JsonValue, IEnumerable<KeyValuePair<string, JsonValue>>
    {
        private readonly List<string> names = new List<string>();
        private readonly Dictionary<string, JsonValue> values = new Dictionary<string, JsonValue>(StringComparer.Ordinal);

        /// <inheritdoc/>
        public override JsonKind Kind
        {
            get { return JsonKind.Object; }
        }

        /// <summary>How many names it has.</summary>
        public int Count
        {
            get { return names.Count; }
        }

        /// <summary>The value of a name; reading an absent one gives null. Writing null writes JSON <c>null</c>.</summary>
        public JsonValue this[string name]
        {
            get
            {
                JsonValue value;
                return values.TryGetValue(name, out value) ? value : null;
            }

            set
            {
                if (!values.ContainsKey(name))
                {
                    names.Add(name);
                }

                values[name] = value ?? JsonNull.Value;
            }
        }

        /// <summary>Adds a name; throws <see cref="ArgumentException"/> if it is there already.</summary>
        public void Add(string name, JsonValue value)
        {
            if (values.ContainsKey(name))
            {
                throw new ArgumentException("The object has the name already: " + name);
            }

            this[name] = value;
        }

        /// <summary>Whether the name is there, be it with JSON <c>null</c>.</summary>
        public bool ContainsKey(string name)
        {
            return values.ContainsKey(name);
        }

        /// <summary>Takes a name away; says whether it was there.</summary>
        public bool Remove(string name)
        {
            names.Remove(name);
            return values.Remove(name);
        }

        /// <summary>Text; null where it is absent or JSON <c>null</c>.</summary>
        public string GetString(string name)
        {
            JsonValue value = Present(name);
            return value == null ? null : value.AsString();
        }

        /// <summary>A whole number; null where it is absent or JSON <c>null</c>.</summary>
        public long? GetInt64(string name)
        {
            JsonValue value = Present(name);
            return value == null ? (long?)null : value.AsInt64();
        }

        /// <summary>An exact number; null where it is absent or JSON <c>null</c>.</summary>
        public decimal? GetDecimal(string name)
        {
            JsonValue value = Present(name);
            return value == null ? (decimal?)null : value.AsDecimal();
        }

        /// <summary>A truth value; null where it is absent or JSON <c>null</c>.</summary>
        public bool? GetBoolean(string name)
        {
            JsonValue value = Present(name);
            return value == null ? (bool?)null : value.AsBoolean();
        }

        /// <summary>An object; null where it is absent or JSON <c>null</c>.</summary>
        public JsonObject GetObject(string name)
        {
            JsonValue value = Present(name);
            return value == null ? null : value.AsObject();
        }

        /// <summary>An array; null where it is absent or JSON <c>null</c>.</summary>
        public JsonArray GetArray(string name)
        {
            JsonValue value = Present(name);
            return value == null ? null : value.AsArray();
        }

        /// <inheritdoc/>
        public override JsonObject AsObject()
        {
            return this;
        }

        /// <summary>Names and values in their order.</summary>
        public IEnumerator<KeyValuePair<string, JsonValue>> GetEnumerator()
        {
            foreach (string name in names)
            {
                yield return new KeyValuePair<string, JsonValue>(name, values[name]);
            }
        }

        IEnumerator IEnumerable.GetEnumerator()
        {
            return GetEnumerator();
        }

        /// <summary>The size, not the content.</summary>
        public override string ToString()
        {
            return "{" + Count.ToString(CultureInfo.InvariantCulture) + " members}";
        }

        // What a request leaves unset is not sent at all.
        internal void Put(string name, decimal? value)
        {
            if (value != null)
            {
                this[name] = value.Value;
            }
        }

        internal void Put(string name, long? value)
        {
            if (value != null)
            {
                this[name] = value.Value;
            }
        }

        internal void Put(string name, bool? value)
        {
            if (value != null)
            {
                this[name] = value.Value;
            }
        }

        internal void Put(string name, string value)
        {
            if (value != null)
            {
                this[name] = value;
            }
        }

        internal void Put(string name, JsonValue value)
        {
            if (value != null)
            {
                this[name] = value;
            }
        }

        private JsonValue Present(string name)
        {
            JsonValue value = this[name];
            return value == null || value.Kind == JsonKind.Null ? null : value;
        }
    }
}
