"""People pay, refuse and interfere by clicking; ledger and dashboard say what came of it."""

from __future__ import annotations

import http.client

import pytest

from conftest import PUBLIC_ID, Browser, Sandbox
from shop import Shop


def go_to_bank(browser: Browser, shop: Shop) -> None:
    browser.open_beside(shop.url)
    browser.click("button", "Buy")
    browser.find("header b", "Тестовый банк")


@pytest.mark.parametrize(
    ("button", "outcome", "status", "line", "net"),
    [
        (
            "Подтвердить",
            "completed",
            "Completed",
            "created → 3-D Secure → authorized → confirmed",
            "1500.00",
        ),
        (
            "Отказаться",
            "declined",
            "Declined",
            "created → 3-D Secure → declined AuthenticationFailed",
            "0.00",
        ),
    ],
)
def test_a_payer_decides_at_the_bank_and_comes_back_to_the_shop(
    dashboard: Browser,
    sandbox: Sandbox,
    shop: Shop,
    button: str,
    outcome: str,
    status: str,
    line: str,
    net: str,
) -> None:
    go_to_bank(dashboard, shop)
    dashboard.click("button", button)
    assert dashboard.find("#outcome", "e").text == outcome
    assert sandbox.net("W-1") == net
    dashboard.go_back_to_dashboard()
    dashboard.find("#payments .row .chip", status)
    assert dashboard.find("#payments .row .line").text == line


def test_a_link_is_paid_on_its_page(dashboard: Browser, sandbox: Sandbox) -> None:
    link = {"PublicId": PUBLIC_ID, "Amount": 120, "Currency": "RUB", "Scheme": "charge"}
    sandbox.call("payments/qr/sbp/link", {**link, "InvoiceId": "Q-1"})
    dashboard.find("#payments .row .line", "waits for the payer")
    dashboard.click("#links a", "open")
    dashboard.go_to_new_tab()
    dashboard.click("button", "Оплатить")
    dashboard.find("h1", "Оплачено")
    dashboard.go_back_to_dashboard()
    dashboard.find("#links .chip", "Completed")
    assert sandbox.net("Q-1") == "120.00"


def test_a_link_is_refused_on_the_dashboard(dashboard: Browser, sandbox: Sandbox) -> None:
    link = {"PublicId": PUBLIC_ID, "Amount": 120, "Currency": "RUB", "Scheme": "charge"}
    sandbox.call("payments/qr/sbp/link", {**link, "InvoiceId": "Q-2"})
    dashboard.click("#payments .row > summary")
    dashboard.click("#payments button.no", "Refuse")
    dashboard.find("#payments .row .chip", "Declined")
    assert sandbox.net("Q-2") == "0.00"


def test_an_invoice_is_paid_on_its_page(dashboard: Browser, sandbox: Sandbox) -> None:
    invoice = {"Amount": 350, "Currency": "RUB", "Description": "A pie", "InvoiceId": "B-1"}
    sandbox.call("orders/create", invoice)
    dashboard.click("#invoices a", "open")
    dashboard.go_to_new_tab()
    dashboard.find(".sum", "350,00")
    dashboard.click("button", "Оплатить")
    dashboard.find("h1", "Счёт оплачен")
    dashboard.go_back_to_dashboard()
    dashboard.find("#invoices .chip", "Paid")
    assert sandbox.net("B-1") == "350.00"


def test_a_fault_that_is_armed_by_clicking_strikes_once(
    dashboard: Browser, sandbox: Sandbox
) -> None:
    dashboard.choose("#fault [name=kind]", "drop_after")
    dashboard.choose("#fault [name=path]", "payments/cards/charge")
    dashboard.click("#fault button", "Arm")
    dashboard.find("#armed li", "drop_after payments/cards/charge × 1")
    with pytest.raises(http.client.RemoteDisconnected):
        sandbox.charge("F-1")
    dashboard.click("#payments .row > summary", "F-1")
    dashboard.click("#payments .raw > summary", "drop_after")
    dashboard.find("#payments .raw h4", "Processed, but not sent")
    dashboard.find("#payments .raw pre", '"InvoiceId":"F-1"')
    assert dashboard.run("return document.querySelectorAll('#armed li').length") == 0
    assert sandbox.charge("F-2")["Success"]


def test_only_the_fields_that_a_fault_needs_are_there(dashboard: Browser) -> None:
    assert not dashboard.find("#fault .fails").is_displayed()
    dashboard.choose("#fault [name=kind]", "status")
    assert dashboard.find("#fault .fails").is_displayed()
    dashboard.type("#fault [name='times:number']", "many")
    dashboard.click("#fault button", "Arm")
    dashboard.find("#notice", "times must be a whole number in range")
    dashboard.type("#fault [name='times:number']", "2")
    dashboard.click("#fault button", "Arm")
    dashboard.find("#armed li", "× 2")
    dashboard.wait(lambda: not dashboard.find("#notice").text, "no complaint any more")
    dashboard.click("#faults button", "Disarm all")
    dashboard.wait(lambda: dashboard.run("return !document.querySelector('#armed li')"), "no fault")


def test_news_leave_alone_what_is_open_typed_and_scrolled(
    dashboard: Browser, sandbox: Sandbox
) -> None:
    for number in range(12):
        sandbox.charge(f"N-{number}")
    dashboard.click("#payments .row > summary", "N-0")
    dashboard.click("#payments .row[open] .raw > summary")
    dashboard.type("#fault [name='times:number']", "7")
    dashboard.run("document.querySelector('.row[open]').scrollIntoView()")
    top = "return Math.round(document.querySelector('.row[open]').getBoundingClientRect().top)"
    before = dashboard.run(top)
    dashboard.run("document.querySelector('.row[open]').dataset.same = 'yes'")
    sandbox.charge("N-12")
    dashboard.find("#payments .row", "N-12")
    assert dashboard.run("return document.querySelectorAll('details[open]').length") == 2
    assert "N-0" in dashboard.find(".row[open] > summary").text
    assert abs(dashboard.run(top) - before) <= 2
    assert dashboard.find("#fault [name='times:number']").get_attribute("value") == "7"


def test_clock_and_modes_are_turned_by_clicking(dashboard: Browser, sandbox: Sandbox) -> None:
    before = dashboard.find("#clock .now").text
    dashboard.click("#clock button", "+30 days")
    dashboard.wait(lambda: dashboard.find("#clock .now").text[:10] != before[:10], "another day")
    dashboard.click("#modes .mode:nth-of-type(2) button", "on")
    dashboard.find("#modes .mode:nth-of-type(2) [aria-pressed=true]", "on")
    assert sandbox.call("sandbox/modes")["id_store_lost"] is True


def test_a_webhook_is_sent_again(dashboard: Browser, sandbox: Sandbox, shop: Shop) -> None:
    sandbox.call(
        "sandbox/notifications",
        {"type": "pay", "is_enabled": True, "address": f"{shop.url}/pay"},
    )
    sandbox.charge("H-1")
    dashboard.click("#webhooks .row > summary", "tries: 1")
    dashboard.click("#webhooks button", "Send again")
    dashboard.find("#webhooks .row > summary", "tries: 2")
    assert shop.webhooks == ["/pay", "/pay"]


def test_the_page_says_so_when_the_sandbox_is_gone(browser: Browser) -> None:
    sandbox = Sandbox()
    browser.open(f"{sandbox.url}/?lang=en")
    assert not browser.find("#lost").is_displayed()
    sandbox.close()
    browser.wait(lambda: browser.find("#lost").is_displayed(), "a word about it")
    # The browser says so as well.
    assert all(
        "ERR_CONNECTION_REFUSED" in each or "Failed to fetch" in each
        for each in browser.complaints()
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_everything_without_scrolling_sideways(
    browser: Browser, sandbox: Sandbox, scheme: str
) -> None:
    browser.size(360, 740)
    browser.scheme(scheme)
    sandbox.charge("a-very-long-order-number-" * 8)
    browser.open(f"{sandbox.url}/?lang=ru")
    browser.click("#payments .row > summary")
    browser.click("#payments .raw > summary")
    browser.find("#payments .raw pre", '"ReasonCode":0')
    assert browser.run("return document.documentElement.scrollWidth") == 360
    paper = browser.run(
        "return getComputedStyle(document.querySelector('section')).backgroundColor"
    )
    assert (paper == "rgb(255, 255, 255)") == (scheme == "light")


def test_the_language_is_switched_by_a_link(dashboard: Browser, sandbox: Sandbox) -> None:
    dashboard.click("header a", "Русский")
    dashboard.find("h2", "Платежи")
    sandbox.charge("L-1")
    dashboard.find("#payments .line", "подтверждён")


def test_looking_and_clicking_are_no_requests_of_the_api(
    dashboard: Browser, sandbox: Sandbox
) -> None:
    dashboard.click("#clock button", "+1 hour")
    sandbox.charge("R-1")
    dashboard.find("#requests summary", "payments/cards/charge")
    assert [each["path"] for each in sandbox.call("sandbox/requests")] == ["payments/cards/charge"]
