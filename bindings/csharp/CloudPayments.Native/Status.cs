namespace CloudPayments.Native
{
    /// <summary>How a call ended: the number that the library returns.</summary>
    /// <remarks>A newer library may return a number without a name here; it is then thrown as an error.</remarks>
    public enum Status
    {
        /// <summary>Done as asked; <see cref="Reply.Money"/> says whether money was taken, held or given back.</summary>
        Ok = 0,

        /// <summary>The payer must act: 3-D Secure, a link or a QR code.</summary>
        RequiresAction = 1,

        /// <summary>Accepted; the result comes later.</summary>
        Pending = 2,

        /// <summary>Not found yet; it is reversed when it turns up. Cash may be taken.</summary>
        Reversing = 3,

        /// <summary>The issuer or the gateway said no. No money moved.</summary>
        Declined = 10,

        /// <summary>The API refused the request. No money moved.</summary>
        Rejected = 11,

        /// <summary>The keys were not accepted. No money moved.</summary>
        Unauthorized = 12,

        /// <summary>A look-up found nothing.</summary>
        NotFound = 13,

        /// <summary>Proven: the server never had a whole request. The call may be repeated.</summary>
        NotSent = 20,

        /// <summary>Sent, and no usable answer came. Never repeat it: resolve it.</summary>
        Unknown = 21,

        /// <summary>It was in doubt and is now proven absent. The call may be repeated with the same request id.</summary>
        NotProcessed = 22,

        /// <summary>The payment was voided or refunded, or its hold is gone.</summary>
        Reversed = 23,

        /// <summary>The evidence contradicts itself. A person must look.</summary>
        ManualReview = 24,

        /// <summary>A read got no usable answer. It may be repeated.</summary>
        NoAnswer = 25,

        /// <summary>A dead client, or text that is no JSON object. Nothing was sent.</summary>
        InvalidArgument = 30,

        /// <summary>A field is missing, unknown or malformed. Nothing was sent.</summary>
        InvalidRequest = 31,

        /// <summary>The options of the client are wrong.</summary>
        InvalidConfig = 32,

        /// <summary>No method has this name. Nothing was sent.</summary>
        UnknownMethod = 33,

        /// <summary>The same request id was used with other content. Nothing was sent.</summary>
        IdempotencyMismatch = 34,

        /// <summary>Another operation of this invoice is in flight or in doubt. Nothing was sent.</summary>
        InvoiceBusy = 35,

        /// <summary>A webhook that is not genuine.</summary>
        BadSignature = 40,

        /// <summary>The journal cannot be written. Nothing was sent.</summary>
        JournalUnavailable = 50,

        /// <summary>A fault of the library; <see cref="Reply.Money"/> says whether anything may have been sent.</summary>
        Internal = 90,
    }
}
