"""Exceptions, by what the caller should do.

Four parents answer the questions that come first. `InDoubt`: money may have moved, so ask and
never repeat. `SafeToRepeat`: nothing happened. `FixRequest` and `FixConfig`: trying again cannot
help. Each exception carries the whole answer.
"""

from __future__ import annotations

from ._reply import Cashier, Reply, Status


class CloudPaymentsError(Exception):
    """A call that did not end as asked. `reply` is the whole answer."""

    def __init__(self, reply: Reply) -> None:
        """Wrap an answer."""
        super().__init__(reply)
        self.reply = reply

    @property
    def status(self) -> Status:
        """The status of the answer."""
        return self.reply.status

    @property
    def outcome(self) -> str:
        """What happened, in a word."""
        return self.reply.outcome

    @property
    def money(self) -> str:
        """Where the money is; `may_repeat` tells what follows from it."""
        return self.reply.money

    @property
    def next(self) -> str:
        """What to do now."""
        return self.reply.next

    @property
    def may_repeat(self) -> bool:
        """Whether the same call may be made again, with the same `request_id`."""
        return self.reply.may_repeat

    @property
    def request_id(self) -> str | None:
        """The id of the operation, for `resolve` and for the support ticket."""
        return self.reply.request_id

    @property
    def transaction_id(self) -> int | None:
        """The API's number of the transaction, if it got that far."""
        return self.reply.transaction_id

    @property
    def cashier(self) -> Cashier:
        """Words to show at the till; empty if there are none."""
        return self.reply.cashier

    @property
    def code(self) -> str:
        """The error code, for programs."""
        return self.reply.error.code if self.reply.error is not None else self.outcome

    @property
    def field(self) -> str | None:
        """The field that was wrong."""
        return self.reply.error.field if self.reply.error is not None else None

    def __str__(self) -> str:
        """Tell what happened, why, and what to quote to support; never any card data."""
        error = self.reply.error
        words = f"{self.outcome} ({int(self.status)})"
        if error is not None:
            reason = "" if error.reason is None else f" {error.reason}"
            reason += "" if error.reason_code is None else f" {error.reason_code}"
            words += f": {error.code}{reason}: {error.message}"
        facts = [f"money={self.money}", f"next={self.next}"]
        if self.request_id is not None:
            facts.append(f"request_id={self.request_id}")
        if self.transaction_id is not None:
            facts.append(f"transaction_id={self.transaction_id}")
        return f"{words} [{' '.join(facts)}]"


class InDoubt(CloudPaymentsError):
    """Money may have moved. Call `resolve` with the `request_id`; don't charge again.

    Every exception whose `money` is ``unknown`` is one of these, whatever its status.
    """


class SafeToRepeat(CloudPaymentsError):
    """Nothing happened at the other side: the same call may be made again.

    With the same `request_id` and content, so that it can never become two. What the customer
    changes (the card, the sum) is a new operation with a `request_id` of its own.
    """


class FixRequest(CloudPaymentsError):
    """The request must change; repeating it as it is cannot help."""


class FixConfig(CloudPaymentsError):
    """Keys or configuration are wrong; a person must look at them."""


class Declined(CloudPaymentsError):
    """The issuer or the gateway said no; `cashier` has the words, `next` the advice."""


class Rejected(FixRequest):
    """The API refused the request."""


class Unauthorized(FixConfig):
    """The API does not accept `public_id` and `api_secret`."""


class NotFound(CloudPaymentsError):
    """A look-up found nothing."""


class NotSent(SafeToRepeat):
    """Proven: the server never had the whole request, or refused to start it.

    If `next` is ``fix_config``, the server could not be trusted and repeating will not help.
    """


class OutcomeUnknown(InDoubt):
    """The request was sent and no usable answer came."""


class NotProcessed(SafeToRepeat):
    """The payment was in doubt, and is now proven never to have happened."""


class Reversed(CloudPaymentsError):
    """The payment that was asked about has been voided or refunded."""


class ManualReview(InDoubt):
    """The evidence contradicts itself, or never came. A person must look."""


class NoAnswer(SafeToRepeat):
    """A read got no usable answer. Reading again is safe."""


class InvalidArgument(FixRequest):
    """The call itself was wrong: a dead client, or a request that is no JSON object."""


class ClientClosed(InvalidArgument):
    """The client was closed before this call began. Nothing was sent."""


class InvalidRequest(FixRequest):
    """A field is missing, unknown or malformed; `field` names it. Nothing was sent."""


class InvalidConfig(FixConfig):
    """The configuration of the client is wrong; `field` names the key."""


class UnknownMethod(FixRequest):
    """There is no such method."""


class IdempotencyMismatch(FixRequest):
    """This `request_id` was used before with other content. Nothing was sent."""


class IdempotencyMismatchInDoubt(IdempotencyMismatch, InDoubt):
    """The same, and the first call with this `request_id` is still in doubt."""


class InvoiceBusy(InDoubt):
    """Another call for this invoice is in flight or in doubt; `reply.error` names it."""


class BadSignature(CloudPaymentsError):
    """A webhook that is not genuine. Ignore it."""


class JournalUnavailable(CloudPaymentsError):
    """The journal cannot be written. No journal, no money: nothing was sent."""


class InternalError(CloudPaymentsError):
    """A fault of the library."""


class InternalErrorInDoubt(InternalError, InDoubt):
    """A fault of the library after something was sent."""


NORMAL = frozenset({Status.OK, Status.REQUIRES_ACTION, Status.PENDING, Status.REVERSING})
"""Statuses that are states of a healthy payment and therefore raise nothing."""

BY_STATUS: dict[Status, type[CloudPaymentsError]] = {
    Status.DECLINED: Declined,
    Status.REJECTED: Rejected,
    Status.UNAUTHORIZED: Unauthorized,
    Status.NOT_FOUND: NotFound,
    Status.NOT_SENT: NotSent,
    Status.UNKNOWN: OutcomeUnknown,
    Status.NOT_PROCESSED: NotProcessed,
    Status.REVERSED: Reversed,
    Status.MANUAL_REVIEW: ManualReview,
    Status.NO_ANSWER: NoAnswer,
    Status.INVALID_ARGUMENT: InvalidArgument,
    Status.INVALID_REQUEST: InvalidRequest,
    Status.INVALID_CONFIG: InvalidConfig,
    Status.UNKNOWN_METHOD: UnknownMethod,
    Status.IDEMPOTENCY_MISMATCH: IdempotencyMismatch,
    Status.INVOICE_BUSY: InvoiceBusy,
    Status.BAD_SIGNATURE: BadSignature,
    Status.JOURNAL_UNAVAILABLE: JournalUnavailable,
    Status.INTERNAL: InternalError,
}

# The two statuses whose money depends on the case. Others that should be in doubt one day, or
# that this package does not know, become a plain `InDoubt`: the promise of `InDoubt` comes first.
_IN_DOUBT: dict[Status, type[CloudPaymentsError]] = {
    Status.IDEMPOTENCY_MISMATCH: IdempotencyMismatchInDoubt,
    Status.INTERNAL: InternalErrorInDoubt,
}


def error_for(reply: Reply) -> CloudPaymentsError:
    """Return the exception for an answer whose status is not a normal one."""
    kind = BY_STATUS.get(reply.status, CloudPaymentsError)
    if reply.money == "unknown" and not issubclass(kind, InDoubt):
        kind = _IN_DOUBT.get(reply.status, InDoubt)
    return kind(reply)
