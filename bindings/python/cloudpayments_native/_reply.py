"""The answer to a call: our verdict first, and the API's own answer untouched."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Iterator, Mapping, NamedTuple

from . import _json


class Status(IntEnum):
    """What came of a call. Numbers and meanings never change; new ones may be added."""

    OK = 0
    REQUIRES_ACTION = 1
    PENDING = 2
    REVERSING = 3
    DECLINED = 10
    REJECTED = 11
    UNAUTHORIZED = 12
    NOT_FOUND = 13
    NOT_SENT = 20
    UNKNOWN = 21
    NOT_PROCESSED = 22
    REVERSED = 23
    MANUAL_REVIEW = 24
    NO_ANSWER = 25
    INVALID_ARGUMENT = 30
    INVALID_REQUEST = 31
    INVALID_CONFIG = 32
    UNKNOWN_METHOD = 33
    IDEMPOTENCY_MISMATCH = 34
    INVOICE_BUSY = 35
    BAD_SIGNATURE = 40
    JOURNAL_UNAVAILABLE = 50
    INTERNAL = 90

    @classmethod
    def _missing_(cls, value: object) -> Status | None:
        # A newer library may know a status that this package does not. The answer that carries
        # it must still reach the caller.
        if not isinstance(value, int):
            return None
        unnamed = int.__new__(cls, value)
        unnamed._name_ = f"STATUS_{value}"
        unnamed._value_ = value
        return unnamed


class Cashier(NamedTuple):
    """Words for the person at the till, in both languages."""

    ru: str
    en: str


class ErrorDetail:
    """The `error` of an answer: a code for programs, a message for people."""

    __slots__ = ("_fields",)

    def __init__(self, fields: Mapping[str, Any]) -> None:
        """Wrap the object as it came."""
        self._fields = fields

    @property
    def code(self) -> str:
        """One word of a closed list: ``timeout``, ``missing_field``, …"""
        return str(self._fields.get("code", "internal"))

    @property
    def message(self) -> str:
        """A sentence for people. It may change from release to release."""
        return str(self._fields.get("message") or "")

    @property
    def field(self) -> str | None:
        """The field that is missing, unknown or malformed."""
        return _text(self._fields.get("field"))

    @property
    def reason(self) -> str | None:
        """The API's name of the reason of a decline: ``InsufficientFunds``."""
        return _text(self._fields.get("reason"))

    @property
    def reason_code(self) -> int | None:
        """The API's number of the reason of a decline: 5051."""
        return _number(self._fields.get("reason_code"))

    @property
    def other_request_id(self) -> str | None:
        """With `InvoiceBusy`: the call that holds this invoice."""
        return _text(self._fields.get("other_request_id"))

    def __repr__(self) -> str:
        """Code and message; neither ever holds card data."""
        return f"<{self.code}: {self.message}>"


class Reply(Mapping[str, Any]):
    """The whole answer to a call.

    Ask it three things: may the goods go (`release_goods`), may the call be made again
    (`may_repeat`), and else what to do (`next`). As a mapping it holds everything that came, with
    exact numbers: ``reply["Model"]["Amount"]``. `raw` is the text itself.
    """

    __slots__ = ("_fields", "raw", "status")

    status: Status
    """What to switch on."""
    raw: str
    """The answer as JSON text, as the library wrote it."""

    def __init__(self, raw: str) -> None:
        """Read an answer; `ValueError` if `raw` is not one."""
        fields = _json.decode(raw)
        status = _number(fields.get("status")) if isinstance(fields, dict) else None
        if status is None:
            raise ValueError("an answer is a JSON object with a status")
        self._fields = fields
        self.status = Status(status)
        self.raw = raw

    @property
    def outcome(self) -> str:
        """What happened, in a word: ``completed``, ``authorized``, ``declined``, …"""
        return str(self._fields.get("outcome", self.status.name.lower()))

    @property
    def money(self) -> str:
        """Where the money of this call is.

        ``moved``, ``held``, ``returned``, ``not_moved``, ``unknown``, or ``none``.
        """
        return str(self._fields.get("money", "unknown"))

    @property
    def next(self) -> str:
        """What to do now: ``finish_sale``, ``show_3ds``, ``ask_other_card``, ``resolve``, …"""
        return str(self._fields.get("next", "call_support"))

    @property
    def final(self) -> bool:
        """Whether this outcome can no longer change."""
        return self._fields.get("final") is True

    @property
    def release_goods(self) -> bool:
        """Whether the goods may be handed over. The only thing that says so."""
        return self.next == "finish_sale"

    @property
    def may_repeat(self) -> bool:
        """Whether the same call may be made again, with the same `request_id`.

        It is proven that no money moved, or the call only read. `next` tells whether repeating
        makes sense: after ``fix_request``, for one, only when the request is mended.
        """
        moved_nothing = self.money == "not_moved" and not self.requires_3ds
        return moved_nothing or self.next == "retry"

    @property
    def requires_3ds(self) -> bool:
        """Whether the payer must pass 3-D Secure before anything else."""
        return self.outcome == "requires_3ds"

    @property
    def request_id(self) -> str | None:
        """The id of the operation: yours, or the one that was made for it."""
        return _text(self._fields.get("request_id"))

    @property
    def invoice_id(self) -> str | None:
        """The invoice that this call was about."""
        return _text(self._fields.get("invoice_id"))

    @property
    def transaction_id(self) -> int | None:
        """The API's number of the transaction."""
        return _number(self._fields.get("transaction_id"))

    @property
    def sent_at(self) -> str | None:
        """When the request left, as `resolve` wants it."""
        return _text(self._fields.get("sent_at"))

    @property
    def retry_after_ms(self) -> int | None:
        """How long the server asks to be left alone."""
        return _number(self._fields.get("retry_after_ms"))

    @property
    def model(self) -> Any:
        """The API's `Model`, mostly a dictionary; None if there is none."""
        return self._fields.get("Model")

    @property
    def cashier(self) -> Cashier:
        """Words to show at the till; empty if there are none."""
        words = self._fields.get("cashier")
        words = words if isinstance(words, dict) else {}
        return Cashier(str(words.get("ru") or ""), str(words.get("en") or ""))

    @property
    def error(self) -> ErrorDetail | None:
        """What went wrong; None if nothing did."""
        detail = self._fields.get("error")
        return ErrorDetail(detail) if isinstance(detail, dict) else None

    @property
    def evidence(self) -> Mapping[str, Any] | None:
        """What the verdict rests on."""
        found = self._fields.get("evidence")
        return found if isinstance(found, dict) else None

    def __getitem__(self, key: str) -> Any:
        """Return a top-level field: ours in lower case, the API's capitalised."""
        return self._fields[key]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of the top-level fields."""
        return iter(self._fields)

    def __len__(self) -> int:
        """Count the top-level fields."""
        return len(self._fields)

    def __bool__(self) -> bool:
        """Refuse: ``if client.charge(…):`` would be true while the payer is still at 3-D Secure."""
        raise TypeError("a Reply is neither true nor false; ask .release_goods, .may_repeat, .next")

    def __repr__(self) -> str:
        """Tell the verdict and the numbers; nothing that the API said, so no card data."""
        parts = [f"<Reply {self.outcome} ({int(self.status)}): money={self.money}"]
        parts.append(f"next={self.next}")
        if self.request_id is not None:
            parts.append(f"request_id={self.request_id}")
        if self.transaction_id is not None:
            parts.append(f"transaction_id={self.transaction_id}")
        return " ".join(parts) + ">"

    def __reduce__(self) -> tuple[type[Reply], tuple[str]]:
        """Pickle as text, so that exceptions can leave a worker process."""
        return (Reply, (self.raw,))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
