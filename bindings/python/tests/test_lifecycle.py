"""One client in many threads, closed at any moment, and carried into a forked child."""

from __future__ import annotations

import copy
import os
import pickle
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import Sandbox, charge

import cloudpayments_native as cp
from cloudpayments_native import Client

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this platform")


def in_child(work: Any) -> int:
    """Run `work` in a forked child and return its exit code: 0 if it raised nothing."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        except BaseException as problem:
            print(f"child: {problem!r}", file=sys.stderr, flush=True)
        finally:
            os._exit(code)  # not `sys.exit`: the child must not run pytest's own clean-up
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)
        time.sleep(0.01)
    os.kill(child, 9)
    os.waitpid(child, 0)
    pytest.fail("the child hangs")


def test_32_threads_share_one_client(client: Client, sandbox: Sandbox, invoice: str) -> None:
    def pay(number: int) -> bool:
        return charge(client, f"{invoice}-{number}").release_goods

    with ThreadPoolExecutor(32) as pool:
        assert all(pool.map(pay, range(32)))
    assert sandbox.get("ledger")["totals"]["captured"] == "320.00"


def test_other_threads_run_while_a_call_waits(client: Client, sandbox: Sandbox) -> None:
    sandbox.fault("test", "delay", delay_ms=700)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(client.test)
        turns = 0
        while not waiting.done():
            turns += 1
            time.sleep(0.001)
        assert waiting.result().outcome == "ok"
    assert turns > 50


def test_closing_during_a_call_lets_the_call_finish(
    client: Client, sandbox: Sandbox, invoice: str
) -> None:
    sandbox.fault("payments/cards/charge", "delay", delay_ms=700)
    with ThreadPoolExecutor(1) as pool:
        paying = pool.submit(charge, client, invoice)
        while not sandbox.get("requests"):
            time.sleep(0.01)
        started = time.monotonic()
        client.close()
        assert time.monotonic() - started < 0.5
        assert paying.result().release_goods
    assert sandbox.of_invoice(invoice)["charges"] == 1


def test_closing_while_many_threads_call_never_crashes(sandbox: Sandbox) -> None:
    for _ in range(10):
        client = sandbox.client()
        closing = threading.Event()

        def ask(client: Client = client, closing: threading.Event = closing) -> int:
            asked = 0
            while True:
                try:
                    client.three_ds_parse(body="MD=1&PaRes=x")
                except cp.ClientClosed:
                    assert closing.is_set()
                    return asked
                asked += 1

        with ThreadPoolExecutor(12) as pool:  # room for those who ask and those who close
            asking = [pool.submit(ask) for _ in range(8)]
            time.sleep(0.02)
            closing.set()
            closers = [pool.submit(client.close) for _ in range(4)]
            for task in asking:
                task.result(timeout=20)
            for closer in closers:
                closer.result(timeout=20)


def test_a_closed_client_says_so_and_closing_again_does_nothing(sandbox: Sandbox) -> None:
    with sandbox.client() as client:
        assert not client.closed
    client.close()
    assert client.closed
    with pytest.raises(cp.ClientClosed) as closed:
        client.charge({})
    assert isinstance(closed.value, cp.InvalidArgument)
    assert closed.value.code == "bad_handle"
    assert closed.value.may_repeat


def test_a_closed_client_does_not_answer_for_a_new_one(sandbox: Sandbox) -> None:
    old = sandbox.client()
    old.close()
    with sandbox.client() as new:
        assert new.test().outcome == "ok"
        with pytest.raises(cp.ClientClosed):
            old.test()


def test_a_running_call_can_be_interrupted(client: Client, sandbox: Sandbox, invoice: str) -> None:
    sandbox.fault("payments/cards/charge", "delay", delay_ms=8000)
    started = time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        paying = pool.submit(charge, client, invoice, request_id=f"{invoice}.x")
        while not sandbox.get("requests"):
            time.sleep(0.01)
        client.interrupt(request_id=f"{invoice}.x")
        with pytest.raises(cp.InDoubt) as doubt:
            paying.result()
    assert time.monotonic() - started < 5
    assert doubt.value.request_id == f"{invoice}.x"


@forks
def test_a_forked_child_pays_with_its_parents_client(
    client: Client, sandbox: Sandbox, invoice: str
) -> None:
    client.test()

    def work() -> None:
        assert charge(client, f"{invoice}-child").release_goods

    assert in_child(work) == 0
    assert sandbox.of_invoice(f"{invoice}-child")["charges"] == 1
    assert charge(client, invoice).release_goods


@forks
def test_closing_in_a_child_leaves_the_parents_client_open(client: Client) -> None:
    def work() -> None:
        client.close()
        with pytest.raises(cp.ClientClosed):
            client.test()

    assert in_child(work) == 0
    assert client.test().outcome == "ok"


@forks
def test_a_client_closed_before_the_fork_stays_closed(sandbox: Sandbox) -> None:
    client = sandbox.client()
    client.close()

    def work() -> None:
        with pytest.raises(cp.ClientClosed):
            client.test()

    assert in_child(work) == 0


@forks
def test_a_lock_held_at_the_fork_does_not_block_the_child(client: Client) -> None:
    with client._lock():
        assert in_child(client.test) == 0


@forks
def test_a_fork_while_other_threads_pay_does_not_hang(client: Client, sandbox: Sandbox) -> None:
    sandbox.fault("test", "delay", delay_ms=300, times=20)
    with ThreadPoolExecutor(3) as pool:
        asking = [pool.submit(client.test) for _ in range(6)]
        time.sleep(0.1)
        assert in_child(lambda: client.payment_list(Date="2026-01-01")) == 0
        for task in asking:
            assert task.result().outcome == "ok"


def test_the_secret_is_shown_nowhere(tmp_path: Path, sandbox: Sandbox, invoice: str) -> None:
    secret = "s3cret-never-shown"
    log = tmp_path / "log.jsonl"
    client = Client(
        sandbox.public_id, secret, base_url=sandbox.url, log={"path": str(log), "level": "debug"}
    )
    with client, pytest.raises(cp.Unauthorized) as refused:
        charge(client, invoice)
    for shown in (
        repr(client),
        str(client),
        repr(vars(client)),
        str(refused.value),
        repr(refused.value),
        refused.value.reply.raw,
        log.read_text(encoding="utf-8"),
    ):
        assert secret not in shown


def test_a_wrong_configuration_does_not_show_the_secret() -> None:
    with pytest.raises(cp.InvalidConfig) as refused:
        Client("pk_x", "s3cret-never-shown", base_url="ftp://x")
    assert "s3cret" not in str(refused.value) + refused.value.reply.raw
    # What a crash reporter sees: the local variables of our own frames, not those of the caller.
    ours = refused.value.__traceback__.tb_next if refused.value.__traceback__ else None
    while ours is not None:
        assert "s3cret" not in repr(ours.tb_frame.f_locals)
        ours = ours.tb_next


@pytest.mark.parametrize("carry", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_client_cannot_be_pickled_or_copied(client: Client, carry: Any) -> None:
    with pytest.raises(TypeError, match="secret"):
        carry(client)


def test_a_forgotten_client_is_closed(sandbox: Sandbox) -> None:
    client = sandbox.client()
    library, session = client.library, client._session
    assert session is not None
    del client
    answer = library.call(session.handle, b"test", b"{}")
    assert answer.status == cp.Status.INVALID_ARGUMENT


def test_text_with_a_nul_is_refused_because_c_would_stop_there(client: Client) -> None:
    with pytest.raises(ValueError, match="NUL"):
        client.call_raw("test", '{}\0{"Amount":1}')
    with pytest.raises(ValueError, match="NUL"):
        client.call("test\0charge")


def test_a_nul_inside_a_field_is_ordinary_json(client: Client, invoice: str) -> None:
    assert charge(client, invoice, Description="a\0b").release_goods


def test_answers_are_freed(client: Client) -> None:
    resource = pytest.importorskip("resource")

    def peak() -> int:
        found: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return found

    body = "MD=1&PaRes=" + "x" * 100_000
    for _ in range(50):
        client.three_ds_parse(body=body)
    before = peak()
    for _ in range(500):
        client.three_ds_parse(body=body)
    # 500 answers of 100 kB would be 50 MB.
    assert peak() - before < 20_000


def test_decimals_survive_a_wild_decimal_context(client: Client, invoice: str) -> None:
    import decimal

    with decimal.localcontext() as context:
        context.prec = 3
        context.traps[decimal.Inexact] = True
        reply = charge(client, invoice, Amount=Decimal("123456.78"))
        assert reply.model["Amount"] == Decimal("123456.78")
