"""The methods of a `Client`, one for each row of the catalogue.

The library describes its own methods, so there is no list of them here: `install` makes them when
the library is loaded. What type-checkers and editors see is `_methods.pyi`, which
``tools/generate_stubs.py`` writes from the same description, as it does with `requests.py`; a test
compares them.
"""

from __future__ import annotations

import inspect
import re
from typing import Any, Iterator, Mapping

from . import _walk

PYTHON_TYPES = {
    "amount": "Decimal | int | str",
    "integer": "int",
    "string": "str",
    "boolean": "bool",
    "object": "Mapping[str, object]",
    "array": "Sequence[object]",
    "json": "object",
}
"""What a Python caller gives for each type of field."""

EFFECTS = {
    "reads": "Reads only.",
    "changes": "Changes something, but moves no money.",
    "moves_money": "Moves money: repeat it only if `money` is ``not_moved``.",
    "local": "Answered by the library itself.",
}


class Methods:
    """The base class of `Client` that carries the methods of the catalogue."""

    def walk(self: Any, method: str, request: Any = None, /, **fields: Any) -> Any:
        """Go through all records of a list that has pages, each page asked for when it is needed.

        ::

            for payment in client.walk("payment_list_v2", CreatedDateGte=…, CreatedDateLte=…):
                …

        End the period in the past: what is added to a list while it is read moves its pages.

        Args:
            method: ``payment_list_v2``, ``token_list``, ``chargeback_list``: whatever has a
                `PageNumber`.
            request: Fields in a mapping.
            **fields: Fields as keywords. `PageNumber` is the page to begin with, the first if it
                is left out. A `request_id` names one call, and has no place here.

        Yields:
            What `Model` has: dictionaries, with exact numbers.

        Raises:
            CloudPaymentsError: A page failed, see `call`. The records before it have been given.
        """
        return _walk.walk(self.call, method, merge(request, fields))


def install(catalogue: Mapping[str, Any]) -> None:
    """Give `Methods` a function for each row of the catalogue that it does not have yet.

    They are set on a base class, so that no catalogue can ever replace `call` or `close` of the
    client. The functions only pass names on: which fields are right is for the library to say.
    """
    for row in rows(catalogue):
        if row["name"] not in vars(Methods):
            setattr(Methods, row["name"], _method(row))


def merge(request: Mapping[str, object] | None, fields: dict[str, object]) -> dict[str, object]:
    """Return the fields of a request that came in a mapping, as keywords, or both."""
    if request is None:
        return fields
    if not isinstance(request, Mapping):
        raise TypeError(f"the request is a mapping, not {type(request).__name__}")
    twice = fields.keys() & request.keys()
    if twice:
        raise TypeError(f"given twice: {', '.join(sorted(twice))}")
    return {**request, **fields}


def rows(catalogue: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the rows with all their fields.

    The catalogue lists once what every method takes (`common`), and what every method of the API
    takes besides (`common_api`); ours have no path. `amount_minor` only replaces an `Amount`.
    """
    for row in catalogue["methods"]:
        fields = row["fields"] + catalogue.get("common", [])
        if row["path"]:
            fields = fields + catalogue.get("common_api", [])
        names = {field["name"] for field in row["fields"]}
        if "Amount" not in names:
            fields = [field for field in fields if field["name"] != "amount_minor"]
        yield {**row, "fields": fields}


def describe(row: Mapping[str, Any]) -> str:
    """Return the docstring of a method: its summary, its effect, and its fields."""
    lines = [row["summary"]]
    # What repeating these two means their summaries say.
    if row["name"] not in ("resolve", "reverse"):
        lines += ["", EFFECTS.get(row["effect"], row["effect"])]
    if row["fields"]:
        lines += ["", "Args:"]
        lines += [f"    {field['name']}: {note(row, field)}" for field in required_first(row)]
    return "\n".join(lines)


def in_minor_too(row: Mapping[str, Any], field: Mapping[str, Any]) -> bool:
    """Tell whether `amount_minor` may stand instead of this field."""
    return field["name"] == "Amount" and any(f["name"] == "amount_minor" for f in row["fields"])


def note(row: Mapping[str, Any], field: Mapping[str, Any]) -> str:
    """Return what to know about a field: whether it is required, its meaning, its limit."""
    words = [field["summary"]]
    if field["required"]:
        other = " unless `amount_minor` is given" if in_minor_too(row, field) else ""
        words.insert(0, f"Required{other}.")
    most = field.get("max")
    # Some summaries tell the limit themselves.
    if most is not None and not re.search(rf"\b{most}\b", field["summary"]):
        words.append(
            f"At most {most} characters." if field["type"] == "string" else f"At most {most}."
        )
    return " ".join(words)


def python_type(field: Mapping[str, Any]) -> str:
    """Return the annotation of a field. None is the same as leaving it out."""
    kind = PYTHON_TYPES.get(field["type"], "object")
    return kind if field["required"] or kind == "object" else f"{kind} | None"


def required_first(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the fields of a row, those that every request must have first."""
    return sorted(row["fields"], key=lambda field: not field["required"])


def _method(row: Mapping[str, Any]) -> Any:
    name = row["name"]

    def method(self: Any, request: Any = None, /, **fields: Any) -> Any:
        return self.call(name, request, **fields)

    method.__name__ = name
    method.__qualname__ = f"Client.{name}"
    method.__module__ = __package__
    method.__doc__ = describe(row)
    method.__signature__ = _signature(row)  # type: ignore[attr-defined]
    return method


def _signature(row: Mapping[str, Any]) -> inspect.Signature:
    kind = inspect.Parameter
    parameters = [
        kind("self", kind.POSITIONAL_ONLY),
        kind(
            "request", kind.POSITIONAL_ONLY, default=None, annotation="Mapping[str, object] | None"
        ),
    ]
    for field in required_first(row):
        parameters.append(
            kind(
                field["name"],
                kind.KEYWORD_ONLY,
                default=kind.empty if field["required"] else None,
                annotation=python_type(field),
            )
        )
    return inspect.Signature(parameters, return_annotation="Reply")
