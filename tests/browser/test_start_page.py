from __future__ import annotations

from playwright.sync_api import expect

from brep_metrics.access import Role
from brep_metrics.app.pages import pages_of

START = pages_of(Role.EVALUATOR)[0].code


def test_the_start_page_has_an_address_of_its_own(visitor):
    """Opened by its own name it shows the same, with the filters of the link, and no word of a page not found."""
    window = visitor("zh")
    title = window.open("").locator("h1").inner_text()
    page = window.open(f"{START}?period=2024")
    assert page.locator("h1").inner_text() == title
    assert page.get_by_role("dialog").count() == 0
    assert "period=2024" in page.url


def test_an_unknown_address_is_explained_in_the_readers_language(visitor):
    """By the page itself, with no dialog in English; the start page's second address is not unknown."""
    window = visitor("zh")
    for address, said in (("no_such_page?period=2024", 1), ("start", 0)):
        page = window.open(address)
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_text("没有名为“no_such_page”的页面")).to_have_count(said)


def test_a_page_that_is_not_the_first_keeps_every_filter_of_its_link(visitor):
    """A filter that is given several times is kept several times."""
    page = visitor("zh").open("rankings?period=2024&sector=green_energy&sector=green_finance")
    assert page.get_by_role("dialog").count() == 0
    assert "period=2024" in page.url
    assert page.url.count("sector=") == 2
