using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace CloudPayments.Native.Tests
{
    /// <summary>
    /// Runs every public static method of every class named …Tests, under a culture with a point and under one with a
    /// comma. Arguments: words that the names of the tests must contain.
    /// </summary>
    internal static class Program
    {
        private static int Main(string[] filters)
        {
            try
            {
                Console.WriteLine(Host());
            }
            catch (Exception error)
            {
                Console.Error.WriteLine(error.GetType().Name + ": " + error.Message);
                return 2;
            }

            int passed = 0;
            int failed = 0;
            try
            {
                foreach (CultureInfo culture in new[] { CultureInfo.InvariantCulture, Russian() })
                {
                    CultureInfo.DefaultThreadCurrentCulture = culture;
                    CultureInfo.CurrentCulture = culture;
                    foreach (MethodInfo test in Tests(filters))
                    {
                        if (Run(test))
                        {
                            passed++;
                        }
                        else
                        {
                            failed++;
                        }
                    }
                }
            }
            finally
            {
                Sandbox.Stop();
            }

            Console.WriteLine(passed + " passed, " + failed + " failed");
            return failed == 0 && passed > 0 ? 0 : 1;
        }

        private static IEnumerable<MethodInfo> Tests(string[] filters)
        {
            foreach (Type type in typeof(Program).Assembly.GetTypes())
            {
                if (!type.Name.EndsWith("Tests", StringComparison.Ordinal))
                {
                    continue;
                }

                foreach (MethodInfo method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
                {
                    if (Array.TrueForAll(filters, filter => Sentence(method).Contains(filter)))
                    {
                        yield return method;
                    }
                }
            }
        }

        private static bool Run(MethodInfo test)
        {
            Stopwatch watch = Stopwatch.StartNew();
            string name = Sentence(test) + " [" + 0.5m.ToString(CultureInfo.CurrentCulture) + "]";
            try
            {
                test.Invoke(null, null);
                Console.WriteLine("ok    " + name + " (" + watch.ElapsedMilliseconds + " ms)");
                return true;
            }
            catch (TargetInvocationException error)
            {
                Console.WriteLine("FAIL  " + name);
                Console.WriteLine("      " + error.InnerException.ToString().Replace("\n", "\n      "));
                return false;
            }
        }

        private static string Sentence(MethodInfo test)
        {
            return test.Name.Replace('_', ' ');
        }

        // A comma for the decimals, as the tills of these users have it. Where the runtime carries no cultures
        // but its own, one is made by hand.
        private static CultureInfo Russian()
        {
            try
            {
                CultureInfo russian = new CultureInfo("ru-RU");
                if (russian.NumberFormat.NumberDecimalSeparator == ",")
                {
                    return russian;
                }
            }
            catch (CultureNotFoundException)
            {
                // Falls through to the one below.
            }

            CultureInfo made = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            made.NumberFormat.NumberDecimalSeparator = ",";
            made.NumberFormat.NumberGroupSeparator = "\u00a0";
            made.NumberFormat.NegativeSign = "\u2212";
            return made;
        }

        private static string Host()
        {
            Type mono = Type.GetType("Mono.Runtime");
            MethodInfo name = mono == null ? null : mono.GetMethod("GetDisplayName", BindingFlags.NonPublic | BindingFlags.Static);
            string runtime = name == null ? ".NET " + Environment.Version : "Mono " + name.Invoke(null, null);
            return "runtime: " + runtime + "; native library " + CloudPaymentsLibrary.Version;
        }
    }
}
