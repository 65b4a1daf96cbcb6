"""The fixture of the sandbox; pytest finds it by itself where this package is installed."""

from __future__ import annotations

from typing import Iterator

import pytest

from . import Sandbox


@pytest.fixture(scope="session")
def cloudpayments_sandbox_of_session() -> Iterator[Sandbox]:
    """One sandbox for the whole run, started by the first test that wants it."""
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def cloudpayments_sandbox(cloudpayments_sandbox_of_session: Sandbox) -> Sandbox:
    """An empty sandbox: ``url``, ``config`` for a client, ``ledger()``."""
    cloudpayments_sandbox_of_session.reset()
    return cloudpayments_sandbox_of_session
