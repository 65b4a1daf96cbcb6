"""The sandbox and the clients that the tests share."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import urllib.request
from decimal import Decimal
from pathlib import Path
from typing import Any, Iterator

import pytest

from cloudpayments_native import Client, Library, Reply, load

REPOSITORY = Path(__file__).resolve().parents[3]

PAYS = "4000000000003055"
PAYS_AFTER_3DS = "4242424242424242"
HAS_NO_MONEY = "4000056655665556"

_numbers = itertools.count(1)


class Sandbox:
    """A running sandbox. Its ledger is the referee."""

    def __init__(self, url: str, public_id: str, api_secret: str) -> None:
        self.url = url
        self.public_id = public_id
        self.api_secret = api_secret

    def get(self, route: str) -> Any:
        """Ask a control route; fractions come as `Decimal`."""
        with urllib.request.urlopen(f"{self.url}/sandbox/{route}", timeout=10) as answer:
            return json.loads(answer.read(), parse_float=Decimal)

    def post(self, route: str, **body: object) -> Any:
        """Tell a control route."""
        request = urllib.request.Request(
            f"{self.url}/sandbox/{route}",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def fault(self, path: str, kind: str, **more: object) -> None:
        """Arm a fault."""
        self.post("faults", path=path, kind=kind, **more)

    def of_invoice(self, invoice: str) -> Any:
        """Return what the ledger says of an invoice: charges, held, net."""
        return self.get("ledger")["by_invoice"].get(invoice)

    def client(self, **config: Any) -> Client:
        """Open a client of this sandbox."""
        config = {"base_url": self.url, "timeout_ms": 30_000, **config}
        return Client(self.public_id, self.api_secret, **config)


def sandbox_binary() -> Path:
    """Find the sandbox: the environment first, then what the checkout has built."""
    named = os.environ.get("CLOUDPAYMENTS_SANDBOX")
    if named:
        return Path(named)
    target = REPOSITORY / "target"
    for candidate in (
        target / "sandbox" / "cloudpayments-sandbox",
        target / "cloudpayments-sandbox.latest",
    ):
        if candidate.is_file():
            return candidate
    pytest.fail("no sandbox: build it, or set CLOUDPAYMENTS_SANDBOX to the program", pytrace=False)


@pytest.fixture(scope="session")
def library() -> Library:
    """The C library that is tested."""
    return load()


@pytest.fixture(scope="session")
def running_sandbox() -> Iterator[Sandbox]:
    """Start a sandbox for the whole run. It ends when its standard input closes."""
    process = subprocess.Popen(
        [str(sandbox_binary()), "--port", "0", "--exit-with-stdin"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    ready = json.loads(process.stdout.readline())
    yield Sandbox(ready["url"], ready["public_id"], ready["api_secret"])
    process.stdin.close()
    process.wait(timeout=10)
    process.stdout.close()


@pytest.fixture
def sandbox(running_sandbox: Sandbox) -> Sandbox:
    """An empty sandbox."""
    running_sandbox.post("reset")
    return running_sandbox


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[Client]:
    """A client of an empty sandbox."""
    with sandbox.client() as opened:
        yield opened


@pytest.fixture
def invoice() -> str:
    """An invoice that no other test has used: the library remembers those of the process."""
    return f"py-{os.getpid()}-{next(_numbers)}"


def cryptogram(card: str = PAYS) -> str:
    """Make the packet of a test card; the sandbox reads its head and no more."""
    return f"01{card[:6]}{card[-4:]}301204{'A' * 344}"


def charge(client: Client, invoice: str, card: str = PAYS, **fields: Any) -> Reply:
    """Charge 10.00 unless told otherwise."""
    request = {
        "Amount": Decimal("10.00"),
        "Currency": "RUB",
        "IpAddress": "192.0.2.1",
        "InvoiceId": invoice,
        "CardCryptogramPacket": cryptogram(card),
        **fields,
    }
    return client.charge(request)
