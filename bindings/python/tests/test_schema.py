"""The schemas of the requests say what the library does, and every example fits its schema."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, Iterator

import pytest
from conftest import REPOSITORY
from jsonschema import Draft202012Validator

from cloudpayments_native import Client, Library, Status
from cloudpayments_native._json import encode

SCHEMAS = sorted((REPOSITORY / "docs" / "schema").glob("*.json"))
EXAMPLES = sorted((REPOSITORY / "docs" / "examples").glob("*.json"))

# Values that are right or wrong for some type of field. None is not among them: for the library
# it is a field that is left out.
VALUES: tuple[Any, ...] = (
    True,
    0,
    1,
    2,
    7,
    -1,
    10**9,
    10**14,
    2**63 - 1,
    2**63,
    Decimal("0.01"),
    Decimal("10.50"),
    Decimal("999999999999.99"),
    Decimal("1000000000000"),
    "",
    "0",
    "1",
    "01",
    "86400000",
    "99999999999999",
    "0.0",
    "0.5",
    "0.05",
    "00.5",
    "10.",
    ".5",
    "10.5",
    "10.50",
    "10.505",
    "10,50",
    "+1",
    "1e5",
    "999999999999.99",
    "1000000000000",
    "a b",
    "sale.1:2_3-4",
    "x" * 45,
    "x" * 46,
    "x" * 128,
    "x" * 129,
    "4111 1111 1111 1111",
    "4111111111111111",
    "ж" * 10,
    [],
    {},
)

# The library looks into these.
RECEIPTS = ("receipt", "CustomerReceipt", "CorrectionReceiptData")


def schema_of(method: str) -> Any:
    return json.loads((REPOSITORY / "docs" / "schema" / f"{method}.json").read_text("utf-8"))


def example_of(method: str) -> Any:
    text = (REPOSITORY / "docs" / "examples" / f"{method}.json").read_text("utf-8")
    example = json.loads(text, parse_float=Decimal)
    # The time of the call is the test's own.
    example["request"].pop("timeout_ms", None)
    return example


def values_for(request: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    """Make the request anew with one field in many forms, and without it."""
    rest = {key: value for key, value in request.items() if key != name}
    yield rest
    for value in VALUES:
        yield {**rest, name: value}


@pytest.fixture(scope="module")
def silent() -> Iterator[Client]:
    """A client whose gateway is not there: what it does not refuse is not sent either."""
    config: dict[str, Any] = {"base_url": "http://127.0.0.1:9", "timeout_ms": 1}
    with Client("test_api_schema", "none", **config) as client:
        yield client


@pytest.mark.parametrize("method", [file.stem for file in SCHEMAS])
def test_a_schema_is_a_schema(method: str) -> None:
    Draft202012Validator.check_schema(schema_of(method))


@pytest.mark.parametrize("method", [file.stem for file in EXAMPLES])
def test_an_example_fits_its_schema(method: str) -> None:
    request = json.loads(encode(example_of(method)["request"]))
    Draft202012Validator(schema_of(method)).validate(request)


@pytest.mark.parametrize("method", [file.stem for file in EXAMPLES])
def test_a_schema_and_the_library_agree(method: str, silent: Client, library: Library) -> None:
    schema = schema_of(method)
    validator = Draft202012Validator(schema)
    path = {row["name"]: row["path"] for row in library.catalogue["methods"]}[method]
    request = example_of(method)["request"]
    for name in [*schema["properties"], "Amout"]:
        # What a part of a path may be, what a receipt holds, and what our own methods want beside,
        # no schema knows.
        only_narrower = not path or f"{{{name}}}" in path or name in RECEIPTS
        for changed in values_for(request, name):
            text = encode({**changed, "timeout_ms": changed.get("timeout_ms", 1)})
            fits = validator.is_valid(json.loads(text))
            if fits and (only_narrower or name == "timeout_ms"):
                continue  # with a long time the call would last as long
            answer = json.loads(silent.call_raw(method, text))
            refused = answer["status"] == Status.INVALID_REQUEST
            assert refused != fits, (name, changed.get(name), answer["error"])
