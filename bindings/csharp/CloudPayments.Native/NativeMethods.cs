using System;
using System.Runtime.InteropServices;

namespace CloudPayments.Native
{
    /// <summary>
    /// The C functions exactly as the header declares them; nothing else in the binding says DllImport.
    /// </summary>
    /// <remarks>
    /// Text goes in as bytes and comes out as an address: a <c>string</c> here would be turned into the
    /// system's code page on .NET Framework, and a returned one would be freed by the wrong allocator.
    /// </remarks>
    internal static class NativeMethods
    {
        private const string Library = "cloudpayments";

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int cp_abi_version();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr cp_version();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr cp_methods();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern IntPtr cp_status_name(int status);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern ClientHandle cp_client_new(byte[] configJson, out IntPtr outJson);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void cp_client_free(IntPtr client);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern int cp_call(IntPtr client, byte[] method, byte[] requestJson, out IntPtr outJson);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        internal static extern void cp_free_string(IntPtr text);
    }
}
