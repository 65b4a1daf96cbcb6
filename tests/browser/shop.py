"""A shop on the web: a button to buy, the way to the bank and back, and ears for webhooks.

It takes the money with the library, so the form that the library writes is what the browser posts.
"""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cloudpayments_native import Client, Declined

PAYS_AFTER_3DS = "014242424242301204AAAA"

PAGE = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Shop</title>
<link rel="icon" href="data:,"><body>{}</body></html>"""


class Shop:
    """Sells one thing for 1500 roubles, as order `invoice`."""

    def __init__(self, client: Client, invoice: str) -> None:
        self._client = client
        self._invoice = invoice
        self.webhooks: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _buy(self) -> str:
        reply = self._client.charge(
            Amount="1500.00",
            Currency="RUB",
            IpAddress="127.0.0.1",
            InvoiceId=self._invoice,
            AccountId="user_x",
            Description="Большой торт",
            CardCryptogramPacket=PAYS_AFTER_3DS,
        )
        form = self._client.three_ds_form(Model=reply.model, term_url=f"{self.url}/back")
        return str(form["html"])

    def _back(self, posted: str) -> str:
        parsed = self._client.three_ds_parse(body=posted)
        try:
            outcome = self._client.post3ds(parsed["request"]).outcome
        except Declined as no:
            outcome = no.reply.outcome
        return PAGE.format(f'<h1 id="outcome">{outcome}</h1>')

    def _answer(self, path: str, posted: str) -> tuple[str, str]:
        if path == "/":
            button = '<form method="post" action="/buy"><button>Buy</button></form>'
            return "text/html", PAGE.format(button)
        if path == "/buy":
            return "text/html", self._buy()
        if path == "/back":
            return "text/html", self._back(posted)
        self.webhooks.append(path.partition("?")[0])
        return "application/json", '{"code":0}'

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        shop = self

        class Handler(BaseHTTPRequestHandler):
            def _serve(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                kind, text = shop._answer(self.path, self.rfile.read(length).decode())
                body = text.encode()
                self.send_response(200)
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = _serve

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        return Handler
