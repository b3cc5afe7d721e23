"""First paints and repaints in Chromium: until the page has not changed for a while, measured inside the browser."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, Page, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Sequence

    from page_server import Server

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
QUIET = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE = 120_000
# Notes when the page last changed, and when the key was pressed that chooses another option. What a list says to screen
# readers is no paint: it is taken back at some later time.
WATCH = """
    window.changed = 0;
    const said = change => change.target.parentElement?.closest('[data-live-announcer]');
    new MutationObserver(changes => { if (!changes.every(said)) window.changed = performance.now() })
        .observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
    document.addEventListener('keydown', press => {
        if (press.key === 'Enter') { window.pressed = performance.now(); window.changed = 0 }
    }, true);
"""
COMPLETE = """() => window.changed > 0 && performance.now() - window.changed > 700 && document.querySelector('h1')
    && !document.querySelector('[data-testid="stStatusWidget"], [data-testid="stSkeleton"], [data-stale="true"]')
    && [...document.querySelectorAll('[data-testid="stPlotlyChart"], [data-testid="stBidiComponentRegular"]')]
        .every(one => one.querySelector('.main-svg, .print-sheet'))
    && [...document.querySelectorAll('[data-testid="stVegaLiteChart"]')].every(one => one.querySelector('canvas, svg'))
    && [...document.querySelectorAll('[data-testid="stDataFrame"]')].every(one => one.querySelector('canvas'))"""


def paints(ours: Server, bare: Server, pages: Sequence[str], rounds: int) -> dict[str, object]:
    """Each page's least first paint and repaint (ms), and how many times those of the bare page in either drawing."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    addresses = {"bare": bare.page(""), "bare_plotly": bare.page("?chart=plotly")}
    addresses |= {page or "start": ours.page(page) for page in pages}
    first: dict[str, list[float]] = {name: [] for name in addresses}
    again: dict[str, list[float]] = {name: [] for name in addresses}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        for _ in range(rounds + 1):  # the first round warms the servers
            for name, address in addresses.items():
                paint, repaint = _visit(browser, address)
                first[name].append(paint)
                again[name] += [repaint] if repaint is not None else []
        browser.close()
    return {"first_paint": _against_bare(first), "repaint": _against_bare(again)}


def _visit(browser: Browser, address: str) -> tuple[float, float | None]:
    """Milliseconds of the first paint and of the repaint after the first filter; None on a page without one."""
    with browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US") as context:
        page = context.new_page()
        page.add_init_script(WATCH)
        page.goto(address)
        paint = _completed(page)
        choice = page.locator('[data-testid="stMain"] [data-testid="stSelectbox"]').first
        if not choice.count():
            return paint, None
        choice.locator("input").first.click()
        page.keyboard.press("ArrowDown")
        page.wait_for_timeout(200)
        page.keyboard.press("Enter")
        return paint, _completed(page) - float(page.evaluate("window.pressed"))


def _completed(page: Page) -> float:
    page.wait_for_function(COMPLETE, timeout=PATIENCE)
    return float(page.evaluate("window.changed"))


def _against_bare(measured: dict[str, list[float]]) -> dict[str, dict[str, float]]:
    least = {name: min(times[1:]) for name, times in measured.items() if times}
    return {
        name: {"ms": time} | {f"times_{one}": time / least[one] for one in ("bare", "bare_plotly")}
        for name, time in least.items()
    }
