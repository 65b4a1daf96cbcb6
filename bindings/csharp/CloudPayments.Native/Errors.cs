using System;

namespace CloudPayments.Native
{
    /// <summary>A call that did not succeed. <see cref="Reply"/> tells what became of the money.</summary>
    /// <remarks>
    /// Thrown as this very class only for a status that is newer than the binding. A status by another name has
    /// the exception of that name: <c>declined</c> throws <see cref="DeclinedException"/>.
    /// </remarks>
    public class CloudPaymentsException : Exception
    {
        internal CloudPaymentsException(Reply reply)
            : base(Describe(reply))
        {
            Reply = reply;
        }

        /// <summary>The whole answer.</summary>
        public Reply Reply { get; private set; }

        /// <summary>The number to branch on.</summary>
        public Status Status
        {
            get { return Reply.Status; }
        }

        /// <summary>The kind of error: <c>timeout</c>, <c>unknown_field</c>, …</summary>
        public string Code
        {
            get { return Reply.Error == null ? null : Reply.Error.Code; }
        }

        /// <summary>The name of the operation: what <c>Resolve</c> asks by.</summary>
        public string RequestId
        {
            get { return Reply.RequestId; }
        }

        /// <summary>The words to show to the cashier.</summary>
        public CashierWords Cashier
        {
            get { return Reply.Cashier; }
        }

        /// <summary>
        /// Money may have moved, whatever the status: ask with <c>Resolve</c>, do not charge again. Made for
        /// <c>catch (CloudPaymentsException error) when (error.InDoubt)</c>.
        /// </summary>
        public bool InDoubt
        {
            get { return Reply.Money == MoneyState.Unknown; }
        }

        /// <summary>The same call may be made again, with the same request id: see <see cref="Reply.MayRepeat"/>.</summary>
        public bool MayRepeat
        {
            get { return Reply.MayRepeat; }
        }

        /// <summary>The exception of this answer, or null if it is none.</summary>
        internal static CloudPaymentsException Of(Reply reply)
        {
            switch (reply.Status)
            {
                case Status.Ok:
                case Status.RequiresAction:
                case Status.Pending:
                case Status.Reversing:
                    // An answer without its words is no success that a program could act on.
                    return reply.Json.Count == 0 ? new InternalErrorException(reply) : null;
                case Status.Reversed:
                    // To have it reversed is what `reverse` was asked for.
                    return reply.Method == "reverse" ? null : new ReversedException(reply);
                case Status.Declined:
                    return new DeclinedException(reply);
                case Status.Rejected:
                    return new RejectedException(reply);
                case Status.Unauthorized:
                    return new UnauthorizedException(reply);
                case Status.NotFound:
                    return new NotFoundException(reply);
                case Status.NotSent:
                    return new NotSentException(reply);
                case Status.Unknown:
                    return new OutcomeUnknownException(reply);
                case Status.NotProcessed:
                    return new NotProcessedException(reply);
                case Status.ManualReview:
                    return new ManualReviewException(reply);
                case Status.NoAnswer:
                    return new NoAnswerException(reply);
                case Status.InvalidArgument:
                    return new InvalidArgumentException(reply);
                case Status.InvalidRequest:
                    return new InvalidRequestException(reply);
                case Status.InvalidConfig:
                    return new InvalidConfigException(reply);
                case Status.UnknownMethod:
                    return new UnknownMethodException(reply);
                case Status.IdempotencyMismatch:
                    return new IdempotencyMismatchException(reply);
                case Status.InvoiceBusy:
                    return new InvoiceBusyException(reply);
                case Status.BadSignature:
                    return new BadSignatureException(reply);
                case Status.JournalUnavailable:
                    return new JournalUnavailableException(reply);
                case Status.Internal:
                    return new InternalErrorException(reply);
                default:
                    return new CloudPaymentsException(reply);
            }
        }

        private static string Describe(Reply reply)
        {
            // The library's message names fields and never quotes values, so it may stand in a log.
            string words = reply.Error == null ? null : reply.Error.Message;
            return (words ?? "The call did not succeed") + " [" + reply + "]";
        }
    }

    /// <summary>The issuer or the gateway said no. No money moved; <see cref="Reply.Next"/> says whether to ask for another card.</summary>
    public sealed class DeclinedException : CloudPaymentsException
    {
        internal DeclinedException(Reply reply)
            : base(reply)
        {
        }
    }

    /// <summary>The API refused the request. No money moved.</summary>
    public sealed class RejectedException : CloudPaymentsException
    {
        internal RejectedException(Reply reply)
            : base(reply)
        {
        }
    }

    /// <summary>The keys were not accepted. No money moved.</summary>
    public sealed class UnauthorizedException : CloudPaymentsException
    {
        internal UnauthorizedException(Reply reply)
            : base(reply)
        {
        }
    }

    /// <summary>A look-up found nothing.</summary>
    public sealed class NotFoundException : CloudPaymentsException
    {
        internal NotFoundException(Reply reply)
            : base(reply)
        {
        }
    }

    /// <summary>Proven: the server never had a whole request. The same call may be made again.</summary>
    public sealed class NotSentException : CloudPaymentsException
    {
        internal NotSentException(Reply reply)
            : base(reply)
        {
        }
    }

    /// <summary>The request was sent and no usable answer came: money may have moved. Never repeat the call; ask with <c>Resolve</c>.</summary>
    public sealed class OutcomeUnknownException : CloudPaymentsException
    {
        internal OutcomeUnknownException(Reply reply)
            : base(reply)
        {
        }
    }

    /// <summary>It was in doubt and is now proven absent. The call may be made again, with the same request id.</summary>
    public sealed class NotProcessedException : CloudPaymentsException
    {
        internal NotProcessedException(Reply reply)
            : base(reply)
        {
        }
    }

    /// <summary>The payment was voided or refunded, or its hold is gone: no goods for it.</summary>
    public sealed class ReversedException : CloudPaymentsException
    {
        internal ReversedException(Reply reply)
            : base(reply)
        {
        }
    }

    /// <summary>The evidence contradicts itself. A person must look.</summary>
    public sealed class ManualReviewException : CloudPaymentsException
    {
        internal ManualReviewException(Reply reply)
            : base(reply)
        {
        }
    }

    /// <summary>A read got no usable answer. It may be repeated.</summary>
    public sealed class NoAnswerException : CloudPaymentsException
    {
        internal NoAnswerException(Reply reply)
            : base(reply)
        {
        }
    }

    /// <summary>The library could not read what it was given. Nothing was sent.</summary>
    public sealed class InvalidArgumentException : CloudPaymentsException
    {
        internal InvalidArgumentException(Reply reply)
            : base(reply)
        {
        }
    }

    /// <summary>A field is missing, unknown or malformed: see <see cref="ReplyError.Field"/>. Nothing was sent.</summary>
    public sealed class InvalidRequestException : CloudPaymentsException
    {
        internal InvalidRequestException(Reply reply)
            : base(reply)
        {
        }
    }

    /// <summary>The options of the client are wrong: see <see cref="ReplyError.Field"/>.</summary>
    public sealed class InvalidConfigException : CloudPaymentsException
    {
        internal InvalidConfigException(Reply reply)
            : base(reply)
        {
        }
    }

    /// <summary>No method has this name. Nothing was sent.</summary>
    public sealed class UnknownMethodException : CloudPaymentsException
    {
        internal UnknownMethodException(Reply reply)
            : base(reply)
        {
        }
    }

    /// <summary>The same request id was used with other content. Nothing was sent.</summary>
    public sealed class IdempotencyMismatchException : CloudPaymentsException
    {
        internal IdempotencyMismatchException(Reply reply)
            : base(reply)
        {
        }
    }

    /// <summary>Another operation of this invoice is in flight or in doubt: see <see cref="ReplyError.OtherRequestId"/>. Nothing was sent.</summary>
    public sealed class InvoiceBusyException : CloudPaymentsException
    {
        internal InvoiceBusyException(Reply reply)
            : base(reply)
        {
        }
    }

    /// <summary>A webhook that is not genuine: throw it away.</summary>
    public sealed class BadSignatureException : CloudPaymentsException
    {
        internal BadSignatureException(Reply reply)
            : base(reply)
        {
        }
    }

    /// <summary>The journal cannot be written, so nothing was sent.</summary>
    public sealed class JournalUnavailableException : CloudPaymentsException
    {
        internal JournalUnavailableException(Reply reply)
            : base(reply)
        {
        }
    }

    /// <summary>A fault of the library; <see cref="Reply.Money"/> says whether anything may have been sent.</summary>
    public sealed class InternalErrorException : CloudPaymentsException
    {
        internal InternalErrorException(Reply reply)
            : base(reply)
        {
        }
    }
}
