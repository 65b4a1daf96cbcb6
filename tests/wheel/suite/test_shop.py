"""A user's test suite: knows nothing but the two installed packages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from cloudpayments_sandbox import Sandbox, cryptogram

from cloudpayments_native import Client, Declined, Reply


def sell(sandbox: Sandbox, card: str) -> Reply:
    with Client(**sandbox.config) as client:
        return client.charge(
            Amount=Decimal("10.50"),
            Currency="RUB",
            InvoiceId="A-17",
            IpAddress="192.0.2.1",
            CardCryptogramPacket=cryptogram(card),
        )


def test_a_sale_is_in_the_ledger(cloudpayments_sandbox: Sandbox) -> None:
    assert cloudpayments_sandbox.url.startswith("http://127.0.0.1:")
    assert sell(cloudpayments_sandbox, "4000000000003055").release_goods
    assert cloudpayments_sandbox.ledger()["by_invoice"]["A-17"]["net"] == "10.50"


def test_each_test_begins_with_an_empty_ledger(cloudpayments_sandbox: Sandbox) -> None:
    assert cloudpayments_sandbox.ledger()["transactions"] == []


def test_a_card_without_money_is_declined(cloudpayments_sandbox: Sandbox) -> None:
    with pytest.raises(Declined):
        sell(cloudpayments_sandbox, "4000056655665556")


def test_an_answer_that_is_lost_charges_once(cloudpayments_sandbox: Sandbox) -> None:
    cloudpayments_sandbox.fault("payments/cards/charge", "drop_after")
    assert sell(cloudpayments_sandbox, "4000000000003055").release_goods
    assert cloudpayments_sandbox.ledger()["by_invoice"]["A-17"]["charges"] == 1


def test_a_sandbox_of_one_s_own_speaks_tls() -> None:
    with Sandbox("--tls") as sandbox:
        assert sell(sandbox, "4000000000003055").release_goods
        assert sandbox.ledger()["totals"]["captured"] == "10.50"
