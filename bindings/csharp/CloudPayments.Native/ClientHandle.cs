using System;
using System.Runtime.InteropServices;

namespace CloudPayments.Native
{
    /// <summary>
    /// Owns one client of the library: freed once, and not before the last call that uses it has returned.
    /// </summary>
    internal sealed class ClientHandle : SafeHandle
    {
        // The marshaller makes the object before it calls cp_client_new, so no client is ever without an owner.
        private ClientHandle()
            : base(IntPtr.Zero, true)
        {
        }

        /// <summary>Zero is the library's "there is no client".</summary>
        public override bool IsInvalid
        {
            get { return handle == IntPtr.Zero; }
        }

        /// <summary>Runs once, also in the finaliser of a forgotten client.</summary>
        protected override bool ReleaseHandle()
        {
            NativeMethods.cp_client_free(handle);
            return true;
        }
    }
}
