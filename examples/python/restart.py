"""A till that may be killed at any moment: the journal knows what it had begun.

python examples/python/restart.py http://127.0.0.1:PORT payments.db ORDER

Settles what an earlier life of this till has left behind, then sells ORDER.
"""

from __future__ import annotations

import sys
from decimal import Decimal

from sandbox import PAYS, connect, cryptogram

from cloudpayments_native import Client, CloudPaymentsError


def take_note(client: Client, request_id: str, *, paid: bool) -> None:
    """Print, then acknowledge: whoever dies in between is told again, and knows it by its id."""
    print("RECEIPT" if paid else "no receipt", request_id, flush=True)
    client.journal_ack(request_id=request_id)


def settle(client: Client) -> None:
    """Ask about everything that was begun before, and take over what has ended."""
    client.journal_recover(timeout_ms=60_000)
    for intent in client.journal_pending()["intents"]:
        print(f"left behind: {intent['request_id']}, {intent['outcome']}")
        # What is not final stays in the journal: ask again later, and take no other payment.
        if intent["final"]:
            take_note(client, intent["request_id"], paid=intent["next"] == "finish_sale")


def sell(client: Client, order: str) -> None:
    """Charge under the order's own name, so that it is the same operation in every life."""
    print(f"charge: {order}", flush=True)
    try:
        reply = client.charge(
            request_id=order,
            Amount=Decimal("37.20"),
            Currency="RUB",
            IpAddress="192.0.2.1",
            InvoiceId=order,
            CardCryptogramPacket=cryptogram(PAYS),
        )
    except CloudPaymentsError as error:
        reply = error.reply
    print(reply.cashier.ru)
    if reply["ack_required"]:
        take_note(client, order, paid=reply.release_goods)


_, _, journal, order = sys.argv
with connect(journal=journal, till="till-1") as client:
    settle(client)
    sell(client, order)
