# Written by tools/generate_stubs.py from cp_methods(). Don't edit.

from decimal import Decimal
from typing import Any, Iterator, Literal, Mapping, Sequence, overload

from . import requests
from ._reply import Reply

PYTHON_TYPES: dict[str, str]
EFFECTS: dict[str, str]

def install(catalogue: Mapping[str, Any]) -> None: ...
def merge(request: Mapping[str, object] | None, fields: dict[str, object]) -> dict[str, object]: ...
def rows(catalogue: Mapping[str, Any]) -> Iterator[dict[str, Any]]: ...
def describe(row: Mapping[str, Any]) -> str: ...
def in_minor_too(row: Mapping[str, Any], field: Mapping[str, Any]) -> bool: ...
def note(row: Mapping[str, Any], field: Mapping[str, Any]) -> str: ...
def python_type(field: Mapping[str, Any]) -> str: ...
def required_first(row: Mapping[str, Any]) -> list[dict[str, Any]]: ...

class Methods:
    @overload
    def walk(
        self,
        method: Literal["payment_list_v2"],
        /,
        *,
        CreatedDateGte: str,
        CreatedDateLte: str,
        PageNumber: int | None = None,
        TimeZone: str | None = None,
        Statuses: Sequence[object] | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Iterator[dict[str, Any]]:
        """Go through all records of a list that has pages, each page asked for when it is needed.

        ::

            for payment in client.walk("payment_list_v2", CreatedDateGte=…, CreatedDateLte=…):
                …

        End the period in the past: what is added to a list while it is read moves its pages.

        Args:
            method: ``payment_list_v2``, ``token_list``, ``chargeback_list``: whatever has a
                `PageNumber`.
            request: Fields in a mapping.
            **fields: Fields as keywords. `PageNumber` is the page to begin with, the first if it
                is left out. A `request_id` names one call, and has no place here.

        Yields:
            What `Model` has: dictionaries, with exact numbers.

        Raises:
            CloudPaymentsError: A page failed, see `call`. The records before it have been given.
        """
    @overload
    def walk(
        self,
        method: Literal["token_list"],
        /,
        *,
        PageNumber: int | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Iterator[dict[str, Any]]: ...
    @overload
    def walk(
        self,
        method: Literal["chargeback_list"],
        /,
        *,
        CreatedDateGte: str,
        CreatedDateLte: str,
        PageNumber: int | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Iterator[dict[str, Any]]: ...
    @overload
    def walk(
        self,
        method: Literal["payment_list_v2", "token_list", "chargeback_list"],
        request: Mapping[str, object],
        /,
        **fields: object,
    ) -> Iterator[dict[str, Any]]: ...
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

        Args:
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def test(
        self,
        request: requests.TestRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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
        receipt: Mapping[str, object] | None = None,
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

        Args:
            Amount: Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals.
            CardCryptogramPacket: Required. The card cryptogram made by the checkout script, or the token of a wallet. Never kept, never logged.
            Currency: RUB (the default), USD, EUR, GBP, … At most 3 characters.
            IpAddress: IP address of the payer; the gateway wants it for every card that is not in a wallet. At most 45 characters.
            Name: Card holder in Latin letters.
            PaymentUrl: The page that called the checkout script.
            InvoiceId: Order number; the request id if missing, so that every charge can be found.
            Description: What is paid for, in free text.
            CultureName: Language of messages to the payer: ru-RU, en-US, …
            AccountId: Who pays, in your own numbering; needed to get a token.
            Email: Where the payment slip is sent.
            Payer: Name, address and phone of the payer.
            JsonData: Any data kept with the payment; receipt and subscription instructions go here.
            receipt: The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`.
            SaveCard: Ask for a token of the card.
            Escrow: Safe deal: StartAccumulation, EscrowType, AccumulationId.
            AirlineAddendum: Air ticket data.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            amount_minor: The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999.
            extra: Fields that are newer than this library; merged into the request.
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
        receipt: Mapping[str, object] | None = None,
        SaveCard: bool | None = None,
        Escrow: Mapping[str, object] | None = None,
        AirlineAddendum: Mapping[str, object] | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def charge(
        self,
        request: requests.ChargeRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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
        receipt: Mapping[str, object] | None = None,
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

        Args:
            Amount: Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals.
            CardCryptogramPacket: Required. The card cryptogram made by the checkout script, or the token of a wallet. Never kept, never logged.
            Currency: RUB (the default), USD, EUR, GBP, … At most 3 characters.
            IpAddress: IP address of the payer; the gateway wants it for every card that is not in a wallet. At most 45 characters.
            Name: Card holder in Latin letters.
            PaymentUrl: The page that called the checkout script.
            InvoiceId: Order number; the request id if missing, so that every charge can be found.
            Description: What is paid for, in free text.
            CultureName: Language of messages to the payer: ru-RU, en-US, …
            AccountId: Who pays, in your own numbering; needed to get a token.
            Email: Where the payment slip is sent.
            Payer: Name, address and phone of the payer.
            JsonData: Any data kept with the payment; receipt and subscription instructions go here.
            receipt: The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`.
            SaveCard: Ask for a token of the card.
            Escrow: Safe deal: StartAccumulation, EscrowType, AccumulationId.
            AirlineAddendum: Air ticket data.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            amount_minor: The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999.
            extra: Fields that are newer than this library; merged into the request.
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
        receipt: Mapping[str, object] | None = None,
        SaveCard: bool | None = None,
        Escrow: Mapping[str, object] | None = None,
        AirlineAddendum: Mapping[str, object] | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def auth(
        self,
        request: requests.AuthRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            TransactionId: Required. Number of the payment: the MD that came back from the issuer's page.
            PaRes: Required. The PaRes that came back from the issuer's page. Never kept, never logged.
            ThreeDsCallbackId: Only for payments that a mobile SDK began.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def post3ds(
        self,
        request: requests.Post3dsRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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
        receipt: Mapping[str, object] | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Charge a saved card in one step.

        Moves money: repeat it only if `money` is ``not_moved``.

        Args:
            Amount: Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals.
            AccountId: Required. The payer for whom the token was issued.
            Token: Required. The token of the card. Never logged.
            TrInitiatorCode: Required. Who starts the payment: 0 the merchant, 1 the card holder.
            PaymentScheduled: With TrInitiatorCode 0: 1 if the payment follows a schedule, else 0.
            Currency: RUB (the default), USD, EUR, GBP, … At most 3 characters.
            InvoiceId: Order number; the request id if missing, so that every charge can be found.
            Description: What is paid for, in free text.
            IpAddress: IP address of the payer; the gateway wants it for every card that is not in a wallet. At most 45 characters.
            Email: Where the payment slip is sent.
            Payer: Name, address and phone of the payer.
            JsonData: Any data kept with the payment; receipt and subscription instructions go here.
            receipt: The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            amount_minor: The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999.
            extra: Fields that are newer than this library; merged into the request.
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
        receipt: Mapping[str, object] | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def token_charge(
        self,
        request: requests.TokenChargeRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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
        receipt: Mapping[str, object] | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Hold a sum on a saved card; confirm or void it later.

        Moves money: repeat it only if `money` is ``not_moved``.

        Args:
            Amount: Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals.
            AccountId: Required. The payer for whom the token was issued.
            Token: Required. The token of the card. Never logged.
            TrInitiatorCode: Required. Who starts the payment: 0 the merchant, 1 the card holder.
            PaymentScheduled: With TrInitiatorCode 0: 1 if the payment follows a schedule, else 0.
            Currency: RUB (the default), USD, EUR, GBP, … At most 3 characters.
            InvoiceId: Order number; the request id if missing, so that every charge can be found.
            Description: What is paid for, in free text.
            IpAddress: IP address of the payer; the gateway wants it for every card that is not in a wallet. At most 45 characters.
            Email: Where the payment slip is sent.
            Payer: Name, address and phone of the payer.
            JsonData: Any data kept with the payment; receipt and subscription instructions go here.
            receipt: The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            amount_minor: The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999.
            extra: Fields that are newer than this library; merged into the request.
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
        receipt: Mapping[str, object] | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def token_auth(
        self,
        request: requests.TokenAuthRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
    @overload
    def confirm(
        self,
        *,
        TransactionId: int,
        Amount: Decimal | int | str,
        JsonData: object = None,
        receipt: Mapping[str, object] | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Take the money of a hold, or a part of it.

        Moves money: repeat it only if `money` is ``not_moved``.

        Args:
            TransactionId: Required. Number of the payment.
            Amount: Required unless `amount_minor` is given. The sum to take, at most the hold; the rest is released.
            JsonData: Receipt instructions for this operation.
            receipt: The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            amount_minor: The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def confirm(
        self,
        *,
        TransactionId: int,
        amount_minor: int,
        JsonData: object = None,
        receipt: Mapping[str, object] | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def confirm(
        self,
        request: requests.ConfirmRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            TransactionId: Required. Number of the payment.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def void(
        self,
        request: requests.VoidRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
    @overload
    def refund(
        self,
        *,
        TransactionId: int,
        Amount: Decimal | int | str,
        JsonData: object = None,
        receipt: Mapping[str, object] | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Give money back, all or a part, up to a year later.

        Moves money: repeat it only if `money` is ``not_moved``.

        Args:
            TransactionId: Required. Number of the payment.
            Amount: Required unless `amount_minor` is given. The sum to give back, at most what is left of the payment.
            JsonData: Receipt instructions for this operation.
            receipt: The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            amount_minor: The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def refund(
        self,
        *,
        TransactionId: int,
        amount_minor: int,
        JsonData: object = None,
        receipt: Mapping[str, object] | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def refund(
        self,
        request: requests.RefundRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            CardCryptogramPacket: Required. The card cryptogram made by the checkout script. Never kept, never logged.
            Amount: Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals.
            Currency: Required. RUB. At most 3 characters.
            Name: Card holder in Latin letters.
            AccountId: Who receives, in your own numbering.
            Email: E-mail of the receiver.
            InvoiceId: Order number; the request id if missing, so that the payment can be found.
            Description: What is paid for, in free text.
            Payer: Name, address and phone of the payer.
            Receiver: Name, address and phone of who receives the money.
            JsonData: Any data kept with the payment; receipt and subscription instructions go here.
            x_signature: Value of the header `X-Signature`: the signature of the body, which is then sent as it was given: no order number and no stamp are added.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            amount_minor: The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999.
            extra: Fields that are newer than this library; merged into the request.
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
    def card_payout(
        self,
        request: requests.CardPayoutRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            Token: Required. The token of the card. Never logged.
            Amount: Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals.
            AccountId: Required. The payer for whom the token was issued.
            Currency: Required. RUB. At most 3 characters.
            InvoiceId: Order number; the request id if missing, so that the payment can be found.
            Payer: Name, address and phone of the payer.
            Receiver: Name, address and phone of who receives the money.
            Escrow: Safe deal: AccumulationId, TransactionIds, EscrowType, FinalPayout.
            x_signature: Value of the header `X-Signature`: the signature of the body, which is then sent as it was given: no order number and no stamp are added.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            amount_minor: The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999.
            extra: Fields that are newer than this library; merged into the request.
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
    def token_payout(
        self,
        request: requests.TokenPayoutRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            Amount: Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals.
            Currency: Required. RUB. At most 3 characters.
            Receiver: Required. Who receives: `Phone` is needed.
            MemberId: The receiver's bank: the digits of its schema in the list of banks. Needed with `Receiver.Phone`.
            Payer: Name, address and phone of the payer.
            AccountId: Who receives, in your own numbering.
            Email: E-mail of the receiver.
            CultureName: Language of messages: ru-RU, en-US, …
            InvoiceId: Order number; the request id if missing, so that the payment can be found.
            Description: What is paid for, in free text.
            x_signature: Value of the header `X-Signature`: the signature of the body, which is then sent as it was given: no order number and no stamp are added.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            amount_minor: The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999.
            extra: Fields that are newer than this library; merged into the request.
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
    def sbp_payout(
        self,
        request: requests.SbpPayoutRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            TransactionId: Required. Number of the payment.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def payment_get(
        self,
        request: requests.PaymentGetRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            InvoiceId: Required. Order number.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def payment_find(
        self,
        request: requests.PaymentFindRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            InvoiceId: Required. Order number.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def payment_find_v2(
        self,
        request: requests.PaymentFindV2Request | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            Date: Required. The day, as 2026-11-24. At most 10 characters.
            TimeZone: Code of the zone that defines the day: UTC (the default), MSK, …
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def payment_list(
        self,
        request: requests.PaymentListRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            CreatedDateGte: Required. From, inclusive, as 2026-11-24T00:00:00+03:00.
            CreatedDateLte: Required. To, inclusive.
            PageNumber: Required. Page, from 1; a page has 100 operations, the last one fewer.
            TimeZone: Code of the zone of the dates in the answer: UTC (the default), MSK, …
            Statuses: Only these states: Authorized, Completed, Cancelled, Declined.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def payment_list_v2(
        self,
        request: requests.PaymentListV2Request | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            PageNumber: Required. Page, from 1.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def token_list(
        self,
        request: requests.TokenListRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            CreatedDateGte: Required. From, inclusive, as 2026-11-24T00:00:00+03:00.
            CreatedDateLte: Required. To, inclusive; at most a year later.
            PageNumber: Required. Page, from 1; a page has 100 claims, the last one fewer.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def chargeback_list(
        self,
        request: requests.ChargebackListRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            Token: Required. The token of the card. Never logged.
            AccountId: Required. The payer for whom the token was issued.
            Description: Required. What is paid for, in free text.
            Amount: Required unless `amount_minor` is given. The sum of each charge.
            Currency: Required. RUB, USD, EUR, GBP. At most 3 characters.
            RequireConfirmation: Required. Whether each charge is only a hold that must be confirmed.
            StartDate: Required. When the first charge is made, UTC, as 2026-12-01T10:00:00; in the future.
            Interval: Required. Day, Week or Month.
            Period: Required. How many intervals lie between two charges.
            Email: Where the payment slips are sent.
            MaxPeriods: How many charges are made; without end if missing.
            CustomerReceipt: The receipt of each charge.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            amount_minor: The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999.
            extra: Fields that are newer than this library; merged into the request.
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
    def subscription_create(
        self,
        request: requests.SubscriptionCreateRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            Id: Required. Id of the subscription: sc_…
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def subscription_get(
        self,
        request: requests.SubscriptionGetRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            AccountId: Required. The payer, in your own numbering.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def subscription_find(
        self,
        request: requests.SubscriptionFindRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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
        amount_minor: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Change a subscription; one that has ended runs again.

        Changes something, but moves no money.

        Args:
            Id: Required. Id of the subscription: sc_…
            Description: What is paid for, in free text.
            Amount: The sum of each charge.
            Currency: RUB, USD, EUR, GBP. At most 3 characters.
            RequireConfirmation: Whether each charge is only a hold that must be confirmed.
            StartDate: When the next charge is made, UTC; a later date is a pause.
            Interval: Day, Week or Month.
            Period: How many intervals lie between two charges.
            MaxPeriods: How many charges are made in all.
            CustomerReceipt: The receipt of each charge.
            CultureName: Language of messages to the payer: ru-RU, en-US, …
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            amount_minor: The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def subscription_update(
        self,
        request: requests.SubscriptionUpdateRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            Id: Required. Id of the subscription: sc_…
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def subscription_cancel(
        self,
        request: requests.SubscriptionCancelRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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
        receipt: Mapping[str, object] | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Make a page where an order is paid, and send its address if wanted.

        Changes something, but moves no money.

        Args:
            Amount: Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals.
            Description: Required. What is paid for, in free text.
            Currency: RUB (the default), USD, EUR, GBP, … At most 3 characters.
            Email: E-mail of the payer.
            RequireConfirmation: Whether the payment is only a hold that must be confirmed.
            SendEmail: Send the address of the page by e-mail.
            InvoiceId: Order number; the request id if missing, so that the payment can be found.
            AccountId: Who pays, in your own numbering.
            OfferUri: Address of the offer that the page shows.
            Phone: Phone of the payer.
            SendSms: Send the address of the page by SMS.
            SendViber: Send the address of the page by Viber; not together with SMS.
            CultureName: Language of the page: ru-RU, en-US.
            SubscriptionBehavior: CreateWeekly or CreateMonthly: begin a subscription with the payment.
            SuccessRedirectUrl: Where the payer goes after a payment.
            FailRedirectUrl: Where the payer goes after a decline.
            JsonData: Any data kept with the payment; receipt and subscription instructions go here.
            receipt: The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            amount_minor: The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999.
            extra: Fields that are newer than this library; merged into the request.
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
        receipt: Mapping[str, object] | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def order_create(
        self,
        request: requests.OrderCreateRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            Id: Required. Id of the order, from the answer of `order_create`.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def order_cancel(
        self,
        request: requests.OrderCancelRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            Type: Required. pay, fail, confirm, refund, recurrent, cancel, receipt or check. At most 20 characters.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def notification_get(
        self,
        request: requests.NotificationGetRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            Type: Required. pay, fail, confirm, refund, recurrent, cancel, receipt or check. At most 20 characters.
            IsEnabled: Whether these notifications are sent; off if missing.
            Address: Where they are sent; needed to switch them on.
            HttpMethod: GET (the default) or POST.
            Encoding: UTF8 (the default) or Windows1251.
            Format: CloudPayments (the default), QIWI or RT.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def notification_update(
        self,
        request: requests.NotificationUpdateRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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
        receipt: Mapping[str, object] | None = None,
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

        Args:
            Amount: Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals.
            Currency: Required. RUB. At most 3 characters.
            Scheme: Required. charge: the only scheme of the fast payment system.
            PublicId: The terminal; the configured one if missing.
            Description: What is paid for, in free text.
            AccountId: Who pays, in your own numbering.
            Email: Where the payment slip is sent.
            InvoiceId: Order number; the request id if missing, so that the payment can be found.
            JsonData: Any data kept with the payment; receipt and subscription instructions go here.
            receipt: The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`.
            SuccessRedirectUrl: Where the payer goes after a payment. At most 1024 characters.
            IpAddress: IP address of the payer. At most 45 characters.
            Os: Operating system of the payer: Android, iOS, Windows, …
            Browser: Browser of the payer: Chrome, Firefox, …
            Webview: Whether the page is shown inside an app.
            Device: MobileApp, DesktopWeb or Mobile.
            TtlMinutes: How long it can be paid, 1 to 129600 minutes; three days if missing.
            SaveCard: Ask for a token of the account.
            IsTest: Test mode.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            amount_minor: The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999.
            extra: Fields that are newer than this library; merged into the request.
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
        receipt: Mapping[str, object] | None = None,
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
    def sbp_link(
        self,
        request: requests.SbpLinkRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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
        receipt: Mapping[str, object] | None = None,
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

        Args:
            Amount: Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals.
            Currency: Required. RUB. At most 3 characters.
            Scheme: Required. charge: the only scheme of the fast payment system.
            PublicId: The terminal; the configured one if missing.
            Description: What is paid for, in free text.
            AccountId: Who pays, in your own numbering.
            Email: Where the payment slip is sent.
            InvoiceId: Order number; the request id if missing, so that the payment can be found.
            JsonData: Any data kept with the payment; receipt and subscription instructions go here.
            receipt: The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`.
            SuccessRedirectUrl: Where the payer goes after a payment. At most 1024 characters.
            IpAddress: IP address of the payer. At most 45 characters.
            Os: Operating system of the payer: Android, iOS, Windows, …
            Browser: Browser of the payer: Chrome, Firefox, …
            Webview: Whether the page is shown inside an app.
            Device: MobileApp, DesktopWeb or Mobile.
            TtlMinutes: How long it can be paid, 1 to 129600 minutes; three days if missing.
            SaveCard: Ask for a token of the account.
            IsTest: Test mode.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            amount_minor: The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999.
            extra: Fields that are newer than this library; merged into the request.
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
        receipt: Mapping[str, object] | None = None,
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
    def sbp_image(
        self,
        request: requests.SbpImageRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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
        receipt: Mapping[str, object] | None = None,
        TtlMinutes: int | None = None,
        SaveCard: bool | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Make a link for a payment with T-Pay.

        Changes something, but moves no money.

        Args:
            Amount: Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals.
            Currency: Required. RUB. At most 3 characters.
            Scheme: Required. 0: one step; 1: a hold that must be confirmed.
            Os: Required. Operating system of the payer: Android, iOS, Windows, …
            Browser: Required. Browser of the payer: Chrome, Firefox, …
            Webview: Required. Whether the page is shown inside an app.
            Device: Required. MobileApp, DesktopWeb or Mobile.
            SuccessRedirectUrl: Required. Where the payer goes after a payment.
            FailRedirectUrl: Required. Where the payer goes after a decline.
            PublicId: The terminal; the configured one if missing.
            IpAddress: IP address of the payer. At most 45 characters.
            Description: What is paid for, in free text.
            AccountId: Who pays, in your own numbering.
            Email: Where the payment slip is sent.
            InvoiceId: Order number; the request id if missing, so that the payment can be found.
            JsonData: Any data kept with the payment; receipt and subscription instructions go here.
            receipt: The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`.
            TtlMinutes: How long it can be paid, in minutes; a day if missing.
            SaveCard: Ask for a token.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            amount_minor: The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999.
            extra: Fields that are newer than this library; merged into the request.
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
        receipt: Mapping[str, object] | None = None,
        TtlMinutes: int | None = None,
        SaveCard: bool | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def tpay_link(
        self,
        request: requests.TpayLinkRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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
        receipt: Mapping[str, object] | None = None,
        TtlMinutes: int | None = None,
        SaveCard: bool | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Make a QR code (SVG in base64) for a payment with T-Pay.

        Changes something, but moves no money.

        Args:
            Amount: Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals.
            Currency: Required. RUB. At most 3 characters.
            Scheme: Required. 0: one step; 1: a hold that must be confirmed.
            Os: Required. Operating system of the payer: Android, iOS, Windows, …
            Browser: Required. Browser of the payer: Chrome, Firefox, …
            Webview: Required. Whether the page is shown inside an app.
            Device: Required. MobileApp, DesktopWeb or Mobile.
            SuccessRedirectUrl: Required. Where the payer goes after a payment.
            FailRedirectUrl: Required. Where the payer goes after a decline.
            PublicId: The terminal; the configured one if missing.
            IpAddress: IP address of the payer. At most 45 characters.
            Description: What is paid for, in free text.
            AccountId: Who pays, in your own numbering.
            Email: Where the payment slip is sent.
            InvoiceId: Order number; the request id if missing, so that the payment can be found.
            JsonData: Any data kept with the payment; receipt and subscription instructions go here.
            receipt: The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`.
            TtlMinutes: How long it can be paid, in minutes; a day if missing.
            SaveCard: Ask for a token.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            amount_minor: The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999.
            extra: Fields that are newer than this library; merged into the request.
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
        receipt: Mapping[str, object] | None = None,
        TtlMinutes: int | None = None,
        SaveCard: bool | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def tpay_image(
        self,
        request: requests.TpayImageRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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
        receipt: Mapping[str, object] | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Make a link for a payment with SberPay.

        Changes something, but moves no money.

        Args:
            Amount: Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals.
            Currency: Required. RUB. At most 3 characters.
            Scheme: Required. charge: one step; auth: a hold that must be confirmed.
            Os: Required. Operating system of the payer: Android, iOS, Windows, …
            Browser: Required. Browser of the payer: Chrome, Firefox, …
            Webview: Required. Whether the page is shown inside an app.
            Device: Required. MobileApp, DesktopWeb or Mobile.
            PublicId: The terminal; the configured one if missing.
            SuccessRedirectUrl: Where the payer goes after a payment.
            IpAddress: IP address of the payer. At most 45 characters.
            Description: What is paid for, in free text.
            AccountId: Who pays, in your own numbering.
            Email: Where the payment slip is sent.
            InvoiceId: Order number; the request id if missing, so that the payment can be found.
            JsonData: Any data kept with the payment; receipt and subscription instructions go here.
            receipt: The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            amount_minor: The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999.
            extra: Fields that are newer than this library; merged into the request.
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
        receipt: Mapping[str, object] | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def sberpay_link(
        self,
        request: requests.SberpayLinkRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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
        receipt: Mapping[str, object] | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply:
        """Make a QR code (SVG in base64) for a payment with SberPay.

        Changes something, but moves no money.

        Args:
            Amount: Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals.
            Currency: Required. RUB. At most 3 characters.
            Scheme: Required. charge: one step; auth: a hold that must be confirmed.
            Os: Required. Operating system of the payer: Android, iOS, Windows, …
            Browser: Required. Browser of the payer: Chrome, Firefox, …
            Webview: Required. Whether the page is shown inside an app.
            Device: Required. MobileApp, DesktopWeb or Mobile.
            PublicId: The terminal; the configured one if missing.
            SuccessRedirectUrl: Where the payer goes after a payment.
            IpAddress: IP address of the payer. At most 45 characters.
            Description: What is paid for, in free text.
            AccountId: Who pays, in your own numbering.
            Email: Where the payment slip is sent.
            InvoiceId: Order number; the request id if missing, so that the payment can be found.
            JsonData: Any data kept with the payment; receipt and subscription instructions go here.
            receipt: The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            amount_minor: The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999.
            extra: Fields that are newer than this library; merged into the request.
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
        receipt: Mapping[str, object] | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def sberpay_image(
        self,
        request: requests.SberpayImageRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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
        receipt: Mapping[str, object] | None = None,
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

        Args:
            AltPayType: Required. TcsBnplDolyame.
            Amount: Required unless `amount_minor` is given. The sum, from 0.01, at most two decimals.
            Scheme: Required. 0: one step; 1: a hold that must be confirmed.
            PublicId: The terminal; the configured one if missing.
            Description: What is paid for, in free text.
            AccountId: Who pays, in your own numbering.
            Email: Where the payment slip is sent.
            InvoiceId: Order number; the request id if missing, so that the payment can be found.
            JsonData: Any data kept with the payment; receipt and subscription instructions go here.
            receipt: The receipt (54-FZ) of this operation: Items, TaxationSystem, Email, …; checked, then put into `JsonData`.
            SuccessRedirectUrl: Where the payer goes after a payment.
            FailRedirectUrl: Where the payer goes after a decline.
            CultureName: Language of the page: ru-RU (the default), en-US.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            amount_minor: The amount in hundredths, whatever the currency, instead of `Amount`. At most 99999999999999.
            extra: Fields that are newer than this library; merged into the request.
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
        receipt: Mapping[str, object] | None = None,
        SuccessRedirectUrl: str | None = None,
        FailRedirectUrl: str | None = None,
        CultureName: str | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> Reply: ...
    @overload
    def dolyami_pay(
        self,
        request: requests.DolyamiPayRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            PublicTerminalId: The terminal; the configured one if missing.
            Platform: desktop, ios or android.
            AccountId: Who pays, in your own numbering.
            JsonData: Any data.
            Token: The token of a card. Never logged.
            IsRenewSubscription: Whether a subscription is renewed.
            SaveCard: Ask for a token of the account.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def sbp_banks(
        self,
        request: requests.SbpBanksRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            TransactionId: Required. Number of the payment, from the answer with the link.
            PublicId: The terminal; the configured one if missing.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def qr_status(
        self,
        request: requests.QrStatusRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            TransactionId: Required. Number of the payment, from the answer with the link.
            PublicId: The terminal; the configured one if missing.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def qr_wait(
        self,
        request: requests.QrWaitRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            ValidationUrl: Required. The address that Apple's script gave.
            PaymentUrl: The page that asks for the payment.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def applepay_session(
        self,
        request: requests.ApplepaySessionRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            EscrowAccumulationIds: Required. Ids of the deals.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def escrow_info(
        self,
        request: requests.EscrowInfoRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def public_key(
        self,
        request: requests.PublicKeyRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            digits: Required. The first six digits of the card. At most 6 characters.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def bin_info(
        self,
        request: requests.BinInfoRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            Inn: Required. Tax number of the owner of the cash register. At most 12 characters.
            Type: Required. Income, IncomeReturn, Expense or ExpenseReturn.
            CustomerReceipt: Required. The receipt: Items, Amounts, TaxationSystem, Email, Phone, …
            InvoiceId: Order number.
            AccountId: Who pays, in your own numbering.
            TransactionId: Number of the payment.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def receipt_create(
        self,
        request: requests.ReceiptCreateRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            Id: Required. Id of the receipt, from the answer that queued it.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def receipt_status(
        self,
        request: requests.ReceiptStatusRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            Id: Required. Id of the receipt, from the answer that queued it.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def receipt_get(
        self,
        request: requests.ReceiptGetRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            CorrectionReceiptData: Required. The correction: OrganizationInn, TaxationSystem, CorrectionReceiptType, CauseCorrection, Amounts, …
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def correction_create(
        self,
        request: requests.CorrectionCreateRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            Id: Required. Id of the receipt, from the answer that queued it.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def correction_status(
        self,
        request: requests.CorrectionStatusRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            Id: Required. Id of the receipt, from the answer that queued it.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def correction_get(
        self,
        request: requests.CorrectionGetRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            Inn: Required. Tax number of the owner of the cash register. At most 12 characters.
            DeviceNumber: Required. Factory number of the cash register.
            FiscalNumber: Required. Number of its fiscal storage.
            RegNumber: Required. Registration number at the tax service.
            Url: Required. The site where payments are taken.
            Ofd: Required. The operator of fiscal data.
            TaxationSystem: Required. Numbers of the taxation systems.
            MerchantEmail: Required. E-mail of the shop.
            MerchantPhone: Required. Phone of the shop.
            IsBso: Whether it prints strict-reporting forms.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def kkt_fiscalize(
        self,
        request: requests.KktFiscalizeRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            Inn: Required. Tax number of the owner of the cash register. At most 12 characters.
            DeviceNumber: Required. Factory number of the cash register.
            FiscalNumber: Required. Number of its fiscal storage.
            OnMaintenance: Required. true takes it out of service.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def kkt_state_change(
        self,
        request: requests.KktStateChangeRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            DeviceNumber: Required. Factory number of the cash register.
            FiscalNumber: Required. Number of its fiscal storage.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def kkt_state(
        self,
        request: requests.KktStateRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def kkt_warnings(
        self,
        request: requests.KktWarningsRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            Inn: Required. Tax number of the owner of the cash register. At most 12 characters.
            MarkCode: Required. The marking code, with its group separators.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def mark_check(
        self,
        request: requests.MarkCheckRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            Inn: Required. Tax number of the owner of the cash register. At most 12 characters.
            MarkCodes: Required. The marking codes.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
            extra: Fields that are newer than this library; merged into the request.
        """
    @overload
    def mark_check_many(
        self,
        request: requests.MarkCheckManyRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            path: Required. Path at the gateway, relative, without a leading slash. A path that has a method of its own is refused.
            http_method: POST (the default) or GET.
            body: The request as the API wants it.
            effect: What it does: reads, changes or moves_money (the default).
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
        """
    @overload
    def raw(
        self,
        request: requests.RawRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            InvoiceId: Order number of the payment in doubt.
            TransactionId: Number of the payment, where known.
            method: The method in doubt: charge (the default), auth, post3ds, confirm, void, refund, …
            sent_at: When it was sent: `sent_at` of the answer in doubt. Without it absence is never proven.
            Amount: The sum that was sent, where known.
            Currency: The currency that was sent, where known. At most 3 characters.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
        """
    @overload
    def resolve(
        self,
        request: requests.ResolveRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            InvoiceId: Order number of the payment.
            TransactionId: Number of the payment.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
        """
    @overload
    def reverse(
        self,
        request: requests.ReverseRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
        """
    @overload
    def interrupt(
        self,
        request: requests.InterruptRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            Model: Required. `Model` of the 3-D Secure answer.
            term_url: Required. Where the issuer sends the payer back to: an http or https address.
            auto_submit: Whether the page submits itself (the default).
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
        """
    @overload
    def three_ds_form(
        self,
        request: requests.ThreeDsFormRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
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

        Args:
            body: Required. The form body that the browser posted to `term_url`.
            TransactionId: The payment that is expected; another one is refused.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
        """
    @overload
    def three_ds_parse(
        self,
        request: requests.ThreeDsParseRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
    @overload
    def webhook_verify(
        self,
        *,
        type: str,
        headers: Mapping[str, object],
        body: str | None = None,
        body_base64: str | None = None,
        query: str | None = None,
        expected: Mapping[str, object] | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
    ) -> Reply:
        """Check that a notification is genuine, read it, and say what to answer.

        Answered by the library itself.

        Args:
            type: Required. check, pay, fail, confirm, refund, cancel, recurrent or receipt: by the address at which it came.
            headers: Required. The headers: Content-HMAC, X-Content-HMAC, Content-Type; names in any case.
            body: The body exactly as it came; nothing decoded, nothing written anew.
            body_base64: The same bytes in base64.
            query: The query of a GET, exactly as it came, without the question mark.
            expected: What the order says: Amount, Currency, InvoiceId, AccountId, any of them.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
        """
    @overload
    def webhook_verify(
        self,
        request: requests.WebhookVerifyRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
    @overload
    def self_test(
        self,
        *,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
    ) -> Reply:
        """Look at the way to the gateway step by step: name, connection, certificate, keys, clock, limit. Sends only `test`.

        Answered by the library itself.

        Args:
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
        """
    @overload
    def self_test(
        self,
        request: requests.SelfTestRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
    @overload
    def reconcile(
        self,
        *,
        date: str,
        operations: Sequence[object],
        time_zone: str | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
    ) -> Reply:
        """Compare the till's operations of a day with the gateway's.

        Answered by the library itself.

        Args:
            date: Required. The day, as 2026-11-24. At most 10 characters.
            operations: Required. The till's list: objects with `InvoiceId`, `Amount`, and where known `Currency`, `TransactionId`, `outcome`.
            time_zone: Code of the zone that defines the day: UTC (the default), MSK, …
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
        """
    @overload
    def reconcile(
        self,
        request: requests.ReconcileRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
    @overload
    def cryptogram_test(
        self,
        *,
        card: str,
        expiry: str,
        form: str | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
    ) -> Reply:
        """Make the cryptogram of a test card for a sandbox on this machine; never for a real gateway.

        Answered by the library itself.

        Args:
            card: Required. Number of a test card, 14 to 19 digits; blanks may stand between.
            expiry: Required. MM/YY or MMYY.
            form: `new` (the default): base64 of JSON. `old`: digits and base64.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
        """
    @overload
    def cryptogram_test(
        self,
        request: requests.CryptogramTestRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
    @overload
    def journal_pending(
        self,
        *,
        all: bool | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
    ) -> Reply:
        """List the operations of this till that are open, and those whose result it has not acknowledged.

        Answered by the library itself.

        Args:
            all: Those of all tills that share the journal; usually only those of this `till`.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
        """
    @overload
    def journal_pending(
        self,
        request: requests.JournalPendingRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
    @overload
    def journal_recover(
        self,
        *,
        all: bool | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
    ) -> Reply:
        """Ask about every open operation of this till until it has ended or `timeout_ms` is up; undo what was left to be undone. Never pays.

        Answered by the library itself.

        Args:
            all: Those of all tills that share the journal; usually only those of this `till`.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
        """
    @overload
    def journal_recover(
        self,
        request: requests.JournalRecoverRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
    @overload
    def journal_ack(
        self,
        *,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
    ) -> Reply:
        """Say that this till has the result of this `request_id`: it is not handed out again.

        Answered by the library itself.

        Args:
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
        """
    @overload
    def journal_ack(
        self,
        request: requests.JournalAckRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
    @overload
    def journal_last(
        self,
        *,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
    ) -> Reply:
        """Give the answer to the last operation of this till again.

        Answered by the library itself.

        Args:
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
        """
    @overload
    def journal_last(
        self,
        request: requests.JournalLastRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
    @overload
    def journal_export(
        self,
        *,
        path: str,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
    ) -> Reply:
        """Write the journal into a new file as JSON lines, for support and for other programs.

        Answered by the library itself.

        Args:
            path: Required. The file to be written; one that exists already is refused. At most 4096 characters.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
        """
    @overload
    def journal_export(
        self,
        request: requests.JournalExportRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
    @overload
    def journal_rebuild(
        self,
        *,
        days: int | None = None,
        request_id: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
    ) -> Reply:
        """Put a damaged journal aside and begin a new one with the payments that the gateway shows of the last days.

        Answered by the library itself.

        Args:
            days: How many days back the gateway is asked, today included; 2 unless told. At most 400.
            request_id: Name of this operation: 1 to 128 of A-Z a-z 0-9 . _ : -; unique per operation. Made if missing.
            timeout_ms: The whole of this call in milliseconds, instead of the configured one. At most 86400000.
            resolve_ms: How long this call goes on asking when in doubt, in milliseconds. At most 86400000.
        """
    @overload
    def journal_rebuild(
        self,
        request: requests.JournalRebuildRequest | Mapping[str, object],
        /,
        **fields: object,
    ) -> Reply: ...
