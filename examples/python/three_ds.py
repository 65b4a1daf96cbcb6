"""A payment that the payer must confirm with the bank: 3-D Secure.

python examples/python/three_ds.py http://127.0.0.1:PORT
"""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import urlencode

from sandbox import PAYS_AFTER_3DS, connect, control, cryptogram

with connect() as client:
    reply = client.charge(
        Amount=Decimal("1500.00"),
        Currency="RUB",
        IpAddress="192.0.2.1",
        InvoiceId="three-ds-py-1",
        CardCryptogramPacket=cryptogram(PAYS_AFTER_3DS),
    )
    print(f"charge: {reply.outcome}, next: {reply.next}")
    assert reply.requires_3ds
    assert reply.transaction_id is not None

    # 1. The shop sends this page to the payer's browser, which goes on to the bank.
    page = client.three_ds_form(Model=reply.model, term_url="https://shop.example/3ds")["html"]
    print(f"a page of {len(page)} characters takes the payer to the bank")

    # 2. The payer confirms, and the browser posts this form to `term_url`. Here the sandbox plays
    #    the payer and the bank.
    posted = urlencode(control("payer", TransactionId=reply.transaction_id, action="confirm_3ds"))

    # 3. The shop reads the form and finishes the payment.
    parsed = client.three_ds_parse(
        body=posted, TransactionId=reply.transaction_id, request_id="three-ds-py-1.3ds"
    )
    paid = client.post3ds(parsed["request"])
    print(f"post3ds: {paid.outcome}, goods may go: {paid.release_goods}")
