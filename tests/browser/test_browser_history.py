from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .conftest import choose

HEADINGS = """([table, count]) =>
    document.querySelectorAll(`.st-key-${table} canvas [role="columnheader"]`).length === count"""
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"


def test_from_a_ranking_row_to_the_record_behind_a_figure(visitor):
    """Ranking row → scorecard → indicator → evidence row → source record, each step in the address."""
    window = visitor()
    page = window.open("rankings")
    window.click_cell("table-ranking", 2, 150)  # the first is the usual choice, which no address names
    page.wait_for_url(re.compile(r"/scorecard\?group=WG"))
    window.settled()
    window.click_cell("table-indicators", 7, 200)
    page.wait_for_url(re.compile("indicator=joint_activities"))
    window.settled()
    expect(page.get_by_role("heading", name="Evidence: Joint activities")).to_be_visible()
    window.click_cell("table-evidence", 0, 200)
    page.wait_for_url(re.compile("record=activity"))
    window.settled()
    expect(page.get_by_role("heading", name=re.compile("^Activity: .+"))).to_be_visible()
    assert page.locator('[data-testid="stException"]').count() == 0


def test_a_bar_leads_to_the_scorecard_behind_it(visitor):
    """Charts drill down where they can be clicked."""
    window = visitor()
    window.open("rankings")
    window.click_mark("ranking-bars", 2, re.compile(r"/scorecard\?group=WG"))


def test_two_periods_are_compared_and_a_mark_leads_to_the_scorecard(visitor):
    """A second period draws a line per group, the link keeps it in the other language, and going back loses nothing."""
    window = visitor()
    page = window.open("rankings?against=2024")
    page.locator(".st-key-two-periods .point").last.click(force=True)
    page.wait_for_url(re.compile(r"/scorecard\?group=WG"))
    window.settled()
    page.go_back()
    page.wait_for_url(re.compile("rankings.*against=2024"))
    expect(page.locator(".st-key-two-periods .main-svg").first).to_be_visible()
    window.settled()
    page.get_by_role("link", name="Timelines").click()
    window.settled()
    page.get_by_role("link", name="Rankings").click()
    page.wait_for_url(re.compile("rankings.*against=2024"))
    copied = visitor("zh", width=390, scheme="dark").open("rankings?against=2024")
    expect(copied.locator(".st-key-two-periods .main-svg").first).to_be_visible()
    expect(copied.get_by_text("个工作组上升")).to_be_visible()


def test_an_earlier_state_is_chosen_in_the_menu_and_goes_along(visitor):
    """A day chosen in the menu holds on the scorecard that a bar opens, on the way back, and until it is left."""
    window = visitor()
    page = window.open("rankings")
    page.locator(".st-key-looking-back summary").click()
    window.settled()
    choose(page.locator(".st-key-filter-as_of input"), "31 December 2025")
    page.wait_for_url(re.compile("as_of=2025-12-31"))
    window.settled()
    window.click_mark("ranking-bars", 2, re.compile("/scorecard.*as_of=2025-12-31"))
    window.settled()
    expect(page.get_by_text("You are looking at an earlier state: the data as of 31 December 2025")).to_be_visible()
    page.go_back()
    page.wait_for_url(re.compile("/rankings.*as_of=2025-12-31"))
    window.settled()
    page.get_by_role("button", name="Back to now").click()
    page.wait_for_function("() => !location.search.includes('as_of')")
    expect(page.get_by_text("You are looking at an earlier state")).to_have_count(0)


@pytest.mark.parametrize("agent", [PHONE, None])
def test_a_narrow_window_gets_the_ranking_without_scrolling_sideways(visitor, agent):
    """Rank, name, score and grade fit the width, and the row leads to the scorecard as it does elsewhere."""
    window = visitor("zh", width=390, agent=agent)
    page = window.open("rankings")
    page.wait_for_function(HEADINGS, arg=["table-ranking", 4])
    drawn = page.locator(".st-key-table-ranking .dvn-scroller")
    assert drawn.evaluate("table => table.scrollWidth - table.clientWidth") <= 0
    window.click_cell_until(re.compile(r"/scorecard\?group=WG"), "table-ranking", 2, 100)
    window.settled()
    window.click_cell_until(re.compile("indicator=joint_activities"), "table-indicators", 7, 40)  # its first column


def test_a_window_made_wider_gets_the_whole_table(visitor):
    """The server is told when a window becomes wide or narrow, and the table follows."""
    page = visitor(width=390).open("rankings")
    page.wait_for_function(HEADINGS, arg=["table-ranking", 4])
    page.set_viewport_size({"width": 1440, "height": 900})
    page.wait_for_function(HEADINGS, arg=["table-ranking", 9])


def test_what_waits_leads_to_its_record_and_to_its_group(visitor):
    """On the start page a group that is late opens its reports, and these its scorecard; an issue opens its record."""
    window = visitor()
    page = window.open("")
    window.click_cell("table-escalated", 0, 100)
    page.wait_for_url(re.compile("record="))
    window.settled()
    expect(page.get_by_role("heading", name=re.compile("^Issue: .+"))).to_be_visible()
    window.click_cell("table-late-groups", 0, 100)
    page.wait_for_url(re.compile("late=WG"))
    window.settled()
    page.get_by_role("button", name="Scorecard").click()
    page.wait_for_url(re.compile(r"/scorecard\?group=WG"))


def test_a_square_lists_its_activities(visitor):
    """A square of the sector grid opens its activities, and the link keeps it open."""
    window = visitor()
    page = window.open("sectors")
    page.locator(".st-key-grid .point").first.click(force=True)
    page.wait_for_url(re.compile("cell="))
    window.settled()
    expect(page.locator(".st-key-table-activities")).to_be_visible()
    other = visitor("zh")
    copied = other.open(page.url.removeprefix(window.server + "/"))
    expect(copied.locator(".st-key-table-activities")).to_be_visible()


def test_a_copied_link_shows_the_same_in_another_browser(visitor):
    """Period, group and comparison travel in the address, by code, into either language."""
    first = visitor("en").open("scorecard?period=2024&group=WG05&indicator=plan_completion")
    second = visitor("zh").open(first.url.split("/", 3)[3])
    for page in (first, second):
        assert "period=2024" in page.url
        assert "group=WG05" in page.url
        expect(page.locator(".st-key-table-evidence")).to_be_visible()
    assert (
        first.locator('[data-testid="stMetricValue"]').all_inner_texts()[:2]
        == (second.locator('[data-testid="stMetricValue"]').all_inner_texts()[:2])
    )


def test_an_address_that_asks_for_nothing_that_is_here_is_explained(visitor):
    """An unknown value is no error: the page says so, shows the usual choice and cleans the address."""
    page = visitor().open("rankings?period=2031X&sector=gone")
    expect(page.get_by_text("The link asks for Period “2031X”")).to_be_visible()
    expect(page.get_by_text("The link asks for Sector “gone”")).to_be_visible()
    assert "2031X" not in page.url


def test_the_language_is_the_browsers_until_it_is_chosen(visitor):
    """First visit: the browser's language and a clean address; a choice is kept in the address and on other pages."""
    window = visitor("zh")
    page = window.open("")
    assert "lang" not in page.url
    page.get_by_role("radio", name="English").click()
    page.wait_for_url(re.compile("lang=en"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("What needs attention now?")
    page.get_by_role("link", name="Timelines").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("How have the groups developed?")
    page.wait_for_url(re.compile("lang=en"))


def test_what_was_chosen_stays_on_the_next_page(visitor):
    """A period chosen on one page holds on those opened from the menu and on the way back, and the boxes say so."""
    window = visitor()
    page = window.open("?period=2023")
    period = page.locator(".st-key-filter-period input")
    for name, part in (("Rankings", "Scores, grades"), ("Sectors", "Sectors compared"), ("Scorecard", "Indicators")):
        steps = page.evaluate("history.length")
        page.get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", name=part)).to_be_visible()
        expect(period).to_have_value("2023")
        page.wait_for_url(re.compile(f"{name.lower()}.*period=2023"))
        assert page.evaluate("history.length") == steps + 1
    page.go_back()
    expect(page.get_by_role("heading", name="Sectors compared")).to_be_visible()
    expect(period).to_have_value("2023")
    page.go_back()
    expect(page.get_by_role("heading", name="Scores, grades and rank intervals, 2023")).to_be_visible()
    expect(period).to_have_value("2023")


def test_the_usual_period_is_in_the_box_on_every_page(visitor):
    """What no address names is shown as well: of the options the first is another one."""
    window = visitor()
    page = window.open("")
    period = page.locator(".st-key-filter-period input")
    usual = period.input_value()
    for name in ("Rankings", "Scorecard", "Timelines", "Sectors"):
        page.get_by_role("link", name=name).click()
        page.wait_for_url(re.compile(f"{name.lower()}$"))
        window.settled()
        expect(period).to_have_value(usual)


def test_the_scores_are_one_click_away(visitor):
    """`scores.csv` opens in Excel: byte-order mark, CRLF, names in both languages."""
    page = visitor().open("rankings")
    with page.expect_download() as download:
        page.locator(".st-key-download-scores a").click()
    content = download.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    heading = content.decode("utf-8-sig").split("\r\n")[0].split(",")
    assert heading[:3] == ["rank 排名 Rank", "group_id 工作组 Working group", "name_zh 中文名称 Name in Chinese"]
    assert {"grade_zh 等级中文名称 Grade in Chinese", "generation 数据代次 Generation"} <= set(heading)
