"""All records of a list that the API hands out page by page."""

from __future__ import annotations

from itertools import count
from typing import Any, Callable, Dict, Iterator, Mapping

from ._reply import Reply

# What a full page has, where that is documented. Elsewhere only an empty page is surely the last.
FULL_PAGE = {"payment_list_v2": 100, "chargeback_list": 100}

Record = Dict[str, Any]


def walk(
    call: Callable[[str, Mapping[str, object]], Reply], method: str, fields: Mapping[str, object]
) -> Iterator[Record]:
    """Check what is given at once; ask for a page only when its first record is wanted."""
    if fields.get("request_id") is not None:
        # The gateway would answer every page with what it answered to the first of this name.
        raise TypeError("a request_id names one call, and walk makes one for each page")
    first = fields.get("PageNumber")
    if first is None:
        first = 1
    if not isinstance(first, int) or isinstance(first, bool):
        raise TypeError(f"PageNumber is an int, not {type(first).__name__}")
    return _records(call, method, dict(fields), first)


def _records(
    call: Callable[[str, Mapping[str, object]], Reply],
    method: str,
    fields: dict[str, object],
    first: int,
) -> Iterator[Record]:
    full = FULL_PAGE.get(method)
    before: list[Record] = []
    for number in count(first):
        page = call(method, {**fields, "PageNumber": number}).model or []
        if not isinstance(page, list):
            # To end here would look like the end of the list.
            raise ValueError(f"page {number} of {method}: the answer has no list of records")
        # A server that knows no pages gives its first one for each number.
        if not page or page == before:
            return
        yield from page
        if full is not None and len(page) < full:
            return
        before = page
