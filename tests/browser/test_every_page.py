from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from brep_metrics.access import Role
from brep_metrics.app.pages import pages_of

CODES = ["", *[page.code for page in pages_of(Role.EVALUATOR)][1:]]
# What a page shows only once it is asked for.
DEEPER = [
    "?late=WG12",
    "rankings?compare=WG01&compare=WG05&against=2024",
    "scorecard?why=change&indicator=joint_activities&moved=progress_on_time",
    "scorecard?why=next&period=2024",
    "outcomes?behind=review:85",
    "timelines?show=rank&groups=WG01&groups=WG05",
    "methodology?view=what-if",
    "methodology?view=doubt",
    "methodology?view=calibration",
    "methodology?view=formulas&indicator=plan_completion",
    "data?part=load",
    "data?part=history",
    "data?table=report",
    "snapshots?part=verify",
    "snapshots?part=compare",
    "sectors?country=DZ",
]
WITHOUT_CHARTS = {"snapshots", "inbox", "round", "methodology?view=formulas", "data?part=load"}
CHINESE = re.compile("[\u4e00-\u9fff]")
UNNAMED = re.compile(r"trace \d|undefined|NaN")  # what Plotly writes where a name or a number is missing
GRAVE = {"serious", "critical"}
# Streamlit's own, which no setting changes: its menu puts each section into a `div` between the `ul` and its `li`.
STREAMLITS = {("list", "stSidebarNavItems"), ("listitem", "<li")}


@pytest.mark.parametrize(
    ("language", "width", "scheme", "addresses"),
    [
        ("zh", 1440, "light", CODES),
        ("en", 390, "light", CODES[::-1]),
        ("zh", 390, "dark", [*CODES, *DEEPER[::2]]),
        ("en", 1440, "dark", [*CODES, *DEEPER[1::2]]),
    ],
)
def test_every_page_is_whole(visitor, language, width, scheme, addresses):
    """No exception, no request elsewhere or refused, no sideways scrolling, headings in the language, WCAG by axe."""
    window = visitor(language, width=width, scheme=scheme)
    shown = None
    for address in addresses:
        # By its link in the first form; in the others from page to page, which loads nothing anew.
        code = address.split("?")[0]
        page = window.open(address) if addresses == CODES or code == shown or shown is None else window.turn(address)
        shown = code
        assert page.locator('[data-testid="stException"]').count() == 0, address
        headings = page.locator("h1, h2, h3").all_inner_texts()
        assert headings, address
        if language == "zh":
            assert [text for text in headings if text and not CHINESE.search(text)] == [], address
        sideways = page.evaluate(
            "() => { const main = document.querySelector('[data-testid=\"stMain\"]');"
            " return main.scrollWidth - main.clientWidth }"
        )
        assert sideways == 0, address
        if not any(address.startswith(one) for one in WITHOUT_CHARTS):
            # Plotly draws after the page says that it is ready; a chart that never comes runs into the timeout.
            page.locator(".brep-chart .main-svg").first.wait_for(state="attached", timeout=30_000)
        drawn = page.locator(".brep-chart").all_text_contents()
        assert [words for words in drawn if UNNAMED.search(words)] == [], address
        assert sorted(grave(page)) == [], address
    assert window.foreign == []
    assert window.refused == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_opens_over_the_sidebar_can_be_read(visitor, scheme):
    """It has the sidebar's ground, and so its letters."""
    page = visitor("en", scheme=scheme).open("overview")
    for name in ("How to read this page", "Saved views"):
        page.get_by_role("button", name=name).click()
        opened = page.get_by_test_id("stPopoverBody")
        opened.wait_for()
        for words in opened.locator("p").all():
            assert words.evaluate("words => getComputedStyle(words).color").startswith("rgb(242, 246, 250"), name
        assert sorted(grave(page)) == [], name
        page.keyboard.press("Escape")


def grave(page) -> set[tuple[str, str]]:
    """Rule and element of what axe-core finds serious or critical and is not Streamlit's own."""
    found = {
        (violation["id"], node["html"][:200])
        for violation in Axe().run(page).response["violations"]
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    }
    return {(rule, html) for rule, html in found if not any(rule == own and mark in html for own, mark in STREAMLITS)}
