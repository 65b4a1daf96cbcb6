"""Write `_methods.pyi` and `requests.py` from the library's own catalogue.

python bindings/python/tools/generate_stubs.py           write the files
python bindings/python/tools/generate_stubs.py --check   only tell whether they are up to date
"""

from __future__ import annotations

import inspect
import sys
import textwrap
from pathlib import Path
from typing import Any, Mapping, Sequence

PACKAGE_ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PACKAGE_ROOT))

from cloudpayments_native import load  # noqa: E402
from cloudpayments_native._methods import (  # noqa: E402
    Methods,
    describe,
    in_minor_too,
    note,
    python_type,
    required_first,
    rows,
)

STUBS = PACKAGE_ROOT / "cloudpayments_native" / "_methods.pyi"
REQUESTS = PACKAGE_ROOT / "cloudpayments_native" / "requests.py"

STUBS_HEAD = """\
# Written by tools/generate_stubs.py from cp_methods(). Don't edit.

from decimal import Decimal
from typing import Any, Iterator, Literal, Mapping, Sequence, overload

from . import requests
from ._reply import Reply

PYTHON_TYPES: dict[str, str]
EFFECTS: dict[str, str]

def install(catalogue: Mapping[str, Any]) -> None: ...
def merge(request: Mapping[str, object] | None, fields: dict[str, object]) -> dict[str, object]: ...
def rows(catalogue: Mapping[str, Any]) -> Iterator[dict[str, Any]]: ...
def describe(row: Mapping[str, Any]) -> str: ...
def in_minor_too(row: Mapping[str, Any], field: Mapping[str, Any]) -> bool: ...
def note(row: Mapping[str, Any], field: Mapping[str, Any]) -> str: ...
def python_type(field: Mapping[str, Any]) -> str: ...
def required_first(row: Mapping[str, Any]) -> list[dict[str, Any]]: ...

class Methods:
"""

REQUESTS_HEAD = '''\
"""The requests of all methods as types, for who keeps a request before it is sent.

::

    from cloudpayments_native.requests import RefundRequest

    request: RefundRequest = {"TransactionId": 504, "Amount": Decimal("10.50")}
    client.refund(request)

They are dictionaries and nothing else: what is in them is checked by a type-checker and by the
library. Where a method takes an `Amount`, `amount_minor` may stand instead.
"""

# Written by tools/generate_stubs.py from cp_methods(). Don't edit.

from __future__ import annotations

from decimal import Decimal
from typing import Mapping, Sequence, TypedDict
'''


def stubs(catalogue: Mapping[str, Any]) -> str:
    """Return the text of `_methods.pyi`."""
    described = list(rows(catalogue))
    paged = [row for row in described if any(f["name"] == "PageNumber" for f in row["fields"])]
    return STUBS_HEAD + _walk(paged) + "".join(_method(row) for row in described)


def requests(catalogue: Mapping[str, Any]) -> str:
    """Return the text of `requests.py`."""
    common, api = catalogue["common"], catalogue["common_api"]
    extra = [field for field in api if field["name"] != "amount_minor"]
    shared = {field["name"] for field in common + extra}
    text = REQUESTS_HEAD
    for name, base, about, fields in (
        ("MethodRequest", "TypedDict", "What every method takes.", common),
        ("ApiRequest", "MethodRequest", "What every method of the API takes.", extra),
    ):
        text += _typed_dict(name, base, about, _noted({"fields": fields}))
    for row in rows(catalogue):
        name = request_name(row)
        base = "ApiRequest" if row["path"] else "MethodRequest"
        own = [field for field in _noted(row) if field["name"] not in shared]
        required = [field for field in own if field["required"]]
        optional = [field for field in own if not field["required"]]
        if required and optional:
            # The one way that Python 3.8 has to say which fields must be there.
            text += _typed_dict(f"_{name}Required", base, "", required)
            base, own = f"_{name}Required", optional
        text += _typed_dict(name, base, describe({**row, "fields": []}), own)
    return text


def request_name(row: Mapping[str, Any]) -> str:
    """Return the name of the type of a row's requests, the same as in C#."""
    return "".join(word[0].upper() + word[1:] for word in row["name"].split("_")) + "Request"


def _noted(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the fields of a row with all that is to be known of each as its summary."""
    return [
        {
            **field,
            "summary": note(row, field),
            "required": field["required"] and not in_minor_too(row, field),
        }
        for field in row["fields"]
    ]


def _typed_dict(name: str, base: str, about: str, fields: Sequence[Mapping[str, Any]]) -> str:
    total = "" if all(field["required"] for field in fields) else ", total=False"
    parts = []
    if about:
        end = "\n" if "\n" in about else ""
        parts.append(f'"""{about}{end}"""\n')
    if fields:
        parts.append(
            "".join(f'{f["name"]}: {python_type(f)}\n"""{f["summary"]}"""\n' for f in fields)
        )
    return f"\n\nclass {name}({base}{total}):\n" + textwrap.indent("\n".join(parts), "    ")


def _walk(paged: list[dict[str, Any]]) -> str:
    text = ""
    for number, row in enumerate(paged):
        fields = [
            {**field, "required": field["required"] and field["name"] != "PageNumber"}
            for field in row["fields"]
            if field["name"] != "request_id"
        ]
        text += (
            "    @overload\n    def walk(\n        self,\n"
            f'        method: Literal["{row["name"]}"],\n        /,\n        *,\n'
        )
        text += "".join(_parameter(field) for field in required_first({"fields": fields}))
        text += "    ) -> Iterator[dict[str, Any]]:"
        text += f"\n{_indented(inspect.getdoc(Methods.walk) or '')}\n" if number == 0 else " ...\n"
    names = ", ".join(f'"{row["name"]}"' for row in paged)
    return text + (
        "    @overload\n    def walk(\n        self,\n"
        f"        method: Literal[{names}],\n"
        "        request: Mapping[str, object],\n        /,\n        **fields: object,\n"
        "    ) -> Iterator[dict[str, Any]]: ...\n"
    )


def _method(row: Mapping[str, Any]) -> str:
    fields = required_first(row)
    variants = [fields]
    if any(in_minor_too(row, field) and field["required"] for field in fields):
        # Two ways to say how much, and never both.
        variants = [_without(fields, "amount_minor"), _without(fields, "Amount", "amount_minor")]
    text = ""
    for number, variant in enumerate(variants):
        text += f"    @overload\n    def {row['name']}(\n        self,\n"
        if variant:
            text += "        *,\n" + "".join(_parameter(field) for field in variant)
        text += "    ) -> Reply:"
        text += f"\n{_indented(describe(row))}\n" if number == 0 else " ...\n"
    return text + (
        f"    @overload\n    def {row['name']}(\n        self,\n"
        f"        request: requests.{request_name(row)} | Mapping[str, object],\n"
        "        /,\n        **fields: object,\n    ) -> Reply: ...\n"
    )


def _without(
    fields: list[dict[str, Any]], left_out: str, required: str = ""
) -> list[dict[str, Any]]:
    kept = [field for field in fields if field["name"] != left_out]
    changed = [
        {**field, "required": field["required"] or field["name"] == required} for field in kept
    ]
    return sorted(changed, key=lambda field: not field["required"])


def _parameter(field: Mapping[str, Any]) -> str:
    default = "" if field["required"] else " = None"
    return f"        {field['name']}: {python_type(field)}{default},\n"


def _indented(words: str) -> str:
    return textwrap.indent(f'"""{words}\n"""', "        ")


def main() -> int:
    """Write or compare."""
    catalogue = load().catalogue
    stale = 0
    for file, fresh in ((STUBS, stubs(catalogue)), (REQUESTS, requests(catalogue))):
        if "--check" not in sys.argv[1:]:
            file.write_text(fresh, encoding="utf-8")
        elif not file.is_file() or file.read_text(encoding="utf-8") != fresh:
            print(f"{file} is out of date; run {Path(__file__).name}", file=sys.stderr)
            stale = 1
    return stale


if __name__ == "__main__":
    sys.exit(main())
