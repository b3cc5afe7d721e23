from __future__ import annotations

import pytest

from brep_metrics.access import Role
from brep_metrics.app.pages import pages_of

CODES = [page.code for page in pages_of(Role.EVALUATOR)]


@pytest.mark.parametrize("page", CODES)
def test_every_page_answers_its_question(app, page):
    """A title that asks, a sentence that answers, the line with the data's origin, and nothing in the address."""
    opened = app(page)
    assert not opened.exception
    assert opened.title[0].value.endswith("?")
    assert answer_of(opened).startswith("##### ")
    assert "g000001" in opened.main.caption[-1].value
    assert dict(opened.query_params) == {}


def answer_of(opened) -> str:
    """The first text below the first steps, which the start page of a first visit has above everything."""
    return next(one.value for one in opened.markdown if not one.value.startswith("**First steps**"))


def test_a_lost_point_is_shown_as_lost(app):
    """The direction of a change is read from a number: a typographic minus would show a loss as a gain."""
    figures = app("scorecard", group="WG05").main.metric
    lost = [figure for figure in figures if str(figure.delta).startswith(("-", "\u2212"))]
    assert lost
    assert all(str(figure.delta).startswith("-") for figure in lost)
