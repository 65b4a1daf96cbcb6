"""The shop answers CloudPayments' notifications: only genuine ones, and only about its orders.

python examples/python/webhook.py http://127.0.0.1:PORT
"""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from typing import Any

from sandbox import PAYS, connect, control, cryptogram

from cloudpayments_native import BadSignature, Client, Declined

ORDERS = {"webhook-py-1": Decimal("80.00"), "webhook-py-2": Decimal("80.00")}
PAID: Queue[str] = Queue()


def answer(client: Client, kind: str, body: bytes, headers: dict[str, str]) -> Any:
    """Say what to answer to one notification; `BadSignature` if it is not genuine."""
    came: dict[str, Any] = {"type": kind, "body": body.decode(), "headers": headers}
    # Which order it is about only a genuine notification may tell.
    order = client.webhook_verify(came)["fields"].get("InvoiceId", "")
    expected = {"Amount": ORDERS.get(order, Decimal(1)), "Currency": "RUB"}
    seen = client.webhook_verify(came, expected=expected)
    print(f"{kind} of {order}: mismatch {seen['mismatch']}, answer {seen['reply']}")
    if kind == "check" and order not in ORDERS:
        return {"code": 10}
    if kind == "pay" and seen["mismatch"] is None:
        # Store it before it is answered: it comes again until it is. A real shop remembers each
        # TransactionId, and asks `payment_get` before the goods leave.
        PAID.put(order)
    return seen["reply"]


class Shop(BaseHTTPRequestHandler):
    """A web server with an address for each type of notification."""

    client: Client

    def do_POST(self) -> None:
        """Hand over what came, exactly as it came."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            reply = answer(self.client, self.path.strip("/"), body, dict(self.headers))
        except BadSignature as refused:
            print(f"ignored: {refused.code}")
            self.send_error(403)
            return
        content = json.dumps(reply).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what came is not for logs."""


def notify(address: str, **more: object) -> None:
    """Set in the personal account where Check and Pay are sent."""
    for kind in ("check", "pay"):
        control("notifications", type=kind, address=f"{address}/{kind}", **more)


def pay(client: Client, order: str, amount: str) -> None:
    """Pay as the page of the shop would, which the payer can change."""
    client.charge(
        Amount=Decimal(amount),
        Currency="RUB",
        IpAddress="192.0.2.1",
        InvoiceId=order,
        CardCryptogramPacket=cryptogram(PAYS),
    )


with connect() as client, ThreadingHTTPServer(("127.0.0.1", 0), Shop) as server:
    Shop.client = client
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    notify(address, is_enabled=True, http_method="POST")
    try:
        pay(client, "webhook-py-1", "80.00")
        print(f"paid: {PAID.get(timeout=10)}")

        # A payer who has made the sum smaller is stopped by the answer to Check.
        try:
            pay(client, "webhook-py-2", "0.80")
        except Declined as declined:
            print(f"declined: {declined.code}, {declined.reply['error']['reason_code']}")

        # Somebody else says that the order is paid.
        forged = (
            b"TransactionId=1&Amount=80.00&Currency=RUB&InvoiceId=webhook-py-2&Status=Completed"
        )
        try:
            urllib.request.urlopen(f"{address}/pay", data=forged, timeout=10)
        except urllib.error.HTTPError as refused:
            print(f"forged: HTTP {refused.code}")
        assert PAID.empty()
    finally:
        notify(address, is_enabled=False)
        server.shutdown()
