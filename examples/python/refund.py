"""Give a part of the money back, and see what happens when too much is asked for.

python examples/python/refund.py http://127.0.0.1:PORT
"""

from __future__ import annotations

from decimal import Decimal

from sandbox import PAYS, connect, cryptogram

from cloudpayments_native import Rejected

with connect() as client:
    sale = client.charge(
        Amount=Decimal("500.00"),
        Currency="RUB",
        IpAddress="192.0.2.1",
        InvoiceId="refund-py-1",
        CardCryptogramPacket=cryptogram(PAYS),
    )
    assert sale.transaction_id is not None

    # Name each refund. Asked again under the same name, it is still one refund.
    back = client.refund(
        TransactionId=sale.transaction_id,
        Amount=Decimal("120.50"),
        request_id="refund-py-1.return-1",
    )
    print(f"refund: {back.outcome}, money: {back.money}")

    try:
        client.refund(TransactionId=sale.transaction_id, Amount=Decimal("400.00"))
    except Rejected as no:
        print(f"too much: {no}")
