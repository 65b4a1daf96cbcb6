"""JSON with exact numbers: `Decimal` and `int` in both directions, never a `float`.

The standard encoder turns a `Decimal` away, and the usual detour through `float` is what makes
0.1 + 0.2 a wrong receipt. This one writes the digits of the `Decimal` itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from json.encoder import encode_basestring
from typing import Any

# Far above the 128 levels that the library accepts. It is here to stop a structure that contains
# itself with a word instead of a RecursionError.
_MAX_DEPTH = 200

# A `Decimal` can hold an exponent of a billion; written plainly that is a gigabyte of zeros.
_MAX_DIGITS = 1000


def encode(value: object) -> str:
    """Return `value` as JSON text, every number with the caller's own digits.

    A `float` anywhere, however deep, is a `TypeError` that names the place: a price inside a
    receipt is as much money as the amount itself.
    """
    out: list[str] = []
    _write(value, "", 0, out)
    return "".join(out)


def decode(text: str) -> Any:
    """Parse JSON text: fractions become `Decimal`, integers stay `int`."""
    try:
        return _QUICK.decode(text)
    except (ValueError, InvalidOperation):
        # Not JSON, or a number that is odd; the patient one knows which.
        return _PATIENT.decode(text)


def _write(value: object, path: str, depth: int, out: list[str]) -> None:
    if depth > _MAX_DEPTH:
        raise ValueError(f"{_shown(path)}: nested more than {_MAX_DEPTH} levels deep")
    if value is None:
        out.append("null")
    elif isinstance(value, str):
        out.append(_string(value, path))
    elif isinstance(value, bool):  # before int, of which it is a subclass
        out.append("true" if value else "false")
    elif isinstance(value, int):
        out.append(int.__repr__(value))
    elif isinstance(value, Decimal):
        out.append(_plain(value, path))
    elif isinstance(value, float):
        raise TypeError(
            f"{_shown(path)}: a float is not exact; write decimal.Decimal('10.50') or a string"
        )
    elif isinstance(value, Mapping):
        _write_object(value, path, depth, out)
    elif isinstance(value, (bytes, bytearray, memoryview)):
        raise TypeError(f"{_shown(path)}: bytes are not text; decode them, or use base64")
    elif isinstance(value, Sequence):
        separator = "["
        for index, item in enumerate(value):
            out.append(separator)
            _write(item, f"{path}[{index}]", depth + 1, out)
            separator = ","
        out.append("]" if separator == "," else "[]")
    else:
        raise TypeError(
            f"{_shown(path)}: {type(value).__name__} has no JSON form; "
            "give str, int, Decimal, bool, None, a mapping or a sequence"
        )


def _write_object(value: Mapping[Any, Any], path: str, depth: int, out: list[str]) -> None:
    separator = "{"
    for key, item in value.items():
        if not isinstance(key, str):
            raise TypeError(f"{_shown(path)}: a key is {type(key).__name__}, not str")
        inner = f"{path}.{key}" if path else key
        out.append(separator + _string(key, inner) + ":")
        _write(item, inner, depth + 1, out)
        separator = ","
    out.append("}" if separator == "," else "{}")


def _string(value: str, path: str) -> str:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        # Half of a surrogate pair, mostly from a file name or a damaged database. The original
        # error is dropped because it carries the whole text.
        raise ValueError(f"{_shown(path)}: not valid Unicode text") from None
    return encode_basestring(value)


def _plain(value: Decimal, path: str) -> str:
    if not value.is_finite():
        raise ValueError(f"{_shown(path)}: {value} is not a number that can be sent")
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or abs(exponent) > _MAX_DIGITS:
        raise ValueError(f"{_shown(path)}: the exponent is out of any use")
    return format(value, "f")


def _fraction(digits: str) -> Decimal | str:
    try:
        return Decimal(digits)
    except InvalidOperation:
        # 1e99999999999999999999 is JSON but no Decimal. An odd field in an answer must not cost
        # us the answer, so it stays text.
        return digits


def _integer(digits: str) -> int | Decimal | str:
    # Python refuses to make an int of more than 4,300 digits.
    return int(digits) if len(digits) < 4000 else _fraction(digits)


def _not_a_number(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")


def _shown(path: str) -> str:
    return f"`{path}`" if path else "request"


# Both are made once. Numbers that go through a function of Python take a third of the time of an
# answer, so that is left to the second one.
_QUICK = json.JSONDecoder(parse_float=Decimal, parse_constant=_not_a_number)
_PATIENT = json.JSONDecoder(parse_float=_fraction, parse_int=_integer, parse_constant=_not_a_number)
