"""The evening: does the till's list of the day agree with the gateway's?

python examples/python/reconcile.py http://127.0.0.1:PORT
"""

from __future__ import annotations

from decimal import Decimal

from sandbox import PAYS, connect, cryptogram

with connect() as client:
    till = []
    for number, amount in enumerate(("10.00", "20.00", "30.00"), start=1):
        sale = client.charge(
            Amount=Decimal(amount),
            Currency="RUB",
            IpAddress="192.0.2.1",
            InvoiceId=f"reconcile-py-{number}",
            CardCryptogramPacket=cryptogram(PAYS),
        )
        till.append(
            {
                "InvoiceId": sale.invoice_id,
                "TransactionId": sale.transaction_id,
                "Amount": Decimal(amount),
                "Currency": "RUB",
                "outcome": sale.outcome,
            }
        )
    assert sale.sent_at is not None

    # Three mistakes of a till: a wrong sum, a sale that was forgotten, one that never was.
    till[0]["Amount"] = Decimal("11.00")
    del till[1]
    till.append({"InvoiceId": "reconcile-py-4", "Amount": Decimal("40.00"), "outcome": "completed"})

    day = client.reconcile(date=sale.sent_at[:10], time_zone="UTC", operations=till)

    # The terminal may have other tills: what they took is missing here too, and no mistake.
    forgotten = [
        there["InvoiceId"]
        for there in day["missing_here"]
        if (there["InvoiceId"] or "").startswith("reconcile-py-")
    ]
    never = [here["InvoiceId"] for here in day["missing_there"]]
    for wrong in day["different"]:
        print(f"{wrong['InvoiceId']}: {wrong['field']} {wrong['here']}, really {wrong['there']}")
    print(f"not in the till's list: {forgotten}")
    print(f"not at the gateway: {never}")
    assert [wrong["InvoiceId"] for wrong in day["different"]] == ["reconcile-py-1"]
    assert forgotten == ["reconcile-py-2"]
    assert never == ["reconcile-py-4"]
