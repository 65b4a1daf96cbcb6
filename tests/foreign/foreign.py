"""What the three Python clients share: cards, the sandbox's ledger, and a list of checks.

Nothing here knows a client. The ledger, not the client, says whether money moved.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import signal
import threading
import traceback
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import metadata
from typing import Any, NoReturn, TypeVar

E = TypeVar("E", bound=BaseException)

# Test cards of the documentation, by what they do.
APPROVED = "4111111111111111"  # no 3-D Secure; its token has not enough money
APPROVED_TOKEN_TOO = "4000000000003055"  # no 3-D Secure; its token pays
POOR = "4000056655665556"  # no 3-D Secure; not enough money
SECURE = "4242424242424242"  # 3-D Secure, then approved
SECURE_POOR = "4012888888881881"  # 3-D Secure, then not enough money

HERE = os.path.dirname(os.path.abspath(__file__))
PAYER_IP = "123.123.123.123"
INN = "7701234560"  # of the one organisation that has cash registers in the sandbox


def packet(card: str, expiry: str = "3012") -> str:
    """A cryptogram in the old form: head, key version, and 344 characters nobody can decrypt."""
    return "01" + card[:6] + card[-4:] + expiry + "04" + "QUJD" * 85 + "QQ=="


class Sandbox:
    """The sandbox as a referee sees it: control routes only, never the API."""

    def __init__(self) -> None:
        ready = json.loads(os.environ["FOREIGN_SANDBOX"])
        self.url: str = ready["url"]
        self.public_id: str = ready["public_id"]
        self.api_secret: str = ready["api_secret"]
        self._open = urllib.request.build_opener(urllib.request.ProxyHandler({})).open

    def _call(self, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, data, headers)
        with self._open(request, timeout=10) as answer:
            text = answer.read()
        # Amounts stay exact: the referee uses no binary fractions either.
        return json.loads(text, parse_float=Decimal) if text else None

    def ledger(self) -> Any:
        """Everything that happened, as the sandbox booked it."""
        return self._call("/sandbox/ledger")

    def requests(self) -> Any:
        """Every request the sandbox has seen, oldest first."""
        return self._call("/sandbox/requests")

    def last_request(self) -> Any:
        """The newest request of the client."""
        return self.requests()[-1]

    def last_body(self) -> Any:
        """The body of the newest request, decoded when it is JSON text."""
        body = self.last_request()["body"]
        return json.loads(body, parse_float=Decimal) if isinstance(body, str) and body else body

    def fault(self, path: str, kind: str) -> None:
        """Arm one fault for the next request to `path`."""
        self._call("/sandbox/faults", {"path": path, "kind": kind, "times": 1})

    def _act(self, transaction_id: int, action: str) -> Any:
        body = {"TransactionId": int(transaction_id), "action": action}
        return self._call("/sandbox/payer", body)

    def payer(self, transaction_id: int, action: str) -> str:
        """Let the payer confirm or refuse at the issuer's page; the PaRes they come back with."""
        return str(self._act(transaction_id, action)["PaRes"])

    def decide(self, transaction_id: int, action: str) -> str:
        """Let the bank `pay` or `refuse` what is still Created; the status that comes of it."""
        return str(self._act(transaction_id, action)["Status"])

    def jump(self, days: int = 0, *, seconds: int = 0) -> None:
        """Let time go by."""
        self._call("/sandbox/clock", {"advance_ms": (days * 86_400 + seconds) * 1000})

    def paid_out(self) -> Decimal:
        """What has left by payouts, those on their way included."""
        return Decimal(self.ledger()["totals"]["paid_out"])

    def order(self, order_id: str) -> Any:
        """One invoice as the sandbox keeps it: the API has no method that reads one."""
        return self._one("/sandbox/orders", "Id", order_id)

    def visit(self, page: str, decision: str) -> int:
        """Be the person who pays, or cannot pay, on the page of an invoice; the HTTP status."""
        body = urllib.parse.urlencode({"decision": decision}).encode()
        try:
            with self._open(page, body, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refusal:
            return refusal.code

    def receipts(self) -> Any:
        """All receipts of the registers, oldest first."""
        return self._call("/sandbox/kkt")["receipts"]

    def receipt(self, receipt_id: str) -> Any:
        """One receipt as the registers know it."""
        return next(entry for entry in self.receipts() if entry["Id"] == receipt_id)

    def tell(self, kind: str, address: str, **setting: str) -> None:
        """Have one type of notification told at an address, in the given way."""
        on = {"type": kind, "address": address, "is_enabled": True, **setting}
        self._call("/sandbox/notifications", on)

    def keep_silent(self, kind: str) -> None:
        """Have one type of notification told no more."""
        self._call("/sandbox/notifications", {"type": kind, "is_enabled": False})

    def webhook(self, kind: str, transaction_id: int | None) -> Any:
        """The newest notification of one type about a transaction, and what came of it."""
        about = (kind, transaction_id)
        sent = self._call("/sandbox/webhooks")
        ours = (it for it in reversed(sent) if (it["type"], it["TransactionId"]) == about)
        return next(ours, {"tries": []})

    def charges_of(self, subscription_id: str) -> list[tuple[str, str]]:
        """Status and sum of each charge of a subscription."""
        charges = self.ledger()["transactions"]
        return [
            (charge["Status"], charge["Amount"])
            for charge in charges
            if charge["SubscriptionId"] == subscription_id
        ]

    def _one(self, path: str, field: str, value: str) -> Any:
        return next(entry for entry in self._call(path) if entry[field] == value)

    def payment(self, transaction_id: int) -> Any:
        """One transaction of the ledger."""
        for transaction in self.ledger()["transactions"]:
            if transaction["TransactionId"] == transaction_id:
                return transaction
        raise AssertionError(f"the ledger knows no transaction {transaction_id}")

    def status(self, transaction_id: int) -> str:
        """The status of one transaction, in the ledger's words."""
        return str(self.payment(transaction_id)["Status"])

    def money(self, invoice: str, *, charges: int, held: str = "0", net: str = "0") -> None:
        """Assert what the ledger says about one invoice; one it has never seen counts as empty."""
        empty = {"charges": 0, "held": "0", "net": "0"}
        entry = self.ledger()["by_invoice"].get(invoice, empty)
        found = (int(entry["charges"]), Decimal(entry["held"]), Decimal(entry["net"]))
        wanted = (charges, Decimal(held), Decimal(net))
        assert found == wanted, f"(charges, held, net) of {invoice}: {found}, expected {wanted}"


@dataclass(frozen=True)
class Letter:
    """A notification as it came in over the network."""

    headers: dict[str, str]
    signed: bytes  # the body, of a GET the query


class Mailbox:
    """Our shop's address for notifications: keeps each one as it came, and accepts it."""

    def __init__(self) -> None:
        self._letters: list[Letter] = []
        self._came = threading.Condition()
        mailbox = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self._accept(self.rfile.read(int(self.headers["Content-Length"])))

            def do_GET(self) -> None:
                self._accept(self.path.partition("?")[2].encode())

            def _accept(self, signed: bytes) -> None:
                letter = Letter(dict(self.headers.items()), signed)
                answer = b'{"code":0}'
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)
                mailbox._put(letter)

            def log_message(self, *_: object) -> None:
                """Nobody reads it."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _put(self, letter: Letter) -> None:
        with self._came:
            self._letters.append(letter)
            self._came.notify_all()

    def take(self) -> Letter:
        """The oldest letter that was not taken yet."""
        with self._came:
            assert self._came.wait_for(lambda: self._letters, timeout=10), "no notification came"
            return self._letters.pop(0)

    def close(self) -> None:
        """Listen no more."""
        self._server.shutdown()
        self._server.server_close()


class Checks:
    """Runs checks, prints a line for each, and insists that no public method is forgotten."""

    def __init__(self) -> None:
        self._good: dict[str, None] = {}
        self._bad: dict[str, None] = {}
        self._limit = 120
        signal.signal(signal.SIGALRM, self._out_of_time)
        signal.alarm(self._limit)

    def _out_of_time(self, *_: object) -> NoReturn:
        signal.alarm(5)  # the next check may hang as well
        raise TimeoutError(f"not finished after {self._limit} s")

    @contextmanager
    def __call__(self, method: str, expected: str, *, bug: str | None = None) -> Iterator[None]:
        """One check of one method. `bug` names a fault of the client that the check pins down."""
        line = f"{method:<28} {expected}"
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever went wrong is the result
            self._bad[method] = None
            print(f"FAIL  {line}")
            frames = traceback.extract_tb(error.__traceback__)
            ours = [frame for frame in frames if os.path.dirname(frame.filename) == HERE]
            where = next((frame for frame in ours if frame.filename != __file__), ours[-1])
            for text in (f"{type(error).__name__}: {error}"[:2000]).splitlines():
                print(f"      {text}")
            print(f"      at {os.path.basename(where.filename)}:{where.lineno}")
        else:
            self._good[method] = None
            print(f"ok    {line}")
        if bug:
            print(f"      known bug of the client: {bug}")

    def finish(self, methods: Iterable[str]) -> int:
        """Compare with the client's own methods, print the summary, and give the exit code."""
        checked = {name for name in {**self._good, **self._bad} if name[0] != "("}
        with self("(every method)", "is checked above, none is forgotten"):
            missing = sorted(set(methods) - checked)
            gone = sorted(checked - set(methods))
            assert not missing, f"nobody checks: {', '.join(missing)}"
            assert not gone, f"the client has no: {', '.join(gone)}"
        passed = [name for name in self._good if name not in self._bad and name[0] != "("]
        print(f"methods passed: {', '.join(passed) or 'none'}")
        if self._bad:
            print(f"methods failed: {', '.join(self._bad)}")
        return 1 if self._bad else 0


def raised(kind: type[E], call: Callable[[], object]) -> E:
    """Run `call`, insist that it raises `kind`, and hand the exception over."""
    try:
        answer = call()
    except kind as error:
        return error
    raise AssertionError(f"expected {kind.__name__}, and the call answered {answer!r}")


def equal(found: object, wanted: object, what: str = "value") -> None:
    """Assert equality and say both sides."""
    assert found == wanted, f"{what}: {found!r}, expected {wanted!r}"


def guid(text: object) -> uuid.UUID:
    """Assert that `text` is a GUID."""
    assert isinstance(text, str), f"not a text: {text!r}"
    return uuid.UUID(text)


def unchanged(distribution: str, version: str) -> None:
    """Assert that the installed client is this version, byte for byte as the package has it."""
    package = metadata.distribution(distribution)
    equal(package.version, version, "version")
    for file in package.files or []:
        if file.hash is None or file.suffix != ".py":
            continue
        seen = file.read_binary()
        assert file.hash.value == _record_hash(file.hash.mode, seen), f"{file} was edited"


def _record_hash(mode: str, data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.new(mode, data).digest()).rstrip(b"=").decode()


def public_methods(owner: type, prefix: str = "") -> list[str]:
    """The public methods of a class, its parents' included."""
    return [
        prefix + name
        for name in dir(owner)
        if not name.startswith("_") and callable(getattr(owner, name))
    ]
