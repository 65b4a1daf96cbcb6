"""Numbers keep their digits in both directions, and what cannot be exact is refused."""

from __future__ import annotations

from collections import OrderedDict
from decimal import Decimal
from enum import IntEnum
from typing import Any

import pytest

from cloudpayments_native import _json


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("0.1"), "0.1"),
        (Decimal("10.00"), "10.00"),
        (Decimal("1E+2"), "100"),
        (Decimal("1E-2"), "0.01"),
        (Decimal("12345678901234567890.12"), "12345678901234567890.12"),
        (9223372036854775807, "9223372036854775807"),
        (True, "true"),
        (None, "null"),
        ('Чек "1"\n\\', '"Чек \\"1\\"\\n\\\\"'),
        ({}, "{}"),
        ([], "[]"),
        ((1, [2, {"a": None}]), '[1,[2,{"a":null}]]'),
        (OrderedDict(b=1, a=Decimal("2.50")), '{"b":1,"a":2.50}'),
    ],
)
def test_values_are_written_digit_for_digit(value: object, text: str) -> None:
    assert _json.encode(value) == text


def test_a_float_is_refused_wherever_it_hides_and_the_place_is_named() -> None:
    receipt = {"CustomerReceipt": {"Items": [{"Price": Decimal("1.10")}, {"Price": 1.1}]}}
    with pytest.raises(TypeError, match=r"`CustomerReceipt\.Items\[1\]\.Price`.*float"):
        _json.encode(receipt)


def test_the_refusal_of_a_value_does_not_show_the_value() -> None:
    with pytest.raises(TypeError) as refused:
        _json.encode({"Secret": 4242.4242})
    assert "4242" not in str(refused.value)


@pytest.mark.parametrize("word", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="`Amount`"):
        _json.encode({"Amount": Decimal(word)})


def test_a_decimal_with_an_absurd_exponent_does_not_fill_the_memory() -> None:
    with pytest.raises(ValueError, match=r"`Amount`.*exponent"):
        _json.encode({"Amount": Decimal("1E+999999999")})


def test_half_a_surrogate_pair_is_refused_and_named() -> None:
    with pytest.raises(ValueError, match="`Name`"):
        _json.encode({"Name": "\ud83d"})


def test_bytes_are_refused_with_a_hint() -> None:
    with pytest.raises(TypeError, match=r"`body`.*base64"):
        _json.encode({"body": b"{}"})


def test_a_key_that_is_no_text_is_refused() -> None:
    with pytest.raises(TypeError, match=r"`JsonData`.*int"):
        _json.encode({"JsonData": {1: 2}})


def test_an_object_that_contains_itself_is_refused() -> None:
    ring: dict[str, Any] = {}
    ring["again"] = ring
    with pytest.raises(ValueError, match="deep"):
        _json.encode(ring)


def test_an_enum_of_numbers_is_written_as_its_number() -> None:
    class Initiator(IntEnum):
        MERCHANT = 0

    assert _json.encode({"TrInitiatorCode": Initiator.MERCHANT}) == '{"TrInitiatorCode":0}'


def test_fractions_come_back_as_decimal_with_their_digits() -> None:
    found = _json.decode('{"Amount":10.00000,"TransactionId":4294967297}')
    assert str(found["Amount"]) == "10.00000"
    assert type(found["TransactionId"]) is int


def test_a_number_that_python_cannot_hold_does_not_cost_the_answer() -> None:
    found = _json.decode('{"status":0,"a":1e99999999999999999999,"b":' + "7" * 5000 + "}")
    assert found["status"] == 0
    assert found["a"] == "1e99999999999999999999"
    assert str(found["b"]) == "7" * 5000
