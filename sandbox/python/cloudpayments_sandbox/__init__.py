"""A gateway of your own: starts the sandbox, arms its faults, reads its ledger."""

from __future__ import annotations

import json
import ssl
import subprocess
import sys
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any

__all__ = ["Sandbox", "cryptogram", "program"]


def program() -> Path:
    """Return the sandbox's program, which this package carries."""
    name = "cloudpayments-sandbox.exe" if sys.platform == "win32" else "cloudpayments-sandbox"
    return Path(__file__).resolve().parent / "_bin" / name


def cryptogram(card: str) -> str:
    """Make the packet of a test card. The sandbox reads its head and no more."""
    return f"01{card[:6]}{card[-4:]}301204{'A' * 344}"


class Sandbox:
    """A running sandbox on a free port. It stops when it is closed, and with this process.

    Attributes:
        url: where it listens, ``http://127.0.0.1:43127``.
        config: what a client takes: ``Client(**sandbox.config)``.
    """

    def __init__(self, *options: str) -> None:
        """Start it; `options` are those of the program."""
        self._process = subprocess.Popen(
            [str(program()), "--port", "0", "--exit-with-stdin", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self.close()
            raise RuntimeError(f"the sandbox did not start: exit {self._process.returncode}")
        ready = json.loads(line)
        self.url: str = ready["url"]
        self.config: dict[str, Any] = {
            "public_id": ready["public_id"],
            "api_secret": ready["api_secret"],
            "base_url": ready["url"],
        }
        if ready["ca_file"]:
            self.config["extra_ca_file"] = ready["ca_file"]

    def ledger(self) -> Any:
        """Return what the sandbox has booked: ``transactions``, ``by_invoice``, ``totals``."""
        return self.control("ledger")

    def fault(self, path: str, kind: str, **more: object) -> None:
        """Arm a fault: ``sandbox.fault("payments/cards/charge", "drop_after")``."""
        self.control("faults", path=path, kind=kind, **more)

    def reset(self) -> None:
        """Empty the ledger, disarm the faults, switch the modes off."""
        self._ask("reset", b"{}")

    def control(self, route: str, **body: object) -> Any:
        """Ask a control route, or tell it what the keywords say."""
        return self._ask(route, json.dumps(body).encode() if body else None)

    def close(self) -> None:
        """Stop it. Twice is once."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait(timeout=10)

    def __enter__(self) -> Sandbox:
        """Return the sandbox itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it."""
        self.close()

    def _ask(self, route: str, body: bytes | None) -> Any:
        ca_file = self.config.get("extra_ca_file")
        trust = ssl.create_default_context(cafile=ca_file) if ca_file else None
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}/sandbox/{route}", body, headers)
        with urllib.request.urlopen(request, timeout=10, context=trust) as answer:
            text = answer.read()
        return json.loads(text) if text else None
