from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_scorecard_prints_on_one_page(visitor, language, scheme):
    """A4 upright: title, answer, figures, dimensions and every indicator; nothing that is for clicking."""
    page = visitor(language, scheme=scheme).open("scorecard?group=WG05")
    title = page.locator("h1").inner_text()
    assert page.locator(".print-sheet").is_hidden()
    printed = page.pdf(format="A4", print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    page.emulate_media(media="print")
    assert page.locator(".print-sheet .title").inner_text() == title
    assert page.locator(".print-sheet tr").count() > 20
    assert page.locator('[data-testid="stSidebar"]').is_hidden()
    assert not page.locator("button:visible, [data-testid='stDataFrame']:visible").count()


def test_the_button_prints_without_asking_the_server(visitor):
    """On a page without a version for paper, which is printed without menu and header."""
    page = visitor("en").open("data")
    page.evaluate("() => { window.print = () => { window.printed = (window.printed ?? 0) + 1 } }")
    page.locator(".st-key-print button").click()
    assert page.evaluate("() => window.printed") == 1
    page.emulate_media(media="print")
    assert page.locator('[data-testid="stSidebar"]').is_hidden()


def test_what_is_printed_is_what_is_shown(visitor):
    """Another group is chosen, then another page: paper follows, and nothing is left to build on a page without it."""
    window = visitor("en")
    page = window.open("scorecard?group=WG05")
    before = page.locator("h1").inner_text()
    page.pdf(format="A4")
    page.locator(".st-key-filter-group input").first.click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).not_to_have_text(before)
    window.settled()
    page.pdf(format="A4")
    assert page.locator(".print-sheet .title").text_content() == page.locator("h1").inner_text()
    page.get_by_role("link", name="Rankings").click()
    page.wait_for_function("() => window.onbeforeprint === null && !document.querySelector('.print-sheet')")


def test_a_page_without_a_version_for_paper_is_made_to_fit_it(visitor):
    """Tables and charts keep the width of the screen: smaller, they are all on the paper, and nothing for clicking."""
    page = visitor("en").open("sectors")
    wide = page.evaluate(
        "() => { const box = element => element.getBoundingClientRect();"
        " const page = document.querySelector('[data-testid=stMainBlockContainer] > *');"
        " return Math.max(...[...document.querySelectorAll('.main-svg')].map(one => box(one).right)) - box(page).left }"
    )
    page.pdf(format="A4")
    page.emulate_media(media="print")
    zoom = page.locator("[data-testid=stMainBlockContainer]").evaluate("page => Number(getComputedStyle(page).zoom)")
    assert 600 < wide * zoom <= 700
    assert not page.locator("[data-testid='stLinkButton']:visible, .brep-save:visible").count()
