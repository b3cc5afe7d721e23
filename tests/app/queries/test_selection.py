from __future__ import annotations

import pytest

from brep_metrics.app.context.visit import Visit
from brep_metrics.app.queries import background
from brep_metrics.app.queries import selection as results
from brep_metrics.app.queries.selection import Selection
from brep_metrics.periods import Period
from brep_metrics.robustness import rank_uncertainty, resample_reviews
from brep_metrics.robustness.factors import FACTORS
from brep_metrics.scoring import evaluate


@pytest.fixture
def selection(demo_store, network_methodologies, app) -> Selection:
    """What an evaluator looks at: the last full year of the demonstration network."""
    visit = Visit("methodology", "en", demo_store, demo_store.current(), visitor=None, access_scope=None)
    return Selection(visit, network_methodologies[0], Period.parse("2025"))


def test_the_pages_doubt_what_the_command_line_doubts(selection):
    """The same seed and the same resampled reviewers give the same ranks on a page as outside the dashboard."""
    with selection.reading() as reading:
        evaluation = evaluate(reading, selection.methodology, selection.period)
        reviews = resample_reviews(reading, evaluation)
    expected = rank_uncertainty(evaluation.scores, selection.methodology, reviews=reviews)
    shown = selection.rank_uncertainty()
    assert shown.factors == FACTORS
    assert shown.table().equals(expected.table())


def test_the_sensitivity_is_worked_out_once_and_beside_the_page(selection, monkeypatch):
    """Asking begins the work and does not wait for it; asking again gives the same future."""
    begun = []
    monkeypatch.setattr(background, "begin", lambda work: begun.append(work) or "under way")
    assert [selection.sensitivity(), selection.sensitivity()] == ["under way", "under way"]
    monkeypatch.setattr(results, "sensitivity", lambda scores, *_, reviews, **__: (scores, tuple(reviews)))
    assert [work() for work in begun] == [(selection.evaluation().scores, ("review_quality",))]
