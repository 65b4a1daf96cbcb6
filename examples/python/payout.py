"""Pay money out to a card. What is sent twice is gone twice, so the name is made before.

python examples/python/payout.py http://127.0.0.1:PORT
"""

from __future__ import annotations

from decimal import Decimal

from sandbox import PAYS, connect, cryptogram

from cloudpayments_native import Declined, InDoubt

REQUEST_ID = "payout-py-1.send-1"  # kept with the payout before the call
AMOUNT = Decimal("700.00")

with connect() as client:
    try:
        sent = client.card_payout(
            Amount=AMOUNT,
            Currency="RUB",
            InvoiceId="payout-py-1",
            CardCryptogramPacket=cryptogram(PAYS),
            request_id=REQUEST_ID,
        )
    except Declined as no:
        raise SystemExit(f"nothing was sent: {no}") from no
    except InDoubt as doubt:
        # Perhaps sent. Asking is safe, paying again is not.
        sent = client.resolve(
            method="card_payout",
            request_id=REQUEST_ID,
            InvoiceId="payout-py-1",
            Amount=AMOUNT,
            sent_at=doubt.reply.sent_at,
        )
    # `pending` is no failure: the receiver's bank takes its time, and `resolve` tells the end.
    print(f"payout: {sent.outcome}, money: {sent.money}, next: {sent.next}")

    # The same call under the same name, by a program that forgot: still one payout.
    again = client.card_payout(
        Amount=AMOUNT,
        Currency="RUB",
        InvoiceId="payout-py-1",
        CardCryptogramPacket=cryptogram(PAYS),
        request_id=REQUEST_ID,
    )
    print(f"asked again: the same transaction: {again.transaction_id == sent.transaction_id}")
    assert again.transaction_id == sent.transaction_id
