from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from brep_metrics.access import Role
from brep_metrics.app.pages import pages_of

CODES = [page.code for page in pages_of(Role.EVALUATOR)]
GRAVE = {"serious", "critical"}
# Streamlit's own, which no setting changes: its menu puts each section into a `div` between the `ul` and its `li`.
STREAMLITS = {("list", "stSidebarNavItems"), ("listitem", "<li")}


def grave(page) -> set[tuple[str, str]]:
    """Rule and element of what axe-core finds serious or critical and is not Streamlit's own."""
    found = {
        (violation["id"], node["html"][:200])
        for violation in Axe().run(page).response["violations"]
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    }
    return {(rule, html) for rule, html in found if not any(rule == own and mark in html for own, mark in STREAMLITS)}


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("zh", 1440, "light"), ("en", 390, "light"), ("en", 1440, "dark")]
)
def test_no_page_has_a_serious_violation(visitor, language, width, scheme):
    """WCAG as axe-core checks it: contrast, names, roles, order; every page, wide and narrow, light and dark."""
    window = visitor(language, width=width, scheme=scheme)
    found = {code: grave(window.open("" if code == CODES[0] else code)) for code in CODES}
    assert {code: sorted(violations) for code, violations in found.items() if violations} == {}
