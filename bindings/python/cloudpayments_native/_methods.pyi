# Written by tools/generate_stubs.py from cp_methods(). Don't edit.

from decimal import Decimal
from typing import Any, Iterator, Mapping, Sequence, overload

from ._reply import Reply

PYTHON_TYPES: dict[str, str]
EFFECTS: dict[str, str]

def install(catalogue: Mapping[str, Any]) -> None: ...
def rows(catalogue: Mapping[str, Any]) -> Iterator[dict[str, Any]]: ...
def describe(row: Mapping[str, Any]) -> str: ...
def python_type(field: Mapping[str, Any]) -> str: ...
def required_first(row: Mapping[str, Any]) -> list[dict[str, Any]]: ...

class Methods:
    @overload
    def test(
        self,
        *,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Check the connection and the keys.

        Reads only.
        """
    @overload
    def test(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def charge(
        self,
        *,
        Amount: Decimal | int | str,
        CardCryptogramPacket: str,
        Currency: str | None = None,
        IpAddress: str | None = None,
        Name: str | None = None,
        PaymentUrl: str | None = None,
        InvoiceId: str | None = None,
        Description: str | None = None,
        CultureName: str | None = None,
        AccountId: str | None = None,
        Email: str | None = None,
        Payer: Mapping[str, object] | None = None,
        JsonData: object = None,
        SaveCard: bool | None = None,
        Escrow: Mapping[str, object] | None = None,
        AirlineAddendum: Mapping[str, object] | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Charge a card in one step.

        Moves money: repeat it only if `money` is ``not_moved``.
        """
    @overload
    def charge(
        self,
        *,
        CardCryptogramPacket: str,
        amount_minor: int,
        Currency: str | None = None,
        IpAddress: str | None = None,
        Name: str | None = None,
        PaymentUrl: str | None = None,
        InvoiceId: str | None = None,
        Description: str | None = None,
        CultureName: str | None = None,
        AccountId: str | None = None,
        Email: str | None = None,
        Payer: Mapping[str, object] | None = None,
        JsonData: object = None,
        SaveCard: bool | None = None,
        Escrow: Mapping[str, object] | None = None,
        AirlineAddendum: Mapping[str, object] | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def charge(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def auth(
        self,
        *,
        Amount: Decimal | int | str,
        CardCryptogramPacket: str,
        Currency: str | None = None,
        IpAddress: str | None = None,
        Name: str | None = None,
        PaymentUrl: str | None = None,
        InvoiceId: str | None = None,
        Description: str | None = None,
        CultureName: str | None = None,
        AccountId: str | None = None,
        Email: str | None = None,
        Payer: Mapping[str, object] | None = None,
        JsonData: object = None,
        SaveCard: bool | None = None,
        Escrow: Mapping[str, object] | None = None,
        AirlineAddendum: Mapping[str, object] | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Hold a sum on a card; confirm or void it later.

        Moves money: repeat it only if `money` is ``not_moved``.
        """
    @overload
    def auth(
        self,
        *,
        CardCryptogramPacket: str,
        amount_minor: int,
        Currency: str | None = None,
        IpAddress: str | None = None,
        Name: str | None = None,
        PaymentUrl: str | None = None,
        InvoiceId: str | None = None,
        Description: str | None = None,
        CultureName: str | None = None,
        AccountId: str | None = None,
        Email: str | None = None,
        Payer: Mapping[str, object] | None = None,
        JsonData: object = None,
        SaveCard: bool | None = None,
        Escrow: Mapping[str, object] | None = None,
        AirlineAddendum: Mapping[str, object] | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def auth(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def post3ds(
        self,
        *,
        TransactionId: int,
        PaRes: str,
        ThreeDsCallbackId: str | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Finish a payment after 3-D Secure.

        Moves money: repeat it only if `money` is ``not_moved``.
        """
    @overload
    def post3ds(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def token_charge(
        self,
        *,
        Amount: Decimal | int | str,
        AccountId: str,
        Token: str,
        TrInitiatorCode: int,
        PaymentScheduled: int | None = None,
        Currency: str | None = None,
        InvoiceId: str | None = None,
        Description: str | None = None,
        IpAddress: str | None = None,
        Email: str | None = None,
        Payer: Mapping[str, object] | None = None,
        JsonData: object = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Charge a saved card in one step.

        Moves money: repeat it only if `money` is ``not_moved``.
        """
    @overload
    def token_charge(
        self,
        *,
        AccountId: str,
        Token: str,
        TrInitiatorCode: int,
        amount_minor: int,
        PaymentScheduled: int | None = None,
        Currency: str | None = None,
        InvoiceId: str | None = None,
        Description: str | None = None,
        IpAddress: str | None = None,
        Email: str | None = None,
        Payer: Mapping[str, object] | None = None,
        JsonData: object = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def token_charge(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def token_auth(
        self,
        *,
        Amount: Decimal | int | str,
        AccountId: str,
        Token: str,
        TrInitiatorCode: int,
        PaymentScheduled: int | None = None,
        Currency: str | None = None,
        InvoiceId: str | None = None,
        Description: str | None = None,
        IpAddress: str | None = None,
        Email: str | None = None,
        Payer: Mapping[str, object] | None = None,
        JsonData: object = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Hold a sum on a saved card; confirm or void it later.

        Moves money: repeat it only if `money` is ``not_moved``.
        """
    @overload
    def token_auth(
        self,
        *,
        AccountId: str,
        Token: str,
        TrInitiatorCode: int,
        amount_minor: int,
        PaymentScheduled: int | None = None,
        Currency: str | None = None,
        InvoiceId: str | None = None,
        Description: str | None = None,
        IpAddress: str | None = None,
        Email: str | None = None,
        Payer: Mapping[str, object] | None = None,
        JsonData: object = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def token_auth(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def confirm(
        self,
        *,
        TransactionId: int,
        Amount: Decimal | int | str,
        JsonData: object = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Take the money of a hold, or a part of it.

        Moves money: repeat it only if `money` is ``not_moved``.
        """
    @overload
    def confirm(
        self,
        *,
        TransactionId: int,
        amount_minor: int,
        JsonData: object = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def confirm(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def void(
        self,
        *,
        TransactionId: int,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Release a hold.

        Moves money: repeat it only if `money` is ``not_moved``.
        """
    @overload
    def void(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def refund(
        self,
        *,
        TransactionId: int,
        Amount: Decimal | int | str,
        JsonData: object = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Give money back, all or a part, up to a year later.

        Moves money: repeat it only if `money` is ``not_moved``.
        """
    @overload
    def refund(
        self,
        *,
        TransactionId: int,
        amount_minor: int,
        JsonData: object = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def refund(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def payment_get(
        self,
        *,
        TransactionId: int,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Look a payment up by its number.

        Reads only.
        """
    @overload
    def payment_get(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def payment_find(
        self,
        *,
        InvoiceId: str,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Look up the latest payment of an order.

        Reads only.
        """
    @overload
    def payment_find(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def payment_find_v2(
        self,
        *,
        InvoiceId: str,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Look up the latest operation of an order, refunds and payouts included.

        Reads only.
        """
    @overload
    def payment_find_v2(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def payment_list(
        self,
        *,
        Date: str,
        TimeZone: str | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """List the operations of one day.

        Reads only.
        """
    @overload
    def payment_list(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def payment_list_v2(
        self,
        *,
        CreatedDateGte: str,
        CreatedDateLte: str,
        PageNumber: int,
        TimeZone: str | None = None,
        Statuses: Sequence[object] | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """List the operations of a period, page by page.

        Reads only.
        """
    @overload
    def payment_list_v2(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def raw(
        self,
        *,
        path: str,
        http_method: str | None = None,
        body: Mapping[str, object] | None = None,
        effect: str | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
    ) -> Reply:
        """Call a path of the API that this library does not know.

        Moves money: repeat it only if `money` is ``not_moved``.
        """
    @overload
    def raw(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def resolve(
        self,
        *,
        InvoiceId: str | None = None,
        TransactionId: int | None = None,
        method: str | None = None,
        sent_at: str | None = None,
        Amount: Decimal | int | str | None = None,
        Currency: str | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
    ) -> Reply:
        """Ask what became of an operation in doubt. Only asks, never pays.

        Moves money: repeat it only if `money` is ``not_moved``.
        """
    @overload
    def resolve(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def reverse(
        self,
        *,
        InvoiceId: str | None = None,
        TransactionId: int | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
    ) -> Reply:
        """Undo a payment: void a hold, refund the rest of a capture. Safe to repeat.

        Moves money: repeat it only if `money` is ``not_moved``.
        """
    @overload
    def reverse(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def interrupt(
        self,
        *,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
    ) -> Reply:
        """Make the call with this `request_id`, running in another thread, return at once. Stops the waiting, never the payment.

        Answered by the library itself.
        """
    @overload
    def interrupt(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def three_ds_form(
        self,
        *,
        Model: Mapping[str, object],
        term_url: str,
        auto_submit: bool | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
    ) -> Reply:
        """Make the HTML page that takes the payer to the issuer.

        Answered by the library itself.
        """
    @overload
    def three_ds_form(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def three_ds_parse(
        self,
        *,
        body: str,
        TransactionId: int | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
    ) -> Reply:
        """Read what the issuer's page posted back; gives the request for post3ds.

        Answered by the library itself.
        """
    @overload
    def three_ds_parse(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
