using System;
using System.Reflection;
using System.Runtime.InteropServices;

namespace CloudPayments.Native
{
    /// <summary>
    /// The other name of the native library on Linux. A runtime looks for libcloudpayments.so, the name that programs
    /// are linked by; where programs only run, there may be nothing but libcloudpayments.so.0.
    /// </summary>
    internal static class VersionedName
    {
        private const string File = "libcloudpayments.so.0";

        // By a field, so that of several threads one does it and the others wait.
        private static readonly bool Known = TellRuntime();

        private static TryLoad load;

        private delegate bool TryLoad(string file, Assembly assembly, DllImportSearchPath? path, out IntPtr library);

        /// <summary>
        /// Has .NET look for this name first; false where that is no use. Mono wants a map of names in a file instead.
        /// </summary>
        internal static bool Use()
        {
            return Known;
        }

        // Not in netstandard2.0, and in .NET since Core 3.0.
        private static bool TellRuntime()
        {
            Assembly core = typeof(object).Assembly;
            Type loader = core.GetType("System.Runtime.InteropServices.NativeLibrary");
            Type resolver = core.GetType("System.Runtime.InteropServices.DllImportResolver");
            if (Environment.OSVersion.Platform != PlatformID.Unix || loader == null || resolver == null)
            {
                return false;
            }

            load = (TryLoad)Delegate.CreateDelegate(typeof(TryLoad), loader, nameof(TryLoad));
            Delegate resolve = Delegate.CreateDelegate(resolver, typeof(VersionedName), nameof(Resolve));
            loader.GetMethod("SetDllImportResolver").Invoke(null, new object[] { typeof(VersionedName).Assembly, resolve });
            return true;
        }

        private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path)
        {
            // Zero when it is not there: then the runtime looks as it always does.
            load(File, assembly, path, out IntPtr library);
            return library;
        }
    }
}
