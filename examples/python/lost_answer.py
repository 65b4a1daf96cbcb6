"""The line breaks after the request has left. Was the card charged? Ask us, not the card.

python examples/python/lost_answer.py http://127.0.0.1:PORT
"""

from __future__ import annotations

from decimal import Decimal

from sandbox import PAYS, connect, control, cryptogram

from cloudpayments_native import Client, InDoubt, Reply

LOST = {"path": "payments/cards/charge", "kind": "drop_after", "times": 1}


def charge(client: Client, invoice: str, resolve_ms: int) -> Reply:
    """Charge once, under a name of our own that is stored with the sale before."""
    return client.charge(
        Amount=Decimal("75.00"),
        Currency="RUB",
        IpAddress="192.0.2.1",
        InvoiceId=invoice,
        CardCryptogramPacket=cryptogram(PAYS),
        request_id=f"{invoice}.sale-1",
        resolve_ms=resolve_ms,
    )


with connect() as client:
    # The answer is lost, and the library asks by itself, for up to 20 seconds, what became of it.
    control("faults", **LOST)
    reply = charge(client, "lost-py-1", resolve_ms=20_000)
    print(f"settled within the call: {reply.outcome}, from {reply['evidence']['source']}")

    # This time the look-ups find nothing either, so after a second the call ends in doubt.
    control("faults", **LOST)
    control("modes", find_lag_ms=600_000)
    try:
        reply = charge(client, "lost-py-2", resolve_ms=1000)
    except InDoubt as doubt:
        print(f"in doubt: {doubt}")
        # Charging again could charge twice. Asking cannot; ask until the answer is final.
        control("modes", find_lag_ms=0)
        reply = client.resolve(
            request_id=doubt.request_id,
            InvoiceId="lost-py-2",
            Amount=Decimal("75.00"),
            sent_at=doubt.reply.sent_at,
        )
    print(f"resolved: {reply.outcome}, goods may go: {reply.release_goods}")
