"""Hold a sum, then take a part of it: a petrol station, a hotel, a parcel that is weighed later.

python examples/python/two_stage.py http://127.0.0.1:PORT
"""

from __future__ import annotations

from decimal import Decimal

from sandbox import PAYS, connect, cryptogram

with connect() as client:
    hold = client.auth(
        Amount=Decimal("3000.00"),
        Currency="RUB",
        IpAddress="192.0.2.1",
        InvoiceId="two-stage-py-1",
        CardCryptogramPacket=cryptogram(PAYS),
    )
    print(f"held: {hold.outcome}, next: {hold.next}")
    assert hold.transaction_id is not None

    # Confirming less releases the rest. A hold that is not confirmed ends by itself after days.
    taken = client.confirm(TransactionId=hold.transaction_id, Amount=Decimal("2417.35"))
    print(f"taken: {taken.outcome}, goods may go: {taken.release_goods}")

    record = client.payment_get(TransactionId=hold.transaction_id)
    print(f"on record: {record.model['Status']}, {record.model['Amount']}")
