"""All pages of a list, one record after the other."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any, Iterator

import pytest
from conftest import Sandbox, charge, cryptogram

from cloudpayments_native import Client, InvalidRequest, Library, NoAnswer, Reply, _walk
from cloudpayments_native._methods import Methods

LIST = "v2/payments/list"


def period() -> dict[str, str]:
    now = datetime.now(timezone.utc)
    return {
        "CreatedDateGte": (now - timedelta(days=1)).isoformat(timespec="seconds"),
        "CreatedDateLte": (now + timedelta(days=1)).isoformat(timespec="seconds"),
    }


def pages_asked_for(sandbox: Sandbox, path: str = LIST) -> int:
    return sum(request["path"].strip("/") == path for request in sandbox.get("requests"))


@pytest.fixture
def paid(client: Client, invoice: str) -> list[int]:
    """101 payments: one more than a page has."""
    replies = [charge(client, f"{invoice}-{number}") for number in range(101)]
    return [reply["Model"]["TransactionId"] for reply in replies]


def test_every_record_comes_once_and_a_page_only_when_it_is_wanted(
    client: Client, sandbox: Sandbox, paid: list[int]
) -> None:
    walk = client.walk("payment_list_v2", period())
    assert pages_asked_for(sandbox) == 0
    found = [next(walk)["TransactionId"] for _ in range(100)]
    assert pages_asked_for(sandbox) == 1
    found += [record["TransactionId"] for record in walk]
    assert found == paid
    assert pages_asked_for(sandbox) == 2, "a page that is not full is the last"


def test_a_walk_may_begin_with_a_later_page_and_take_a_mapping(
    client: Client, paid: list[int]
) -> None:
    found = list(client.walk("payment_list_v2", period(), PageNumber=2))
    assert [record["TransactionId"] for record in found] == paid[100:]


def test_a_list_whose_pages_have_no_known_size_is_read_to_an_empty_page(
    client: Client, sandbox: Sandbox, invoice: str
) -> None:
    assert list(client.walk("token_list")) == []
    packet = cryptogram()
    client.charge(
        Amount=1, CardCryptogramPacket=packet, InvoiceId=invoice, AccountId="a", SaveCard=True
    )
    (saved,) = client.walk("token_list")
    assert saved["AccountId"] == "a"
    assert pages_asked_for(sandbox, "payments/tokens/list") == 3


def test_a_page_that_fails_raises_after_the_records_before_it(
    client: Client, sandbox: Sandbox, paid: list[int]
) -> None:
    walk = client.walk("payment_list_v2", period(), timeout_ms=2000)
    for _ in range(100):
        next(walk)
    sandbox.fault(LIST, "drop_after", times=20)
    with pytest.raises(NoAnswer):
        next(walk)
    with pytest.raises(StopIteration):
        next(walk)


def test_what_is_no_list_with_pages_is_refused_and_nothing_is_sent(
    client: Client, sandbox: Sandbox
) -> None:
    loose: Any = client
    with pytest.raises(InvalidRequest) as refused:
        next(loose.walk("payment_list", Date="2026-11-24"))
    assert refused.value.field == "PageNumber"
    for wrong in ({"request_id": "a"}, {"PageNumber": "2"}, {"PageNumber": True}):
        with pytest.raises(TypeError):  # at once, not when the first record is wanted
            loose.walk("token_list", **wrong)
    with pytest.raises(TypeError, match="given twice: PageNumber"):
        client.walk("token_list", {"PageNumber": 1}, PageNumber=1)
    assert sandbox.get("requests") == []


class Pages(Methods):
    """A server whose pages are those given, and the last of them for ever."""

    def __init__(self, *pages: object) -> None:
        self.pages = pages
        self.asked: list[Any] = []

    def call(self, method: str, request: dict[str, Any]) -> Reply:
        self.asked.append(request["PageNumber"])
        page = self.pages[min(request["PageNumber"], len(self.pages)) - 1]
        return Reply(json.dumps({"status": 0, "Model": page}))

    def found(self) -> Iterator[int]:
        return (record["n"] for record in self.walk("token_list"))


def test_a_server_that_knows_no_pages_is_asked_twice() -> None:
    server = Pages([{"n": 1}, {"n": 2}])
    assert list(server.found()) == [1, 2]
    assert server.asked == [1, 2]


def test_a_short_page_is_not_the_last_where_the_size_is_not_known() -> None:
    server = Pages([{"n": 1}, {"n": 2}], [{"n": 3}], None)
    assert list(server.found()) == [1, 2, 3]
    assert server.asked == [1, 2, 3]


def test_an_answer_that_is_no_list_is_not_the_end_of_it() -> None:
    walk = Pages([{"n": 1}], {"n": 2}).found()
    assert next(walk) == 1
    with pytest.raises(ValueError, match="page 2 of token_list"):
        next(walk)


def test_the_lists_whose_pages_have_a_known_size_are_lists_with_pages(library: Library) -> None:
    paged = {
        row["name"]
        for row in library.catalogue["methods"]
        if any(field["name"] == "PageNumber" for field in row["fields"])
    }
    assert paged == {"payment_list_v2", "token_list", "chargeback_list"}
    assert set(_walk.FULL_PAGE) < paged
