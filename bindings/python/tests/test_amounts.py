"""Sums in minor units are exact, and the three languages agree on the currencies."""

from __future__ import annotations

import decimal
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cloudpayments_native import _amounts, from_minor, to_minor

REPOSITORY = Path(__file__).resolve().parents[3]

SUMS = [
    ("10.50", "RUB", 1050),
    ("0.01", "USD", 1),
    ("0.00", "EUR", 0),
    ("-1.05", "KZT", -105),
    ("1000", "JPY", 1000),
    ("1", "BYR", 1),
    ("92233720368547758.07", "RUB", 2**63 - 1),
    ("-92233720368547758.08", "RUB", -(2**63)),
]


@pytest.mark.parametrize(("amount", "currency", "minor"), SUMS)
def test_a_sum_and_its_minor_units_are_the_same_money(
    amount: str, currency: str, minor: int
) -> None:
    assert to_minor(Decimal(amount), currency) == minor
    back = from_minor(minor, currency)
    assert isinstance(back, Decimal)
    assert str(back) == amount


@pytest.mark.parametrize(
    ("amount", "minor"), [("10.5", 1050), ("10.5000", 1050), ("1E+3", 100000), ("0E+999999", 0)]
)
def test_zeros_say_nothing_about_a_sum(amount: str, minor: int) -> None:
    assert to_minor(Decimal(amount), "RUB") == minor


def test_the_precision_of_the_thread_changes_no_sum() -> None:
    with decimal.localcontext() as context:
        context.prec = 3
        assert to_minor(Decimal("1234567.89"), "RUB") == 123456789
        assert str(from_minor(123456789, "RUB")) == "1234567.89"


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        ("10.505", "RUB"),
        ("0.001", "RUB"),
        ("1E-999999", "RUB"),
        ("10.5", "JPY"),
        ("92233720368547758.08", "RUB"),
        ("1E+999999", "RUB"),
        ("NaN", "RUB"),
        ("Infinity", "RUB"),
        ("10", "XXX"),
        ("10", "rub"),
        ("10", ""),
    ],
)
def test_a_sum_that_is_not_exact_is_refused(amount: str, currency: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the case says what is wrong
        to_minor(Decimal(amount), currency)


def test_only_a_decimal_is_a_sum_and_only_an_int_counts() -> None:
    wrong: Any
    for wrong in (10.5, "10.50", 1050, True, None):
        with pytest.raises(TypeError):
            to_minor(wrong, "RUB")
    for wrong in (10.5, "1050", Decimal(1050), True, None):
        with pytest.raises(TypeError):
            from_minor(wrong, "RUB")
    for minor, currency in ((1, "XXX"), (2**63, "RUB"), (-(2**63) - 1, "RUB")):
        with pytest.raises(ValueError):  # noqa: PT011 - the currency, then the range
            from_minor(minor, currency)


@pytest.mark.parametrize(
    "other", ["bindings/csharp/CloudPayments.Native/Money.cs", "include/cloudpayments.hpp"]
)
def test_every_language_knows_the_same_currencies(other: str) -> None:
    text = (REPOSITORY / other).read_text(encoding="utf-8")
    lists = re.findall(r'"((?:[A-Z]{3} ?)+)"', re.sub(r'"\s*\+?\s*"', "", text))
    for codes, count in ((_amounts._CURRENCIES[2], 27), (_amounts._CURRENCIES[0], 2)):
        assert len(set(codes.split())) == count
        assert codes in lists
