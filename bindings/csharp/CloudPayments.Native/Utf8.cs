using System;
using System.Runtime.InteropServices;
using System.Text;

namespace CloudPayments.Native
{
    /// <summary>Text across the border: UTF-8 with a closing zero, whatever the system's code page is.</summary>
    internal static class Utf8
    {
        // Strict on the way in: half a surrogate pair would otherwise reach the bank as a question mark.
        private static readonly UTF8Encoding Strict = new UTF8Encoding(false, true);

        // Lenient on the way out: an answer about money is never lost over one odd byte.
        private static readonly UTF8Encoding Lenient = new UTF8Encoding(false, false);

        internal static byte[] ToNative(string text, string what)
        {
            if (text.IndexOf('\0') >= 0)
            {
                throw new ArgumentException(what + " holds a zero character, which would cut it short.");
            }

            try
            {
                byte[] bytes = new byte[Strict.GetByteCount(text) + 1];
                Strict.GetBytes(text, 0, text.Length, bytes, 0);
                return bytes;
            }
            catch (EncoderFallbackException)
            {
                // Not the original exception: it quotes the character, and this text may be secret.
                throw new ArgumentException(what + " holds half of a surrogate pair.");
            }
        }

        /// <summary>Copies; the caller still owns the native text. Null for NULL.</summary>
        internal static string FromNative(IntPtr text)
        {
            if (text == IntPtr.Zero)
            {
                return null;
            }

            int length = 0;
            while (Marshal.ReadByte(text, length) != 0)
            {
                length++;
            }

            byte[] bytes = new byte[length];
            Marshal.Copy(text, bytes, 0, length);
            return Lenient.GetString(bytes);
        }
    }
}
