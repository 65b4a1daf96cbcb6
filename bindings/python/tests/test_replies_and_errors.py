"""Every status has its exception, and every exception carries the whole answer."""

from __future__ import annotations

import json
import pickle
from decimal import Decimal
from typing import Any

import pytest

from cloudpayments_native import (
    BY_STATUS,
    CloudPaymentsError,
    Declined,
    FixConfig,
    FixRequest,
    InDoubt,
    InternalError,
    Library,
    NotSent,
    OutcomeUnknown,
    Reply,
    SafeToRepeat,
    Status,
    Unauthorized,
)
from cloudpayments_native._errors import NORMAL, error_for


def reply(status: int, **fields: Any) -> Reply:
    return Reply(json.dumps({"status": status, **fields}))


DECLINE = reply(
    10,
    outcome="declined",
    money="not_moved",
    next="ask_other_card",
    final=True,
    request_id="order-42",
    transaction_id=504,
    cashier={"ru": "Недостаточно средств", "en": "Insufficient funds"},
    error={
        "code": "declined",
        "reason": "InsufficientFunds",
        "reason_code": 5051,
        "message": "no money",
        "field": None,
    },
    Model={"TransactionId": 504, "CardFirstSix": "400005", "Name": "IVAN IVANOV", "Token": "tk_1"},
)


def test_every_status_is_normal_or_has_an_exception_of_its_own() -> None:
    assert set(BY_STATUS) | NORMAL == set(Status)
    assert not set(BY_STATUS) & NORMAL
    assert len(set(BY_STATUS.values())) == len(BY_STATUS)
    for status, kind in BY_STATUS.items():
        raised = error_for(reply(status, money="not_moved"))
        assert isinstance(raised, kind)
        assert raised.status is status


def test_the_statuses_have_the_names_that_the_library_gives_them(library: Library) -> None:
    for status in Status:
        assert library.status_name(status) == status.name.lower()


def test_whatever_is_unknown_is_in_doubt_whatever_its_status() -> None:
    for status in [*BY_STATUS, 77]:
        assert isinstance(error_for(reply(status, money="unknown")), InDoubt)
    assert isinstance(error_for(reply(90, money="unknown")), InternalError)
    assert not isinstance(error_for(reply(90, money="not_moved")), InDoubt)


def test_an_answer_that_does_not_tell_where_the_money_is_counts_as_unknown() -> None:
    assert isinstance(error_for(reply(90)), InDoubt)
    assert not reply(0).release_goods
    assert not reply(0).may_repeat


@pytest.mark.parametrize(
    ("outcome", "money", "next_step", "may"),
    [
        ("declined", "not_moved", "ask_other_card", True),
        ("requires_3ds", "not_moved", "show_3ds", False),
        ("no_answer", "none", "retry", True),
        ("not_found", "none", "none", False),
        ("unknown", "unknown", "resolve", False),
    ],
)
def test_what_may_be_repeated(outcome: str, money: str, next_step: str, may: bool) -> None:
    answer = reply(0, outcome=outcome, money=money, next=next_step)
    assert answer.may_repeat is may


def test_the_parents_say_what_to_do() -> None:
    assert issubclass(OutcomeUnknown, InDoubt)
    assert issubclass(NotSent, SafeToRepeat)
    assert issubclass(Unauthorized, FixConfig)
    assert issubclass(BY_STATUS[Status.REJECTED], FixRequest)
    for kind in BY_STATUS.values():
        assert not (issubclass(kind, InDoubt) and issubclass(kind, SafeToRepeat))


def test_a_status_that_is_newer_than_this_package_still_arrives() -> None:
    found = reply(77, outcome="new", money="none")
    assert found.status == 77
    assert found.status.name == "STATUS_77"
    assert type(error_for(found)) is CloudPaymentsError


def test_an_exception_carries_the_whole_answer() -> None:
    no = error_for(DECLINE)
    assert type(no) is Declined
    assert no.reply is DECLINE
    assert no.cashier.ru == "Недостаточно средств"
    assert (no.code, no.money, no.next) == ("declined", "not_moved", "ask_other_card")
    assert (no.request_id, no.transaction_id) == ("order-42", 504)
    assert no.may_repeat
    assert no.reply.error is not None
    assert (no.reply.error.reason, no.reply.error.reason_code) == ("InsufficientFunds", 5051)
    assert no.reply.model["Name"] == "IVAN IVANOV"


def test_the_text_of_an_exception_helps_and_shows_no_card_data() -> None:
    text = str(error_for(DECLINE))
    for part in ("declined (10)", "InsufficientFunds", "5051", "no money", "order-42", "504"):
        assert part in text
    for shown in (text, repr(error_for(DECLINE)), repr(DECLINE), str(DECLINE)):
        for hidden in ("400005", "IVAN", "tk_1", "Model"):
            assert hidden not in shown


def test_an_exception_can_leave_a_worker_process() -> None:
    for original in (error_for(DECLINE), error_for(reply(90, money="unknown"))):
        copy = pickle.loads(pickle.dumps(original))
        assert type(copy) is type(original)
        assert str(copy) == str(original)
        assert copy.reply.raw == original.reply.raw


def test_a_reply_is_neither_true_nor_false() -> None:
    with pytest.raises(TypeError, match="release_goods"):
        bool(reply(0, next="finish_sale"))


def test_a_reply_is_a_mapping_with_exact_numbers() -> None:
    found = Reply('{"status":0,"next":"finish_sale","Model":{"Amount":10.00000,"New":null}}')
    assert found.release_goods
    assert list(found) == ["status", "next", "Model"]
    assert len(found) == 3
    assert "Model" in found
    assert found.get("absent") is None
    assert found["Model"]["Amount"] == Decimal(10)
    assert str(found.model["Amount"]) == "10.00000"


@pytest.mark.parametrize("text", ["", "[]", "null", "{}", '{"status":"0"}', "{", '{"status":true}'])
def test_what_is_no_answer_is_not_taken_for_one(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  json's own words, or ours
        Reply(text)
