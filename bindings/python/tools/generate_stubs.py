"""Write `_methods.pyi` from the library's own catalogue.

python bindings/python/tools/generate_stubs.py           write the file
python bindings/python/tools/generate_stubs.py --check   only tell whether it is up to date
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Mapping

PACKAGE_ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PACKAGE_ROOT))

from cloudpayments_native import load  # noqa: E402
from cloudpayments_native._methods import EFFECTS, python_type, required_first, rows  # noqa: E402

STUBS = PACKAGE_ROOT / "cloudpayments_native" / "_methods.pyi"

HEAD = """\
# Written by tools/generate_stubs.py from cp_methods(). Don't edit.

from decimal import Decimal
from typing import Any, Iterator, Mapping, Sequence, overload

from ._reply import Reply

PYTHON_TYPES: dict[str, str]
EFFECTS: dict[str, str]

def install(catalogue: Mapping[str, Any]) -> None: ...
def rows(catalogue: Mapping[str, Any]) -> Iterator[dict[str, Any]]: ...
def describe(row: Mapping[str, Any]) -> str: ...
def python_type(field: Mapping[str, Any]) -> str: ...
def required_first(row: Mapping[str, Any]) -> list[dict[str, Any]]: ...

class Methods:
"""


def stubs(catalogue: Mapping[str, Any]) -> str:
    """Return the text of the file."""
    return HEAD + "".join(_method(row) for row in rows(catalogue))


def _method(row: Mapping[str, Any]) -> str:
    fields = required_first(row)
    names = {field["name"] for field in fields}
    variants = [fields]
    if {"Amount", "amount_minor"} <= names:
        # Two ways to say how much, and never both.
        variants = [_without(fields, "amount_minor"), _without(fields, "Amount", "amount_minor")]
    text = ""
    for number, variant in enumerate(variants):
        text += f"    @overload\n    def {row['name']}(\n        self,\n"
        if variant:
            text += "        *,\n" + "".join(_parameter(field) for field in variant)
        text += "    ) -> Reply:"
        text += f"\n{_docstring(row)}\n" if number == 0 else " ...\n"
    text += (
        f"    @overload\n    def {row['name']}"
        "(self, request: Mapping[str, object], /, **fields: object) -> Reply: ...\n"
    )
    return text


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


def _docstring(row: Mapping[str, Any]) -> str:
    effect = EFFECTS.get(row["effect"], row["effect"])
    lines = [f'"""{row["summary"]}', "", effect, '"""']
    return "\n".join(f"        {line}" if line else "" for line in lines)


def main() -> int:
    """Write or compare."""
    fresh = stubs(load().catalogue)
    if "--check" not in sys.argv[1:]:
        STUBS.write_text(fresh, encoding="utf-8")
    elif not STUBS.is_file() or STUBS.read_text(encoding="utf-8") != fresh:
        print(f"{STUBS} is out of date; run {Path(__file__).name}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
