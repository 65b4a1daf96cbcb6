"""What the examples share: the local sandbox in place of the real CloudPayments.

Every example takes the address that ``cloudpayments-sandbox`` prints when it starts. Against the
real API leave `base_url` out, and get the cryptogram from the checkout script in the browser.
"""

from __future__ import annotations

import json
import sys
import urllib.parse
import urllib.request
from typing import Any

from cloudpayments_native import Client

PUBLIC_ID = "test_api_00000000000000000000001"
API_SECRET = "sandbox"
URL = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"

PAYS = "4000000000003055"
PAYS_AFTER_3DS = "4242424242424242"
HAS_NO_MONEY = "4000056655665556"


def connect(**config: Any) -> Client:
    """Open a client of the sandbox."""
    return Client(PUBLIC_ID, API_SECRET, base_url=URL, **config)


def cryptogram(card: str) -> str:
    """Make the packet of a test card; the sandbox reads its head and no more."""
    return f"01{card[:6]}{card[-4:]}301204{'A' * 344}"


def control(route: str, **body: object) -> Any:
    """Tell the sandbox to misbehave, or to play the payer."""
    request = urllib.request.Request(
        f"{URL}/sandbox/{route}",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def press(page: str, **button: str) -> None:
    """Press a button of a page, as the payer does in his browser."""
    urllib.request.urlopen(page, data=urllib.parse.urlencode(button).encode(), timeout=10).close()
