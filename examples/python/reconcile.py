"""The end of the day: the till's list beside the gateway's, and what to do where they differ.

python examples/python/reconcile.py http://127.0.0.1:PORT
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from sandbox import PAYS, connect, control, cryptogram

from cloudpayments_native import Client, Reply

# Several tills share one terminal; the order numbers of this one begin so.
OURS = "reconcile-py-"
# The day of a Russian shop is not that of UTC. Russia has no summer time.
MOSCOW = timezone(timedelta(hours=3))


def sell(client: Client, number: str, amount: str) -> Reply:
    """Charge, and take every answer as it is."""
    return client.call(
        "charge",
        Amount=Decimal(amount),
        Currency="RUB",
        IpAddress="192.0.2.1",
        InvoiceId=OURS + number,
        CardCryptogramPacket=cryptogram(PAYS),
        request_id=f"{OURS}{number}.sale",
        resolve_ms=0,  # a till in a hurry; without this the call would ask by itself
        check=False,
    )


def entry(reply: Reply, amount: str) -> dict[str, Any]:
    """Write one operation into the till's list: of a refund its own sum, of doubt the doubt."""
    return {
        "InvoiceId": reply.invoice_id,
        "Amount": Decimal(amount),
        "Currency": "RUB",
        "TransactionId": reply.transaction_id,  # where known: then nothing is guessed
        "outcome": reply.outcome,
    }


def a_day(client: Client) -> list[dict[str, Any]]:
    """Sell and refund, with the two mishaps that make reconciling worth while."""
    first = sell(client, "1", "310.00")
    second = sell(client, "2", "99.90")
    assert second.transaction_id is not None
    back = client.refund(TransactionId=second.transaction_id, Amount=Decimal("9.90"))
    # The bank takes the money, and the answer is lost.
    control("faults", path="payments/cards/charge", kind="drop_after", times=1)
    lost = sell(client, "3", "45.00")
    # The power fails after the payment, before the till has written it down.
    sell(client, "4", "8.00")
    return [
        entry(first, "310.00"),
        entry(second, "99.90"),
        entry(back, "9.90"),
        entry(lost, "45.00"),
    ]


with connect() as client:
    today = datetime.now(MOSCOW).date().isoformat()
    operations = a_day(client)
    # It raises unless every page of the gateway's list came: half a comparison would mislead.
    found = client.reconcile(date=today, time_zone="MSK", operations=operations)

# Ours only: what the other tills of this terminal took stands in their lists.
unknown_here = [op for op in found["missing_here"] if (op["InvoiceId"] or "").startswith(OURS)]
for op in unknown_here:
    print(f"{op['InvoiceId']}: {op['Amount']} {op['outcome']}, and not in the till: book or refund")
for op in found["missing_there"]:
    print(f"{op['InvoiceId']}: {op['Amount']} in the till, and not at the gateway: who booked it?")
for op in found["different"]:
    print(f"{op['InvoiceId']}: {op['field']} is {op['here']} here, {op['there']} at the gateway")
ours = found["totals"]["here"]["RUB"]
for kind in ("payments", "refunds", "open"):  # open: nobody knows of them yet
    print(f"the till's {kind}: {ours[kind]['count']}, {ours[kind]['sum']}")

as_must_be = (
    [op["InvoiceId"] for op in unknown_here] == [OURS + "4"]
    and [(op["InvoiceId"], op["there"]) for op in found["different"]] == [(OURS + "3", "completed")]
    and not found["missing_there"]
)
sys.exit(0 if as_must_be else 1)
