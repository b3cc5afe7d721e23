from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visitor

# The colours of a chart's words and of the page behind them.
WORDS = "getComputedStyle(document.querySelector('.brep-chart .ytick text')).fill"
GROUND = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_words_of_a_chart_are_legible(visitor, contrast, scheme):
    """WCAG 2.2, 1.4.3: at least 4.5:1, in both themes."""
    page = _rankings(visitor(scheme=scheme))
    assert contrast(_parts(page.evaluate(WORDS)), _parts(page.evaluate(GROUND))) >= 4.5


def test_a_chart_follows_the_page_from_light_to_dark(visitor, contrast):
    """The colours are those of the page, also when it changes under an open chart."""
    page = _rankings(visitor())
    before = page.evaluate(WORDS)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"() => {WORDS} !== '{before}'")
    assert contrast(_parts(page.evaluate(WORDS)), _parts(page.evaluate(GROUND))) >= 4.5


def test_a_chart_changes_in_place(visitor):
    """Another period moves the bars of the chart that is there; drawing it from nothing would flicker."""
    window = visitor()
    page = _rankings(window)
    drawn = page.locator(".st-key-ranking-bars .main-svg").first.element_handle()
    chart = page.locator(".st-key-ranking-bars .brep-chart")
    first = str(chart.text_content())
    page.locator(".st-key-filter-period input").fill("2024")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("period=2024"))
    expect(chart).not_to_have_text(first)
    assert drawn.evaluate("svg => svg.isConnected")


def test_a_chart_is_as_wide_as_the_page(visitor):
    """Also after the window became narrower."""
    page = _rankings(visitor())
    page.set_viewport_size({"width": 700, "height": 900})
    page.wait_for_function(
        "() => [...document.querySelectorAll('.brep-chart')].every(one => Math.abs("
        "one.clientWidth - one.querySelector('.main-svg').width.baseVal.value) < 2 && one.clientWidth < 700)"
    )


def test_long_names_take_two_lines_in_a_narrow_window(visitor):
    """On a phone the chart keeps most of the width; made wider again, each name is on one line."""
    page = _rankings(visitor())
    folded = "document.querySelectorAll('.st-key-ranking-bars .ytick tspan.line').length > 0"
    assert not page.evaluate(folded)
    page.set_viewport_size({"width": 390, "height": 900})
    page.wait_for_function(f"() => {folded}")
    parts = page.locator(".st-key-ranking-bars .nsewdrag").all()
    assert sum(part.evaluate("part => part.width.baseVal.value") for part in parts) > 390 / 2
    page.set_viewport_size({"width": 1440, "height": 900})
    page.wait_for_function(f"() => !({folded})")


def test_without_the_script_the_chart_says_what_it_would_show(visitor):
    """A proxy may refuse the script; the page and its tables stay, and the next run asks for it again."""
    window = visitor()
    window.page.route("**/plotly-*.js", lambda route: route.abort())
    window.page.goto(f"{window.server}/rankings")
    chart = window.page.locator(".st-key-ranking-bars .brep-chart")
    expect(chart).to_contain_text("Scores of 21 rated groups in 2025")
    expect(window.page.get_by_test_id("stException")).to_have_count(0)
    window.page.unroute("**/plotly-*.js")
    window.page.locator(".st-key-filter-period input").fill("2024")
    window.page.keyboard.press("Enter")
    expect(chart.locator(".main-svg").first).to_be_visible()
    expect(chart).not_to_contain_text("rated groups in")


def _rankings(window: Visitor) -> Page:
    page = window.open("rankings")
    page.locator(".brep-chart .ytick text").first.wait_for(state="attached")
    return page


def _parts(colour: str) -> list[float]:
    return [float(part) for part in re.findall(r"[0-9.]+", colour)]
