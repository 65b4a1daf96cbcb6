using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Threading;

namespace CloudPayments.Native.Tests
{
    internal static class JsonTests
    {
        public static void Numbers_keep_every_digit()
        {
            foreach (string raw in new[] { "0", "-0", "10.00000", "0.10", "1e2", "1E+2", "9007199254740993", "123456789012345678901234567890.123456789" })
            {
                Check.Equal(raw, JsonValue.Parse("[" + raw + "]").AsArray()[0].ToString());
                Check.Equal("[" + raw + "]", JsonValue.Parse("[" + raw + "]").ToJson());
            }
        }

        public static void A_decimal_is_read_without_loss_or_not_at_all()
        {
            Check.Equal("10.00000", Plain("10.00000"));
            Check.Equal("-0.10", Plain("-0.10"));
            Check.Equal("100", Plain("1e2"));
            Check.Equal("0.012", Plain("1.2e-2"));
            Check.Equal("0.00", Plain("0.00"));
            Check.Equal("0", Plain("0e99999999999"));
            Check.Equal("79228162514264337593543950335", Plain("79228162514264337593543950335"));
            Check.Equal("0.0000000000000000000000000001", Plain("1e-28"));
            foreach (string raw in new[]
            {
                "79228162514264337593543950336", "0.12345678901234567890123456789", "1e-29", "1e29", "1e99999999999", "1e-99999999999",
                "79228162514264337593543950335.1",
            })
            {
                Check.Throws<OverflowException>(() => JsonValue.Parse(raw).AsDecimal());
            }
        }

        public static void A_whole_number_must_be_written_as_one()
        {
            Check.Equal(long.MaxValue, JsonValue.Parse("9223372036854775807").AsInt64());
            Check.Equal(long.MinValue, JsonValue.Parse("-9223372036854775808").AsInt64());
            Check.Throws<OverflowException>(() => JsonValue.Parse("9223372036854775808").AsInt64());
            Check.Throws<JsonFormatException>(() => JsonValue.Parse("504.0").AsInt64());
            Check.Throws<JsonFormatException>(() => JsonValue.Parse("5e2").AsInt64());
        }

        public static void A_decimal_is_written_with_a_point_and_without_an_exponent()
        {
            Check.Equal("10.5", new JsonNumber(10.5m).ToJson());
            Check.Equal("10.50", new JsonNumber(10.50m).ToJson());
            Check.Equal("1234567.89", new JsonNumber(1234567.89m).ToJson());
            Check.Equal("0.0000001", new JsonNumber(0.0000001m).ToJson());
            Check.Equal("79228162514264337593543950335", new JsonNumber(decimal.MaxValue).ToJson());
            Check.Equal("-1", new JsonNumber(-1m).ToJson());
            Check.Equal("-5", new JsonNumber(-5L).ToJson());
        }

        public static void Zeros_that_arithmetic_left_behind_are_dropped_but_no_digit_is()
        {
            Check.Equal("10.50", new JsonNumber(3.00m * 3.50m).ToJson());
            Check.Equal("10.00", new JsonNumber(10.0000m).ToJson());
            Check.Equal("10.505", new JsonNumber(10.5050m).ToJson());
            Check.Equal("100", new JsonNumber(100m).ToJson());
        }

        public static void Text_survives_both_ways()
        {
            foreach (string text in new[] { string.Empty, "\"\\/\b\f\n\r\t\u0000\u001f\u007f", "Оплата № 5 «кофе»", "\ud83d\ude00", "\u2028\ufeff" })
            {
                Check.Equal(text, JsonValue.Parse(new JsonString(text).ToJson()).AsString());
            }

            Check.Equal("\"/\b\f\n\r\tя\ud83d\ude00", JsonValue.Parse("\"\\\"\\/\\b\\f\\n\\r\\t\\u044F\\uD83D\\uDE00\"").AsString());
        }

        public static void What_is_no_JSON_is_refused()
        {
            foreach (string text in new[]
            {
                string.Empty, " ", "{", "}", "[1,]", "[,1]", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "'a'", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"",
                "\"\n\"", "01", "1.", ".5", "+1", "-", "1e", "NaN", "Infinity", "tru", "nullx", "1 2", "{\"a\":1,\"a\":2}", "\ufeff1", "\"\\u+123\"", "\"\\u 123\"",
            })
            {
                Check.Throws<JsonFormatException>(() => JsonValue.Parse(text));
            }
        }

        public static void An_error_about_JSON_never_quotes_the_text()
        {
            string message = Check.Throws<JsonFormatException>(() => JsonValue.Parse("{\"PaRes\":\"secret\" x")).Message;
            Check.That(!message.Contains("secret"), message);
        }

        public static void Depth_has_a_limit_both_ways()
        {
            Check.Equal(JsonKind.Array, JsonValue.Parse(Nested(JsonReader.MaxDepth)).Kind);
            Check.Throws<JsonFormatException>(() => JsonValue.Parse(Nested(JsonReader.MaxDepth + 1)));
            Check.Throws<JsonFormatException>(() => JsonValue.Parse(new string('[', 1000000)));

            JsonObject self = new JsonObject();
            self["me"] = self;
            Check.Throws<JsonFormatException>(() => self.ToJson());
        }

        public static void An_object_keeps_its_order_and_compares_names_exactly()
        {
            JsonObject json = new JsonObject { { "b", 1L }, { "a", "x" }, { "A", true }, { "n", (string)null } };
            json["b"] = 2.50m;
            Check.Equal("{\"b\":2.50,\"a\":\"x\",\"A\":true,\"n\":null}", json.ToJson());
            Check.Equal(null, json.GetString("n"));
            Check.Equal(null, json.GetInt64("absent"));
            Check.That(json.Remove("a") && !json.Remove("a"), "a name is removed once");
            Check.Equal(3, json.Count);
            Check.Throws<ArgumentException>(() => json.Add("b", 1L));
            Check.Throws<JsonFormatException>(() => json.GetString("b"));
            List<string> names = new List<string>();
            foreach (KeyValuePair<string, JsonValue> member in json)
            {
                names.Add(member.Key);
            }

            Check.Equal("b,A,n", string.Join(",", names));
        }

        public static void A_container_in_a_log_line_shows_its_size_only()
        {
            JsonObject json = new JsonObject { { "Token", "tk_secret" }, { "List", new JsonArray { 1L, 2L } } };
            Check.Equal("{2 members}", json.ToString());
            Check.Equal("[2 values]", json["List"].ToString());
        }

        public static void Any_value_survives_both_ways()
        {
            Random random = new Random(20261124);
            for (int round = 0; round < 2000; round++)
            {
                string text = Any(random, 4).ToJson();
                Check.Equal(text, JsonValue.Parse(text).ToJson());
            }
        }

        public static void Any_decimal_survives_both_ways()
        {
            Random random = new Random(20261124);
            for (int round = 0; round < 2000; round++)
            {
                decimal value = AnyDecimal(random);
                Check.Equal(value, JsonValue.Parse(new JsonNumber(value).ToJson()).AsDecimal());
            }
        }

        public static void The_small_stack_of_a_web_server_thread_is_enough()
        {
            Exception failure = null;
            Thread thread = new Thread(
                () =>
                {
                    try
                    {
                        Check.Equal(Nested(JsonReader.MaxDepth), JsonValue.Parse(Nested(JsonReader.MaxDepth)).ToJson());
                    }
                    catch (Exception error)
                    {
                        failure = error;
                    }
                },
                256 * 1024);
            thread.Start();
            thread.Join();
            Check.That(failure == null, failure == null ? string.Empty : failure.ToString());
        }

        private static JsonValue Any(Random random, int depth)
        {
            switch (random.Next(depth > 0 ? 7 : 5))
            {
                case 0:
                    return JsonNull.Value;
                case 1:
                    return random.Next(2) == 0;
                case 2:
                    return AnyDecimal(random);
                case 3:
                    return (long)random.Next() << random.Next(32);
                case 4:
                    return AnyText(random);
                case 5:
                    JsonArray array = new JsonArray();
                    for (int count = random.Next(5); count > 0; count--)
                    {
                        array.Add(Any(random, depth - 1));
                    }

                    return array;
                default:
                    JsonObject members = new JsonObject();
                    for (int count = random.Next(5); count > 0; count--)
                    {
                        members[AnyText(random)] = Any(random, depth - 1);
                    }

                    return members;
            }
        }

        private static decimal AnyDecimal(Random random)
        {
            return new decimal(random.Next(), random.Next(), random.Next(), random.Next(2) == 0, (byte)random.Next(29));
        }

        private static string AnyText(Random random)
        {
            StringBuilder text = new StringBuilder();
            for (int count = random.Next(8); count > 0; count--)
            {
                text.Append((char)random.Next(0xd800));
            }

            return text.ToString();
        }

        private static string Plain(string raw)
        {
            return JsonValue.Parse(raw).AsDecimal().ToString(CultureInfo.InvariantCulture);
        }

        private static string Nested(int depth)
        {
            return new StringBuilder().Append('[', depth).Append(']', depth).ToString();
        }
    }
}
