"""Card payments through CloudPayments, by way of the C library `libcloudpayments`.

::

    from decimal import Decimal
    from cloudpayments_native import Client, Declined, InDoubt

    with Client("pk_…", "secret") as client:
        try:
            reply = client.charge(
                Amount=Decimal("10.00"), IpAddress=payer_ip, CardCryptogramPacket=packet
            )
        except Declined as no:
            print(no.cashier.ru)

Release goods only when `Reply.release_goods`. Repeat a call only when `may_repeat`. On `InDoubt`
ask `Client.resolve`, not the card.
"""

from ._amounts import from_minor, to_minor
from ._client import Client
from ._errors import (
    BY_STATUS,
    BadSignature,
    ClientClosed,
    CloudPaymentsError,
    Declined,
    FixConfig,
    FixRequest,
    IdempotencyMismatch,
    IdempotencyMismatchInDoubt,
    InDoubt,
    InternalError,
    InternalErrorInDoubt,
    InvalidArgument,
    InvalidConfig,
    InvalidRequest,
    InvoiceBusy,
    JournalUnavailable,
    ManualReview,
    NoAnswer,
    NotFound,
    NotProcessed,
    NotSent,
    OutcomeUnknown,
    Rejected,
    Reversed,
    SafeToRepeat,
    Unauthorized,
    UnknownMethod,
)
from ._native import ABI_VERSION, Library, LibraryError, load
from ._reply import Cashier, ErrorDetail, Reply, Status

__version__ = "0.1.0"

__all__ = [
    "ABI_VERSION",
    "BY_STATUS",
    "BadSignature",
    "Cashier",
    "Client",
    "ClientClosed",
    "CloudPaymentsError",
    "Declined",
    "ErrorDetail",
    "FixConfig",
    "FixRequest",
    "IdempotencyMismatch",
    "IdempotencyMismatchInDoubt",
    "InDoubt",
    "InternalError",
    "InternalErrorInDoubt",
    "InvalidArgument",
    "InvalidConfig",
    "InvalidRequest",
    "InvoiceBusy",
    "JournalUnavailable",
    "Library",
    "LibraryError",
    "ManualReview",
    "NoAnswer",
    "NotFound",
    "NotProcessed",
    "NotSent",
    "OutcomeUnknown",
    "Rejected",
    "Reply",
    "Reversed",
    "SafeToRepeat",
    "Status",
    "Unauthorized",
    "UnknownMethod",
    "__version__",
    "from_minor",
    "load",
    "to_minor",
]
