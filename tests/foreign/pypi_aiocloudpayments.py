"""PyPI `aiocloudpayments` 0.1.1 (aiohttp, pydantic 1), unchanged, against the sandbox."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any, TypeVar

from aiocloudpayments import AioCpClient, AiohttpDispatcher, Result, Router
from aiocloudpayments.dispatcher.notification_observer import NotificationObserver
from aiocloudpayments.exceptions import CpAPIError, CpNetworkError, CpPaymentError
from aiocloudpayments.types import Order, Person, Secure3D, Transaction
from aiohttp import web

from foreign import (
    APPROVED,
    APPROVED_TOKEN_TOO,
    PAYER_IP,
    POOR,
    SECURE,
    SECURE_POOR,
    Checks,
    Sandbox,
    equal,
    packet,
    public_methods,
    unchanged,
)

# Part of every call, never called by a shop.
PLUMBING = {"request", "check_response", "get_session"}

# The types that its dispatcher has observers for.
TYPES = ("check", "pay", "fail", "confirm", "refund", "recurrent", "cancel")

T = TypeVar("T", bound=BaseException)

# What its handlers raise would be printed; the checks look at what the sandbox got for an answer.
logging.disable(logging.CRITICAL)

sandbox = Sandbox()
checks = Checks()
numbers = count(7001)


def invoice() -> str:
    """A fresh order number: digits only, because `find_payment` takes nothing else."""
    return str(next(numbers))


async def raised(kind: type[T], call: Awaitable[object]) -> T:
    """Await `call`, insist that it raises `kind`, and hand the exception over."""
    try:
        answer = await call
    except kind as error:
        return error
    raise AssertionError(f"expected {kind.__name__}, and the call answered {answer!r}")


class Shop:
    """The client, and calls with what every check needs."""

    def __init__(self, client: AioCpClient) -> None:
        self.client = client

    async def pay(self, card: str, order: str, amount: Any = 10, **more: Any) -> Any:
        return await self.client.charge_card(
            amount, PAYER_IP, packet(card), invoice_id=order, **more
        )

    async def hold(self, card: str, order: str, amount: Any = 10, **more: Any) -> Any:
        return await self.client.auth_card(amount, PAYER_IP, packet(card), invoice_id=order, **more)

    async def token_of(self, card: str, account: str) -> str:
        paid = await self.pay(card, invoice(), 1, account_id=account)
        assert paid.token, "a payment with AccountId brought no Token"
        return str(paid.token)


async def main() -> int:
    """Every method of the client, and of its dispatcher."""
    with checks("(package)", "is 0.1.1, byte for byte"):
        unchanged("aiocloudpayments", "0.1.1")

    client = AioCpClient(sandbox.public_id, sandbox.api_secret, base_url=sandbox.url + "/")
    shop = Shop(client)
    await test(client)
    await charge_card(shop)
    await auth_card(shop)
    await post3ds(shop)
    await confirm_payment(shop)
    await void_payment(shop)
    await refund_payment(shop)
    await charge_token(shop)
    await auth_token(shop)
    await get_payment(shop)
    await find_payment(shop)
    await list_payments(shop)
    await list_tokens(shop)
    await payouts(shop)
    await orders(client)
    await applepay_startsession(client)
    await subscriptions(shop)
    await notifications(client)
    await dispatcher(shop)
    await disconnect(client)
    observers = {
        f"dispatcher.{name}"
        for name, value in vars(Router()).items()
        if isinstance(value, NotificationObserver)
    }
    return checks.finish(set(public_methods(AioCpClient)) - PLUMBING | observers)


async def test(client: AioCpClient) -> None:
    with checks("test", "good credentials: no error (POST without a body, typed as JSON)"):
        equal(await client.test(), None)
        equal(await client.test(x_request_id="aio-test"), None)
        equal(sandbox.last_request()["request_id"], "aio-test", "request_id")

    bug = "it parses the 401 page as JSON, so the caller sees a JSON error"
    with checks("test", "a wrong secret is refused: 401", bug=bug):
        stranger = AioCpClient(sandbox.public_id, "wrong", base_url=sandbox.url + "/")
        await raised(Exception, stranger.test())
        await stranger.disconnect()
        equal(sandbox.last_request()["authorized"], False, "authorized")


async def charge_card(shop: Shop) -> None:
    with checks("charge_card", "a card without 3-D Secure: Completed; nulls for all it leaves out"):
        order = invoice()
        paid = await shop.pay(APPROVED, order)
        assert isinstance(paid, Transaction), paid
        body = sandbox.last_body()
        for name in ("Currency", "Name", "AccountId", "Email", "Payer", "JsonData"):
            assert name in body and body[name] is None, f"{name} is no longer sent as null"
        equal((paid.status, paid.status_code), ("Completed", 3), "status")
        equal((paid.reason_code, paid.reason), (0, "Approved"), "reason")
        equal((paid.amount, paid.currency), (10, "RUB"), "amount")
        equal(paid.invoice_id, order, "invoice_id")
        sandbox.money(order, charges=1, net="10")

    with checks("charge_card", "with every field, Payer and JsonData as objects"):
        order = invoice()
        paid = await shop.pay(
            APPROVED,
            order,
            currency="RUB",
            name="CARDHOLDER NAME",
            payment_url="https://example.com/pay",
            description="Оплата товаров",
            culture_name="ru-RU",
            account_id="user_a",
            email="user@example.com",
            payer=Person(first_name="Иван", birth=date(1990, 1, 31), phone="+71234567890"),
            json_data={"basket": [1, 2]},
        )
        equal(paid.public_id, sandbox.public_id, "public_id")
        equal((paid.account_id, paid.email), ("user_a", "user@example.com"), "payer")
        equal(paid.description, "Оплата товаров", "description")
        assert isinstance(paid.json_data, str), f"JsonData comes back as text: {paid.json_data!r}"
        equal((paid.card_first_six, paid.card_last_four), ("411111", "1111"), "card")
        equal((paid.auth_code, paid.gateway_name), ("A1B2C3", "Test"), "test values")
        equal((paid.test_mode, paid.refunded), (True, False), "flags")
        equal(paid.wallet_type, "", "wallet_type")
        assert isinstance(paid.created_date, date), paid.created_date
        assert isinstance(paid.confirm_date_iso, datetime), paid.confirm_date_iso
        sandbox.money(order, charges=1, net="10")

    with checks("charge_card", "not enough money: CpPaymentError 5051, no money moves"):
        order = invoice()
        error = await raised(CpPaymentError, shop.pay(POOR, order))
        equal(str(error.message), "5051: InsufficientFunds", "message")
        equal(error.model.card_holder_message, "Недостаточно средств на карте", "words")
        equal(sandbox.status(error.model.transaction_id), "Declined", "status")
        sandbox.money(order, charges=0)

    with checks(
        "charge_card", "a card with 3-D Secure: Secure3D with all ten fields, no money yet"
    ):
        order = invoice()
        asked = await shop.pay(SECURE, order)
        assert isinstance(asked, Secure3D), asked
        assert asked.pa_req and asked.acs_url
        equal(len(asked.three_ds_callback_id or ""), 32, "length of three_ds_callback_id")
        equal(sandbox.status(asked.transaction_id), "AwaitingAuthentication", "status")
        sandbox.money(order, charges=0)

    with checks("charge_card", "an amount of nothing: CpAPIError with words, no payment"):
        order = invoice()
        error = await raised(CpAPIError, shop.pay(APPROVED, order, 0))
        assert error.message, "no words"
        sandbox.money(order, charges=0)

    bug = "Union[int, float] in pydantic 1 cuts the kopecks off before the request is sent"
    with checks("charge_card", "12.34 is asked for, 12 is sent and taken", bug=bug):
        order = invoice()
        await shop.pay(APPROVED, order, 12.34)
        equal(sandbox.last_body()["Amount"], 12, "Amount on the wire")
        sandbox.money(order, charges=1, net="12")

    with checks("charge_card", "the answer is lost, the repeat has the same id: one charge"):
        order = invoice()
        sandbox.fault("payments/cards/charge", "drop_after")
        await raised(CpNetworkError, shop.pay(APPROVED, order, x_request_id="aio-charge"))
        first = await shop.pay(APPROVED, order, x_request_id="aio-charge")
        again = await shop.pay(APPROVED, order, x_request_id="aio-charge")
        equal(again.transaction_id, first.transaction_id, "number")
        sandbox.money(order, charges=1, net="10")


async def auth_card(shop: Shop) -> None:
    with checks("auth_card", "a card without 3-D Secure: Authorized, held, not confirmed"):
        order = invoice()
        held = await shop.hold(APPROVED, order)
        equal((held.status, held.status_code), ("Authorized", 2), "status")
        equal((held.confirm_date, held.confirm_date_iso), (None, None), "confirm_date")
        sandbox.money(order, charges=1, held="10")

    with checks("auth_card", "not enough money: CpPaymentError 5051"):
        order = invoice()
        error = await raised(CpPaymentError, shop.hold(POOR, order))
        equal(error.model.reason_code, 5051, "reason_code")
        sandbox.money(order, charges=0)

    with checks("auth_card", "a card with 3-D Secure: Secure3D"):
        order = invoice()
        asked = await shop.hold(SECURE, order)
        assert isinstance(asked, Secure3D), asked
        sandbox.money(order, charges=0)


async def post3ds(shop: Shop) -> None:
    async def come_back(asked: Secure3D, action: str) -> Transaction:
        answer = sandbox.payer(asked.transaction_id, action)
        return await shop.client.post3ds(asked.transaction_id, answer)

    with checks("post3ds", "the payer confirms a charge: Completed, captured"):
        order = invoice()
        paid = await come_back(await shop.pay(SECURE, order), "confirm_3ds")
        equal(paid.status, "Completed", "status")
        sandbox.money(order, charges=1, net="10")

    with checks("post3ds", "the payer confirms a hold: Authorized, held"):
        order = invoice()
        paid = await come_back(await shop.hold(SECURE, order), "confirm_3ds")
        equal(paid.status, "Authorized", "status")
        sandbox.money(order, charges=1, held="10")

    with checks("post3ds", "the payer refuses: CpPaymentError 5206, no money moves"):
        order = invoice()
        asked = await shop.pay(SECURE, order)
        error = await raised(CpPaymentError, come_back(asked, "refuse_3ds"))
        equal(error.model.reason_code, 5206, "reason_code")
        equal(sandbox.status(asked.transaction_id), "Declined", "status")
        sandbox.money(order, charges=0)

    with checks("post3ds", "the payer confirms, the bank refuses: CpPaymentError 5051"):
        order = invoice()
        asked = await shop.pay(SECURE_POOR, order)
        error = await raised(CpPaymentError, come_back(asked, "confirm_3ds"))
        equal(error.model.reason_code, 5051, "reason_code")
        sandbox.money(order, charges=0)


async def confirm_payment(shop: Shop) -> None:
    with checks("confirm_payment", "the whole hold: captured"):
        order = invoice()
        held = await shop.hold(APPROVED, order)
        equal(await shop.client.confirm_payment(held.transaction_id, 10), None)
        equal(sandbox.status(held.transaction_id), "Completed", "status")
        sandbox.money(order, charges=1, net="10")

    with checks("confirm_payment", "a part of the hold, with JsonData: the rest is released"):
        order = invoice()
        held = await shop.hold(APPROVED, order)
        await shop.client.confirm_payment(held.transaction_id, 7, json_data={"comment": "part"})
        sandbox.money(order, charges=1, net="7")

    with checks("confirm_payment", "more than the hold: CpAPIError, still held"):
        order = invoice()
        held = await shop.hold(APPROVED, order)
        await raised(CpAPIError, shop.client.confirm_payment(held.transaction_id, 11))
        sandbox.money(order, charges=1, held="10")


async def void_payment(shop: Shop) -> None:
    with checks("void_payment", "a hold: Cancelled, nothing held; once only"):
        order = invoice()
        held = await shop.hold(APPROVED, order)
        equal(await shop.client.void_payment(held.transaction_id), None)
        equal(sandbox.status(held.transaction_id), "Cancelled", "status")
        sandbox.money(order, charges=1)
        await raised(CpAPIError, shop.client.void_payment(held.transaction_id))

    with checks("void_payment", "a captured payment: CpAPIError, the money stays"):
        order = invoice()
        paid = await shop.pay(APPROVED, order)
        await raised(CpAPIError, shop.client.void_payment(paid.transaction_id))
        sandbox.money(order, charges=1, net="10")


async def refund_payment(shop: Shop) -> None:
    with checks("refund_payment", "in two parts: a number of its own for each, nothing is left"):
        order = invoice()
        paid = await shop.pay(APPROVED, order)
        first = await shop.client.refund_payment(paid.transaction_id, 4)
        sandbox.money(order, charges=1, net="6")
        second = await shop.client.refund_payment(paid.transaction_id, 6)
        ids = {paid.transaction_id, first.transaction_id, second.transaction_id}
        equal(len(ids), 3, "different numbers")
        sandbox.money(order, charges=1)

    with checks("refund_payment", "more than is left: CpAPIError, the money stays"):
        order = invoice()
        paid = await shop.pay(APPROVED, order)
        await raised(CpAPIError, shop.client.refund_payment(paid.transaction_id, 11))
        sandbox.money(order, charges=1, net="10")

    with checks("refund_payment", "the same request id twice: one refund, the same answer"):
        order = invoice()
        paid = await shop.pay(APPROVED, order)
        both = [
            await shop.client.refund_payment(paid.transaction_id, 3, x_request_id="aio-refund")
            for _ in range(2)
        ]
        equal(both[0].transaction_id, both[1].transaction_id, "refund number")
        sandbox.money(order, charges=1, net="7")


async def charge_token(shop: Shop) -> None:
    with checks("charge_token", "a token that pays: Completed (TrInitiatorCode is never sent)"):
        order = invoice()
        token = await shop.token_of(APPROVED_TOKEN_TOO, "user_b")
        paid = await shop.client.charge_token(
            10, "user_b", token, currency="RUB", invoice_id=order, json_data={"again": True}
        )
        equal((paid.status, paid.account_id), ("Completed", "user_b"))
        sandbox.money(order, charges=1, net="10")

    with checks("charge_token", "a token without money: CpPaymentError 5051"):
        order = invoice()
        token = await shop.token_of(APPROVED, "user_c")
        error = await raised(
            CpPaymentError, shop.client.charge_token(10, "user_c", token, invoice_id=order)
        )
        equal(error.model.reason_code, 5051, "reason_code")
        sandbox.money(order, charges=0)


async def auth_token(shop: Shop) -> None:
    with checks("auth_token", "a token that pays: Authorized, held"):
        order = invoice()
        token = await shop.token_of(APPROVED_TOKEN_TOO, "user_d")
        held = await shop.client.auth_token(10, "user_d", token, invoice_id=order)
        equal(held.status, "Authorized", "status")
        sandbox.money(order, charges=1, held="10")


async def get_payment(shop: Shop) -> None:
    with checks("get_payment", "a payment: the same number and status"):
        paid = await shop.pay(APPROVED, invoice())
        seen = await shop.client.get_payment(paid.transaction_id)
        equal((seen.transaction_id, seen.status), (paid.transaction_id, "Completed"))

    with checks("get_payment", "a declined payment: CpPaymentError with the model"):
        lost = await raised(CpPaymentError, shop.pay(POOR, invoice()))
        number = lost.model.transaction_id
        error = await raised(CpPaymentError, shop.client.get_payment(number))
        equal((error.model.transaction_id, error.model.status), (number, "Declined"))

    with checks("get_payment", "an unknown number: CpAPIError, Not found"):
        error = await raised(CpAPIError, shop.client.get_payment(1))
        equal(error.message, "Not found", "message")


async def find_payment(shop: Shop) -> None:
    with checks("find_payment", "by the order, old and new path (the order goes as a bare number)"):
        order = invoice()
        paid = await shop.pay(APPROVED, order)
        for new, path in ((True, "v2/payments/find"), (False, "payments/find")):
            seen = await shop.client.find_payment(int(order), use_new_method=new)
            equal(seen.transaction_id, paid.transaction_id, path)
            equal(sandbox.last_request()["path"].strip("/"), path, "path")
            equal(sandbox.last_body()["InvoiceId"], int(order), "InvoiceId on the wire")

    with checks("find_payment", "after a refund: v2 shows it, v1 still the payment"):
        order = invoice()
        paid = await shop.pay(APPROVED, order)
        back = await shop.client.refund_payment(paid.transaction_id, 10)
        old = await shop.client.find_payment(int(order), use_new_method=False)
        equal(old.transaction_id, paid.transaction_id, "payments/find")
        new = await shop.client.find_payment(int(order))
        equal(new.transaction_id, back.transaction_id, "v2/payments/find")

    with checks("find_payment", "an unknown order: CpAPIError, Not found"):
        error = await raised(CpAPIError, shop.client.find_payment(1))
        equal(error.message, "Not found", "message")

    bug = "its invoice_id is an int, so an order like A-17 cannot be looked up"
    with checks("find_payment", "an order with letters: refused, nothing is sent", bug=bug):
        before = len(sandbox.requests())
        await raised(ValueError, shop.client.find_payment("A-17"))
        equal(len(sandbox.requests()), before, "requests")


async def list_payments(shop: Shop) -> None:
    with checks("list_payments", "of a day: approved and declined, with the fields of lists"):
        paid = await shop.pay(APPROVED, invoice())
        lost = await raised(CpPaymentError, shop.pay(POOR, invoice()))
        day = paid.created_date_iso  # UTC, though it does not say so
        for zone, hours in (("UTC", 0), ("MSK", 3)):
            listed = await shop.client.list_payments((day + timedelta(hours=hours)).date(), zone)
            by_number = {item.transaction_id: item for item in listed}
            equal(by_number[paid.transaction_id].status, "Completed", zone)
            equal(by_number[lost.model.transaction_id].status, "Declined", zone)
            shown = by_number[paid.transaction_id]
            for field in ("is_local_order", "hide_invoice_id", "gateway", "master_pass"):
                assert getattr(shown, field) is not None, f"{field} is missing in the list"

    with checks("list_payments", "of a day long ago: empty"):
        equal(await shop.client.list_payments(date(2001, 1, 1), "UTC"), [], "list")


async def list_tokens(shop: Shop) -> None:
    bug = "it posts nothing to payments/cards/topup, a payout; the API wants payments/tokens/list"
    with checks("list_tokens", "is refused, and nothing is paid out", bug=bug):
        before = sandbox.ledger()["totals"]
        await raised(Exception, shop.client.list_tokens())
        equal(sandbox.last_request()["path"].strip("/"), "payments/cards/topup", "path")
        equal(sandbox.ledger()["totals"], before, "totals")


async def payouts(shop: Shop) -> None:
    async def to_card(card: str, order: str, **more: Any) -> Transaction:
        return await shop.client.topup_card(packet(card), 10, "RUB", invoice_id=order, **more)

    with checks("topup_card", "a card that takes it at once: Completed, paid out, no charge"):
        order, before = invoice(), sandbox.paid_out()
        made = await to_card(
            APPROVED,
            order,
            name="CARDHOLDER NAME",
            account_id="user_payee",
            email="a@b.c",
            json_data={"fee": 1},
            description="Гонорар",
            receiver=Person(first_name="Иван", phone="+71234567890"),
            x_signature="c2lnbmF0dXJl",
        )
        equal((made.type, made.status, made.amount), (2, "Completed", 10))
        equal(sandbox.payment(made.transaction_id)["InvoiceId"], order, "InvoiceId")
        equal(sandbox.paid_out() - before, Decimal(10), "paid out")
        sandbox.money(order, charges=0)
        found = await shop.client.find_payment(int(order))
        equal(found.transaction_id, made.transaction_id, "v2/payments/find")

    with checks("topup_card", "a payout on its way: Created; then it fails"):
        before = sandbox.paid_out()
        made = await to_card(SECURE, invoice())
        equal(made.status, "Created", "status")
        equal(sandbox.decide(made.transaction_id, "refuse"), "Failed", "status")
        equal(sandbox.paid_out(), before, "paid out")

    with checks("topup_card", "a card that cannot take it: CpPaymentError 5051"):
        before = sandbox.paid_out()
        error = await raised(CpPaymentError, to_card(POOR, invoice()))
        equal((error.model.reason_code, error.model.status), (5051, "Failed"))
        equal(sandbox.paid_out(), before, "paid out")

    with checks("topup_card", "the answer is lost, the repeat has the same id: paid out once"):
        order, before = invoice(), sandbox.paid_out()
        sandbox.fault("payments/cards/topup", "drop_after")
        await raised(CpNetworkError, to_card(APPROVED, order, x_request_id="aio-topup"))
        await to_card(APPROVED, order, x_request_id="aio-topup")
        equal(sandbox.paid_out() - before, Decimal(10), "paid out")

    bug = "it sends the token to payments/cards/topup; the API wants payments/token/topup"
    with checks("topup_token", "CpAPIError, nothing is paid out", bug=bug):
        token = await shop.token_of(APPROVED_TOKEN_TOO, "user_payee")
        before = sandbox.paid_out()
        await raised(CpAPIError, shop.client.topup_token(token, 10, "user_payee", "RUB"))
        equal(sandbox.last_request()["path"], "payments/cards/topup", "path")
        equal(sandbox.paid_out(), before, "paid out")


async def orders(client: AioCpClient) -> None:
    with checks("create_order", "an invoice, to be paid on its page; nulls for all it leaves out"):
        order = invoice()
        made = await client.create_order(10, "Заказ", invoice_id=order)
        assert isinstance(made, Order)
        body = sandbox.last_body()
        for name in ("Currency", "Email", "RequireConfirmation", "OfferUri", "JsonData"):
            assert name in body and body[name] is None, f"{name} is no longer sent as null"
        equal((made.amount, made.currency, made.status), (10, "RUB", "Created"))
        equal((made.require_confirmation, made.culture_name), (False, "ru-RU"), "defaults")
        assert isinstance(made.created_date, date), made.created_date
        assert made.created_date_iso is not None and made.payment_date_iso is None
        sandbox.visit(made.url, "refuse")
        equal(sandbox.order(made.id)["Status"], "Created", "status")
        sandbox.visit(made.url, "pay")
        kept = sandbox.order(made.id)
        paid = await client.find_payment(int(order))
        equal((kept["Status"], kept["TransactionId"]), ("Paid", paid.transaction_id))
        sandbox.money(order, charges=1, net="10")

    with checks("create_order", "with every field: held, and a subscription of its own"):
        order = invoice()
        made = await client.create_order(
            10,
            "Заказ",
            currency="RUB",
            email="a@b.c",
            require_confirmation=True,
            send_email=True,
            invoice_id=order,
            account_id="user_weekly",
            offer_uri="https://example.com/offer",
            phone="+71234567890",
            send_sms=True,
            send_viber=False,
            culture_name="en-US",
            subscription_behavior="CreateWeekly",
            success_redirect_url="https://example.com/good",
            fail_redirect_url="https://example.com/bad",
            json_data={"basket": [1, 2]},
        )
        kept = sandbox.order(made.id)
        equal((kept["AccountId"], kept["CultureName"]), ("user_weekly", "en-US"))
        equal((kept["Email"], kept["Phone"]), ("a@b.c", "+71234567890"))
        sandbox.visit(made.url, "pay")
        sandbox.money(order, charges=1, held="10")
        (plan,) = await client.find_subscriptions("user_weekly")
        equal((plan.status, plan.interval, plan.amount), ("Active", "Week", 10))

    with checks("create_order", "an amount of nothing: CpAPIError"):
        await raised(CpAPIError, client.create_order(0, "Ничего"))

    with checks("cancel_order", "Cancelled: nobody can pay it any more; once only"):
        order = invoice()
        made = await client.create_order(10, "Заказ", invoice_id=order)
        equal(await client.cancel_order(made.id), None)
        equal(sandbox.order(made.id)["Status"], "Cancelled", "status")
        equal(sandbox.visit(made.url, "pay"), 409, "page")
        sandbox.money(order, charges=0)
        await raised(CpAPIError, client.cancel_order(made.id))


async def applepay_startsession(client: AioCpClient) -> None:
    bug = "it sends no body: the address of Apple is lost"
    with checks("applepay_startsession", "CpAPIError, no session", bug=bug):
        url = "https://apple-pay-gateway.apple.com/paymentservices/startSession"
        error = await raised(CpAPIError, client.applepay_startsession(url))
        equal(error.message, "ValidationUrl is required", "message")


async def subscriptions(shop: Shop) -> None:
    account, start = "user_plan", datetime.now(UTC) + timedelta(days=30)
    client = shop.client

    with checks("create_subscription", "Active, with its receipt; nothing is charged yet"):
        token = await shop.token_of(APPROVED_TOKEN_TOO, account)
        receipt = {"Items": [], "TaxationSystem": 0}
        plan = await client.create_subscription(
            token,
            account,
            "Plan",
            "a@b.c",
            399.5,
            "RUB",
            True,
            start,
            "Month",
            1,
            12,
            receipt,
        )
        equal((plan.status, plan.status_code, plan.max_periods), ("Active", 0, 12))
        equal((plan.interval, plan.interval_code, plan.period), ("Month", 1, 1))
        equal((plan.require_confirmation, plan.receipt), (True, receipt))
        equal(sandbox.charges_of(plan.id), [], "charges")

    with checks("get_subscription", "the same; an unknown one: CpAPIError"):
        equal(
            (await client.get_subscription(plan.id)).next_transaction_date_iso,
            plan.start_date_iso,
        )
        await raised(CpAPIError, client.get_subscription("sc_nobody"))

    with checks("update_subscription", "another sum; the nulls for all the rest change nothing"):
        seen = await client.update_subscription(plan.id, amount=100)
        equal((seen.amount, seen.description, seen.max_periods), (100, "Plan", 12))

    with checks("cancel_subscription", "Cancelled, without a next charge"):
        await client.cancel_subscription(plan.id)
        seen = await client.get_subscription(plan.id)
        equal((seen.status, seen.next_transaction_date_iso), ("Cancelled", None))

    with checks("find_subscriptions", "those of the payer, and none of a stranger"):
        equal([seen.id for seen in await client.find_subscriptions(account)], [plan.id])
        equal(await client.find_subscriptions("nobody"), [])


async def notifications(client: AioCpClient) -> None:
    with checks("update_notification", "all that is named; another time the rest is default"):
        await client.update_notification("pay", True, "http://127.0.0.1:9/", "POST", "Windows1251")
        seen = await client.get_notification("pay")
        equal(
            (seen.is_enabled, seen.http_method, seen.encoding),
            (True, "POST", "Windows1251"),
        )
        await client.update_notification("pay")
        await raised(CpAPIError, client.update_notification("check", True, "http://127.0.0.1:9/"))

    with checks("get_notification", "switched off, for the last update did not say on"):
        seen = await client.get_notification("pay")
        equal((seen.is_enabled, seen.address), (False, None))
        equal(
            (seen.http_method, seen.encoding, seen.format),
            ("GET", "UTF8", "CloudPayments"),
        )


@asynccontextmanager
async def handled(
    client: AioCpClient, *types: str, http_method: str = "POST", body: str = "form"
) -> AsyncIterator[AiohttpDispatcher]:
    """Their dispatcher, told of these types as the sandbox sends them."""
    theirs = AiohttpDispatcher()
    theirs.cp_client = client
    app = web.Application()
    theirs.register_app(app, "/shop", **{f"{name}_path": f"/{name}" for name in TYPES})
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    for name in types:
        address = f"http://127.0.0.1:{port}/shop/{name}"
        sandbox.tell(name, address, http_method=http_method, body=body)
    try:
        yield theirs
    finally:
        for name in types:
            sandbox.keep_silent(name)
        await runner.cleanup()


async def until(look: Callable[[], Any]) -> Any:
    """What there is to be seen, as soon as there is something; the shop goes on meanwhile."""
    for _ in range(500):
        if seen := look():
            return seen
        await asyncio.sleep(0.01)
    raise AssertionError("waited in vain")


async def last_try(kind: str, number: int | None) -> tuple[int | None, str, bool]:
    """How the shop took the newest notification of a type: status, answer, whether it counts."""
    await until(lambda: sandbox.webhook(kind, number)["tries"])
    sent = sandbox.webhook(kind, number)
    return sent["tries"][-1]["status"], sent["tries"][-1]["answer"], sent["delivered"]


async def dispatcher(shop: Shop) -> None:
    """Their handlers of notifications, with those that the sandbox really sent and signed."""
    client = shop.client
    data = {"basket": [1, 2]}
    accepted = (200, '{"code": 0}', True)

    async with handled(client, *TYPES) as theirs:
        told: dict[str, Any] = {}
        router = theirs.include_router(Router())

        # With a filter that lets nothing through, so the next handler is asked.
        @router.pay(lambda notification: notification.amount > 1_000_000)  # type: ignore[untyped-decorator]
        async def rich(_: Any) -> Result:
            return Result.INTERNAL_ERROR

        for name in TYPES:

            async def keep(notification: Any, name: str = name) -> None:
                told[name] = notification

            getattr(router, name).register(keep)

        order = invoice()
        held = await shop.hold(APPROVED, order, description="Оплата & co", json_data=data)
        number = held.transaction_id

        with checks("dispatcher.check", "is told what will be done, signed; accepts"):
            seen = told["check"]
            equal((seen.transaction_id, seen.invoice_id), (number, order))
            equal((seen.status, seen.operation_type), ("Authorized", "Payment"))
            equal((seen.description, seen.data), ("Оплата & co", data))

        with checks("dispatcher.pay", "is told of the hold: delivered at the first try"):
            equal(await last_try("pay", number), accepted)
            seen = told["pay"]
            equal((seen.transaction_id, seen.status), (number, "Authorized"))
            equal((seen.auth_code, seen.total_fee, seen.test_mode), ("A1B2C3", 0, True))
            equal(seen.fall_back_scenario_declined_transaction_id, None)
            equal(seen.date_time, held.created_date_iso, "date_time")

        with checks("dispatcher.confirm", "is told of the captured sum"):
            await client.confirm_payment(number, 7)
            equal(await last_try("confirm", number), accepted)
            equal((told["confirm"].transaction_id, told["confirm"].amount), (number, 7))

        with checks("dispatcher.refund", "is told both numbers"):
            refund = (await client.refund_payment(number, 3, json_data=data)).transaction_id
            equal(await last_try("refund", refund), accepted)
            seen = told["refund"]
            equal((seen.transaction_id, seen.payment_transaction_id), (refund, number))
            equal((seen.amount, seen.operation_type, seen.data), (3, "Refund", data))

        with checks("dispatcher.cancel", "is told of the void"):
            void = (await shop.hold(APPROVED, invoice(), json_data=data)).transaction_id
            await client.void_payment(void)
            equal(await last_try("cancel", void), accepted)
            equal(told["cancel"].transaction_id, void)

        with checks("dispatcher.fail", "is told why"):
            error = await raised(CpPaymentError, shop.pay(POOR, invoice(), json_data=data))
            lost = error.model.transaction_id
            equal(await last_try("fail", lost), accepted)
            equal((told["fail"].reason_code, told["fail"].reason), (5051, "InsufficientFunds"))

    with checks("dispatcher.check", "refuses the sum: 3003, no money moves"):
        async with handled(client, "check") as theirs:

            @theirs.check()  # type: ignore[untyped-decorator]
            async def refuse(_: Any) -> Result:
                return Result.WRONG_AMOUNT

            order = invoice()
            error = await raised(CpPaymentError, shop.pay(APPROVED, order, json_data=data))
            equal(error.model.reason_code, 3003, "reason_code")
            sandbox.money(order, charges=0)

    async def taken(
        theirs: AioCpClient, data: object = None, **way: str
    ) -> tuple[int | None, bool]:
        """What becomes of the Pay of a payment: the answer's status, and whether it counts."""
        async with handled(theirs, "pay", **way):
            paid = await shop.pay(APPROVED, invoice(), json_data=data)
            status, _, delivered = await last_try("pay", paid.transaction_id)
            return status, delivered

    with checks("dispatcher.pay", "that no handler wants: accepted all the same"):
        equal(await taken(client, data), (200, True))

    with checks("dispatcher.pay", "signed by a stranger: 401, not delivered"):
        stranger = AioCpClient(sandbox.public_id, "wrong")
        equal(await taken(stranger, data), (401, False))

    bug = "it reads an empty Data as JSON, so payments without JsonData are never told"
    with checks("dispatcher.pay", "a payment without JsonData: 500, not delivered", bug=bug):
        equal(await taken(client), (500, False))

    bug = "so Check refuses every payment without JsonData"
    with checks("dispatcher.check", "a payment without JsonData: 3007, declined", bug=bug):
        async with handled(client, "check"):
            error = await raised(CpPaymentError, shop.pay(APPROVED, invoice()))
            equal(error.model.reason_code, 3007, "reason_code")

    bug = "it serves forms by POST only; GET is what the API does if nothing is said"
    with checks("dispatcher.pay", "by GET, or as JSON: not delivered", bug=bug):
        equal(await taken(client, data, http_method="GET"), (405, False))
        equal(await taken(client, data, body="json"), (500, False))

    token = await shop.token_of(APPROVED_TOKEN_TOO, "user_due")
    async with handled(client, "recurrent") as theirs:
        plans = []

        @theirs.recurrent()  # type: ignore[untyped-decorator]
        async def keep_plan(notification: Any) -> None:
            plans.append(notification)

        bug = "it cannot read an empty number or date: begin and end of a plan are never told"
        with checks("dispatcher.recurrent", "a plan begins: 500, not delivered", bug=bug):
            start = datetime.now(UTC) + timedelta(days=2)
            terms = ("Plan", "a@b.c", 10, "RUB", False, start, "Month", 1, 12)
            plan = await client.create_subscription(token, "user_due", *terms)
            status, _, delivered = await last_try("recurrent", None)
            equal((status, delivered, plans), (500, False, []))

        with checks("dispatcher.recurrent", "is told that a plan is past due"):
            # A jump is answered when all charges are made, and those of the second ask our Check.
            await asyncio.to_thread(sandbox.jump, 3)
            equal(sandbox.charges_of(plan.id), [("Completed", "10.00")], "charges")
            async with handled(client, "check"):
                await asyncio.to_thread(sandbox.jump, 30)
            told_of = await until(lambda: plans)
            equal((told_of[0].id, told_of[0].status), (plan.id, "PastDue"))
            equal((told_of[0].max_periods, told_of[0].failed_transactions_number), (12, 1))
            equal(told_of[0].last_transaction_date, plan.start_date_iso, "last_transaction_date")


async def disconnect(client: AioCpClient) -> None:
    with checks("disconnect", "closes the session that every call above shared"):
        session = await client.get_session()
        assert not session.closed
        await client.disconnect()
        assert session.closed


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
