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
    def card_payout(
        self,
        *,
        CardCryptogramPacket: str,
        Amount: Decimal | int | str,
        Currency: str,
        Name: str | None = None,
        AccountId: str | None = None,
        Email: str | None = None,
        InvoiceId: str | None = None,
        Description: str | None = None,
        Payer: Mapping[str, object] | None = None,
        Receiver: Mapping[str, object] | None = None,
        JsonData: object = None,
        x_signature: str | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Pay out to a card.

        Moves money: repeat it only if `money` is ``not_moved``.
        """
    @overload
    def card_payout(
        self,
        *,
        CardCryptogramPacket: str,
        Currency: str,
        amount_minor: int,
        Name: str | None = None,
        AccountId: str | None = None,
        Email: str | None = None,
        InvoiceId: str | None = None,
        Description: str | None = None,
        Payer: Mapping[str, object] | None = None,
        Receiver: Mapping[str, object] | None = None,
        JsonData: object = None,
        x_signature: str | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def card_payout(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def token_payout(
        self,
        *,
        Token: str,
        Amount: Decimal | int | str,
        AccountId: str,
        Currency: str,
        InvoiceId: str | None = None,
        Payer: Mapping[str, object] | None = None,
        Receiver: Mapping[str, object] | None = None,
        Escrow: Mapping[str, object] | None = None,
        x_signature: str | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Pay out to a saved card.

        Moves money: repeat it only if `money` is ``not_moved``.
        """
    @overload
    def token_payout(
        self,
        *,
        Token: str,
        AccountId: str,
        Currency: str,
        amount_minor: int,
        InvoiceId: str | None = None,
        Payer: Mapping[str, object] | None = None,
        Receiver: Mapping[str, object] | None = None,
        Escrow: Mapping[str, object] | None = None,
        x_signature: str | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def token_payout(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def sbp_payout(
        self,
        *,
        Amount: Decimal | int | str,
        Currency: str,
        Receiver: Mapping[str, object],
        MemberId: str | None = None,
        Payer: Mapping[str, object] | None = None,
        AccountId: str | None = None,
        Email: str | None = None,
        CultureName: str | None = None,
        InvoiceId: str | None = None,
        Description: str | None = None,
        x_signature: str | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Pay out by phone number through the fast payment system.

        Moves money: repeat it only if `money` is ``not_moved``.
        """
    @overload
    def sbp_payout(
        self,
        *,
        Currency: str,
        Receiver: Mapping[str, object],
        amount_minor: int,
        MemberId: str | None = None,
        Payer: Mapping[str, object] | None = None,
        AccountId: str | None = None,
        Email: str | None = None,
        CultureName: str | None = None,
        InvoiceId: str | None = None,
        Description: str | None = None,
        x_signature: str | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def sbp_payout(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
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
    def token_list(
        self,
        *,
        PageNumber: int,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """List the saved cards of the terminal, page by page.

        Reads only.
        """
    @overload
    def token_list(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def chargeback_list(
        self,
        *,
        CreatedDateGte: str,
        CreatedDateLte: str,
        PageNumber: int,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """List the claims of card holders in a period, page by page.

        Reads only.
        """
    @overload
    def chargeback_list(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def subscription_create(
        self,
        *,
        Token: str,
        AccountId: str,
        Description: str,
        Amount: Decimal | int | str,
        Currency: str,
        RequireConfirmation: bool,
        StartDate: str,
        Interval: str,
        Period: int,
        Email: str | None = None,
        MaxPeriods: int | None = None,
        CustomerReceipt: Mapping[str, object] | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Charge a saved card regularly from now on.

        Changes something, but moves no money.
        """
    @overload
    def subscription_create(
        self,
        *,
        Token: str,
        AccountId: str,
        Description: str,
        Currency: str,
        RequireConfirmation: bool,
        StartDate: str,
        Interval: str,
        Period: int,
        amount_minor: int,
        Email: str | None = None,
        MaxPeriods: int | None = None,
        CustomerReceipt: Mapping[str, object] | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def subscription_create(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def subscription_get(
        self,
        *,
        Id: str,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Look a subscription up by its id.

        Reads only.
        """
    @overload
    def subscription_get(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def subscription_find(
        self,
        *,
        AccountId: str,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Look up all subscriptions of a payer.

        Reads only.
        """
    @overload
    def subscription_find(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def subscription_update(
        self,
        *,
        Id: str,
        Description: str | None = None,
        Amount: Decimal | int | str | None = None,
        Currency: str | None = None,
        RequireConfirmation: bool | None = None,
        StartDate: str | None = None,
        Interval: str | None = None,
        Period: int | None = None,
        MaxPeriods: int | None = None,
        CustomerReceipt: Mapping[str, object] | None = None,
        CultureName: str | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Change a subscription; one that has ended runs again.

        Changes something, but moves no money.
        """
    @overload
    def subscription_update(
        self,
        *,
        Id: str,
        amount_minor: int,
        Description: str | None = None,
        Currency: str | None = None,
        RequireConfirmation: bool | None = None,
        StartDate: str | None = None,
        Interval: str | None = None,
        Period: int | None = None,
        MaxPeriods: int | None = None,
        CustomerReceipt: Mapping[str, object] | None = None,
        CultureName: str | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def subscription_update(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def subscription_cancel(
        self,
        *,
        Id: str,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """End a subscription.

        Changes something, but moves no money.
        """
    @overload
    def subscription_cancel(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def order_create(
        self,
        *,
        Amount: Decimal | int | str,
        Description: str,
        Currency: str | None = None,
        Email: str | None = None,
        RequireConfirmation: bool | None = None,
        SendEmail: bool | None = None,
        InvoiceId: str | None = None,
        AccountId: str | None = None,
        OfferUri: str | None = None,
        Phone: str | None = None,
        SendSms: bool | None = None,
        SendViber: bool | None = None,
        CultureName: str | None = None,
        SubscriptionBehavior: str | None = None,
        SuccessRedirectUrl: str | None = None,
        FailRedirectUrl: str | None = None,
        JsonData: object = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Make a page where an order is paid, and send its address if wanted.

        Changes something, but moves no money.
        """
    @overload
    def order_create(
        self,
        *,
        Description: str,
        amount_minor: int,
        Currency: str | None = None,
        Email: str | None = None,
        RequireConfirmation: bool | None = None,
        SendEmail: bool | None = None,
        InvoiceId: str | None = None,
        AccountId: str | None = None,
        OfferUri: str | None = None,
        Phone: str | None = None,
        SendSms: bool | None = None,
        SendViber: bool | None = None,
        CultureName: str | None = None,
        SubscriptionBehavior: str | None = None,
        SuccessRedirectUrl: str | None = None,
        FailRedirectUrl: str | None = None,
        JsonData: object = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def order_create(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def order_cancel(
        self,
        *,
        Id: str,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Cancel an order that is not paid yet.

        Changes something, but moves no money.
        """
    @overload
    def order_cancel(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def notification_get(
        self,
        *,
        Type: str,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Read where notifications of one type are sent.

        Reads only.
        """
    @overload
    def notification_get(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def notification_update(
        self,
        *,
        Type: str,
        IsEnabled: bool | None = None,
        Address: str | None = None,
        HttpMethod: str | None = None,
        Encoding: str | None = None,
        Format: str | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Say where notifications of one type are sent. What is left out gets its default.

        Changes something, but moves no money.
        """
    @overload
    def notification_update(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def sbp_link(
        self,
        *,
        Amount: Decimal | int | str,
        Currency: str,
        Scheme: str,
        PublicId: str | None = None,
        Description: str | None = None,
        AccountId: str | None = None,
        Email: str | None = None,
        InvoiceId: str | None = None,
        JsonData: object = None,
        SuccessRedirectUrl: str | None = None,
        IpAddress: str | None = None,
        Os: str | None = None,
        Browser: str | None = None,
        Webview: bool | None = None,
        Device: str | None = None,
        TtlMinutes: int | None = None,
        SaveCard: bool | None = None,
        IsTest: bool | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Make a link for a payment through the fast payment system.

        Changes something, but moves no money.
        """
    @overload
    def sbp_link(
        self,
        *,
        Currency: str,
        Scheme: str,
        amount_minor: int,
        PublicId: str | None = None,
        Description: str | None = None,
        AccountId: str | None = None,
        Email: str | None = None,
        InvoiceId: str | None = None,
        JsonData: object = None,
        SuccessRedirectUrl: str | None = None,
        IpAddress: str | None = None,
        Os: str | None = None,
        Browser: str | None = None,
        Webview: bool | None = None,
        Device: str | None = None,
        TtlMinutes: int | None = None,
        SaveCard: bool | None = None,
        IsTest: bool | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def sbp_link(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def sbp_image(
        self,
        *,
        Amount: Decimal | int | str,
        Currency: str,
        Scheme: str,
        PublicId: str | None = None,
        Description: str | None = None,
        AccountId: str | None = None,
        Email: str | None = None,
        InvoiceId: str | None = None,
        JsonData: object = None,
        SuccessRedirectUrl: str | None = None,
        IpAddress: str | None = None,
        Os: str | None = None,
        Browser: str | None = None,
        Webview: bool | None = None,
        Device: str | None = None,
        TtlMinutes: int | None = None,
        SaveCard: bool | None = None,
        IsTest: bool | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Make a QR code (PNG in base64) for a payment through the fast payment system.

        Changes something, but moves no money.
        """
    @overload
    def sbp_image(
        self,
        *,
        Currency: str,
        Scheme: str,
        amount_minor: int,
        PublicId: str | None = None,
        Description: str | None = None,
        AccountId: str | None = None,
        Email: str | None = None,
        InvoiceId: str | None = None,
        JsonData: object = None,
        SuccessRedirectUrl: str | None = None,
        IpAddress: str | None = None,
        Os: str | None = None,
        Browser: str | None = None,
        Webview: bool | None = None,
        Device: str | None = None,
        TtlMinutes: int | None = None,
        SaveCard: bool | None = None,
        IsTest: bool | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def sbp_image(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def tpay_link(
        self,
        *,
        Amount: Decimal | int | str,
        Currency: str,
        Scheme: str,
        Os: str,
        Browser: str,
        Webview: bool,
        Device: str,
        SuccessRedirectUrl: str,
        FailRedirectUrl: str,
        PublicId: str | None = None,
        IpAddress: str | None = None,
        Description: str | None = None,
        AccountId: str | None = None,
        Email: str | None = None,
        InvoiceId: str | None = None,
        JsonData: object = None,
        TtlMinutes: int | None = None,
        SaveCard: bool | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Make a link for a payment with T-Pay.

        Changes something, but moves no money.
        """
    @overload
    def tpay_link(
        self,
        *,
        Currency: str,
        Scheme: str,
        Os: str,
        Browser: str,
        Webview: bool,
        Device: str,
        SuccessRedirectUrl: str,
        FailRedirectUrl: str,
        amount_minor: int,
        PublicId: str | None = None,
        IpAddress: str | None = None,
        Description: str | None = None,
        AccountId: str | None = None,
        Email: str | None = None,
        InvoiceId: str | None = None,
        JsonData: object = None,
        TtlMinutes: int | None = None,
        SaveCard: bool | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def tpay_link(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def tpay_image(
        self,
        *,
        Amount: Decimal | int | str,
        Currency: str,
        Scheme: str,
        Os: str,
        Browser: str,
        Webview: bool,
        Device: str,
        SuccessRedirectUrl: str,
        FailRedirectUrl: str,
        PublicId: str | None = None,
        IpAddress: str | None = None,
        Description: str | None = None,
        AccountId: str | None = None,
        Email: str | None = None,
        InvoiceId: str | None = None,
        JsonData: object = None,
        TtlMinutes: int | None = None,
        SaveCard: bool | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Make a QR code (SVG in base64) for a payment with T-Pay.

        Changes something, but moves no money.
        """
    @overload
    def tpay_image(
        self,
        *,
        Currency: str,
        Scheme: str,
        Os: str,
        Browser: str,
        Webview: bool,
        Device: str,
        SuccessRedirectUrl: str,
        FailRedirectUrl: str,
        amount_minor: int,
        PublicId: str | None = None,
        IpAddress: str | None = None,
        Description: str | None = None,
        AccountId: str | None = None,
        Email: str | None = None,
        InvoiceId: str | None = None,
        JsonData: object = None,
        TtlMinutes: int | None = None,
        SaveCard: bool | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def tpay_image(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def sberpay_link(
        self,
        *,
        Amount: Decimal | int | str,
        Currency: str,
        Scheme: str,
        Os: str,
        Browser: str,
        Webview: bool,
        Device: str,
        PublicId: str | None = None,
        SuccessRedirectUrl: str | None = None,
        IpAddress: str | None = None,
        Description: str | None = None,
        AccountId: str | None = None,
        Email: str | None = None,
        InvoiceId: str | None = None,
        JsonData: object = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Make a link for a payment with SberPay.

        Changes something, but moves no money.
        """
    @overload
    def sberpay_link(
        self,
        *,
        Currency: str,
        Scheme: str,
        Os: str,
        Browser: str,
        Webview: bool,
        Device: str,
        amount_minor: int,
        PublicId: str | None = None,
        SuccessRedirectUrl: str | None = None,
        IpAddress: str | None = None,
        Description: str | None = None,
        AccountId: str | None = None,
        Email: str | None = None,
        InvoiceId: str | None = None,
        JsonData: object = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def sberpay_link(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def sberpay_image(
        self,
        *,
        Amount: Decimal | int | str,
        Currency: str,
        Scheme: str,
        Os: str,
        Browser: str,
        Webview: bool,
        Device: str,
        PublicId: str | None = None,
        SuccessRedirectUrl: str | None = None,
        IpAddress: str | None = None,
        Description: str | None = None,
        AccountId: str | None = None,
        Email: str | None = None,
        InvoiceId: str | None = None,
        JsonData: object = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Make a QR code (SVG in base64) for a payment with SberPay.

        Changes something, but moves no money.
        """
    @overload
    def sberpay_image(
        self,
        *,
        Currency: str,
        Scheme: str,
        Os: str,
        Browser: str,
        Webview: bool,
        Device: str,
        amount_minor: int,
        PublicId: str | None = None,
        SuccessRedirectUrl: str | None = None,
        IpAddress: str | None = None,
        Description: str | None = None,
        AccountId: str | None = None,
        Email: str | None = None,
        InvoiceId: str | None = None,
        JsonData: object = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def sberpay_image(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def dolyami_pay(
        self,
        *,
        AltPayType: str,
        Amount: Decimal | int | str,
        Scheme: str,
        PublicId: str | None = None,
        Description: str | None = None,
        AccountId: str | None = None,
        Email: str | None = None,
        InvoiceId: str | None = None,
        JsonData: object = None,
        SuccessRedirectUrl: str | None = None,
        FailRedirectUrl: str | None = None,
        CultureName: str | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Make a link for a payment in parts with Dolyami.

        Changes something, but moves no money.
        """
    @overload
    def dolyami_pay(
        self,
        *,
        AltPayType: str,
        Scheme: str,
        amount_minor: int,
        PublicId: str | None = None,
        Description: str | None = None,
        AccountId: str | None = None,
        Email: str | None = None,
        InvoiceId: str | None = None,
        JsonData: object = None,
        SuccessRedirectUrl: str | None = None,
        FailRedirectUrl: str | None = None,
        CultureName: str | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def dolyami_pay(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def sbp_banks(
        self,
        *,
        PublicTerminalId: str | None = None,
        Platform: str | None = None,
        AccountId: str | None = None,
        JsonData: object = None,
        Token: str | None = None,
        IsRenewSubscription: bool | None = None,
        SaveCard: bool | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """List the banks of the fast payment system.

        Reads only.
        """
    @overload
    def sbp_banks(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def qr_status(
        self,
        *,
        TransactionId: int,
        PublicId: str | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Ask how far the payment of a link or QR code is.

        Reads only.
        """
    @overload
    def qr_status(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def qr_wait(
        self,
        *,
        TransactionId: int,
        PublicId: str | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Wait until the payment of a link or QR code changes, or for a while.

        Reads only.
        """
    @overload
    def qr_wait(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def applepay_session(
        self,
        *,
        ValidationUrl: str,
        PaymentUrl: str | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Open a session of Apple Pay on the web.

        Reads only.
        """
    @overload
    def applepay_session(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def escrow_info(
        self,
        *,
        EscrowAccumulationIds: Sequence[object],
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Ask for the state of safe deals.

        Reads only.
        """
    @overload
    def escrow_info(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def public_key(
        self,
        *,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Get the key with which card cryptograms are made.

        Reads only.
        """
    @overload
    def public_key(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def bin_info(
        self,
        *,
        digits: str,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Ask which bank has issued a card, by its first six digits.

        Reads only.
        """
    @overload
    def bin_info(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def receipt_create(
        self,
        *,
        Inn: str,
        Type: str,
        CustomerReceipt: Mapping[str, object],
        InvoiceId: str | None = None,
        AccountId: str | None = None,
        TransactionId: int | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Print a receipt on the cash register.

        Changes something, but moves no money.
        """
    @overload
    def receipt_create(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def receipt_status(
        self,
        *,
        Id: str,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Ask whether a receipt is printed.

        Reads only.
        """
    @overload
    def receipt_status(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def receipt_get(
        self,
        *,
        Id: str,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Look a printed receipt up.

        Reads only.
        """
    @overload
    def receipt_get(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def correction_create(
        self,
        *,
        CorrectionReceiptData: Mapping[str, object],
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Print a correction receipt.

        Changes something, but moves no money.
        """
    @overload
    def correction_create(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def correction_status(
        self,
        *,
        Id: str,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Ask whether a correction receipt is printed.

        Reads only.
        """
    @overload
    def correction_status(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def correction_get(
        self,
        *,
        Id: str,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Look a printed correction receipt up.

        Reads only.
        """
    @overload
    def correction_get(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def kkt_fiscalize(
        self,
        *,
        Inn: str,
        DeviceNumber: str,
        FiscalNumber: str,
        RegNumber: str,
        Url: str,
        Ofd: str,
        TaxationSystem: Sequence[object],
        MerchantEmail: str,
        MerchantPhone: str,
        IsBso: bool | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Register a cash register with the tax service.

        Changes something, but moves no money.
        """
    @overload
    def kkt_fiscalize(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def kkt_state_change(
        self,
        *,
        Inn: str,
        DeviceNumber: str,
        FiscalNumber: str,
        OnMaintenance: bool,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Take a cash register out of service, or back into it.

        Changes something, but moves no money.
        """
    @overload
    def kkt_state_change(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def kkt_state(
        self,
        *,
        DeviceNumber: str,
        FiscalNumber: str,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Ask for the state of a cash register.

        Reads only.
        """
    @overload
    def kkt_state(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def kkt_warnings(
        self,
        *,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """List the warnings of all cash registers.

        Reads only.
        """
    @overload
    def kkt_warnings(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def mark_check(
        self,
        *,
        Inn: str,
        MarkCode: str,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Ask whether a marked item may be sold.

        Reads only.
        """
    @overload
    def mark_check(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
    @overload
    def mark_check_many(
        self,
        *,
        Inn: str,
        MarkCodes: Sequence[object],
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Ask whether marked items may be sold.

        Reads only.
        """
    @overload
    def mark_check_many(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...
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
