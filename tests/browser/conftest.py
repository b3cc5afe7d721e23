"""A real browser on the real server, with the demonstration network behind it."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from playwright.sync_api import TimeoutError as NotInTime

sys.path.insert(0, str(Path(__file__).parents[1]))
from identity_provider import Provider, provider_running

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# The browser's own calls home would look like the dashboard's.
QUIET = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)
LOCALES = {"zh": "zh-CN", "en": "en-US"}
PATIENCE = 60_000
WORKING = ", ".join(
    f'[data-testid="{part}"]' for part in ("stStatusWidget", "stSkeleton", "stSpinner", "stExpanderIconSpinner")
)
READY = f"""() => !document.querySelector('{WORKING}')
    && document.querySelector('h1')
    && [...document.querySelectorAll('[data-testid="stBidiComponentRegular"]')]
        .every(chart => !chart.clientWidth || chart.querySelector('.main-svg, .print-sheet, .brep-form'))"""

TURN = "to => { history.pushState({}, '', to); dispatchEvent(new PopStateEvent('popstate', {state: {}})) }"


def pytest_collection_modifyitems(items):
    """Everything here drives a browser."""
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def browser():
    """An installed Chromium; without one the tests are skipped, but in CI that is a failure.

    Closed with each file: while Playwright runs, its process can run no event loop of another test.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        missing = "no Chromium or Chrome is installed"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture(scope="session")
def server(demo_store):
    """The address of a dashboard on the demonstration network."""
    with running_server(demo_store.address) as address:
        yield address


@pytest.fixture(scope="session")
def serve():
    """Starts a dashboard of a test's own, on a store and with an environment that it names."""
    return running_server


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """Who vouches for visitors."""
    with provider_running() as started:
        yield started


@contextmanager
def running_server(store: str, **environment: str) -> Iterator[str]:
    """A dashboard on a free port, as long as the block lasts; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard.py"), "--server.headless=true"]
    with subprocess.Popen(
        [*command, f"--server.port={port}"],
        env=os.environ | {"BREP_STORE": store} | environment,
        stdout=subprocess.DEVNULL,
    ) as process:
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def choose(field: Locator, option: str) -> None:
    """Choose in a select by typing; its list closes while the page scrolls, if only to the field itself."""
    for _ in range(5):
        field.fill("")
        field.fill(option)
        with suppress(NotInTime):
            field.page.get_by_role("option", name=option, exact=True).click(timeout=PATIENCE / 5)
            return
    raise AssertionError(field.input_value())


def wait_for(port: int) -> None:
    """Wait until a dashboard answers."""
    for _ in range(240):
        with suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            with closing(connection):
                connection.request("GET", "/_stcore/health")
                if connection.getresponse().status == 200:
                    return
        time.sleep(0.5)
    pytest.fail("the dashboard did not start")


@dataclass
class Visitor:
    """A browser window; `foreign` are the addresses it asked beyond the dashboard's own.

    `refused` is what the browser refused by the dashboard's own security policy: nothing that a page needs.
    """

    page: Page
    server: str
    foreign: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        """Go to an address of the dashboard and wait until all of it is drawn."""
        self.page.goto(f"{self.server}/{address}")
        return self.settled()

    def turn(self, address: str) -> Page:
        """Go to another page within the session, as the way back does, and wait until all of it is drawn."""
        left = self.page.locator("h1").inner_text()
        self.page.evaluate(TURN, f"/{address}")
        self.page.wait_for_function("left => document.querySelector('h1')?.innerText !== left", arg=left)
        return self.settled()

    def settled(self) -> Page:
        """Wait until nothing is being drawn any more."""
        self.page.wait_for_function(READY, timeout=PATIENCE)
        self.page.wait_for_timeout(400)
        self.page.wait_for_function(READY, timeout=PATIENCE)
        return self.page

    def click_mark(self, chart: str, mark: int, leads_to: re.Pattern[str]) -> None:
        """Click a mark until the page that it leads to is open: a chart that is drawn anew meanwhile misses a click."""
        marks = self.page.locator(f".st-key-{chart} :is(.point path, path.point)").filter(visible=True)
        self._until(leads_to, lambda: marks.nth(mark).click(force=True))

    def click_cell_until(self, leads_to: re.Pattern[str], table: str, row: int, x: int) -> None:
        """Click into a table until the page that it leads to is open: one that is drawn anew misses a click too."""
        self._until(leads_to, lambda: self.click_cell(table, row, x))

    def _until(self, leads_to: re.Pattern[str], click: Callable[[], None]) -> None:
        for _ in range(3):
            click()
            with suppress(NotInTime):
                self.page.wait_for_url(leads_to, timeout=PATIENCE / 3)
                return
        raise AssertionError(self.page.url)

    def click_cell(self, table: str, row: int, x: int) -> None:
        """Click into a table, which is a canvas: `row` counts from 0, `x` is in pixels from the left."""
        drawn = self.page.locator(f".st-key-{table} [data-testid='stDataFrame']").first
        drawn.scroll_into_view_if_needed()
        self.page.wait_for_timeout(500)
        box = drawn.bounding_box()
        assert box is not None
        self.page.mouse.click(box["x"] + x, box["y"] + 34 * (row + 1) + 17)


@pytest.fixture
def visitor(browser: Browser, server: str):
    """Opens a window: `visitor("zh", width=390)`."""
    opened = []

    def make(
        language: str = "en",
        *,
        width: int = 1440,
        scheme: str = "light",
        at: str = server,
        agent: str | None = None,
    ) -> Visitor:
        context = browser.new_context(
            user_agent=agent,
            viewport={"width": width, "height": 900},
            locale=LOCALES[language],
            color_scheme=scheme,
            ignore_https_errors=True,
            accept_downloads=True,
        )
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        found = Visitor(page, at)
        page.on("request", lambda request: _note(found, request.url))
        page.on("console", lambda message: _note_refusal(found, message.text))
        return found

    expect.set_options(timeout=PATIENCE)
    yield make
    for context in opened:
        context.close()


def _note_refusal(visitor: Visitor, text: str) -> None:
    if "Content Security Policy" in text:
        visitor.refused.append(text)


def _note(visitor: Visitor, url: str) -> None:
    if not url.startswith((visitor.server, "data:", "blob:", visitor.server.replace("http", "ws"))):
        visitor.foreign.append(url)
