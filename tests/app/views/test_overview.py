from __future__ import annotations

import pytest

from brep_metrics.app.views.overview.page import FIGURES


@pytest.mark.parametrize(("figure", "page"), FIGURES.items())
def test_a_key_figure_leads_to_the_page_behind_it(app, figure, page):
    """The period goes along."""
    opened = app("overview", lang="en", period="2024")
    opened.button(key=f"open-{figure}").click().run()
    assert not opened.exception
    titles = {"rankings": "lead", "sectors": "cooperation", "outcomes": "achieved"}
    assert titles[page] in opened.title[0].value
    assert opened.query_params["period"] == "2024"
