"""PyPI `cloudpayments` 1.6.3 (requests), unchanged, against the sandbox."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import requests
from cloudpayments import (
    CloudPayments,
    CloudPaymentsError,
    CultureInfo,
    Currency,
    Interval,
    Order,
    PaymentError,
    ReasonCode,
    Receipt,
    ReceiptItem,
    ReceiptType,
    Secure3d,
    SubscriptionStatus,
    TaxationSystem,
    Timezone,
    Transaction,
    TransactionStatus,
)
from cloudpayments.enums import VAT
from cloudpayments.models import Amount

from foreign import (
    APPROVED,
    APPROVED_TOKEN_TOO,
    INN,
    PAYER_IP,
    POOR,
    SECURE,
    SECURE_POOR,
    Checks,
    Sandbox,
    equal,
    guid,
    packet,
    public_methods,
    raised,
    unchanged,
)

sandbox = Sandbox()
checks = Checks()
numbers = count(1)


class Client(CloudPayments):  # type: ignore[misc]
    """Theirs; only the address differs, by the class attribute they offer for it."""

    URL = sandbox.url + "/"


client = Client(sandbox.public_id, sandbox.api_secret)


def invoice() -> str:
    """A fresh order number."""
    return f"PY-{next(numbers)}"


def pay(card: str, order: str, amount: Any = 10, **more: Any) -> Any:
    """`charge_card` with what every check needs."""
    return client.charge_card(
        packet(card), amount, Currency.RUB, "CARDHOLDER NAME", PAYER_IP, invoice_id=order, **more
    )


def hold(order: str, amount: Any = 10) -> Transaction:
    """A hold that needs no 3-D Secure."""
    return pay(APPROVED, order, amount, require_confirmation=True)


def token_of(card: str, account: str) -> str:
    """A token, as a shop gets it: from a first payment with an account."""
    token = pay(card, invoice(), 1, account_id=account).token
    assert token, "a payment with AccountId brought no Token"
    return str(token)


def pay_by_token(token: str, account: str, order: str, amount: Any = 10, **more: Any) -> Any:
    """`charge_token` with what every check needs."""
    return client.charge_token(token, account, amount, Currency.RUB, invoice_id=order, **more)


def main() -> int:
    """Every method of the client."""
    with checks("(package)", "is 1.6.3, byte for byte"):
        unchanged("cloudpayments", "1.6.3")

    test()
    charge_card()
    finish_3d_secure_authentication()
    confirm_payment()
    void_payment()
    refund()
    charge_token()
    get_transaction()
    find_payment()
    list_payments()
    topup()
    orders()
    receipts()
    subscriptions()
    return checks.finish(public_methods(CloudPayments))


def test() -> None:
    with checks("test", "good credentials: a fresh GUID each time (POST without a body)"):
        first, second = client.test(), client.test()
        guid(first)
        guid(second)
        assert first != second, "the same GUID twice"
        assert not sandbox.last_request()["body"], "the client sends no body"

    with checks("test", "a request id is taken along"):
        guid(client.test(request_id="py-test-1"))
        equal(sandbox.last_request()["request_id"], "py-test-1", "request_id")

    bug = "it parses the 401 page as JSON, so the caller sees a JSON error"
    with checks("test", "a wrong secret is refused: 401", bug=bug):
        stranger = Client(sandbox.public_id, "wrong")
        raised(Exception, stranger.test)
        equal(sandbox.last_request()["authorized"], False, "authorized")


def charge_card() -> None:
    with checks("charge_card", "a card without 3-D Secure: Completed, every field filled"):
        order = invoice()
        paid = pay(
            APPROVED,
            order,
            10.5,
            account_id="user_x",
            email="user@example.com",
            description="Оплата товаров",
            data={"name": "Иван", "basket": [1, 2]},
        )
        assert isinstance(paid, Transaction)
        equal(paid.secure3d_required, False)
        equal(paid.status, TransactionStatus.COMPLETED, "status")
        equal(paid.status_code, 3, "status_code")
        equal(paid.reason_code, ReasonCode.APPROVED, "reason_code")
        equal(paid.reason, "Approved", "reason")
        equal(paid.cardholder_message, "Оплата успешно проведена", "cardholder_message")
        equal(float(paid.amount), 10.5, "amount")
        equal((paid.currency, paid.currency_code), ("RUB", 0), "currency")
        equal((paid.invoice_id, paid.account_id), (order, "user_x"), "ids")
        equal(paid.email, "user@example.com", "email")
        equal(paid.description, "Оплата товаров", "description")
        assert isinstance(paid.data, str), f"JsonData comes back as text, not {paid.data!r}"
        equal((paid.card_first_six, paid.card_last_four), ("411111", "1111"), "card")
        equal(paid.card_exp_date, "12/30", "card_exp_date")
        equal((paid.card_type, paid.card_type_code), ("Visa", 0), "card_type")
        equal((paid.auth_code, paid.test_mode), ("A1B2C3", True), "test values")
        equal(paid.ip_address, PAYER_IP, "ip_address")
        equal(paid.name, "CARDHOLDER NAME", "name")
        assert paid.id > 2**32, f"{paid.id} would fit 32 bits and hide a mistake"
        assert paid.created_date and paid.auth_date and paid.confirm_date
        sandbox.money(order, charges=1, net="10.50")

    with checks("charge_card", "not enough money: PaymentError 5051, no money moves"):
        order = invoice()
        error = raised(PaymentError, lambda: pay(POOR, order))
        equal(error.reason_code, ReasonCode.INSUFFICIENT_FUNDS, "reason_code")
        equal(error.reason, "InsufficientFunds", "reason")
        equal(error.cardholder_message, "Недостаточно средств на карте", "cardholder_message")
        equal(sandbox.status(error.transaction_id), "Declined", "status")
        sandbox.money(order, charges=0)

    with checks("charge_card", "a card with 3-D Secure: where to send the payer, no money yet"):
        order = invoice()
        answer = pay(SECURE, order)
        assert isinstance(answer, Secure3d), answer
        equal(answer.secure3d_required, True)
        form = answer.redirect_params("https://example.com/back")
        equal(form["MD"], answer.transaction_id, "MD")
        assert answer.pa_req and answer.acs_url
        equal(sandbox.status(answer.transaction_id), "AwaitingAuthentication", "status")
        sandbox.money(order, charges=0)

    with checks("charge_card", "with require_confirmation: Authorized, held, not captured"):
        order = invoice()
        held = hold(order)
        equal((held.status, held.status_code), (TransactionStatus.AUTHORIZED, 2), "status")
        equal(held.confirm_date, None, "confirm_date")
        sandbox.money(order, charges=1, held="10")

    with checks("charge_card", "an amount of nothing: CloudPaymentsError with words, no payment"):
        order = invoice()
        error = raised(CloudPaymentsError, lambda: pay(APPROVED, order, 0))
        assert not isinstance(error, PaymentError), "a malformed request is no decline"
        assert str(error), "no words"
        sandbox.money(order, charges=0)

    bug = "no request id can be given for a charge, so a second try is a second charge"
    with checks("charge_card", "the answer is lost and the shop tries again: two", bug=bug):
        order = invoice()
        sandbox.fault("payments/cards/charge", "drop_after")
        raised(requests.RequestException, lambda: pay(APPROVED, order))
        pay(APPROVED, order)
        sandbox.money(order, charges=2, net="20")


def finish_3d_secure_authentication() -> None:
    method = "finish_3d_secure_authentication"

    def come_back(order: str, action: str, card: str = SECURE, **more: Any) -> Any:
        asked = pay(card, order, **more)
        assert isinstance(asked, Secure3d), asked
        answer = sandbox.payer(asked.transaction_id, action)
        return client.finish_3d_secure_authentication(asked.transaction_id, answer)

    with checks(method, "the payer confirms a charge: Completed, captured"):
        order = invoice()
        paid = come_back(order, "confirm_3ds")
        equal(paid.status, TransactionStatus.COMPLETED, "status")
        sandbox.money(order, charges=1, net="10")

    with checks(method, "the payer confirms a hold: Authorized, held"):
        order = invoice()
        paid = come_back(order, "confirm_3ds", require_confirmation=True)
        equal(paid.status, TransactionStatus.AUTHORIZED, "status")
        sandbox.money(order, charges=1, held="10")

    with checks(method, "the payer refuses: PaymentError 5206, no money moves"):
        order = invoice()
        error = raised(PaymentError, lambda: come_back(order, "refuse_3ds"))
        equal(error.reason_code, ReasonCode.AUTHENTICATION_FAILED, "reason_code")
        equal(sandbox.status(error.transaction_id), "Declined", "status")
        sandbox.money(order, charges=0)

    with checks(method, "the payer confirms, the bank refuses: PaymentError 5051"):
        order = invoice()
        error = raised(PaymentError, lambda: come_back(order, "confirm_3ds", SECURE_POOR))
        equal(error.reason_code, ReasonCode.INSUFFICIENT_FUNDS, "reason_code")
        sandbox.money(order, charges=0)


def confirm_payment() -> None:
    with checks("confirm_payment", "the whole hold: captured"):
        order = invoice()
        held = hold(order)
        equal(client.confirm_payment(held.id, 10), None)
        equal(sandbox.status(held.id), "Completed", "status")
        sandbox.money(order, charges=1, net="10")

    with checks("confirm_payment", "a part of the hold: the rest is released"):
        order = invoice()
        client.confirm_payment(hold(order).id, 7.25, data={"comment": "no cheese"})
        sandbox.money(order, charges=1, net="7.25")

    with checks("confirm_payment", "more than the hold: refused, still held"):
        order = invoice()
        held = hold(order)
        raised(CloudPaymentsError, lambda: client.confirm_payment(held.id, 10.01))
        sandbox.money(order, charges=1, held="10")

    with checks("confirm_payment", "an unknown number: refused"):
        raised(CloudPaymentsError, lambda: client.confirm_payment(1, 10))


def void_payment() -> None:
    with checks("void_payment", "a hold: Cancelled, nothing held; once only"):
        order = invoice()
        held = hold(order)
        equal(client.void_payment(held.id), None)
        equal(sandbox.status(held.id), "Cancelled", "status")
        sandbox.money(order, charges=1)
        raised(CloudPaymentsError, lambda: client.void_payment(held.id))

    with checks("void_payment", "a captured payment: refused, the money stays"):
        order = invoice()
        paid = pay(APPROVED, order)
        raised(CloudPaymentsError, lambda: client.void_payment(paid.id))
        sandbox.money(order, charges=1, net="10")


def refund() -> None:
    with checks("refund", "in two parts: a number of its own for each, nothing is left"):
        order = invoice()
        paid = pay(APPROVED, order)
        first = client.refund(paid.id, 4)
        sandbox.money(order, charges=1, net="6")
        second = client.refund(paid.id, 6)
        equal(len({paid.id, first, second}), 3, "different numbers")
        sandbox.money(order, charges=1)

    with checks("refund", "more than is left: refused, the money stays"):
        order = invoice()
        paid = pay(APPROVED, order)
        raised(CloudPaymentsError, lambda: client.refund(paid.id, 10.01))
        sandbox.money(order, charges=1, net="10")

    with checks("refund", "the same request id twice: one refund, the same answer"):
        order = invoice()
        paid = pay(APPROVED, order)
        first = client.refund(paid.id, 3, request_id="py-refund-1")
        equal(client.refund(paid.id, 3, request_id="py-refund-1"), first, "refund number")
        sandbox.money(order, charges=1, net="7")

    with checks("refund", "the answer is lost, the repeat has the same id: one refund"):
        order = invoice()
        paid = pay(APPROVED, order)
        sandbox.fault("payments/refund", "drop_after")
        raised(
            requests.RequestException,
            lambda: client.refund(paid.id, 3, request_id="py-refund-2"),
        )
        client.refund(paid.id, 3, request_id="py-refund-2")
        sandbox.money(order, charges=1, net="7")

    with checks("refund", "a hold: refused, still held"):
        order = invoice()
        held = hold(order)
        raised(CloudPaymentsError, lambda: client.refund(held.id, 10))
        sandbox.money(order, charges=1, held="10")


def charge_token() -> None:
    with checks("charge_token", "a token that pays: Completed (TrInitiatorCode is never sent)"):
        order = invoice()
        token = token_of(APPROVED_TOKEN_TOO, "user_t1")
        paid = pay_by_token(
            token,
            "user_t1",
            order,
            ip_address=PAYER_IP,
            description="Ещё раз",
            email="user@example.com",
            data={"again": True},
        )
        equal(paid.status, TransactionStatus.COMPLETED, "status")
        equal((paid.account_id, paid.invoice_id), ("user_t1", order), "ids")
        sandbox.money(order, charges=1, net="10")

    with checks("charge_token", "with require_confirmation: Authorized, held"):
        order = invoice()
        token = token_of(APPROVED_TOKEN_TOO, "user_t2")
        held = pay_by_token(token, "user_t2", order, require_confirmation=True)
        equal(held.status, TransactionStatus.AUTHORIZED, "status")
        sandbox.money(order, charges=1, held="10")

    with checks("charge_token", "a token without money: PaymentError 5051"):
        order = invoice()
        token = token_of(APPROVED, "user_t3")
        error = raised(PaymentError, lambda: pay_by_token(token, "user_t3", order))
        equal(error.reason_code, ReasonCode.INSUFFICIENT_FUNDS, "reason_code")
        sandbox.money(order, charges=0)

    with checks("charge_token", "a token nobody issued: refused"):
        order = invoice()
        raised(CloudPaymentsError, lambda: pay_by_token("tk_unknown", "user_t4", order))
        sandbox.money(order, charges=0)


def get_transaction() -> None:
    with checks("get_transaction", "a payment: the same number, status and amount"):
        order = invoice()
        paid = pay(APPROVED, order, 12.34)
        seen = client.get_transaction(paid.id)
        equal((seen.id, seen.status), (paid.id, TransactionStatus.COMPLETED))
        equal(f"{seen.amount:.2f}", "12.34", "amount")
        equal(seen.invoice_id, order, "invoice_id")

    with checks("get_transaction", "a declined payment: found, with its reason"):
        error = raised(PaymentError, lambda: pay(POOR, invoice()))
        seen = client.get_transaction(error.transaction_id)
        equal((seen.status, seen.reason_code), (TransactionStatus.DECLINED, 5051))

    with checks("get_transaction", "while the payer is at the bank: AwaitingAuthentication"):
        asked = pay(SECURE, invoice())
        seen = client.get_transaction(asked.transaction_id)
        equal(seen.status, TransactionStatus.AWAITING_AUTHENTICATION, "status")
        equal((seen.auth_date, seen.confirm_date), (None, None), "dates")

    with checks("get_transaction", "a hold after void: Cancelled"):
        held = hold(invoice())
        client.void_payment(held.id)
        equal(client.get_transaction(held.id).status, TransactionStatus.CANCELLED, "status")

    with checks("get_transaction", "an unknown number: Not found, without a Model"):
        error = raised(CloudPaymentsError, lambda: client.get_transaction(1))
        equal(str(error), "Not found", "message")


def find_payment() -> None:
    with checks("find_payment", "by the order: the payment"):
        order = invoice()
        paid = pay(APPROVED, order)
        equal(client.find_payment(order).id, paid.id, "number")

    with checks("find_payment", "several with one order: the last operation only"):
        order = invoice()
        pay(APPROVED, order)
        raised(PaymentError, lambda: pay(POOR, order))
        error = raised(CloudPaymentsError, lambda: client.find_payment(order))
        equal(error.response["Model"]["Status"], "Declined", "status")
        sandbox.money(order, charges=1, net="10")

    with checks("find_payment", "an unknown order: Not found"):
        error = raised(CloudPaymentsError, lambda: client.find_payment("PY-nobody"))
        equal(str(error), "Not found", "message")


def list_payments() -> None:
    with checks("list_payments", "of a day in UTC: approved and declined, all fields"):
        paid = pay(APPROVED, invoice())
        error = raised(PaymentError, lambda: pay(POOR, invoice()))
        listed = {item.id: item.status for item in client.list_payments(paid.created_date)}
        equal(listed.get(paid.id), TransactionStatus.COMPLETED, "approved")
        assert error.transaction_id in listed, "the declined payment is missing"

    with checks("list_payments", "of a day in Moscow (sends Timezone, not TimeZone)"):
        paid = pay(APPROVED, invoice())
        day = paid.created_date + timedelta(hours=3)
        numbers_of_day = [item.id for item in client.list_payments(day, timezone=Timezone.MSK)]
        assert paid.id in numbers_of_day, "the payment is missing"

    with checks("list_payments", "of a day long ago: empty"):
        paid = pay(APPROVED, invoice())
        equal(list(client.list_payments(paid.created_date - timedelta(days=400))), [], "list")


def topup() -> None:
    bug = "it sends the token to payments/cards/topup; the API wants payments/token/topup"
    with checks("topup", "CloudPaymentsError, nothing is paid out", bug=bug):
        token = token_of(APPROVED_TOKEN_TOO, "user_payee")
        before = sandbox.paid_out()
        raised(
            CloudPaymentsError,
            lambda: client.topup(token, 10, "user_payee", Currency.RUB, invoice_id=invoice()),
        )
        equal(sandbox.last_request()["path"], "payments/cards/topup", "path")
        equal(sandbox.paid_out(), before, "paid out")


def orders() -> None:
    def create(number: str, **more: Any) -> Order:
        return client.create_order(10.5, Currency.RUB, "Заказ", invoice_id=number, **more)

    with checks("create_order", "an invoice with every field, to be paid on its page"):
        number = invoice()
        made = create(
            number,
            email="a@b.c",
            send_email=True,
            account_id="user_o",
            phone="+71234567890",
            send_sms=True,
            send_whatsapp=False,
        )
        assert isinstance(made, Order)
        equal((made.email, made.description), ("a@b.c", "Заказ"))
        equal((f"{made.amount:.2f}", made.currency, made.currency_code), ("10.50", "RUB", 0))
        kept = sandbox.order(made.id)
        equal((kept["Number"], kept["Url"]), (made.number, made.url))
        equal((kept["InvoiceId"], kept["AccountId"]), (number, "user_o"), "ids")
        equal((kept["Phone"], kept["Status"]), ("+71234567890", "Created"))
        sandbox.money(number, charges=0)

    with checks("create_order", "a payer without money: still to be paid; then Paid, captured"):
        number = invoice()
        made = create(number)
        sandbox.visit(made.url, "refuse")
        equal(sandbox.order(made.id)["Status"], "Created", "status")
        sandbox.money(number, charges=0)
        sandbox.visit(made.url, "pay")
        kept = sandbox.order(made.id)
        equal((kept["Status"], client.find_payment(number).id), ("Paid", kept["TransactionId"]))
        sandbox.money(number, charges=1, net="10.50")

    with checks("create_order", "with require_confirmation: paid is held"):
        number = invoice()
        made = create(number, require_confirmation=True)
        equal(made.require_confirmation, True, "require_confirmation")
        sandbox.visit(made.url, "pay")
        sandbox.money(number, charges=1, held="10.50")

    bug = "it sends CultureInfo for CultureName: the page stays Russian"
    with checks("create_order", "in English: asked for in vain", bug=bug):
        made = create(invoice(), culture_info=CultureInfo.EN_US)
        equal(sandbox.order(made.id)["CultureName"], "ru-RU", "CultureName")

    with checks("create_order", "an amount of nothing: CloudPaymentsError, no invoice"):
        raised(CloudPaymentsError, lambda: client.create_order(0, Currency.RUB, "Ничего"))


def receipts() -> None:
    tea = ReceiptItem("Чай", 10.5, 2, 21, VAT.VAT10, ean13="4607001771234", method=4, item_object=1)
    sugar = ReceiptItem("Сахар", 4, 1, 4, VAT.WITHOUT, measurement_unit="шт")

    def basket(amounts: Amount | None, **more: Any) -> Receipt:
        return Receipt([tea, sugar], TaxationSystem.USN_INCOME, amounts=amounts, **more)

    with checks("create_receipt", "queued, then printed by the register: all kinds of payment"):
        number = invoice()
        part = basket(Amount(electronic=20, advance_payment=5), email="a@b.c")
        made = client.create_receipt(INN, ReceiptType.INCOME, part, number, "user_r")
        kept = sandbox.receipt(made)
        equal((kept["Status"], kept["InvoiceId"], kept["Amount"]), ("Queued", number, "25.00"))
        raised(CloudPaymentsError, lambda: client.get_receipt(made))
        sandbox.jump(seconds=10)
        equal(sandbox.receipt(made)["Status"], "Processed", "status")

    with checks("get_receipt", "its lines, and what they were paid with"):
        seen = client.get_receipt(made)
        assert isinstance(seen, Receipt)
        equal((seen.taxation_system, seen.email), (TaxationSystem.USN_INCOME, "a@b.c"))
        equal((seen.amounts.electronic, seen.amounts.advance_payment), (20, 5), "amounts")
        for item, sold in zip(seen.items, (tea, sugar), strict=True):
            equal((item.label, item.price, item.quantity), (sold.label, sold.price, sold.quantity))
            equal((item.amount, item.vat), (sold.amount, sold.vat), "amount, vat")
            equal((item.ean13, item.measurement_unit), (sold.ean13, sold.measurement_unit))
        equal((seen.items[0].method, seen.items[0].item_object), (4, 1), "method, object")

    with checks("get_receipt", "an unknown one: CloudPaymentsError"):
        error = raised(CloudPaymentsError, lambda: client.get_receipt("0" * 32))
        equal(str(error), "Receipt not found", "message")

    bug = "its amounts may be left out; the API requires them"
    with checks("create_receipt", "without amounts: refused, no receipt", bug=bug):
        before = len(sandbox.receipts())
        raised(
            CloudPaymentsError,
            lambda: client.create_receipt(INN, ReceiptType.INCOME, basket(None)),
        )
        equal(len(sandbox.receipts()), before, "receipts")

    with checks("create_receipt", "the answer is lost, the repeat has the same id: one receipt"):
        number = invoice()
        whole = basket(Amount(electronic=25))

        def again() -> Any:
            return client.create_receipt(
                INN, ReceiptType.INCOME_RETURN, whole, number, request_id="py-receipt"
            )

        sandbox.fault("kkt/receipt", "drop_after")
        raised(requests.RequestException, again)
        made = again()
        equal([it["Id"] for it in sandbox.receipts() if it["InvoiceId"] == number], [made])
        equal(sandbox.receipt(made)["Type"], "IncomeReturn", "type")

    with checks("charge_card", "with a receipt in its data: printed, and taken back by refund"):
        number = invoice()
        data = {"cloudpayments": {"customerReceipt": basket(Amount(electronic=25)).to_dict()}}
        paid = pay(APPROVED, number, 25, data=data)
        client.refund(paid.id, 25)
        printed = [it for it in sandbox.receipts() if it["InvoiceId"] == number]
        equal([it["Type"] for it in printed], ["Income", "IncomeReturn"], "types")
        equal([it["Amount"] for it in printed], ["25.00", "25.00"], "sums")

    with checks("create_receipt", "the INN of nobody: CloudPaymentsError with words"):
        error = raised(
            CloudPaymentsError,
            lambda: client.create_receipt(
                "7777777777", ReceiptType.INCOME, basket(Amount(electronic=25))
            ),
        )
        equal(str(error), "Компания с ИНН 7777777777 не найдена", "message")


def subscriptions() -> None:
    """Last of all: the days that go by would confuse the others."""
    account, start = "user_plan", datetime.now(UTC) + timedelta(days=30)

    def begin(token: str) -> Any:
        return client.create_subscription(
            token,
            account,
            399.5,
            Currency.RUB,
            "Plan",
            "a@b.c",
            start,
            Interval.MONTH,
            1,
        )

    bug = "it sends RequireConfiramtion: whoever asks for holds is not heard"
    with checks("create_subscription", "Active, its first charge ahead", bug=bug):
        plan = begin(token_of(APPROVED_TOKEN_TOO, account))
        equal((plan.status, plan.require_confirmation), (SubscriptionStatus.ACTIVE, False))
        equal(plan.next_transaction_date, start.replace(microsecond=0), "next")
        sandbox.jump(31)
        equal(sandbox.charges_of(plan.id), [("Completed", "399.50")], "charges")

    with checks("create_subscription", "a token of nobody: CloudPaymentsError"):
        raised(CloudPaymentsError, lambda: begin("tk_nobody"))

    with checks("get_subscription", "one charge was made, the next has a date"):
        seen = client.get_subscription(plan.id)
        equal(
            (seen.successful_transactions_number, seen.failed_transactions_number),
            (1, 0),
        )
        equal(seen.last_transaction_date, start.replace(microsecond=0), "last")
        assert seen.next_transaction_date > seen.last_transaction_date

    with checks("get_subscription", "an unknown one: CloudPaymentsError"):
        raised(CloudPaymentsError, lambda: client.get_subscription("sc_nobody"))

    with checks("cancel_subscription", "Cancelled: nothing is charged any more"):
        client.cancel_subscription(plan.id)
        sandbox.jump(100)
        seen = client.get_subscription(plan.id)
        equal(
            (seen.status, seen.next_transaction_date),
            (SubscriptionStatus.CANCELLED, None),
        )
        equal(len(sandbox.charges_of(plan.id)), 1, "charges")

    with checks("update_subscription", "another sum; what was cancelled charges again"):
        seen = client.update_subscription(plan.id, amount=100, interval=Interval.WEEK, period=1)
        equal((seen.status, seen.amount, seen.interval), ("Active", 100, Interval.WEEK))
        sandbox.jump(7)
        equal(sandbox.charges_of(plan.id)[1:], [("Completed", "100.00")], "charges")

    with checks("list_subscriptions", "those of the payer, and none of a stranger"):
        equal([plan.id for plan in client.list_subscriptions(account)], [plan.id])
        equal(list(client.list_subscriptions("nobody")), [])


if __name__ == "__main__":
    sys.exit(main())
