using System;
using System.Collections.Generic;

namespace CloudPayments.Native
{
    /// <summary>What the native library says of itself.</summary>
    public static class CloudPaymentsLibrary
    {
        /// <summary>The number of the C interface that this binding speaks.</summary>
        public const int AbiVersion = 1;

        private static volatile bool loaded;
        private static volatile Dictionary<string, string> effects;

        /// <summary>The version of the native library.</summary>
        public static string Version
        {
            get
            {
                EnsureLoaded();
                return Utf8.FromNative(NativeMethods.cp_version());
            }
        }

        /// <summary>The catalogue of methods as JSON text: names, effects and fields.</summary>
        public static string MethodsJson
        {
            get
            {
                EnsureLoaded();
                return Utf8.FromNative(NativeMethods.cp_methods());
            }
        }

        /// <summary>The library's name of a status: <c>declined</c> for 10.</summary>
        public static string StatusName(Status status)
        {
            EnsureLoaded();
            return Utf8.FromNative(NativeMethods.cp_status_name((int)status));
        }

        /// <summary>
        /// Loads the library, or says in words what is wrong. A refusal is not remembered, so a program may put
        /// the file in its place and try again.
        /// </summary>
        internal static void EnsureLoaded()
        {
            if (loaded)
            {
                return;
            }

            int abi;
            try
            {
                abi = Abi();
            }
            catch (DllNotFoundException error)
            {
                throw new DllNotFoundException(
                    "The native library of CloudPayments was not found. Put cloudpayments.dll (Windows) or " +
                    "libcloudpayments.so (Linux) beside the program, or name its folder in PATH (Windows) or " +
                    "LD_LIBRARY_PATH (Linux). " + Where(),
                    error);
            }
            catch (BadImageFormatException error)
            {
                throw new BadImageFormatException(
                    "The native library of CloudPayments does not fit this process. " + Where() +
                    " On .NET Framework set PlatformTarget to x86 or x64 and ship the library of the same kind.",
                    error);
            }
            catch (EntryPointNotFoundException error)
            {
                throw new DllNotFoundException(
                    "A library named cloudpayments was found, but it is not the one that this binding needs: " +
                    "it has no cp_abi_version. " + Where(),
                    error);
            }

            if (abi != AbiVersion)
            {
                throw new NotSupportedException(
                    "The native library of CloudPayments has interface " + abi + " and this binding speaks " +
                    AbiVersion + ": take both from the same release.");
            }

            loaded = true;
        }

        private static int Abi()
        {
            try
            {
                return NativeMethods.cp_abi_version();
            }
            catch (DllNotFoundException) when (VersionedName.Use())
            {
                return NativeMethods.cp_abi_version();
            }
        }

        /// <summary>The effect of a method (<c>moves_money</c>, …), or null for a name that is no method.</summary>
        internal static string Effect(string method)
        {
            Dictionary<string, string> known = effects;
            if (known == null)
            {
                known = new Dictionary<string, string>(StringComparer.Ordinal);
                JsonObject catalogue = (JsonObject)JsonValue.Parse(MethodsJson);
                foreach (JsonValue row in catalogue.GetArray("methods"))
                {
                    JsonObject fields = row.AsObject();
                    known[fields.GetString("name")] = fields.GetString("effect");
                }

                effects = known;
            }

            string effect;
            return known.TryGetValue(method, out effect) ? effect : null;
        }

        private static string Where()
        {
            return "This is a " + (IntPtr.Size * 8) + "-bit process; the program is in " +
                AppDomain.CurrentDomain.BaseDirectory + ".";
        }
    }
}
