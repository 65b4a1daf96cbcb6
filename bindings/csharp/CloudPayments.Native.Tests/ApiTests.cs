using System;
using System.Collections.Generic;
using System.Reflection;

namespace CloudPayments.Native.Tests
{
    /// <summary>The shape of the public interface.</summary>
    internal static class ApiTests
    {
        public static void No_public_member_takes_or_gives_a_binary_fraction()
        {
            foreach (Type type in typeof(CloudPaymentsClient).Assembly.GetExportedTypes())
            {
                foreach (MethodInfo method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
                {
                    bool exact = !IsBinary(method.ReturnType);
                    foreach (ParameterInfo parameter in method.GetParameters())
                    {
                        exact &= !IsBinary(parameter.ParameterType);
                    }

                    // The one exception is there to give the compiler's refusal a helpful text.
                    ObsoleteAttribute obsolete = (ObsoleteAttribute)Attribute.GetCustomAttribute(method, typeof(ObsoleteAttribute));
                    Check.That(exact || (obsolete != null && obsolete.IsError), type.Name + "." + method.Name);
                }
            }
        }

        public static void Every_amount_is_a_decimal()
        {
            int amounts = 0;
            foreach (Type type in RequestTypes())
            {
                PropertyInfo amount = type.GetProperty("Amount");
                if (amount != null)
                {
                    Check.Equal(typeof(decimal?), amount.PropertyType);
                    amounts++;
                }
            }

            Check.That(amounts >= 6, "charge, auth, tokens, confirm and refund have amounts");
        }

        public static void Every_method_of_the_catalogue_has_its_class_and_both_its_methods()
        {
            JsonArray rows = JsonValue.Parse(CloudPaymentsLibrary.MethodsJson).AsObject().GetArray("methods");
            Check.That(rows.Count > 0, "the catalogue is empty");
            foreach (JsonValue row in rows)
            {
                string name = Words.ToPascal(row.AsObject().GetString("name"));
                Check.That(typeof(CloudPaymentsClient).GetMethod(name) != null, name);
                Check.That(typeof(CloudPaymentsClient).GetMethod(name + "Async") != null, name + "Async");
                Check.That(typeof(CloudPaymentsClient).Assembly.GetType("CloudPayments.Native." + name + "Request") != null, name + "Request");
            }
        }

        public static void Every_field_that_all_methods_share_has_its_property()
        {
            JsonObject catalogue = JsonValue.Parse(CloudPaymentsLibrary.MethodsJson).AsObject();
            foreach (JsonValue field in catalogue.GetArray("common"))
            {
                string name = Words.ToPascal(field.AsObject().GetString("name"));
                Check.That(typeof(MethodRequest).GetProperty(name) != null, name);
            }

            foreach (JsonValue field in catalogue.GetArray("common_api"))
            {
                // AmountMinor stands beside Amount, where there is one.
                string name = Words.ToPascal(field.AsObject().GetString("name"));
                Type type = name == "AmountMinor" ? typeof(ChargeRequest) : typeof(ApiRequest);
                Check.That(type.GetProperty(name) != null, name);
            }
        }

        public static void The_generated_files_are_those_that_the_catalogue_gives_today()
        {
            Generator.SourceWriter writer = new Generator.SourceWriter(CloudPaymentsLibrary.MethodsJson);
            const string Folder = "bindings/csharp/CloudPayments.Native/";
            Check.That(
                writer.Methods() == Repository.Read(Folder + Generator.SourceWriter.MethodsFile) &&
                writer.Requests() == Repository.Read(Folder + Generator.SourceWriter.RequestsFile),
                "the catalogue has changed: run bindings/csharp/build generate");
        }

        public static void Every_property_of_a_request_says_what_it_is_and_whether_it_is_required()
        {
            string source = Repository.Read("bindings/csharp/CloudPayments.Native/Requests.cs");
            Check.Contains(
                "/// <summary>Required unless <c>AmountMinor</c> is given. The sum, from 0.01, at most two decimals.</summary>\n" +
                "        public decimal? Amount { get; set; }",
                source);
            Check.Contains("/// <summary>RUB (the default), USD, EUR, GBP, … At most 3 characters.</summary>", source);

            // The summary tells its limit itself.
            Check.Contains("0 the merchant, 1 the card holder.</summary>", source);
            // Fields have the names of C#, and values stay what they are.
            Check.Contains("<c>SentAt</c> of the answer in doubt", source);
            Check.Contains("<c>new</c> (the default)", source);
            string before = string.Empty;
            foreach (string line in source.Split('\n'))
            {
                bool isDocumented = before.StartsWith("        /// <summary>", StringComparison.Ordinal) && before.EndsWith("</summary>", StringComparison.Ordinal);
                Check.That(!line.EndsWith("{ get; set; }", StringComparison.Ordinal) || isDocumented, line);
                before = line;
            }
        }

        public static void The_package_has_the_version_of_the_library()
        {
            Check.Contains(
                "<Version>" + CloudPaymentsLibrary.Version + "</Version>", Repository.Read("bindings/csharp/Directory.Build.props"));
        }

        public static void A_request_writes_the_names_of_the_wire_and_only_what_is_set()
        {
            ChargeRequest request = new ChargeRequest
            {
                Amount = 1234.50m,
                CardCryptogramPacket = "packet",
                Payer = new JsonObject { { "FirstName", "Анна" } },
                JsonData = "text",
                SaveCard = false,
                RequestId = "sale-1",
                TimeoutMs = 5000,
                ResolveMs = 1000,
                Extra = new JsonObject { { "Newer", 1L } },
            };
            Check.Equal(
                "{\"Amount\":1234.50,\"CardCryptogramPacket\":\"packet\",\"Payer\":{\"FirstName\":\"Анна\"},\"JsonData\":\"text\",\"SaveCard\":false," +
                "\"extra\":{\"Newer\":1},\"request_id\":\"sale-1\",\"timeout_ms\":5000,\"resolve_ms\":1000}",
                request.ToJson().ToJson());
            Check.Equal("{}", new ChargeRequest().ToJson().ToJson());
            Check.Equal("{\"amount_minor\":1050}", new RefundRequest { AmountMinor = 1050 }.ToJson().ToJson());
            Check.That(!request.ToString().Contains("packet"), "a request in a log line shows nothing");
        }

        public static void Options_write_every_key_of_the_configuration()
        {
            ClientOptions options = new ClientOptions();
            foreach (PropertyInfo property in typeof(ClientOptions).GetProperties())
            {
                Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
                property.SetValue(
                    options,
                    type == typeof(string) ? "text" : type == typeof(long) ? 1L : type == typeof(bool) ? true : (object)new JsonObject { { "newer", 1L } });
            }

            Check.Equal(
                "{\"public_id\":\"text\",\"api_secret\":\"text\",\"base_url\":\"text\",\"timeout_ms\":1,\"resolve_ms\":1,\"connect_timeout_ms\":1," +
                "\"settle_ms\":1,\"max_concurrency\":1,\"max_response_bytes\":1,\"roots\":\"text\",\"extra_ca_file\":\"text\",\"proxy\":\"text\"," +
                "\"content_type\":\"text\",\"ascii\":true,\"stamp\":true,\"till\":\"text\",\"app\":{\"name\":\"text\",\"version\":\"text\"}," +
                "\"journal\":\"text\",\"allow_network_journal\":true,\"log\":{\"path\":\"text\",\"level\":\"text\",\"max_bytes\":1},\"newer\":1}",
                options.ToJson().ToJson());
            Check.Throws<ArgumentException>(
                () => new ClientOptions { Extra = new JsonObject { { "text_encoding", "windows-1251" } } }.ToJson());
        }

        private static bool IsBinary(Type type)
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            return type == typeof(double) || type == typeof(float);
        }

        private static IEnumerable<Type> RequestTypes()
        {
            foreach (Type type in typeof(MethodRequest).Assembly.GetExportedTypes())
            {
                if (typeof(MethodRequest).IsAssignableFrom(type) && !type.IsAbstract)
                {
                    yield return type;
                }
            }
        }
    }
}
