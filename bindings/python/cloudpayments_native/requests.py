"""The requests of all methods as types, for who keeps a request before it is sent.

::

    from cloudpayments_native.requests import RefundRequest

    request: RefundRequest = {"TransactionId": 504, "Amount": Decimal("10.50")}
    client.refund(request)

They are dictionaries and nothing else: what is in them is checked by a type-checker and by the
library. Where a method takes an `Amount`, `amount_minor` may stand instead.
"""

# Written by tools/generate_stubs.py from cp_methods(). Don't edit.

from __future__ import annotations

from decimal import Decimal
from typing import Mapping, Sequence, TypedDict


class MethodRequest(TypedDict, total=False):
    """What every method takes."""

    request_id: str | None
    """Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing."""
    timeout_ms: int | None
    """The whole of this call in milliseconds, instead of the configured one. At most 86400000."""
    resolve_ms: int | None
    """How long this call goes on asking when in doubt, in milliseconds. At most 86400000."""


class ApiRequest(MethodRequest, total=False):
    """What every method of the API takes."""

    extra: Mapping[str, object] | None
    """Fields that are newer than this library; merged into the request."""


class TestRequest(ApiRequest):
    """Check the connection and the keys.

    Reads only.
    """


class _ChargeRequestRequired(ApiRequest):
    CardCryptogramPacket: str
    """Required. The card cryptogram made by the checkout script, or the token of a wallet. Never kept, never logged."""


class ChargeRequest(_ChargeRequestRequired, total=False):
    """Charge a card in one step.

    Moves money: repeat it only if `money` is ``not_moved``.
    """

    Amount: Decimal | int | str | None
    """Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals."""
    Currency: str | None
    """RUB (the default), USD, EUR, GBP, … At most 3 characters."""
    IpAddress: str | None
    """IP address of the payer; the gateway wants it for every card that is not in a wallet. At most 45 characters."""
    Name: str | None
    """Card holder in Latin letters."""
    PaymentUrl: str | None
    """The page that called the checkout script."""
    InvoiceId: str | None
    """Order number; the request id if missing, so that every charge can be found."""
    Description: str | None
    """What is paid for, in free text."""
    CultureName: str | None
    """Language of messages to the payer: ru-RU, en-US, …"""
    AccountId: str | None
    """Who pays, in your own numbering; needed to get a token."""
    Email: str | None
    """Where the payment slip is sent."""
    Payer: Mapping[str, object] | None
    """Name, address and phone of the payer."""
    JsonData: object
    """Any data kept with the payment; receipt and subscription instructions go here."""
    receipt: Mapping[str, object] | None
    """The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`."""
    SaveCard: bool | None
    """Ask for a token of the card."""
    Escrow: Mapping[str, object] | None
    """Safe deal: StartAccumulation, EscrowType, AccumulationId."""
    AirlineAddendum: Mapping[str, object] | None
    """Air ticket data."""
    amount_minor: int | None
    """The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999."""


class _AuthRequestRequired(ApiRequest):
    CardCryptogramPacket: str
    """Required. The card cryptogram made by the checkout script, or the token of a wallet. Never kept, never logged."""


class AuthRequest(_AuthRequestRequired, total=False):
    """Hold a sum on a card; confirm or void it later.

    Moves money: repeat it only if `money` is ``not_moved``.
    """

    Amount: Decimal | int | str | None
    """Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals."""
    Currency: str | None
    """RUB (the default), USD, EUR, GBP, … At most 3 characters."""
    IpAddress: str | None
    """IP address of the payer; the gateway wants it for every card that is not in a wallet. At most 45 characters."""
    Name: str | None
    """Card holder in Latin letters."""
    PaymentUrl: str | None
    """The page that called the checkout script."""
    InvoiceId: str | None
    """Order number; the request id if missing, so that every charge can be found."""
    Description: str | None
    """What is paid for, in free text."""
    CultureName: str | None
    """Language of messages to the payer: ru-RU, en-US, …"""
    AccountId: str | None
    """Who pays, in your own numbering; needed to get a token."""
    Email: str | None
    """Where the payment slip is sent."""
    Payer: Mapping[str, object] | None
    """Name, address and phone of the payer."""
    JsonData: object
    """Any data kept with the payment; receipt and subscription instructions go here."""
    receipt: Mapping[str, object] | None
    """The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`."""
    SaveCard: bool | None
    """Ask for a token of the card."""
    Escrow: Mapping[str, object] | None
    """Safe deal: StartAccumulation, EscrowType, AccumulationId."""
    AirlineAddendum: Mapping[str, object] | None
    """Air ticket data."""
    amount_minor: int | None
    """The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999."""


class _Post3dsRequestRequired(ApiRequest):
    TransactionId: int
    """Required. Number of the payment: the MD that came back from the issuer's page."""
    PaRes: str
    """Required. The PaRes that came back from the issuer's page. Never kept, never logged."""


class Post3dsRequest(_Post3dsRequestRequired, total=False):
    """Finish a payment after 3-D Secure.

    Moves money: repeat it only if `money` is ``not_moved``.
    """

    ThreeDsCallbackId: str | None
    """Only for payments that a mobile SDK began."""


class _TokenChargeRequestRequired(ApiRequest):
    AccountId: str
    """Required. The payer for whom the token was issued."""
    Token: str
    """Required. The token of the card. Never logged."""
    TrInitiatorCode: int
    """Required. Who starts the payment: 0 the merchant, 1 the card holder."""


class TokenChargeRequest(_TokenChargeRequestRequired, total=False):
    """Charge a saved card in one step.

    Moves money: repeat it only if `money` is ``not_moved``.
    """

    Amount: Decimal | int | str | None
    """Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals."""
    PaymentScheduled: int | None
    """With TrInitiatorCode 0: 1 if the payment follows a schedule, else 0."""
    Currency: str | None
    """RUB (the default), USD, EUR, GBP, … At most 3 characters."""
    InvoiceId: str | None
    """Order number; the request id if missing, so that every charge can be found."""
    Description: str | None
    """What is paid for, in free text."""
    IpAddress: str | None
    """IP address of the payer; the gateway wants it for every card that is not in a wallet. At most 45 characters."""
    Email: str | None
    """Where the payment slip is sent."""
    Payer: Mapping[str, object] | None
    """Name, address and phone of the payer."""
    JsonData: object
    """Any data kept with the payment; receipt and subscription instructions go here."""
    receipt: Mapping[str, object] | None
    """The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`."""
    amount_minor: int | None
    """The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999."""


class _TokenAuthRequestRequired(ApiRequest):
    AccountId: str
    """Required. The payer for whom the token was issued."""
    Token: str
    """Required. The token of the card. Never logged."""
    TrInitiatorCode: int
    """Required. Who starts the payment: 0 the merchant, 1 the card holder."""


class TokenAuthRequest(_TokenAuthRequestRequired, total=False):
    """Hold a sum on a saved card; confirm or void it later.

    Moves money: repeat it only if `money` is ``not_moved``.
    """

    Amount: Decimal | int | str | None
    """Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals."""
    PaymentScheduled: int | None
    """With TrInitiatorCode 0: 1 if the payment follows a schedule, else 0."""
    Currency: str | None
    """RUB (the default), USD, EUR, GBP, … At most 3 characters."""
    InvoiceId: str | None
    """Order number; the request id if missing, so that every charge can be found."""
    Description: str | None
    """What is paid for, in free text."""
    IpAddress: str | None
    """IP address of the payer; the gateway wants it for every card that is not in a wallet. At most 45 characters."""
    Email: str | None
    """Where the payment slip is sent."""
    Payer: Mapping[str, object] | None
    """Name, address and phone of the payer."""
    JsonData: object
    """Any data kept with the payment; receipt and subscription instructions go here."""
    receipt: Mapping[str, object] | None
    """The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`."""
    amount_minor: int | None
    """The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999."""


class _ConfirmRequestRequired(ApiRequest):
    TransactionId: int
    """Required. Number of the payment."""


class ConfirmRequest(_ConfirmRequestRequired, total=False):
    """Take the money of a hold, or a part of it.

    Moves money: repeat it only if `money` is ``not_moved``.
    """

    Amount: Decimal | int | str | None
    """Required unless `amount_minor` is given. The sum to take, at most the hold; the rest is released."""
    JsonData: object
    """Receipt instructions for this operation."""
    receipt: Mapping[str, object] | None
    """The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`."""
    amount_minor: int | None
    """The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999."""


class VoidRequest(ApiRequest):
    """Release a hold.

    Moves money: repeat it only if `money` is ``not_moved``.
    """

    TransactionId: int
    """Required. Number of the payment."""


class _RefundRequestRequired(ApiRequest):
    TransactionId: int
    """Required. Number of the payment."""


class RefundRequest(_RefundRequestRequired, total=False):
    """Give money back, all or a part, up to a year later.

    Moves money: repeat it only if `money` is ``not_moved``.
    """

    Amount: Decimal | int | str | None
    """Required unless `amount_minor` is given. The sum to give back, at most what is left of the payment."""
    JsonData: object
    """Receipt instructions for this operation."""
    receipt: Mapping[str, object] | None
    """The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`."""
    amount_minor: int | None
    """The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999."""


class _CardPayoutRequestRequired(ApiRequest):
    CardCryptogramPacket: str
    """Required. The card cryptogram made by the checkout script. Never kept, never logged."""
    Currency: str
    """Required. RUB. At most 3 characters."""


class CardPayoutRequest(_CardPayoutRequestRequired, total=False):
    """Pay out to a card.

    Moves money: repeat it only if `money` is ``not_moved``.
    """

    Amount: Decimal | int | str | None
    """Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals."""
    Name: str | None
    """Card holder in Latin letters."""
    AccountId: str | None
    """Who receives, in your own numbering."""
    Email: str | None
    """E-mail of the receiver."""
    InvoiceId: str | None
    """Order number; the request id if missing, so that the payment can be found."""
    Description: str | None
    """What is paid for, in free text."""
    Payer: Mapping[str, object] | None
    """Name, address and phone of the payer."""
    Receiver: Mapping[str, object] | None
    """Name, address and phone of who receives the money."""
    JsonData: object
    """Any data kept with the payment; receipt and subscription instructions go here."""
    x_signature: str | None
    """Value of the header `X-Signature`: the signature of the body, which is then sent as it was given: no order number and no stamp are added."""
    amount_minor: int | None
    """The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999."""


class _TokenPayoutRequestRequired(ApiRequest):
    Token: str
    """Required. The token of the card. Never logged."""
    AccountId: str
    """Required. The payer for whom the token was issued."""
    Currency: str
    """Required. RUB. At most 3 characters."""


class TokenPayoutRequest(_TokenPayoutRequestRequired, total=False):
    """Pay out to a saved card.

    Moves money: repeat it only if `money` is ``not_moved``.
    """

    Amount: Decimal | int | str | None
    """Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals."""
    InvoiceId: str | None
    """Order number; the request id if missing, so that the payment can be found."""
    Payer: Mapping[str, object] | None
    """Name, address and phone of the payer."""
    Receiver: Mapping[str, object] | None
    """Name, address and phone of who receives the money."""
    Escrow: Mapping[str, object] | None
    """Safe deal: AccumulationId, TransactionIds, EscrowType, FinalPayout."""
    x_signature: str | None
    """Value of the header `X-Signature`: the signature of the body, which is then sent as it was given: no order number and no stamp are added."""
    amount_minor: int | None
    """The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999."""


class _SbpPayoutRequestRequired(ApiRequest):
    Currency: str
    """Required. RUB. At most 3 characters."""
    Receiver: Mapping[str, object]
    """Required. Who receives: `Phone` is needed."""


class SbpPayoutRequest(_SbpPayoutRequestRequired, total=False):
    """Pay out by phone number through the fast payment system.

    Moves money: repeat it only if `money` is ``not_moved``.
    """

    MemberId: str | None
    """The receiver's bank: the digits of its schema in the list of banks. Needed with `Receiver.Phone`."""
    Amount: Decimal | int | str | None
    """Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals."""
    Payer: Mapping[str, object] | None
    """Name, address and phone of the payer."""
    AccountId: str | None
    """Who receives, in your own numbering."""
    Email: str | None
    """E-mail of the receiver."""
    CultureName: str | None
    """Language of messages: ru-RU, en-US, …"""
    InvoiceId: str | None
    """Order number; the request id if missing, so that the payment can be found."""
    Description: str | None
    """What is paid for, in free text."""
    x_signature: str | None
    """Value of the header `X-Signature`: the signature of the body, which is then sent as it was given: no order number and no stamp are added."""
    amount_minor: int | None
    """The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999."""


class PaymentGetRequest(ApiRequest):
    """Look a payment up by its number.

    Reads only.
    """

    TransactionId: int
    """Required. Number of the payment."""


class PaymentFindRequest(ApiRequest):
    """Look up the latest payment of an order.

    Reads only.
    """

    InvoiceId: str
    """Required. Order number."""


class PaymentFindV2Request(ApiRequest):
    """Look up the latest operation of an order, refunds and payouts included.

    Reads only.
    """

    InvoiceId: str
    """Required. Order number."""


class _PaymentListRequestRequired(ApiRequest):
    Date: str
    """Required. The day, as 2026-11-24. At most 10 characters."""


class PaymentListRequest(_PaymentListRequestRequired, total=False):
    """List the operations of one day.

    Reads only.
    """

    TimeZone: str | None
    """Code of the zone that defines the day: UTC (the default), MSK, …"""


class _PaymentListV2RequestRequired(ApiRequest):
    CreatedDateGte: str
    """Required. From, inclusive, as 2026-11-24T00:00:00+03:00."""
    CreatedDateLte: str
    """Required. To, inclusive."""
    PageNumber: int
    """Required. Page, from 1; a page has 100 operations, the last one fewer."""


class PaymentListV2Request(_PaymentListV2RequestRequired, total=False):
    """List the operations of a period, page by page.

    Reads only.
    """

    TimeZone: str | None
    """Code of the zone of the dates in the answer: UTC (the default), MSK, …"""
    Statuses: Sequence[object] | None
    """Only these states: Authorized, Completed, Cancelled, Declined."""


class TokenListRequest(ApiRequest):
    """List the saved cards of the terminal, page by page.

    Reads only.
    """

    PageNumber: int
    """Required. Page, from 1."""


class ChargebackListRequest(ApiRequest):
    """List the claims of card holders in a period, page by page.

    Reads only.
    """

    CreatedDateGte: str
    """Required. From, inclusive, as 2026-11-24T00:00:00+03:00."""
    CreatedDateLte: str
    """Required. To, inclusive; at most a year later."""
    PageNumber: int
    """Required. Page, from 1; a page has 100 claims, the last one fewer."""


class _SubscriptionCreateRequestRequired(ApiRequest):
    Token: str
    """Required. The token of the card. Never logged."""
    AccountId: str
    """Required. The payer for whom the token was issued."""
    Description: str
    """Required. What is paid for, in free text."""
    Currency: str
    """Required. RUB, USD, EUR, GBP. At most 3 characters."""
    RequireConfirmation: bool
    """Required. Whether each charge is only a hold that must be confirmed."""
    StartDate: str
    """Required. When the first charge is made, UTC, as 2026-12-01T10:00:00; in the future."""
    Interval: str
    """Required. Day, Week or Month."""
    Period: int
    """Required. How many intervals lie between two charges."""


class SubscriptionCreateRequest(_SubscriptionCreateRequestRequired, total=False):
    """Charge a saved card regularly from now on.

    Changes something, but moves no money.
    """

    Email: str | None
    """Where the payment slips are sent."""
    Amount: Decimal | int | str | None
    """Required unless `amount_minor` is given. The sum of each charge."""
    MaxPeriods: int | None
    """How many charges are made; without end if missing."""
    CustomerReceipt: Mapping[str, object] | None
    """The receipt of each charge."""
    amount_minor: int | None
    """The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999."""


class SubscriptionGetRequest(ApiRequest):
    """Look a subscription up by its id.

    Reads only.
    """

    Id: str
    """Required. Id of the subscription: sc_…"""


class SubscriptionFindRequest(ApiRequest):
    """Look up all subscriptions of a payer.

    Reads only.
    """

    AccountId: str
    """Required. The payer, in your own numbering."""


class _SubscriptionUpdateRequestRequired(ApiRequest):
    Id: str
    """Required. Id of the subscription: sc_…"""


class SubscriptionUpdateRequest(_SubscriptionUpdateRequestRequired, total=False):
    """Change a subscription; one that has ended runs again.

    Changes something, but moves no money.
    """

    Description: str | None
    """What is paid for, in free text."""
    Amount: Decimal | int | str | None
    """The sum of each charge."""
    Currency: str | None
    """RUB, USD, EUR, GBP. At most 3 characters."""
    RequireConfirmation: bool | None
    """Whether each charge is only a hold that must be confirmed."""
    StartDate: str | None
    """When the next charge is made, UTC; a later date is a pause."""
    Interval: str | None
    """Day, Week or Month."""
    Period: int | None
    """How many intervals lie between two charges."""
    MaxPeriods: int | None
    """How many charges are made in all."""
    CustomerReceipt: Mapping[str, object] | None
    """The receipt of each charge."""
    CultureName: str | None
    """Language of messages to the payer: ru-RU, en-US, …"""
    amount_minor: int | None
    """The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999."""


class SubscriptionCancelRequest(ApiRequest):
    """End a subscription.

    Changes something, but moves no money.
    """

    Id: str
    """Required. Id of the subscription: sc_…"""


class _OrderCreateRequestRequired(ApiRequest):
    Description: str
    """Required. What is paid for, in free text."""


class OrderCreateRequest(_OrderCreateRequestRequired, total=False):
    """Make a page where an order is paid, and send its address if wanted.

    Changes something, but moves no money.
    """

    Amount: Decimal | int | str | None
    """Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals."""
    Currency: str | None
    """RUB (the default), USD, EUR, GBP, … At most 3 characters."""
    Email: str | None
    """E-mail of the payer."""
    RequireConfirmation: bool | None
    """Whether the payment is only a hold that must be confirmed."""
    SendEmail: bool | None
    """Send the address of the page by e-mail."""
    InvoiceId: str | None
    """Order number; the request id if missing, so that the payment can be found."""
    AccountId: str | None
    """Who pays, in your own numbering."""
    OfferUri: str | None
    """Address of the offer that the page shows."""
    Phone: str | None
    """Phone of the payer."""
    SendSms: bool | None
    """Send the address of the page by SMS."""
    SendViber: bool | None
    """Send the address of the page by Viber; not together with SMS."""
    CultureName: str | None
    """Language of the page: ru-RU, en-US."""
    SubscriptionBehavior: str | None
    """CreateWeekly or CreateMonthly: begin a subscription with the payment."""
    SuccessRedirectUrl: str | None
    """Where the payer goes after a payment."""
    FailRedirectUrl: str | None
    """Where the payer goes after a decline."""
    JsonData: object
    """Any data kept with the payment; receipt and subscription instructions go here."""
    receipt: Mapping[str, object] | None
    """The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`."""
    amount_minor: int | None
    """The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999."""


class OrderCancelRequest(ApiRequest):
    """Cancel an order that is not paid yet.

    Changes something, but moves no money.
    """

    Id: str
    """Required. Id of the order, from the answer of `order_create`."""


class NotificationGetRequest(ApiRequest):
    """Read where notifications of one type are sent.

    Reads only.
    """

    Type: str
    """Required. pay, fail, confirm, refund, recurrent, cancel, receipt or check. At most 20 characters."""


class _NotificationUpdateRequestRequired(ApiRequest):
    Type: str
    """Required. pay, fail, confirm, refund, recurrent, cancel, receipt or check. At most 20 characters."""


class NotificationUpdateRequest(_NotificationUpdateRequestRequired, total=False):
    """Say where notifications of one type are sent. What is left out gets its default.

    Changes something, but moves no money.
    """

    IsEnabled: bool | None
    """Whether these notifications are sent; off if missing."""
    Address: str | None
    """Where they are sent; needed to switch them on."""
    HttpMethod: str | None
    """GET (the default) or POST."""
    Encoding: str | None
    """UTF8 (the default) or Windows1251."""
    Format: str | None
    """CloudPayments (the default), QIWI or RT."""


class _SbpLinkRequestRequired(ApiRequest):
    Currency: str
    """Required. RUB. At most 3 characters."""
    Scheme: str
    """Required. charge: the only scheme of the fast payment system."""


class SbpLinkRequest(_SbpLinkRequestRequired, total=False):
    """Make a link for a payment through the fast payment system.

    Changes something, but moves no money.
    """

    PublicId: str | None
    """The terminal; the configured one if missing."""
    Amount: Decimal | int | str | None
    """Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals."""
    Description: str | None
    """What is paid for, in free text."""
    AccountId: str | None
    """Who pays, in your own numbering."""
    Email: str | None
    """Where the payment slip is sent."""
    InvoiceId: str | None
    """Order number; the request id if missing, so that the payment can be found."""
    JsonData: object
    """Any data kept with the payment; receipt and subscription instructions go here."""
    receipt: Mapping[str, object] | None
    """The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`."""
    SuccessRedirectUrl: str | None
    """Where the payer goes after a payment. At most 1024 characters."""
    IpAddress: str | None
    """IP address of the payer. At most 45 characters."""
    Os: str | None
    """Operating system of the payer: Android, iOS, Windows, …"""
    Browser: str | None
    """Browser of the payer: Chrome, Firefox, …"""
    Webview: bool | None
    """Whether the page is shown inside an app."""
    Device: str | None
    """MobileApp, DesktopWeb or Mobile."""
    TtlMinutes: int | None
    """How long it can be paid, 1 to 129600 minutes; three days if missing."""
    SaveCard: bool | None
    """Ask for a token of the account."""
    IsTest: bool | None
    """Test mode."""
    amount_minor: int | None
    """The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999."""


class _SbpImageRequestRequired(ApiRequest):
    Currency: str
    """Required. RUB. At most 3 characters."""
    Scheme: str
    """Required. charge: the only scheme of the fast payment system."""


class SbpImageRequest(_SbpImageRequestRequired, total=False):
    """Make a QR code (PNG in base64) for a payment through the fast payment system.

    Changes something, but moves no money.
    """

    PublicId: str | None
    """The terminal; the configured one if missing."""
    Amount: Decimal | int | str | None
    """Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals."""
    Description: str | None
    """What is paid for, in free text."""
    AccountId: str | None
    """Who pays, in your own numbering."""
    Email: str | None
    """Where the payment slip is sent."""
    InvoiceId: str | None
    """Order number; the request id if missing, so that the payment can be found."""
    JsonData: object
    """Any data kept with the payment; receipt and subscription instructions go here."""
    receipt: Mapping[str, object] | None
    """The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`."""
    SuccessRedirectUrl: str | None
    """Where the payer goes after a payment. At most 1024 characters."""
    IpAddress: str | None
    """IP address of the payer. At most 45 characters."""
    Os: str | None
    """Operating system of the payer: Android, iOS, Windows, …"""
    Browser: str | None
    """Browser of the payer: Chrome, Firefox, …"""
    Webview: bool | None
    """Whether the page is shown inside an app."""
    Device: str | None
    """MobileApp, DesktopWeb or Mobile."""
    TtlMinutes: int | None
    """How long it can be paid, 1 to 129600 minutes; three days if missing."""
    SaveCard: bool | None
    """Ask for a token of the account."""
    IsTest: bool | None
    """Test mode."""
    amount_minor: int | None
    """The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999."""


class _TpayLinkRequestRequired(ApiRequest):
    Currency: str
    """Required. RUB. At most 3 characters."""
    Scheme: str
    """Required. 0: one step; 1: a hold that must be confirmed."""
    Os: str
    """Required. Operating system of the payer: Android, iOS, Windows, …"""
    Browser: str
    """Required. Browser of the payer: Chrome, Firefox, …"""
    Webview: bool
    """Required. Whether the page is shown inside an app."""
    Device: str
    """Required. MobileApp, DesktopWeb or Mobile."""
    SuccessRedirectUrl: str
    """Required. Where the payer goes after a payment."""
    FailRedirectUrl: str
    """Required. Where the payer goes after a decline."""


class TpayLinkRequest(_TpayLinkRequestRequired, total=False):
    """Make a link for a payment with T-Pay.

    Changes something, but moves no money.
    """

    PublicId: str | None
    """The terminal; the configured one if missing."""
    Amount: Decimal | int | str | None
    """Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals."""
    IpAddress: str | None
    """IP address of the payer. At most 45 characters."""
    Description: str | None
    """What is paid for, in free text."""
    AccountId: str | None
    """Who pays, in your own numbering."""
    Email: str | None
    """Where the payment slip is sent."""
    InvoiceId: str | None
    """Order number; the request id if missing, so that the payment can be found."""
    JsonData: object
    """Any data kept with the payment; receipt and subscription instructions go here."""
    receipt: Mapping[str, object] | None
    """The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`."""
    TtlMinutes: int | None
    """How long it can be paid, in minutes; a day if missing."""
    SaveCard: bool | None
    """Ask for a token."""
    amount_minor: int | None
    """The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999."""


class _TpayImageRequestRequired(ApiRequest):
    Currency: str
    """Required. RUB. At most 3 characters."""
    Scheme: str
    """Required. 0: one step; 1: a hold that must be confirmed."""
    Os: str
    """Required. Operating system of the payer: Android, iOS, Windows, …"""
    Browser: str
    """Required. Browser of the payer: Chrome, Firefox, …"""
    Webview: bool
    """Required. Whether the page is shown inside an app."""
    Device: str
    """Required. MobileApp, DesktopWeb or Mobile."""
    SuccessRedirectUrl: str
    """Required. Where the payer goes after a payment."""
    FailRedirectUrl: str
    """Required. Where the payer goes after a decline."""


class TpayImageRequest(_TpayImageRequestRequired, total=False):
    """Make a QR code (SVG in base64) for a payment with T-Pay.

    Changes something, but moves no money.
    """

    PublicId: str | None
    """The terminal; the configured one if missing."""
    Amount: Decimal | int | str | None
    """Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals."""
    IpAddress: str | None
    """IP address of the payer. At most 45 characters."""
    Description: str | None
    """What is paid for, in free text."""
    AccountId: str | None
    """Who pays, in your own numbering."""
    Email: str | None
    """Where the payment slip is sent."""
    InvoiceId: str | None
    """Order number; the request id if missing, so that the payment can be found."""
    JsonData: object
    """Any data kept with the payment; receipt and subscription instructions go here."""
    receipt: Mapping[str, object] | None
    """The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`."""
    TtlMinutes: int | None
    """How long it can be paid, in minutes; a day if missing."""
    SaveCard: bool | None
    """Ask for a token."""
    amount_minor: int | None
    """The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999."""


class _SberpayLinkRequestRequired(ApiRequest):
    Currency: str
    """Required. RUB. At most 3 characters."""
    Scheme: str
    """Required. charge: one step; auth: a hold that must be confirmed."""
    Os: str
    """Required. Operating system of the payer: Android, iOS, Windows, …"""
    Browser: str
    """Required. Browser of the payer: Chrome, Firefox, …"""
    Webview: bool
    """Required. Whether the page is shown inside an app."""
    Device: str
    """Required. MobileApp, DesktopWeb or Mobile."""


class SberpayLinkRequest(_SberpayLinkRequestRequired, total=False):
    """Make a link for a payment with SberPay.

    Changes something, but moves no money.
    """

    PublicId: str | None
    """The terminal; the configured one if missing."""
    Amount: Decimal | int | str | None
    """Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals."""
    SuccessRedirectUrl: str | None
    """Where the payer goes after a payment."""
    IpAddress: str | None
    """IP address of the payer. At most 45 characters."""
    Description: str | None
    """What is paid for, in free text."""
    AccountId: str | None
    """Who pays, in your own numbering."""
    Email: str | None
    """Where the payment slip is sent."""
    InvoiceId: str | None
    """Order number; the request id if missing, so that the payment can be found."""
    JsonData: object
    """Any data kept with the payment; receipt and subscription instructions go here."""
    receipt: Mapping[str, object] | None
    """The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`."""
    amount_minor: int | None
    """The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999."""


class _SberpayImageRequestRequired(ApiRequest):
    Currency: str
    """Required. RUB. At most 3 characters."""
    Scheme: str
    """Required. charge: one step; auth: a hold that must be confirmed."""
    Os: str
    """Required. Operating system of the payer: Android, iOS, Windows, …"""
    Browser: str
    """Required. Browser of the payer: Chrome, Firefox, …"""
    Webview: bool
    """Required. Whether the page is shown inside an app."""
    Device: str
    """Required. MobileApp, DesktopWeb or Mobile."""


class SberpayImageRequest(_SberpayImageRequestRequired, total=False):
    """Make a QR code (SVG in base64) for a payment with SberPay.

    Changes something, but moves no money.
    """

    PublicId: str | None
    """The terminal; the configured one if missing."""
    Amount: Decimal | int | str | None
    """Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals."""
    SuccessRedirectUrl: str | None
    """Where the payer goes after a payment."""
    IpAddress: str | None
    """IP address of the payer. At most 45 characters."""
    Description: str | None
    """What is paid for, in free text."""
    AccountId: str | None
    """Who pays, in your own numbering."""
    Email: str | None
    """Where the payment slip is sent."""
    InvoiceId: str | None
    """Order number; the request id if missing, so that the payment can be found."""
    JsonData: object
    """Any data kept with the payment; receipt and subscription instructions go here."""
    receipt: Mapping[str, object] | None
    """The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`."""
    amount_minor: int | None
    """The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999."""


class _DolyamiPayRequestRequired(ApiRequest):
    AltPayType: str
    """Required. TcsBnplDolyame."""
    Scheme: str
    """Required. 0: one step; 1: a hold that must be confirmed."""


class DolyamiPayRequest(_DolyamiPayRequestRequired, total=False):
    """Make a link for a payment in parts with Dolyami.

    Changes something, but moves no money.
    """

    PublicId: str | None
    """The terminal; the configured one if missing."""
    Amount: Decimal | int | str | None
    """Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals."""
    Description: str | None
    """What is paid for, in free text."""
    AccountId: str | None
    """Who pays, in your own numbering."""
    Email: str | None
    """Where the payment slip is sent."""
    InvoiceId: str | None
    """Order number; the request id if missing, so that the payment can be found."""
    JsonData: object
    """Any data kept with the payment; receipt and subscription instructions go here."""
    receipt: Mapping[str, object] | None
    """The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`."""
    SuccessRedirectUrl: str | None
    """Where the payer goes after a payment."""
    FailRedirectUrl: str | None
    """Where the payer goes after a decline."""
    CultureName: str | None
    """Language of the page: ru-RU (the default), en-US."""
    amount_minor: int | None
    """The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999."""


class SbpBanksRequest(ApiRequest, total=False):
    """List the banks of the fast payment system.

    Reads only.
    """

    PublicTerminalId: str | None
    """The terminal; the configured one if missing."""
    Platform: str | None
    """desktop, ios or android."""
    AccountId: str | None
    """Who pays, in your own numbering."""
    JsonData: object
    """Any data."""
    Token: str | None
    """The token of a card. Never logged."""
    IsRenewSubscription: bool | None
    """Whether a subscription is renewed."""
    SaveCard: bool | None
    """Ask for a token of the account."""


class _QrStatusRequestRequired(ApiRequest):
    TransactionId: int
    """Required. Number of the payment, from the answer with the link."""


class QrStatusRequest(_QrStatusRequestRequired, total=False):
    """Ask how far the payment of a link or QR code is.

    Reads only.
    """

    PublicId: str | None
    """The terminal; the configured one if missing."""


class _QrWaitRequestRequired(ApiRequest):
    TransactionId: int
    """Required. Number of the payment, from the answer with the link."""


class QrWaitRequest(_QrWaitRequestRequired, total=False):
    """Wait until the payment of a link or QR code changes, or for a while.

    Reads only.
    """

    PublicId: str | None
    """The terminal; the configured one if missing."""


class _ApplepaySessionRequestRequired(ApiRequest):
    ValidationUrl: str
    """Required. The address that Apple's script gave."""


class ApplepaySessionRequest(_ApplepaySessionRequestRequired, total=False):
    """Open a session of Apple Pay on the web.

    Reads only.
    """

    PaymentUrl: str | None
    """The page that asks for the payment."""


class EscrowInfoRequest(ApiRequest):
    """Ask for the state of safe deals.

    Reads only.
    """

    EscrowAccumulationIds: Sequence[object]
    """Required. Ids of the deals."""


class PublicKeyRequest(ApiRequest):
    """Get the key with which card cryptograms are made.

    Reads only.
    """


class BinInfoRequest(ApiRequest):
    """Ask which bank has issued a card, by its first six digits.

    Reads only.
    """

    digits: str
    """Required. The first six digits of the card. At most 6 characters."""


class _ReceiptCreateRequestRequired(ApiRequest):
    Inn: str
    """Required. Tax number of the owner of the cash register. At most 12 characters."""
    Type: str
    """Required. Income, IncomeReturn, Expense or ExpenseReturn."""
    CustomerReceipt: Mapping[str, object]
    """Required. The receipt: Items, Amounts, TaxationSystem, Email, Phone, …"""


class ReceiptCreateRequest(_ReceiptCreateRequestRequired, total=False):
    """Print a receipt on the cash register.

    Changes something, but moves no money.
    """

    InvoiceId: str | None
    """Order number."""
    AccountId: str | None
    """Who pays, in your own numbering."""
    TransactionId: int | None
    """Number of the payment."""


class ReceiptStatusRequest(ApiRequest):
    """Ask whether a receipt is printed.

    Reads only.
    """

    Id: str
    """Required. Id of the receipt, from the answer that queued it."""


class ReceiptGetRequest(ApiRequest):
    """Look a printed receipt up.

    Reads only.
    """

    Id: str
    """Required. Id of the receipt, from the answer that queued it."""


class CorrectionCreateRequest(ApiRequest):
    """Print a correction receipt.

    Changes something, but moves no money.
    """

    CorrectionReceiptData: Mapping[str, object]
    """Required. The correction: OrganizationInn, TaxationSystem, CorrectionReceiptType, CauseCorrection, Amounts, …"""


class CorrectionStatusRequest(ApiRequest):
    """Ask whether a correction receipt is printed.

    Reads only.
    """

    Id: str
    """Required. Id of the receipt, from the answer that queued it."""


class CorrectionGetRequest(ApiRequest):
    """Look a printed correction receipt up.

    Reads only.
    """

    Id: str
    """Required. Id of the receipt, from the answer that queued it."""


class _KktFiscalizeRequestRequired(ApiRequest):
    Inn: str
    """Required. Tax number of the owner of the cash register. At most 12 characters."""
    DeviceNumber: str
    """Required. Factory number of the cash register."""
    FiscalNumber: str
    """Required. Number of its fiscal storage."""
    RegNumber: str
    """Required. Registration number at the tax service."""
    Url: str
    """Required. The site where payments are taken."""
    Ofd: str
    """Required. The operator of fiscal data."""
    TaxationSystem: Sequence[object]
    """Required. Numbers of the taxation systems."""
    MerchantEmail: str
    """Required. E-mail of the shop."""
    MerchantPhone: str
    """Required. Phone of the shop."""


class KktFiscalizeRequest(_KktFiscalizeRequestRequired, total=False):
    """Register a cash register with the tax service.

    Changes something, but moves no money.
    """

    IsBso: bool | None
    """Whether it prints strict-reporting forms."""


class KktStateChangeRequest(ApiRequest):
    """Take a cash register out of service, or back into it.

    Changes something, but moves no money.
    """

    Inn: str
    """Required. Tax number of the owner of the cash register. At most 12 characters."""
    DeviceNumber: str
    """Required. Factory number of the cash register."""
    FiscalNumber: str
    """Required. Number of its fiscal storage."""
    OnMaintenance: bool
    """Required. true takes it out of service."""


class KktStateRequest(ApiRequest):
    """Ask for the state of a cash register.

    Reads only.
    """

    DeviceNumber: str
    """Required. Factory number of the cash register."""
    FiscalNumber: str
    """Required. Number of its fiscal storage."""


class KktWarningsRequest(ApiRequest):
    """List the warnings of all cash registers.

    Reads only.
    """


class MarkCheckRequest(ApiRequest):
    """Ask whether a marked item may be sold.

    Reads only.
    """

    Inn: str
    """Required. Tax number of the owner of the cash register. At most 12 characters."""
    MarkCode: str
    """Required. The marking code, with its group separators."""


class MarkCheckManyRequest(ApiRequest):
    """Ask whether marked items may be sold.

    Reads only.
    """

    Inn: str
    """Required. Tax number of the owner of the cash register. At most 12 characters."""
    MarkCodes: Sequence[object]
    """Required. The marking codes."""


class _RawRequestRequired(MethodRequest):
    path: str
    """Required. Path at the gateway, relative, without a leading slash. A path that has a method of its own is refused."""


class RawRequest(_RawRequestRequired, total=False):
    """Call a path of the API that this library does not know.

    Moves money: repeat it only if `money` is ``not_moved``.
    """

    http_method: str | None
    """POST (the default) or GET."""
    body: Mapping[str, object] | None
    """The request as the API wants it."""
    effect: str | None
    """What it does: reads, changes or moves_money (the default)."""


class ResolveRequest(MethodRequest, total=False):
    """Ask what became of an operation in doubt. Only asks, never pays."""

    InvoiceId: str | None
    """Order number of the payment in doubt."""
    TransactionId: int | None
    """Number of the payment, where known."""
    method: str | None
    """The method in doubt: charge (the default), auth, post3ds, confirm, void, refund, …"""
    sent_at: str | None
    """When it was sent: `sent_at` of the answer in doubt. Without it absence is never proven."""
    Amount: Decimal | int | str | None
    """The sum that was sent, where known."""
    Currency: str | None
    """The currency that was sent, where known. At most 3 characters."""


class ReverseRequest(MethodRequest, total=False):
    """Undo a payment: void a hold, refund the rest of a capture. Safe to repeat."""

    InvoiceId: str | None
    """Order number of the payment."""
    TransactionId: int | None
    """Number of the payment."""


class InterruptRequest(MethodRequest):
    """Make the call with this `request_id`, running in another thread, return at once. Stops the waiting, never the payment.

    Answered by the library itself.
    """


class _ThreeDsFormRequestRequired(MethodRequest):
    Model: Mapping[str, object]
    """Required. `Model` of the 3-D Secure answer."""
    term_url: str
    """Required. Where the issuer sends the payer back to: an http or https address."""


class ThreeDsFormRequest(_ThreeDsFormRequestRequired, total=False):
    """Make the HTML page that takes the payer to the issuer.

    Answered by the library itself.
    """

    auto_submit: bool | None
    """Whether the page submits itself (the default)."""


class _ThreeDsParseRequestRequired(MethodRequest):
    body: str
    """Required. The form body that the browser posted to `term_url`."""


class ThreeDsParseRequest(_ThreeDsParseRequestRequired, total=False):
    """Read what the issuer's page posted back; gives the request for post3ds.

    Answered by the library itself.
    """

    TransactionId: int | None
    """The payment that is expected; another one is refused."""


class _WebhookVerifyRequestRequired(MethodRequest):
    type: str
    """Required. check, pay, fail, confirm, refund, cancel, recurrent or receipt: by the address at which it came."""
    headers: Mapping[str, object]
    """Required. The headers: Content-HMAC, X-Content-HMAC, Content-Type; names in any case."""


class WebhookVerifyRequest(_WebhookVerifyRequestRequired, total=False):
    """Check that a notification is genuine, read it, and say what to answer.

    Answered by the library itself.
    """

    body: str | None
    """The body exactly as it came; nothing decoded, nothing written anew."""
    body_base64: str | None
    """The same bytes in base64."""
    query: str | None
    """The query of a GET, exactly as it came, without the question mark."""
    expected: Mapping[str, object] | None
    """What the order says: Amount, Currency, InvoiceId, AccountId, any of them."""


class SelfTestRequest(MethodRequest):
    """Look at the way to the gateway step by step: name, connection, certificate, keys, clock, limit. Sends only `test`.

    Answered by the library itself.
    """


class _ReconcileRequestRequired(MethodRequest):
    date: str
    """Required. The day, as 2026-11-24. At most 10 characters."""
    operations: Sequence[object]
    """Required. The till's list: objects with `InvoiceId`, `Amount`, and where known `Currency`, `TransactionId`, `outcome`."""


class ReconcileRequest(_ReconcileRequestRequired, total=False):
    """Compare the till's operations of a day with the gateway's.

    Answered by the library itself.
    """

    time_zone: str | None
    """Code of the zone that defines the day: UTC (the default), MSK, …"""


class _CryptogramTestRequestRequired(MethodRequest):
    card: str
    """Required. Number of a test card, 14 to 19 digits; blanks may stand between."""
    expiry: str
    """Required. MM/YY or MMYY."""


class CryptogramTestRequest(_CryptogramTestRequestRequired, total=False):
    """Make the cryptogram of a test card for a sandbox on this machine; never for a real gateway.

    Answered by the library itself.
    """

    form: str | None
    """`new` (the default): base64 of JSON. `old`: digits and base64."""


class JournalPendingRequest(MethodRequest, total=False):
    """List the operations of this till that are open, and those whose result it has not acknowledged.

    Answered by the library itself.
    """

    all: bool | None
    """Those of all tills that share the journal; usually only those of this `till`."""


class JournalRecoverRequest(MethodRequest, total=False):
    """Ask about every open operation of this till until it has ended or `timeout_ms` is up; undo what was left to be undone. Never pays.

    Answered by the library itself.
    """

    all: bool | None
    """Those of all tills that share the journal; usually only those of this `till`."""


class JournalAckRequest(MethodRequest):
    """Say that this till has the result of this `request_id`: it is not handed out again.

    Answered by the library itself.
    """


class JournalLastRequest(MethodRequest):
    """Give the answer to the last operation of this till again.

    Answered by the library itself.
    """


class JournalExportRequest(MethodRequest):
    """Write the journal into a new file as JSON lines, for support and for other programs.

    Answered by the library itself.
    """

    path: str
    """Required. The file to be written; one that exists already is refused. At most 4096 characters."""


class JournalRebuildRequest(MethodRequest, total=False):
    """Put a damaged journal aside and begin a new one with the payments that the gateway shows of the last days.

    Answered by the library itself.
    """

    days: int | None
    """How many days back the gateway is asked, today included; 2 unless told. At most 400."""
