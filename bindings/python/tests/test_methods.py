"""Every row of the catalogue is a method, with help, a signature and types."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

import generate_stubs
import pytest

from cloudpayments_native import Client, Library, requests
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
        assert row["name"] != "walk"


def test_every_type_of_field_has_a_python_type(library: Library) -> None:
    for row in rows(library.catalogue):
        for field in row["fields"]:
            assert field["type"] in PYTHON_TYPES


def test_every_field_can_be_a_keyword(library: Library) -> None:
    for row in rows(library.catalogue):
        for field in row["fields"]:
            assert field["name"].isidentifier()
            assert field["name"] not in ("self", "check")


def test_the_generated_files_are_what_the_library_describes(library: Library) -> None:
    stubs, types = generate_stubs.STUBS, generate_stubs.REQUESTS
    catalogue = library.catalogue
    assert stubs.read_text(encoding="utf-8") == generate_stubs.stubs(catalogue), "run make bless"
    assert types.read_text(encoding="utf-8") == generate_stubs.requests(catalogue), "run make bless"


def test_every_method_has_a_type_of_its_requests_with_the_same_fields(library: Library) -> None:
    for row in rows(library.catalogue):
        request = getattr(requests, generate_stubs.request_name(row))
        names = {name for kind in request.__mro__ for name in getattr(kind, "__annotations__", ())}
        assert names | set(request.__annotations__) == {field["name"] for field in row["fields"]}
        assert row["summary"] in request.__doc__


def test_a_field_says_whether_it_is_required_and_how_long_it_may_be(client: Client) -> None:
    about = inspect.getdoc(client.charge)
    assert about is not None
    assert "    Amount: Required unless `amount_minor` is given. The sum" in about
    assert "    CardCryptogramPacket: Required. The card" in about
    assert "    Currency: RUB (the default), USD, EUR, GBP, … At most 3 characters." in about
    # The summary tells it already: 1 to 128 of …
    assert "At most 128" not in about


# What stands after `client.`, and whether a type-checker lets it stand.
CALLS = [
    ('charge(Amount=Decimal("10"), CardCryptogramPacket="x")', True),
    ('charge(Amount="10.00", CardCryptogramPacket="x", request_id="a")', True),
    ('charge(amount_minor=1000, CardCryptogramPacket="x")', True),
    ('charge({"Amount": 10})', True),
    ('charge(Amount=10.5, CardCryptogramPacket="x")', False),
    ('charge(Amout=Decimal("10"), CardCryptogramPacket="x")', False),
    ('charge(CardCryptogramPacket="x")', False),
    ("payment_get(TransactionId=1).nonsense", False),
    ('walk("token_list")', True),
    ('walk("payment_list_v2", CreatedDateGte="a", CreatedDateLte="b", Statuses=["c"])', True),
    ('walk("payment_list_v2", {"CreatedDateGte": "a"}, CreatedDateLte="b")', True),
    ('walk("payment_list_v2", CreatedDateGte="a")', False),
    ('walk("token_list", CreatedDateGte="a")', False),
    ('walk("token_list", request_id="a")', False),
    ('walk("payment_get", TransactionId=1)', False),
    ('refund(RefundRequest(TransactionId=1, Amount=Decimal("1")))', True),
    ('refund(RefundRequest(TransactionId=1, amount_minor=1, request_id="a"))', True),
    ('refund(RefundRequest(Amount=Decimal("1")))', False),
    ("refund(RefundRequest(TransactionId=1, Amount=1.5))", False),
    ("refund(RefundRequest(TransactionId=1, Amout=1))", False),
]

PROGRAM = """\
from decimal import Decimal
from cloudpayments_native import Client
from cloudpayments_native.requests import RefundRequest
client = Client("a", "b")
"""


@pytest.fixture(scope="module")
def refused_lines(tmp_path_factory: pytest.TempPathFactory) -> set[int]:
    """The lines of a program with all the calls that mypy refuses, in one run since it is slow."""
    pytest.importorskip("mypy")
    folder = tmp_path_factory.mktemp("typed")
    program = folder / "program.py"
    program.write_text(PROGRAM + "".join(f"client.{call}\n" for call, _ in CALLS))
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(folder), str(program)],
        env={"MYPYPATH": str(ROOT), "PATH": ""},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    errors = re.findall(r"^program\.py:(\d+): error", checked.stdout, re.MULTILINE)
    assert errors, checked.stdout + checked.stderr
    return {int(line) for line in errors}


@pytest.mark.parametrize(("call", "fits"), CALLS)
def test_a_type_checker_sees_the_methods(call: str, fits: bool, refused_lines: set[int]) -> None:
    line = PROGRAM.count("\n") + 1 + CALLS.index((call, fits))
    assert (line not in refused_lines) is fits
