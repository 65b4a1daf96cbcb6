"""A browser for all tests; for each a sandbox, a shop and a dashboard of its own."""

from __future__ import annotations

import base64
import http.client
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cloudpayments_native import Client
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

from shop import Shop

ROOT = Path(__file__).resolve().parents[2]
PUBLIC_ID = "test_api_00000000000000000000001"
PATIENCE = 15


class Sandbox:
    """A running sandbox, asked without a browser."""

    def __init__(self, *options: str) -> None:
        named = os.environ.get("CLOUDPAYMENTS_SANDBOX")
        binary = named or ROOT / "target/sandbox/cloudpayments-sandbox"
        self._process = subprocess.Popen(
            [binary, "--exit-with-stdin", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.url: str = json.loads(self._process.stdout.readline())["url"]

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        assert self._process.wait(timeout=10) == 0

    def call(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """Call the API, or a control route; one that does not answer raises."""
        login = base64.b64encode(f"{PUBLIC_ID}:sandbox".encode()).decode()
        headers = {"Content-Type": "application/json", "Authorization": f"Basic {login}"}
        connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=PATIENCE)
        method = "GET" if body is None else "POST"
        connection.request(method, f"/{path}", json.dumps(body) if body else None, headers)
        text = connection.getresponse().read()
        connection.close()
        return json.loads(text) if text else None

    def charge(self, invoice: str, packet: str = "014111111111301204AAAA") -> Any:
        """Pay ten roubles, by default with a card that pays at once."""
        order = {"Amount": 10, "InvoiceId": invoice, "AccountId": "user_x"}
        return self.call("payments/cards/charge", {**order, "CardCryptogramPacket": packet})

    def net(self, invoice: str) -> str:
        """What was earned with an order."""
        return str(self.call("sandbox/ledger")["by_invoice"][invoice]["net"])


class Browser:
    """What a person does with a browser."""

    def __init__(self) -> None:
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or ""
        for option in (
            "--headless=new",
            "--no-sandbox",  # CI is root
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--no-proxy-server",
            "--hide-scrollbars",
        ):
            options.add_argument(option)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options, Service(shutil.which("chromedriver")))
        self.first = self.driver.current_window_handle

    def size(self, width: int, height: int, scale: int = 1) -> None:
        """Be a screen of so many pixels; narrow ones are phones."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": scale}
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride", {**metrics, "mobile": width < 600}
        )

    def scheme(self, name: str) -> None:
        """Be `light` or `dark`."""
        feature = {"name": "prefers-color-scheme", "value": name}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})

    def open(self, url: str) -> None:
        self.driver.get(url)

    def open_beside(self, url: str) -> None:
        """Open in another tab and look at it."""
        self.driver.switch_to.new_window("tab")
        self.driver.get(url)

    def go_to_new_tab(self) -> None:
        """Look at the tab that a click has opened."""
        self.wait(lambda: len(self.driver.window_handles) > 1, "a second tab")
        handle = next(each for each in self.driver.window_handles if each != self.first)
        self.driver.switch_to.window(handle)

    def go_back_to_dashboard(self) -> None:
        """Close the tabs beside it."""
        for handle in self.driver.window_handles:
            if handle != self.first:
                self.driver.switch_to.window(handle)
                self.driver.close()
        self.driver.switch_to.window(self.first)

    def wait(self, condition: Any, what: str) -> Any:
        """Wait until it is so. What is drawn anew in the meantime is looked for again."""
        waiting = WebDriverWait(self.driver, PATIENCE, 0.05, [WebDriverException])
        return waiting.until(lambda _: condition(), f"waited for {what}")

    def find(self, css: str, text: str = "") -> WebElement:
        """Find the first such element that contains a text, as soon as there is one."""

        def found() -> WebElement | None:
            all_of_them = self.driver.find_elements(By.CSS_SELECTOR, css)
            return next((each for each in all_of_them if text in each.text), None)

        return self.wait(found, f"{css} with {text!r}")

    def click(self, css: str, text: str = "") -> None:
        """Click it, and again if it was drawn anew under the finger."""

        def clicked() -> bool:
            self.find(css, text).click()
            return True

        self.wait(clicked, f"a click on {css} with {text!r}")

    def choose(self, css: str, value: str) -> None:
        Select(self.find(css)).select_by_value(value)

    def type(self, css: str, text: str) -> None:
        field = self.find(css)
        field.clear()
        field.send_keys(text)

    def run(self, script: str) -> Any:
        return self.driver.execute_script(script)

    def picture(self) -> bytes:
        """Take a PNG of what is on the screen."""
        shot = self.driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
        return base64.b64decode(shot["data"])

    def complaints(self) -> list[str]:
        """Tell what the browser wrote to its console since the last time."""
        return [each["message"] for each in self.driver.get_log("browser")]


@pytest.fixture(scope="session")
def _chromium() -> Iterator[Browser]:
    browser = Browser()
    yield browser
    browser.driver.quit()


@pytest.fixture
def browser(_chromium: Browser, sandbox: Sandbox) -> Iterator[Browser]:
    """The browser. It leaves the sandbox's pages before that ends: they ask on and on."""
    assert sandbox
    _chromium.size(1280, 900)
    _chromium.scheme("light")
    yield _chromium
    _chromium.go_back_to_dashboard()
    _chromium.open("about:blank")
    assert _chromium.complaints() == []


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    sandbox = Sandbox()
    yield sandbox
    sandbox.close()


@pytest.fixture
def shop(sandbox: Sandbox) -> Iterator[Shop]:
    with Client(PUBLIC_ID, "sandbox", base_url=sandbox.url) as client:
        shop = Shop(client, "W-1")
        yield shop
        shop.close()


@pytest.fixture
def dashboard(browser: Browser, sandbox: Sandbox) -> Browser:
    """The browser, with the dashboard open in English."""
    browser.open(f"{sandbox.url}/?lang=en")
    return browser
