"""PyPI `cloudpayments-sdk` 0.1.0 (httpx, pydantic 2), unchanged, against the sandbox.

It has two clients with the same methods, one of them asynchronous. Both walk through the very
same checks.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from cloudpayments_sdk import AsyncCloudPayments, CloudPayments
from cloudpayments_sdk.exceptions import ApiError, ApiResponseError, AuthenticationError
from cloudpayments_sdk.resources import (
    AsyncClaimsResource,
    AsyncNotificationsResource,
    AsyncOrdersResource,
    AsyncPaymentsResource,
    AsyncPayoutsResource,
    AsyncSubscriptionsResource,
    ClaimsResource,
    NotificationsResource,
    OrdersResource,
    PaymentsResource,
    PayoutsResource,
    SubscriptionsResource,
)
from cloudpayments_sdk.webhooks import handle_event, verify_signature

from foreign import (
    APPROVED,
    APPROVED_TOKEN_TOO,
    PAYER_IP,
    POOR,
    SECURE,
    Checks,
    Letter,
    Mailbox,
    Sandbox,
    equal,
    packet,
    public_methods,
    raised,
    unchanged,
)

RESOURCES = {
    "payments": (PaymentsResource, AsyncPaymentsResource),
    "payouts": (PayoutsResource, AsyncPayoutsResource),
    "subscriptions": (SubscriptionsResource, AsyncSubscriptionsResource),
    "orders": (OrdersResource, AsyncOrdersResource),
    "notifications": (NotificationsResource, AsyncNotificationsResource),
    "claims": (ClaimsResource, AsyncClaimsResource),
}

# It logs a line for every call.
logging.getLogger("cloudpayments_sdk").setLevel(logging.WARNING)

sandbox = Sandbox()
checks = Checks()
numbers = count(1)

Run = Callable[[Any], Any]


def invoice() -> str:
    """A fresh order number."""
    return f"SDK-{next(numbers)}"


class Walk:
    """One walk through all checks: with the plain client, or with the asynchronous one.

    `run` makes a value of what a method gives: nothing to do for the plain client, a turn of the
    event loop for the other one.
    """

    def __init__(self, kind: type, prefix: str, run: Run) -> None:
        self.kind = kind
        self.prefix = prefix
        self.run = run
        self.client = self.connect(sandbox.api_secret)

    def connect(self, secret: str) -> Any:
        return self.kind(sandbox.public_id, secret, base_url=sandbox.url)

    def check(self, method: str, expected: str, *, bug: str | None = None) -> Any:
        return checks(self.prefix + method, expected, bug=bug)

    def call(self, method: str, **fields: Any) -> Any:
        """One call of the payments resource."""
        return self.run(getattr(self.client.payments, method)(**fields))

    def pay(self, card: str, order: str, amount: float = 10, **more: Any) -> Any:
        return self.call(
            "charge_card",
            amount=amount,
            card_cryptogram_packet=packet(card),
            ip_address=PAYER_IP,
            invoice_id=order,
            **more,
        )

    def hold(self, order: str) -> Any:
        return self.pay(APPROVED, order, two_step=True)

    def lost(self, card: str, order: str) -> Any:
        """The Model of an answer that this client raises as an error."""
        return raised(ApiResponseError, lambda: self.pay(card, order)).response["Model"]

    def token_of(self, card: str, account: str) -> str:
        token = self.pay(card, invoice(), 1, account_id=account, save_card=True).token
        assert token, "a payment with AccountId and SaveCard brought no Token"
        return str(token)

    def pay_by_token(self, token: str, account: str, order: str, **more: Any) -> Any:
        return self.call(
            "charge_token",
            amount=10,
            token=token,
            ip_address=PAYER_IP,
            account_id=account,
            invoice_id=order,
            **more,
        )

    def all(self) -> None:
        self.test()
        self.charge_card()
        self.charge_token()
        self.confirm()
        self.cancel()
        self.refund()
        self.get_transaction()
        self.find()
        self.lists()
        self.list_tokens()
        self.payouts()
        self.orders()
        self.claims()
        self.subscriptions()
        self.notifications()
        self.close()

    def test(self) -> None:
        with self.check("payments.test", "good credentials (GET test)"):
            equal(self.call("test"), True)
            seen = sandbox.last_request()
            equal((seen["method"], seen["path"].strip("/")), ("GET", "test"))

        with self.check("test", "the same, by its short name"):
            equal(self.run(self.client.test()), True)

        with self.check("payments.test", "a wrong secret: AuthenticationError"):
            stranger = self.connect("wrong")
            raised(AuthenticationError, lambda: self.run(stranger.payments.test()))
            equal(sandbox.last_request()["authorized"], False, "authorized")

    def charge_card(self) -> None:
        with self.check("payments.charge_card", "a card without 3-D Secure: Completed"):
            order = invoice()
            paid = self.pay(
                APPROVED,
                order,
                10.5,
                currency="RUB",
                account_id="user_s",
                email="user@example.com",
                description="Оплата товаров",
                json_data={"basket": [1, 2]},
                name="CARDHOLDER NAME",
                payment_url="https://example.com/pay",
                culture_name="ru-RU",
                payer={"FirstName": "Иван", "Phone": "+71234567890"},
            )
            equal((paid.status, paid.status_code, paid.reason), ("Completed", 3, "Approved"))
            equal((paid.amount, paid.currency), (10.5, "RUB"))
            equal((paid.invoice_id, paid.account_id), (order, "user_s"))
            equal((paid.card_first_six, paid.card_last_four), ("411111", "1111"))
            assert paid.created_at is not None and paid.id > 2**32
            sandbox.money(order, charges=1, net="10.50")

        with self.check("payments.charge_card", "two_step: Authorized, held"):
            order = invoice()
            equal(self.hold(order).status, "Authorized", "status")
            sandbox.money(order, charges=1, held="10")

        with self.check("payments.charge_card", "not enough money: ApiResponseError, 5051"):
            order = invoice()
            error = raised(ApiResponseError, lambda: self.pay(POOR, order))
            equal(str(error), "Недостаточно средств на карте", "message")
            equal(error.response["Model"]["ReasonCode"], 5051, "ReasonCode")
            sandbox.money(order, charges=0)

        bug = "it has no post3ds, and raises the 3-D Secure answer as if it were a refusal"
        with self.check("payments.charge_card", "a card with 3-D Secure: no money yet", bug=bug):
            order = invoice()
            asked = self.lost(SECURE, order)
            assert asked["AcsUrl"] and asked["PaReq"] and "ReasonCode" not in asked
            equal(sandbox.status(asked["TransactionId"]), "AwaitingAuthentication", "status")
            sandbox.money(order, charges=0)

        with self.check("payments.charge_card", "an amount of nothing: ApiResponseError"):
            order = invoice()
            error = raised(ApiResponseError, lambda: self.pay(APPROVED, order, 0))
            assert error.response.get("Message"), "no words"
            assert error.response.get("Model") is None, "a malformed request has no Model"
            sandbox.money(order, charges=0)

        bug = "require_confirmation is no field of the API: without two_step the money is taken"
        with self.check("payments.charge_card", "require_confirmation alone: captured", bug=bug):
            order = invoice()
            self.pay(APPROVED, order, require_confirmation=True)
            sandbox.money(order, charges=1, net="10")

        bug = "it repeats a charge by itself, without a request id: the payer pays twice"
        with self.check("payments.charge_card", "the answer is lost: two charges", bug=bug):
            order = invoice()
            sandbox.fault("payments/cards/charge", "drop_after")
            equal(self.pay(APPROVED, order).status, "Completed", "status")
            sandbox.money(order, charges=2, net="20")

        with self.check("payments.charge_card", "the answer is lost, with a request id: one"):
            order = invoice()
            sandbox.fault("payments/cards/charge", "drop_after")
            headers = {"X-Request-ID": f"{self.prefix}sdk-charge".replace(" ", "-")}
            equal(self.pay(APPROVED, order, headers=headers).status, "Completed", "status")
            sandbox.money(order, charges=1, net="10")

    def charge_token(self) -> None:
        with self.check("payments.charge_token", "a token that pays: Completed"):
            order = invoice()
            token = self.token_of(APPROVED_TOKEN_TOO, "user_u")
            paid = self.pay_by_token(token, "user_u", order, json_data={"again": True})
            equal((paid.status, paid.account_id), ("Completed", "user_u"))
            sandbox.money(order, charges=1, net="10")

        with self.check("payments.charge_token", "two_step: Authorized, held"):
            order = invoice()
            token = self.token_of(APPROVED_TOKEN_TOO, "user_v")
            held = self.pay_by_token(token, "user_v", order, two_step=True)
            equal(held.status, "Authorized", "status")
            sandbox.money(order, charges=1, held="10")

        with self.check("payments.charge_token", "a token without money: 5051"):
            order = invoice()
            token = self.token_of(APPROVED, "user_w")
            error = raised(ApiResponseError, lambda: self.pay_by_token(token, "user_w", order))
            equal(error.response["Model"]["ReasonCode"], 5051, "ReasonCode")
            sandbox.money(order, charges=0)

    def confirm(self) -> None:
        with self.check("payments.confirm", "the whole hold: captured"):
            order = invoice()
            held = self.hold(order)
            self.call("confirm", transaction_id=held.id, amount=10)
            equal(sandbox.status(held.id), "Completed", "status")
            sandbox.money(order, charges=1, net="10")

        with self.check("payments.confirm", "a part of the hold: the rest is released"):
            order = invoice()
            held = self.hold(order)
            self.call("confirm", transaction_id=held.id, amount=7.25, json_data={"part": True})
            sandbox.money(order, charges=1, net="7.25")

        bug = "it lets Amount be left out; the API requires it"
        with self.check("payments.confirm", "without an amount: refused, still held", bug=bug):
            order = invoice()
            held = self.hold(order)
            raised(ApiResponseError, lambda: self.call("confirm", transaction_id=held.id))
            sandbox.money(order, charges=1, held="10")

    def cancel(self) -> None:
        with self.check("payments.cancel", "a hold: Cancelled, nothing held; once only"):
            order = invoice()
            held = self.hold(order)
            self.call("cancel", transaction_id=held.id)
            equal(sandbox.status(held.id), "Cancelled", "status")
            sandbox.money(order, charges=1)
            raised(ApiResponseError, lambda: self.call("cancel", transaction_id=held.id))

    def refund(self) -> None:
        with self.check("payments.refund", "in two parts: a number of its own for each"):
            order = invoice()
            paid = self.pay(APPROVED, order)
            first = self.call("refund", transaction_id=paid.id, amount=4.5)
            sandbox.money(order, charges=1, net="5.50")
            second = self.call("refund", transaction_id=paid.id, amount=5.5)
            equal(len({paid.id, first.id, second.id}), 3, "different numbers")
            sandbox.money(order, charges=1)

        with self.check("payments.refund", "more than is left: refused, the money stays"):
            order = invoice()
            paid = self.pay(APPROVED, order)
            raised(
                ApiResponseError,
                lambda: self.call("refund", transaction_id=paid.id, amount=10.01),
            )
            sandbox.money(order, charges=1, net="10")

    def get_transaction(self) -> None:
        with self.check("payments.get_transaction", "a payment: the same number and status"):
            paid = self.pay(APPROVED, invoice())
            seen = self.call("get_transaction", transaction_id=paid.id)
            equal((seen.id, seen.status), (paid.id, "Completed"))

        with self.check("payments.get_transaction", "a declined payment: error with the Model"):
            number = self.lost(POOR, invoice())["TransactionId"]
            error = raised(
                ApiResponseError, lambda: self.call("get_transaction", transaction_id=number)
            )
            equal(error.response["Model"]["Status"], "Declined", "Status")

        with self.check("payments.get_transaction", "an unknown number: Not found"):
            error = raised(ApiResponseError, lambda: self.call("get_transaction", transaction_id=1))
            equal(str(error), "Not found", "message")

    def find(self) -> None:
        with self.check("payments.find", "by the order (v2): the payment, then its refund"):
            order = invoice()
            paid = self.pay(APPROVED, order)
            equal(self.call("find", invoice_id=order).id, paid.id, "number")
            back = self.call("refund", transaction_id=paid.id, amount=10)
            equal(self.call("find", invoice_id=order).id, back.id, "number of the refund")

        with self.check("payments.find", "an unknown order: Not found"):
            error = raised(ApiResponseError, lambda: self.call("find", invoice_id="SDK-nobody"))
            equal(str(error), "Not found", "message")

        bug = "it offers a search by account, which the API does not have"
        with self.check("payments.find", "by the account alone: refused", bug=bug):
            raised(ApiResponseError, lambda: self.call("find", account_id="user_s"))

    def lists(self) -> None:
        paid: Any = None
        declined = 0

        def numbers_in(answer: Any) -> dict[int, str]:
            return {item.id: item.status for item in answer.payments}

        def pay_both() -> None:
            nonlocal paid, declined
            paid = self.pay(APPROVED, invoice())
            declined = self.lost(POOR, invoice())["TransactionId"]

        for method in ("list_transactions", "list_transactions_for_day"):
            with self.check(f"payments.{method}", "of a day: approved and declined"):
                pay_both()
                for zone, hours in ((None, 0), ("UTC", 0), ("MSK", 3)):
                    day = (paid.created_at + timedelta(hours=hours)).date().isoformat()
                    listed = numbers_in(self.call(method, date=day, time_zone=zone))
                    equal(listed.get(paid.id), "Completed", f"approved, {zone}")
                    equal(listed.get(declined), "Declined", f"declined, {zone}")

        for method in (
            "list_transactions",
            "list_transactions_for_range",
            "list_transactions_compat",
        ):
            with self.check(f"payments.{method}", "of a period (v2), all and by status"):
                pay_both()
                around = {
                    "created_date_gte": f"{paid.created_at.isoformat()}+00:00",
                    "created_date_lte": f"{(paid.created_at + timedelta(hours=1)).isoformat()}Z",
                    "page_number": 1,
                }
                listed = numbers_in(self.call(method, **around))
                equal(listed.get(paid.id), "Completed", "approved")
                equal(listed.get(declined), "Declined", "declined")
                only = numbers_in(self.call(method, **around, statuses=["Declined"]))
                equal((paid.id in only, declined in only), (False, True), "Declined only")
                equal(numbers_in(self.call(method, **{**around, "page_number": 9})), {}, "page 9")

    def list_tokens(self) -> None:
        bug = "it sends an AccountId, which the API does not have: the tokens of all payers come"
        with self.check("payments.list_tokens", "has the token (no PageNumber is sent)", bug=bug):
            tokens = {
                self.token_of(APPROVED_TOKEN_TOO, account): account
                for account in (f"{self.prefix}user_y", f"{self.prefix}user_z")
            }
            listed = self.call("list_tokens", account_id=f"{self.prefix}user_z").tokens
            of_payer = {item.token: item.account_id for item in listed}
            equal({token: of_payer[token] for token in tokens}, tokens, "whose tokens")
            equal(listed[-1].CardMask, "4000 00****** 3055", "CardMask")

    def payouts(self) -> None:
        account = f"{self.prefix}user_payee"

        def pay_out(method: str, order: str, amount: float = 10, **more: Any) -> Any:
            call = getattr(self.client.payouts, method)
            fields = {
                "currency": "RUB",
                "account_id": account,
                "invoice_id": order,
                "ip_address": PAYER_IP,
                "json_data": {"fee": 1},
                **more,
            }
            return self.run(call(amount=amount, **fields))

        def refused(method: str, order: str, **more: Any) -> Any:
            """The answer to a payout that comes to nothing."""
            before = sandbox.paid_out()
            error = raised(ApiResponseError, lambda: pay_out(method, order, **more))
            equal(sandbox.paid_out(), before, "paid out")
            return error.response

        bug = "its id is read from Id; the API says TransactionId"
        with self.check("payouts.cryptogram", "Completed, paid out, no charge", bug=bug):
            order, before = invoice(), sandbox.paid_out()
            made = pay_out("cryptogram", order, 10.5, card_cryptogram_packet=packet(APPROVED))
            equal((made.status, made.amount, made.account_id), ("Completed", 10.5, account))
            equal((made.id, sandbox.payment(made.TransactionId)["Type"]), (None, 2), "id, Type")
            equal(sandbox.paid_out() - before, Decimal("10.50"), "paid out")
            sandbox.money(order, charges=0)

        with self.check("payouts.cryptogram", "a payout on its way: Created; then it fails"):
            order, before = invoice(), sandbox.paid_out()
            made = pay_out("cryptogram", order, card_cryptogram_packet=packet(SECURE))
            equal((made.status, made.TransactionIsInProcess), ("Created", True))
            equal(sandbox.decide(made.TransactionId, "refuse"), "Failed", "status")
            equal(sandbox.paid_out(), before, "paid out")

        with self.check("payouts.cryptogram", "a card that cannot take it: 5051, Failed"):
            lost = refused("cryptogram", invoice(), card_cryptogram_packet=packet(POOR))["Model"]
            equal((lost["ReasonCode"], lost["Status"]), (5051, "Failed"))

        with self.check("payouts.token", "a saved card: Completed, paid out"):
            token = self.token_of(APPROVED_TOKEN_TOO, account)
            order, before = invoice(), sandbox.paid_out()
            made = pay_out("token", order, token=token, description="Гонорар")
            equal((made.status, made.account_id), ("Completed", account))
            equal(sandbox.paid_out() - before, Decimal(10), "paid out")
            sandbox.money(order, charges=0)

        with self.check("payouts.token", "a token that nobody issued: refused"):
            equal(refused("token", invoice(), token="tk_nobody")["Message"], "Token not found")

        bug = "it sends SBPBeneficiaryId; the API wants MemberId and Receiver with a Phone"
        with self.check("payouts.sbp", "is refused, nothing is paid out", bug=bug):
            answer = refused("sbp", invoice(), sbp_beneficiary_id="100000000111")
            equal(answer["Message"], "Receiver is required", "message")

    def orders(self) -> None:
        def call(method: str, **fields: Any) -> Any:
            return self.run(getattr(self.client.orders, method)(**fields))

        def create(order: str, **more: Any) -> Any:
            fields = {"amount": 10.5, "currency": "RUB", "description": "Заказ", **more}
            return call("create", invoice_id=order, **fields)

        with self.check("orders.create", "an invoice with every field, to be paid on its page"):
            order = invoice()
            made = create(
                order,
                account_id="user_s",
                email="user@example.com",
                json_data={"basket": [1, 2]},
                require_confirmation=True,
                send_email=True,
            )
            equal((made.status, made.amount, made.currency), ("Created", 10.5, "RUB"))
            kept = sandbox.order(made.id)
            equal((kept["InvoiceId"], kept["AccountId"]), (order, "user_s"), "ids")
            equal((kept["Email"], kept["Description"]), ("user@example.com", "Заказ"))
            sandbox.money(order, charges=0)
            equal(sandbox.visit(made.Url, "pay"), 200, "page")
            equal(sandbox.order(made.id)["Status"], "Paid", "status")
            sandbox.money(order, charges=1, held="10.50")

        with self.check("orders.create", "an amount of nothing: ApiResponseError"):
            raised(ApiResponseError, lambda: create(invoice(), amount=0))

        with self.check("orders.cancel", "Cancelled: nobody can pay it any more"):
            order = invoice()
            made = create(order)
            call("cancel", order_id=made.id)
            equal(sandbox.order(made.id)["Status"], "Cancelled", "status")
            equal(sandbox.visit(made.Url, "pay"), 409, "page")
            sandbox.money(order, charges=0)

        with self.check("orders.cancel", "a paid one, one of nobody: ApiResponseError"):
            made = create(invoice())
            sandbox.visit(made.Url, "pay")
            raised(ApiResponseError, lambda: call("cancel", order_id=made.id))
            equal(sandbox.order(made.id)["Status"], "Paid", "status")
            raised(ApiResponseError, lambda: call("cancel", order_id="0" * 16))

        bug = "its invoice_id goes out as Id, and an order number is no Id"
        with self.check("orders.cancel", "by the order number: refused, still open", bug=bug):
            order = invoice()
            made = create(order)
            raised(ApiResponseError, lambda: call("cancel", invoice_id=order))
            equal(sandbox.order(made.id)["Status"], "Created", "status")

    def claims(self) -> None:
        bug = "it asks GET claims, a path that the API does not have; that is chargebacks/list"
        with self.check("claims.list", "404, an error", bug=bug):
            dates = {"date_from": "2026-01-01", "date_to": "2026-12-31"}
            error = raised(ApiError, lambda: self.run(self.client.claims.list(**dates)))
            assert not isinstance(error, ApiResponseError), error

    def subscriptions(self) -> None:
        account = f"{self.prefix}user_plan"

        def call(method: str, **fields: Any) -> Any:
            return self.run(getattr(self.client.subscriptions, method)(**fields))

        with self.check("subscriptions.create", "Active, its first charge ahead"):
            start = (datetime.now(UTC) + timedelta(days=30)).isoformat()
            plan = call(
                "create",
                token=self.token_of(APPROVED_TOKEN_TOO, account),
                account_id=account,
                description="Plan",
                amount=399.5,
                currency="RUB",
                start_date=start,
                interval="Month",
                period=1,
                max_periods=12,
            )
            equal((plan.status, plan.amount, plan.max_periods), ("Active", 399.5, 12))
            equal(sandbox.charges_of(plan.id), [], "charges")

        with self.check("subscriptions.get", "the same; an unknown one: ApiResponseError"):
            equal(call("get", subscription_id=plan.id).start_date_iso, plan.start_date_iso)
            raised(ApiResponseError, lambda: call("get", subscription_id="sc_nobody"))

        with self.check("subscriptions.update", "another sum; the rest stays"):
            seen = call("update", subscription_id=plan.id, amount=100)
            equal((seen.amount, seen.interval, seen.max_periods), (100, "Month", 12))

        with self.check("subscriptions.cancel", "Cancelled"):
            call("cancel", subscription_id=plan.id)
            equal(call("get", subscription_id=plan.id).status, "Cancelled", "status")

        for method in ("find", "list"):
            with self.check(f"subscriptions.{method}", "those of the payer, none of a stranger"):
                found = call(method, account_id=account).subscriptions
                equal([seen.id for seen in found], [plan.id])
                equal(call(method, account_id="nobody").subscriptions, [])

    def notifications(self) -> None:
        def call(method: str, **fields: Any) -> Any:
            return self.run(getattr(self.client.notifications, method)(**fields))

        address = "http://127.0.0.1:9/"
        with self.check("notifications.update", "all that is named; Check is refused"):
            call(
                "update",
                notification_type="pay",
                enabled=True,
                address=address,
                format="RT",
            )
            raised(
                ApiResponseError,
                lambda: call("update", notification_type="check", enabled=True, address=address),
            )

        with self.check("notifications.get", "what was set, and defaults"):
            seen = call("get", notification_type="pay")
            equal((seen.is_enabled, seen.address, seen.format), (True, address, "RT"))
            equal(seen.http_method, "GET", "http_method")
            call("update", notification_type="pay", enabled=False)
            equal(call("get", notification_type="pay").is_enabled, False, "is_enabled")

    def close(self) -> None:
        method = "aclose" if self.prefix else "close"
        with self.check(method, "closes the connections that every call above shared"):
            self.run(getattr(self.client, method)())


WAYS = [
    {"http_method": "POST", "body": "form"},
    {"http_method": "POST", "body": "json"},
    {"http_method": "GET"},
]


def webhooks(walk: Walk) -> None:
    """What it offers for notifications, with those that the sandbox really sent and signed."""
    mailbox = Mailbox()

    def letter(way: dict[str, str]) -> Letter:
        """The notification of a payment, told in this way."""
        sandbox.tell("pay", mailbox.url, **way)
        paid = walk.pay(APPROVED, invoice(), description="Оплата & co")
        came = mailbox.take()
        assert str(paid.id).encode() in came.signed, "told of another payment"
        return came

    letters = [letter(way) for way in WAYS]
    form, in_json, _ = letters
    sandbox.keep_silent("pay")
    mailbox.close()
    secret = sandbox.api_secret

    for way, came in zip(WAYS, letters, strict=True):
        how = ", ".join(way.values())
        with checks("webhooks.verify_signature", f"ours is believed, no other ({how})"):
            assert verify_signature(came.headers, came.signed, secret)
            assert not verify_signature(came.headers, came.signed + b" ", secret)
            assert not verify_signature(came.headers, came.signed, "wrong")
            assert not verify_signature({}, came.signed, secret)

    bug = "it minds the spelling of Content-HMAC; ASGI gives all names in small letters"
    with checks("webhooks.verify_signature", "small letters: never believed", bug=bug):
        small = {name.lower(): value for name, value in form.headers.items()}
        assert "content-hmac" in small
        assert not verify_signature(small, form.signed, secret)

    bug = 'it reads {"Type", "Data"} in JSON, which the API never sends'
    with checks("webhooks.handle_event", "form and JSON: ValueError", bug=bug):
        raised(ValueError, lambda: handle_event(form.signed, form.headers))
        raised(ValueError, lambda: handle_event(in_json.signed, in_json.headers))


def methods() -> list[str]:
    """Every public method of both clients, by the names of the checks."""
    plain = public_methods(CloudPayments) + [
        method
        for name, (resource, _) in RESOURCES.items()
        for method in public_methods(resource, f"{name}.")
    ]
    other = public_methods(AsyncCloudPayments) + [
        method
        for name, (_, resource) in RESOURCES.items()
        for method in public_methods(resource, f"{name}.")
    ]
    ours = ["webhooks.verify_signature", "webhooks.handle_event"]
    return plain + [f"async {name}" for name in other] + ours


def main() -> int:
    """Every method of both clients."""
    with checks("(package)", "is 0.1.0, byte for byte"):
        unchanged("cloudpayments-sdk", "0.1.0")
    plain = Walk(CloudPayments, "", lambda value: value)
    webhooks(plain)
    plain.all()
    with asyncio.Runner() as runner:

        def turn(call: Coroutine[Any, Any, Any]) -> Any:
            return runner.run(call)

        Walk(AsyncCloudPayments, "async ", turn).all()
    return checks.finish(methods())


if __name__ == "__main__":
    sys.exit(main())
