from __future__ import annotations

import pytest

from brep_metrics import isolated
from brep_metrics.app.context.visit import Visit
from brep_metrics.app.queries import background, results
from brep_metrics.app.queries.selection import Selection
from brep_metrics.periods import Period
from brep_metrics.robustness import rank_uncertainty, resample_reviews
from brep_metrics.scoring import evaluate
from brep_metrics.store import WHOLE_NETWORK


@pytest.fixture
def selection(demo_store, network_methodologies, app) -> Selection:
    """What an evaluator looks at: the last full year of the demonstration network."""
    visit = Visit("methodology", "en", demo_store, demo_store.current(), visitor=None, access_scope=WHOLE_NETWORK)
    return Selection.of(visit, network_methodologies[0], Period.parse("2025"))


def test_the_pages_doubt_what_the_command_line_doubts(selection):
    """The same seed and the same resampled reviewers give the same ranks on a page as outside the dashboard."""
    with selection.reading() as reading:
        evaluation = evaluate(reading, selection.methodology, selection.period)
        reviews = resample_reviews(reading, evaluation)
    expected = rank_uncertainty(evaluation.scores, selection.methodology, reviews=reviews)
    shown = results.rank_uncertainty(selection)
    assert shown.factors == ("weights", "normalise", "aggregate", "missing", "leave_out", "reviewers")
    assert shown.table().equals(expected.table())


def test_the_sensitivity_is_worked_out_once_and_beside_the_page(selection, monkeypatch):
    """Asking begins the work and does not wait for it; asking again gives the same future."""
    begun = []
    monkeypatch.setattr(background, "begin", lambda work: begun.append(work) or "under way")
    assert [results.sensitivity(selection), results.sensitivity(selection)] == ["under way", "under way"]
    monkeypatch.setattr(isolated, "result_of", lambda name, *given, wanted: (name, given[0], tuple(given[-1]), wanted))
    expected = ("sensitivity", results.evaluation(selection).scores, ("review_quality",), "wanted")
    assert [work("wanted") for work in begun] == [expected]
