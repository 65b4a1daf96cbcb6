"""Sums in minor units: exact, by the currency, with no `float` and no rounding anywhere."""

from __future__ import annotations

from decimal import Decimal

# The currencies that the gateway lists, and the yen, by the decimals that ISO 4217 gives them.
_CURRENCIES = {
    2: "RUB EUR USD GBP UAH BYN KZT AZN CHF CZK CAD PLN SEK TRY CNY INR BRL ZAR UZS BGN RON AUD "
    "HKD GEL KGS AMD AED",
    0: "BYR JPY",
}
_PLACES = {code: places for places, codes in _CURRENCIES.items() for code in codes.split()}

# As wide as the C interface, C# and C++ have it, so that all of them refuse the same sums.
_LIMIT = 2**63


def to_minor(amount: Decimal, currency: str) -> int:
    """Return a sum in the minor units of its currency: 10.50 RUB are 1050 kopecks.

    By ISO 4217: 10 JPY are 10. The field `amount_minor` of a request is another thing: hundredths,
    whatever the currency.

    Raises:
        TypeError: `amount` is no `Decimal`; an `int` could be either kind of sum.
        ValueError: The currency is not known, or the sum has a fraction of a minor unit, is not
            finite, or does not fit into 64 bits.
    """
    places = _places(currency)
    if not isinstance(amount, Decimal):
        raise TypeError(f"an amount is a decimal.Decimal, not {type(amount).__name__}")
    # With the digits and not with `*`, which rounds to whatever the context of the thread says.
    sign, digits, exponent = amount.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError(f"{amount} is no sum of money")
    significant = "".join(map(str, digits)).lstrip("0")
    if not significant:
        return 0
    zeros = exponent + places
    if len(significant) + zeros > 19:
        raise ValueError(f"the sum in {currency} does not fit into 64 bits")
    if zeros < 0:
        significant, fraction = significant[:zeros], significant[zeros:]
        if fraction.strip("0"):
            raise ValueError(f"{currency} has {places} decimals, and the sum has more")
        zeros = 0
    return _in_range((-1 if sign else 1) * int(significant + "0" * zeros))


def from_minor(minor: int, currency: str) -> Decimal:
    """Return the sum that so many minor units of a currency are: 1050 kopecks are 10.50 RUB.

    By ISO 4217: 10 of JPY are 10. The field `amount_minor` of a request is another thing:
    hundredths, whatever the currency.

    Raises:
        TypeError: `minor` is no `int`.
        ValueError: The currency is not known, or the sum does not fit into 64 bits.
    """
    places = _places(currency)
    if not isinstance(minor, int) or isinstance(minor, bool):
        raise TypeError(f"minor units are counted in int, not {type(minor).__name__}")
    digits = tuple(map(int, str(abs(_in_range(minor)))))
    return Decimal((int(minor < 0), digits, -places))


def _places(currency: str) -> int:
    places = _PLACES.get(currency)
    if places is None:
        raise ValueError(f"{currency!r} is no currency of the gateway")
    return places


def _in_range(minor: int) -> int:
    if not -_LIMIT <= minor < _LIMIT:
        raise ValueError("the sum does not fit into 64 bits")
    return minor
