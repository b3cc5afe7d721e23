"""The model of the Overview, without drawing anything."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from brep_metrics.app.context.visit import Visit
from brep_metrics.app.queries import results
from brep_metrics.app.queries.overview import overview
from brep_metrics.app.queries.selection import Selection
from brep_metrics.periods import Period
from brep_metrics.store import WHOLE_NETWORK


@pytest.fixture
def selection(demo_store, network_methodologies, app) -> Selection:
    """What an evaluator looks at: the last full year of the demonstration network."""
    visit = Visit("overview", "en", demo_store, demo_store.current(), visitor=None, access_scope=WHOLE_NETWORK)
    return Selection.of(visit, network_methodologies[0], Period.parse("2025"))


def test_the_sentence_counts_what_the_tables_list(selection):
    """Sentence, table and figures are of one model."""
    model = overview(selection)
    reports, issues = ((model.waiting["what"] == what).sum() for what in ("overdue_report", "escalated_issue"))
    assert model.answer == (
        f"Overdue reports: {reports}. Issues waiting for NEA: {issues}. "
        f"Groups with the lowest grade in 2025: {len(model.at_risk)}."
    )
    assert set(model.at_risk["grade"]) <= {selection.methodology.grades[-1].code}


def test_a_figure_stands_beside_that_of_the_period_before(selection):
    """The rated groups of both evaluations, each as of its own day."""
    before = results.evaluation(selection, Period.parse("2024")).scores.rated.sum()
    now = results.evaluation(selection).scores.rated.sum()
    assert overview(selection).figures["rated"] == (now, before)


def test_what_waits_is_of_now_whatever_the_period(selection):
    """An earlier year has other figures, and the same is overdue."""
    earlier = overview(replace(selection, period=Period.parse("2023")))
    assert earlier.waiting["record_id"].tolist() == overview(selection).waiting["record_id"].tolist()
    assert earlier.figures != overview(selection).figures


def test_a_model_is_made_once_and_holds_nothing_of_the_reader(selection):
    """It is shared by all who see the same, so no sign-in may be in it."""
    model = overview(selection)
    assert overview(replace(selection)) is model
    assert not any(isinstance(getattr(model, field.name), Selection | Visit) for field in fields(model))
