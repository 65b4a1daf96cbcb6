"""The pictures of README.md: taken each time, and put into docs/images/ when blessed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import BytesIO

import pytest
from cloudpayments_native import Client
from PIL import Image

from conftest import PUBLIC_ID, ROOT, Browser, Sandbox
from shop import Shop

FOLDER = ROOT / ("docs/images" if os.environ.get("BLESS") else "target/browser")
MAX_BYTES = 120_000


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """One whose dates are always the same."""
    sandbox = Sandbox("--seed", "1")
    yield sandbox
    sandbox.close()


def keep(name: str, picture: bytes) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.png"
    # A page has few colours: a palette halves the file.
    with Image.open(BytesIO(picture)) as image:
        image.convert("RGB").quantize(128).save(path, optimize=True)
    assert path.stat().st_size < MAX_BYTES, name


def a_day_at_the_till(sandbox: Sandbox) -> None:
    """Some of everything."""
    payer = {"Currency": "RUB", "AccountId": "user_x", "IpAddress": "127.0.0.1"}
    card = {"CardCryptogramPacket": "014111111111301204AAAA"}
    paid = sandbox.call(
        "payments/cards/charge", {**payer, **card, "Amount": 1500, "InvoiceId": "A-17"}
    )["Model"]
    sandbox.call("payments/refund", {"TransactionId": paid["TransactionId"], "Amount": 500})
    poor = {"CardCryptogramPacket": "014000055556301204AAAA"}
    sandbox.call("payments/cards/charge", {**payer, **poor, "Amount": 77.5, "InvoiceId": "A-18"})
    sandbox.call("payments/cards/auth", {**payer, **card, "Amount": 4200, "InvoiceId": "A-19"})
    careful = {"CardCryptogramPacket": "014242424242301204AAAA"}
    sandbox.call("payments/cards/charge", {**payer, **careful, "Amount": 990, "InvoiceId": "A-20"})
    link = {"PublicId": PUBLIC_ID, "Amount": 120, "Currency": "RUB", "Scheme": "charge"}
    sandbox.call("payments/qr/sbp/link", {**link, "InvoiceId": "A-21"})
    sandbox.call(
        "orders/create",
        {"Amount": 350, "Currency": "RUB", "Description": "A pie", "InvoiceId": "B-1"},
    )
    plan = {"Amount": 199, "Currency": "RUB", "Interval": "Month", "Period": 1}
    sandbox.call(
        "subscriptions/create",
        {
            **plan,
            "Token": paid["Token"],
            "AccountId": "user_x",
            "Description": "The club",
            "Email": "user@shop.example",
            "RequireConfirmation": False,
            "StartDate": "2026-02-01T09:00:00",
        },
    )
    sandbox.call("sandbox/faults", {"path": "payments/cards/charge", "kind": "drop_after"})


@pytest.mark.parametrize(
    ("name", "language", "width", "height"),
    [("dashboard", "en", 1200, 880), ("dashboard-phone", "ru", 360, 780)],
)
def test_the_dashboard(
    browser: Browser, sandbox: Sandbox, name: str, language: str, width: int, height: int
) -> None:
    a_day_at_the_till(sandbox)
    browser.size(width, height)
    browser.open(f"{sandbox.url}/?lang={language}")
    # The port is another one each time.
    browser.run("document.querySelector('header code').textContent = 'http://127.0.0.1:8080'")
    keep(name, browser.picture())


def test_the_page_of_the_bank(browser: Browser, sandbox: Sandbox) -> None:
    with Client(PUBLIC_ID, "sandbox", base_url=sandbox.url) as client:
        shop = Shop(client, "A-17")
        browser.size(400, 670)
        browser.open(shop.url)
        browser.click("button", "Buy")
        browser.find("header b", "Тестовый банк")
        keep("acs", browser.picture())
        shop.close()
