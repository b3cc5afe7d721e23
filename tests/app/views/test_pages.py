from __future__ import annotations

import pytest

from brep_metrics.access import Role
from brep_metrics.app.pages import pages_of

CODES = [page.code for page in pages_of(Role.EVALUATOR)]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", CODES)
def test_every_page_answers_its_question_in_both_languages(app, page, language):
    """A page has a title that asks, a sentence that answers, and the line that says what it was computed from."""
    opened = app(page, lang=language)
    assert not opened.exception
    assert opened.title[0].value.endswith("?" if language == "en" else "\uff1f")
    assert opened.markdown[0].value.startswith("##### ")
    assert "g000001" in opened.main.caption[-1].value


@pytest.mark.parametrize("page", CODES)
def test_only_what_differs_from_the_default_is_in_the_address(app, page):
    """A page opened without parameters leaves the address clean."""
    assert dict(app(page).query_params) == {}


def test_a_lost_point_is_shown_as_lost(app):
    """The direction of a change is read from a number: a typographic minus would show a loss as a gain."""
    figures = app("scorecard", group="WG05").main.metric
    lost = [figure for figure in figures if str(figure.delta).startswith(("-", "\u2212"))]
    assert lost
    assert all(str(figure.delta).startswith("-") for figure in lost)
