"""Charge a card, and say why when the bank says no.

python examples/python/charge.py http://127.0.0.1:PORT
"""

from __future__ import annotations

from decimal import Decimal

from sandbox import HAS_NO_MONEY, PAYS, connect, cryptogram

from cloudpayments_native import Client, Declined


def sell(client: Client, card: str, invoice: str) -> None:
    """Take the money, then let the goods go; in this order, and only so."""
    try:
        reply = client.charge(
            Amount=Decimal("199.90"),
            Currency="RUB",
            IpAddress="192.0.2.1",
            InvoiceId=invoice,
            CardCryptogramPacket=cryptogram(card),
        )
    except Declined as no:
        print(f"{invoice}: {no.cashier.ru} / {no.cashier.en}; next: {no.next}")
        return
    if reply.release_goods:
        print(f"{invoice}: paid {reply.model['Amount']}, transaction {reply.transaction_id}")


with connect() as client:
    sell(client, PAYS, "charge-py-1")
    sell(client, HAS_NO_MONEY, "charge-py-2")
