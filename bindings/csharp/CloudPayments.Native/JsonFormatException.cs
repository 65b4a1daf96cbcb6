using System;

namespace CloudPayments.Native
{
    /// <summary>Text that is no JSON, or a JSON value of another kind than was asked for.</summary>
    public sealed class JsonFormatException : FormatException
    {
        /// <summary>Says what was wrong, never quoting the text: it may be secret.</summary>
        public JsonFormatException(string message)
            : base(message)
        {
        }
    }
}
