"""Every row of the catalogue is a method, with help, a signature and types."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import generate_stubs
import pytest

from cloudpayments_native import Client, Library
from cloudpayments_native._methods import PYTHON_TYPES, rows

ROOT = Path(__file__).resolve().parents[1]


def test_every_row_of_the_catalogue_is_a_method(client: Client, library: Library) -> None:
    assert library.catalogue["methods"]
    for row in rows(library.catalogue):
        method = getattr(client, row["name"])
        assert method.__name__ == row["name"]
        assert method.__qualname__ == f"Client.{row['name']}"
        assert method.__doc__.startswith(row["summary"])
        parameters = inspect.signature(method).parameters
        for field in row["fields"]:
            assert field["name"] in method.__doc__
            required = parameters[field["name"]].default is inspect.Parameter.empty
            assert required == field["required"]


def test_no_row_hides_a_member_of_the_client(library: Library) -> None:
    for row in library.catalogue["methods"]:
        assert row["name"] not in vars(Client)


def test_every_type_of_field_has_a_python_type(library: Library) -> None:
    for row in rows(library.catalogue):
        for field in row["fields"]:
            assert field["type"] in PYTHON_TYPES


def test_every_field_can_be_a_keyword(library: Library) -> None:
    for row in rows(library.catalogue):
        for field in row["fields"]:
            assert field["name"].isidentifier()
            assert field["name"] not in ("self", "check")


def test_the_stubs_are_what_the_library_describes(library: Library) -> None:
    assert generate_stubs.STUBS.read_text(encoding="utf-8") == generate_stubs.stubs(
        library.catalogue
    ), "run tools/generate_stubs.py"


@pytest.mark.parametrize(
    ("call", "fits"),
    [
        ('charge(Amount=Decimal("10"), CardCryptogramPacket="x")', True),
        ('charge(Amount="10.00", CardCryptogramPacket="x", request_id="a")', True),
        ('charge(amount_minor=1000, CardCryptogramPacket="x")', True),
        ('charge({"Amount": 10})', True),
        ('charge(Amount=10.5, CardCryptogramPacket="x")', False),
        ('charge(Amout=Decimal("10"), CardCryptogramPacket="x")', False),
        ('charge(CardCryptogramPacket="x")', False),
        ("payment_get(TransactionId=1).nonsense", False),
    ],
)
def test_a_type_checker_sees_the_methods(call: str, fits: bool, tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    program = tmp_path / "program.py"
    program.write_text(
        "from decimal import Decimal\n"
        "from cloudpayments_native import Client\n"
        f"Client('a', 'b').{call}\n"
    )
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path), str(program)],
        env={"MYPYPATH": str(ROOT), "PATH": ""},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode == 0) is fits, checked.stdout + checked.stderr
