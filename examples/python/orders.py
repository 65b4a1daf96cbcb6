"""Orders that are paid on a page of the gateway: made, paid, found in the list, cancelled.

python examples/python/orders.py http://127.0.0.1:PORT
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal

from sandbox import connect, press

from cloudpayments_native import Client, Rejected

BEGIN = datetime.now(timezone.utc)


def make(client: Client, number: str, amount: str) -> tuple[str, str]:
    """Make the page. Its address goes to the customer; its id is needed to cancel the order.

    If this raises `OutcomeUnknown`, the same call again makes no second page: the gateway knows the
    request id for an hour.
    """
    order = client.order_create(
        Amount=Decimal(amount),
        Currency="RUB",
        Description=f"Order {number}",
        InvoiceId=number,  # by this the payment is found, so each order has its own
        request_id=f"{number}.page",
    )
    print(f"{number}: {order.outcome}, {order.model['Url']}")
    return str(order.model["Id"]), str(order.model["Url"])


def payments(client: Client, orders: set[str]) -> dict[str, Decimal]:
    """Go through all that came since, and add up what was paid for our orders.

    The pages are asked for one by one, as the loop comes to them. A night job walks a period that
    has ended, so that nothing new moves its pages; a shop that wants to know at once takes the
    notification Pay (webhook.py), and has this as its safety net.
    """
    paid: dict[str, Decimal] = {}
    for payment in client.walk(
        "payment_list_v2",
        CreatedDateGte=(BEGIN - timedelta(minutes=1)).isoformat(timespec="seconds"),
        CreatedDateLte=(BEGIN + timedelta(days=1)).isoformat(timespec="seconds"),
        Statuses=["Completed"],
    ):
        # Type 0 is a payment; refunds stand in the same list under the same number.
        if payment["InvoiceId"] in orders and payment["Type"] == 0:
            before = paid.get(payment["InvoiceId"], Decimal(0))
            paid[payment["InvoiceId"]] = before + payment["Amount"]
    return paid


def cancel(client: Client, number: str, page: str) -> None:
    """End an order that nobody paid, so that nobody pays it later."""
    try:
        print(f"{number}: {client.order_cancel(Id=page).outcome}")
    except Rejected as no:
        # Mostly somebody was faster and paid. Then send the goods, or refund.
        print(f"{number}: {no.reply.error.message if no.reply.error else no}")


with connect() as client:
    amounts = {"orders-py-1": "640.00", "orders-py-2": "99.50", "orders-py-3": "15.00"}
    pages = {number: make(client, number, amount) for number, amount in amounts.items()}

    # Two customers open their page and pay.
    press(pages["orders-py-1"][1], decision="pay")
    press(pages["orders-py-3"][1], decision="pay")

    paid = payments(client, set(pages))
    for number, (page, _) in pages.items():
        if paid.get(number) == Decimal(amounts[number]):
            print(f"{number}: paid {paid[number]:.2f}, goods may go")
        else:
            cancel(client, number, page)
    cancel(client, "orders-py-1", pages["orders-py-1"][0])
    assert sorted(paid) == ["orders-py-1", "orders-py-3"]
