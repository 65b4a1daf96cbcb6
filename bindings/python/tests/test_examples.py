"""Every example is run, and does what it says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import HAS_NO_MONEY, PAYS, PAYS_AFTER_3DS, REPOSITORY, Sandbox, cryptogram

from cloudpayments_native import Library

EXAMPLES = REPOSITORY / "examples" / "python"

EXPECTED = {
    "charge.py": ["charge-py-1: paid 199.9", "charge-py-2: ", " / "],
    "two_stage.py": ["held: authorized", "goods may go: True", "Completed, 2417.35"],
    "three_ds.py": ["charge: requires_3ds", "post3ds: completed, goods may go: True"],
    "refund.py": ["refund: refunded, money: returned", "too much: rejected"],
    "lost_answer.py": [
        "settled within the call: completed",
        "in doubt: unknown",
        "resolved: completed, goods may go: True",
    ],
    "orders.py": ["orders-py-1: paid 640.00, goods may go", "orders-py-2: cancelled"],
    "payout.py": ["to a card: paid_out, money moved: book it", "asked: paid_out"],
    "reconcile.py": ["reconcile-py-4: 8.00 completed", "the till's payments: 2, 409.90"],
    "restart.py": ["charge: restart-py-1", "RECEIPT restart-py-1"],
    "self_test.py": ["outcome: ok; failed: nothing", "failed: credentials; next: fix_config"],
    "webhook.py": ["paid: webhook-py-1", "declined: declined, 3003", "forged: HTTP 403"],
}


def test_every_example_is_tested() -> None:
    assert {path.name for path in EXAMPLES.glob("*.py")} == {*EXPECTED, "sandbox.py"}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_example_runs(name: str, sandbox: Sandbox, library: Library, tmp_path: Path) -> None:
    more = [str(tmp_path / "till.db"), "restart-py-1"] if name == "restart.py" else []
    run = subprocess.run(
        [sys.executable, str(EXAMPLES / name), sandbox.url, *more],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),  # whatever makes the package importable here
            "PYTHONIOENCODING": "utf-8",
            "CLOUDPAYMENTS_LIBRARY": str(Path(library.path).resolve()),
        },
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    for words in EXPECTED[name]:
        assert words in run.stdout


def test_an_example_charges_each_invoice_once(
    sandbox: Sandbox, library: Library, tmp_path: Path
) -> None:
    test_the_example_runs("lost_answer.py", sandbox, library, tmp_path)
    for invoice in ("lost-py-1", "lost-py-2"):
        assert sandbox.of_invoice(invoice)["charges"] == 1


@pytest.mark.parametrize("card", [PAYS, PAYS_AFTER_3DS, HAS_NO_MONEY])
def test_the_quick_start_of_the_readme_runs(
    card: str, sandbox: Sandbox, invoice: str, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = (REPOSITORY / "bindings" / "python" / "README.md").read_text(encoding="utf-8")
    program = readme.split("```python\n")[1].split("```")[0].replace("A-17", invoice)
    program = program.replace('Client("pk_…", "api secret")', "client")
    program = program.replace("https://…", "https://shop.example/3ds")
    names: dict[str, object] = {"client": sandbox.client(), "packet": cryptogram(card)}
    exec(compile(program, "README.md", "exec"), names)
    said = capsys.readouterr().out
    if card == PAYS:
        assert said.startswith("paid ")
    elif card == HAS_NO_MONEY:
        assert "средств" in said
    else:
        assert "<form" in str(names["html"])
