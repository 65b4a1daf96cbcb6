"""Payments against the sandbox, judged by its ledger."""

from __future__ import annotations

import json
import socket
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from conftest import HAS_NO_MONEY, PAYS_AFTER_3DS, Sandbox, charge, cryptogram

import cloudpayments_native as cp
from cloudpayments_native import Client, Status


def amount_on_the_wire(sandbox: Sandbox) -> str:
    """Return the digits of `Amount` in the last request."""
    body = sandbox.get("requests")[-1]["body"]
    text = body if isinstance(body, str) else json.dumps(body, default=str)
    digits: str = json.loads(text, parse_float=str, parse_int=str)["Amount"]
    return digits


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.parametrize(
    ("amount", "net"),
    [
        (Decimal("0.1"), "0.10"),
        (Decimal("10.00"), "10.00"),
        (Decimal("1E+2"), "100.00"),
        (Decimal("0.1") + Decimal("0.2"), "0.30"),
        (25, "25.00"),
        ("1234.56", "1234.56"),
    ],
)
def test_the_amount_that_was_given_is_the_amount_in_the_ledger(
    client: Client, sandbox: Sandbox, invoice: str, amount: object, net: str
) -> None:
    reply = charge(client, invoice, Amount=amount)
    assert reply.status is Status.OK
    assert (reply.outcome, reply.money, reply.next) == ("completed", "moved", "finish_sale")
    assert reply.release_goods
    assert reply.final
    assert not reply.may_repeat
    assert reply.model["Amount"] == Decimal(net)
    assert sandbox.of_invoice(invoice)["net"] == net


def test_a_float_amount_is_a_type_error_and_nothing_is_sent(
    client: Client, sandbox: Sandbox, invoice: str
) -> None:
    with pytest.raises(TypeError, match="`Amount`"):
        charge(client, invoice, Amount=0.1)
    assert sandbox.get("requests") == []


@pytest.mark.parametrize("amount", [Decimal("10.001"), Decimal("-1"), 0, "10,00", "1e2", True])
def test_an_amount_that_cannot_be_exact_is_refused_and_named(
    client: Client, sandbox: Sandbox, invoice: str, amount: object
) -> None:
    with pytest.raises(cp.InvalidRequest) as refused:
        charge(client, invoice, Amount=amount)
    assert refused.value.field == "Amount"
    assert sandbox.get("requests") == []


def test_an_amount_can_be_given_in_hundredths(
    client: Client, sandbox: Sandbox, invoice: str
) -> None:
    packet = cryptogram()
    client.charge(
        amount_minor=1050, CardCryptogramPacket=packet, InvoiceId=invoice, IpAddress="192.0.2.1"
    )
    assert sandbox.of_invoice(invoice)["net"] == "10.50"


def test_a_misspelt_field_is_refused_with_the_right_name(client: Client, invoice: str) -> None:
    with pytest.raises(cp.InvalidRequest, match="did you mean") as refused:
        charge(client, invoice, Amout=Decimal("10.00"))
    assert refused.value.field == "Amout"
    assert "Amount" in str(refused.value)


def test_a_field_given_twice_is_a_type_error(client: Client) -> None:
    with pytest.raises(TypeError, match="given twice: Amount"):
        client.charge({"Amount": 1}, Amount=2)


def test_json_text_is_not_taken_for_a_mapping(client: Client) -> None:
    with pytest.raises(TypeError, match="mapping"):
        client.call("payment_find", '{"InvoiceId":"A-1"}')  # type: ignore[arg-type]


def test_none_is_the_same_as_leaving_a_field_out(client: Client, invoice: str) -> None:
    assert charge(client, invoice, Email=None, request_id=None).release_goods


def test_a_path_without_a_method_is_reached_by_raw(client: Client, sandbox: Sandbox) -> None:
    client.call(
        "raw", path="site/notifications/pay/get", effect="reads", body={"x": 1}, check=False
    )
    assert sandbox.get("requests")[-1]["path"].endswith("site/notifications/pay/get")


def test_a_mapping_and_keywords_can_be_mixed(client: Client, invoice: str) -> None:
    reply = charge(client, invoice)
    found = client.call("payment_get", {"TransactionId": reply.transaction_id}, timeout_ms=10_000)
    assert found.model["InvoiceId"] == invoice


def test_russian_text_arrives_and_comes_back(client: Client, invoice: str) -> None:
    reply = charge(client, invoice, Description="Чай «Ёлка» — 1 шт. 🫖")
    assert reply.model["Description"] == "Чай «Ёлка» — 1 шт. 🫖"


def test_nested_decimals_keep_their_digits(client: Client, sandbox: Sandbox, invoice: str) -> None:
    charge(client, invoice, JsonData={"CloudPayments": {"x": Decimal("1.10")}})
    sent = json.dumps(sandbox.get("requests")[0]["body"], default=str)
    assert "1.10" in sent


def test_raw_text_passes_with_every_digit(client: Client, invoice: str) -> None:
    charge(client, invoice)
    text = client.call_raw("payment_find", json.dumps({"InvoiceId": invoice}))
    found = cp.Reply(text)
    assert found.status is Status.OK
    assert found.raw == text


def test_call_raw_does_not_raise_for_a_bad_answer(client: Client) -> None:
    assert json.loads(client.call_raw("payment_find", "{}"))["status"] == 31


def test_unchecked_calls_return_what_checked_ones_raise(client: Client) -> None:
    reply = client.call("payment_find", InvoiceId="no such", check=False)
    assert reply.status is Status.NOT_FOUND


def test_3d_secure_from_the_charge_to_the_money(
    client: Client, sandbox: Sandbox, invoice: str
) -> None:
    reply = charge(client, invoice, PAYS_AFTER_3DS)
    assert reply.status is Status.REQUIRES_ACTION
    assert reply.requires_3ds
    assert not reply.release_goods
    assert reply.transaction_id is not None

    form = client.three_ds_form(Model=reply.model, term_url="https://shop.example/3ds")
    assert reply.model["AcsUrl"] in form["html"]

    posted = sandbox.post("payer", TransactionId=reply.transaction_id, action="confirm_3ds")
    parsed = client.three_ds_parse(body=urlencode(posted), TransactionId=reply.transaction_id)
    paid = client.post3ds(parsed["request"])
    assert paid.release_goods
    assert sandbox.of_invoice(invoice)["net"] == "10.00"


def test_a_refused_3d_secure_is_a_decline(client: Client, sandbox: Sandbox, invoice: str) -> None:
    reply = charge(client, invoice, PAYS_AFTER_3DS)
    assert reply.transaction_id is not None
    posted = sandbox.post("payer", TransactionId=reply.transaction_id, action="refuse_3ds")
    parsed = client.three_ds_parse(body=urlencode(posted), TransactionId=reply.transaction_id)
    with pytest.raises(cp.Declined):
        client.post3ds(parsed["request"])
    assert sandbox.of_invoice(invoice)["net"] == "0.00"


def test_a_decline_has_words_for_the_cashier(client: Client, invoice: str) -> None:
    with pytest.raises(cp.Declined) as declined:
        charge(client, invoice, HAS_NO_MONEY)
    no = declined.value
    assert no.may_repeat
    assert no.next == "ask_other_card"
    assert no.cashier.ru
    assert no.cashier.en
    assert no.reply.error is not None
    assert no.reply.error.reason_code == 5051
    assert no.transaction_id == no.reply.model["TransactionId"]


def test_a_hold_is_no_sale_until_it_is_confirmed(
    client: Client, sandbox: Sandbox, invoice: str
) -> None:
    packet = cryptogram()
    hold = client.auth(
        Amount=Decimal("30.00"), CardCryptogramPacket=packet, InvoiceId=invoice, IpAddress="::1"
    )
    assert (hold.money, hold.release_goods) == ("held", False)
    assert hold.transaction_id is not None
    taken = client.confirm(TransactionId=hold.transaction_id, Amount=Decimal("12.34"))
    assert taken.release_goods
    assert sandbox.of_invoice(invoice)["net"] == "12.34"


def test_a_refund_gives_back_exactly(client: Client, sandbox: Sandbox, invoice: str) -> None:
    sale = charge(client, invoice)
    assert sale.transaction_id is not None
    back = client.refund(TransactionId=sale.transaction_id, Amount=Decimal("0.10"))
    assert back.money == "returned"
    assert sandbox.of_invoice(invoice)["net"] == "9.90"


def test_too_large_a_refund_is_rejected(client: Client, invoice: str) -> None:
    sale = charge(client, invoice)
    assert sale.transaction_id is not None
    with pytest.raises(cp.Rejected) as rejected:
        client.refund(TransactionId=sale.transaction_id, Amount=Decimal("10.01"))
    assert rejected.value.may_repeat


def test_wrong_keys_are_unauthorized(sandbox: Sandbox, invoice: str) -> None:
    with cp.Client(sandbox.public_id, "wrong", base_url=sandbox.url) as client:
        with pytest.raises(cp.Unauthorized) as refused:
            charge(client, invoice)
        assert isinstance(refused.value, cp.FixConfig)


def test_a_look_up_that_finds_nothing_is_not_found(client: Client) -> None:
    with pytest.raises(cp.NotFound):
        client.payment_find(InvoiceId="no such invoice")


def test_a_server_that_is_not_there_was_sent_nothing(sandbox: Sandbox, invoice: str) -> None:
    nowhere = f"http://127.0.0.1:{closed_port()}"
    with sandbox.client(base_url=nowhere, timeout_ms=1500) as client:
        with pytest.raises(cp.NotSent) as not_sent:
            charge(client, invoice)
    assert not_sent.value.may_repeat
    assert isinstance(not_sent.value, cp.SafeToRepeat)
    assert not_sent.value.request_id


def test_a_lost_answer_is_settled_within_the_call(
    client: Client, sandbox: Sandbox, invoice: str
) -> None:
    sandbox.fault("payments/cards/charge", "drop_after")
    reply = charge(client, invoice)
    assert reply.release_goods
    assert sandbox.of_invoice(invoice)["charges"] == 1


def test_in_doubt_the_answer_is_asked_for_and_the_card_charged_once(
    sandbox: Sandbox, invoice: str
) -> None:
    sandbox.fault("payments/cards/charge", "drop_after")
    sandbox.post("modes", find_lag_ms=600_000)
    with sandbox.client(resolve_ms=500) as client:
        with pytest.raises(cp.OutcomeUnknown) as unknown:
            charge(client, invoice, request_id=f"{invoice}.a")
        doubt = unknown.value
        assert isinstance(doubt, cp.InDoubt)
        assert not doubt.may_repeat
        assert (doubt.request_id, doubt.next) == (f"{invoice}.a", "resolve")

        with pytest.raises(cp.InvoiceBusy) as busy:
            charge(client, invoice, request_id=f"{invoice}.b")
        assert isinstance(busy.value, cp.InDoubt)
        assert busy.value.reply.error is not None
        assert busy.value.reply.error.other_request_id == f"{invoice}.a"

        sandbox.post("modes", find_lag_ms=0)
        reply = client.resolve(
            request_id=f"{invoice}.a",
            InvoiceId=invoice,
            sent_at=doubt.reply.sent_at,
            Amount=Decimal("10.00"),
        )
    assert reply.release_goods
    assert sandbox.of_invoice(invoice)["charges"] == 1


def test_what_never_arrived_is_proven_not_processed(sandbox: Sandbox, invoice: str) -> None:
    sandbox.fault("payments/cards/charge", "drop_before")
    with sandbox.client(settle_ms=1000, resolve_ms=8000) as client:
        with pytest.raises(cp.SafeToRepeat) as absent:
            charge(client, invoice)
    assert absent.value.may_repeat
    assert absent.value.status is Status.NOT_PROCESSED
    assert sandbox.of_invoice(invoice) is None


def test_a_read_without_a_usable_answer_is_no_answer(client: Client, sandbox: Sandbox) -> None:
    sandbox.fault("payments/get", "garbage", times=100)
    with pytest.raises(cp.NoAnswer) as nothing:
        client.payment_get(TransactionId=1, timeout_ms=2000)
    assert isinstance(nothing.value, cp.SafeToRepeat)
    assert nothing.value.money == "none"


def test_an_answer_that_contradicts_the_request_needs_a_person(
    client: Client, sandbox: Sandbox, invoice: str
) -> None:
    sandbox.fault("payments/cards/charge", "wrong_amount", amount="1.00")
    sandbox.fault("payments/get", "wrong_amount", amount="1.00", times=100)
    with pytest.raises(cp.ManualReview) as contradiction:
        charge(client, invoice)
    assert isinstance(contradiction.value, cp.InDoubt)


def test_a_name_that_is_no_method_is_told(client: Client) -> None:
    with pytest.raises(cp.UnknownMethod):
        client.call("chrage")


def test_the_same_request_id_with_other_content_is_a_mismatch(
    client: Client, sandbox: Sandbox, invoice: str
) -> None:
    charge(client, invoice, request_id=f"{invoice}.one")
    with pytest.raises(cp.IdempotencyMismatch):
        charge(client, invoice, request_id=f"{invoice}.one", Amount=Decimal("11.00"))
    assert sandbox.of_invoice(invoice)["net"] == "10.00"


def test_a_payment_can_be_reversed_twice_with_the_same_answer(
    client: Client, sandbox: Sandbox, invoice: str
) -> None:
    charge(client, invoice)
    for _ in range(2):
        reply = client.reverse(InvoiceId=invoice)
        assert reply.money == "returned"
    assert sandbox.of_invoice(invoice)["net"] == "0.00"


def test_a_payment_that_was_given_back_resolves_to_reversed(client: Client, invoice: str) -> None:
    sale = charge(client, invoice)
    assert sale.transaction_id is not None
    client.refund(TransactionId=sale.transaction_id, Amount=Decimal("10.00"))
    with pytest.raises(cp.Reversed) as reversed_:
        client.resolve(
            InvoiceId=invoice, TransactionId=sale.transaction_id, request_id=sale.request_id
        )
    assert reversed_.value.money == "returned"


@pytest.mark.parametrize(
    ("config", "key"),
    [
        ({"timeout_ms": -1}, "timeout_ms"),
        ({"base_url": "http://example.com"}, "base_url"),
        ({"base_ulr": "https://example.com"}, "base_ulr"),
        ({"roots": "everybody"}, "roots"),
    ],
)
def test_a_wrong_configuration_is_refused_and_named(config: Any, key: str) -> None:
    with pytest.raises(cp.InvalidConfig) as refused:
        Client("pk_x", "secret", **config)
    assert refused.value.field == key
    assert key in str(refused.value)


def test_another_text_encoding_makes_no_sense_here() -> None:
    with pytest.raises(cp.InvalidConfig, match="UTF-8") as refused:
        Client("pk_x", "secret", text_encoding="windows-1251")
    assert refused.value.field == "text_encoding"
