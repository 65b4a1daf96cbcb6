"""An order that the customer pays on a page of the gateway, and the list where payments show up.

python examples/python/orders.py http://127.0.0.1:PORT
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal

from sandbox import PAYS, connect, cryptogram

with connect() as client:
    order = client.order_create(
        Amount=Decimal("320.00"),
        Description="A cake, to be fetched on Friday",
        InvoiceId="orders-py-1",
        request_id="orders-py-1.page",
    )
    print(f"page: {order.outcome}, {order.model['Status']}; its address goes to the customer")

    # The customer comes in person and pays at the till: the page must not take money once more.
    closed = client.order_cancel(Id=order.model["Id"], request_id="orders-py-1.cancel")
    print(f"page: {closed.outcome}")
    client.charge(
        Amount=Decimal("320.00"),
        IpAddress="192.0.2.1",
        InvoiceId="orders-py-1",
        CardCryptogramPacket=cryptogram(PAYS),
        request_id="orders-py-1.sale",
    )

    # `walk` asks for a page of the list when its first record is wanted, so stopping early saves
    # the rest. The period is closed: a list that grows moves its pages.
    now = datetime.now(timezone.utc)
    payments = client.walk(
        "payment_list_v2",
        CreatedDateGte=(now - timedelta(hours=1)).isoformat(timespec="seconds"),
        CreatedDateLte=(now + timedelta(seconds=1)).isoformat(timespec="seconds"),
    )
    found = next(payment for payment in payments if payment["InvoiceId"] == "orders-py-1")
    print(f"found: {found['Status']}, {found['Amount']} {found['Currency']}")
