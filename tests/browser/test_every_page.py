from __future__ import annotations

import re

import pytest

from brep_metrics.access import Role
from brep_metrics.app.pages import pages_of

CODES = [page.code for page in pages_of(Role.EVALUATOR)]
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_whole(visitor, language, width):
    """No exception, no request to another host, no sideways scrolling, every heading in the reader's language."""
    window = visitor(language, width=width, scheme="dark" if width == 390 else "light")
    for code in CODES:
        page = window.open("" if code == CODES[0] else code)
        assert page.locator('[data-testid="stException"]').count() == 0, code
        headings = page.locator("h1, h2, h3").all_inner_texts()
        assert headings, code
        if language == "zh":
            assert [text for text in headings if text and not CHINESE.search(text)] == [], code
        sideways = page.evaluate(
            "() => { const main = document.querySelector('[data-testid=\"stMain\"]');"
            " return main.scrollWidth - main.clientWidth }"
        )
        assert sideways == 0, code
        if code not in {"data", "snapshots"}:
            # Plotly draws after the page says that it is ready; a chart that never comes runs into the timeout.
            page.locator(".brep-chart .main-svg").first.wait_for(state="attached", timeout=30_000)
    assert window.foreign == []
