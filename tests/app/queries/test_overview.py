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
    """Sentence, tables and figures are of one model."""
    model = overview(selection)
    assert model.answer == (
        f"On {model.waiting_on}, {len(model.reports)} reports of {len(model.late)} groups are overdue, "
        f"{model.late['recent'].sum()} of them for less than 90 days; {len(model.issues)} issues wait for NEA. "
        f"In 2025, {len(model.at_risk)} groups are at risk."
    )


def test_a_group_that_is_late_has_one_line_the_worst_first(selection):
    """Its line counts its reports and names the oldest; the counts add up to all that are overdue."""
    model = overview(selection)
    assert model.late["group_id"].is_unique
    assert model.late["reports"].sum() == len(model.reports)
    assert model.late["reports"].is_monotonic_decreasing
    worst = model.reports[model.reports["group_id"] == model.late["group_id"].iloc[0]]
    assert model.late["days"].iloc[0] == worst["days"].max()


def test_a_group_is_at_risk_by_its_grade_or_by_a_gate(selection):
    """WG21 has points for a better grade and no execution review; the reason is named."""
    risks = overview(selection).at_risk.set_index("group_id")
    assert risks.loc["WG21", "reason"] == "No execution review filed"
    assert risks["score"].is_monotonic_increasing


def test_the_grades_at_a_glance_add_up_to_the_rated_groups(selection):
    """One line per grade of the methodology, the highest first."""
    model = overview(selection)
    assert model.grades["code"].tolist() == ["excellent", "good", "qualified", "unqualified"]
    assert model.grades["groups"].sum() == model.figures["rated"].value


def test_a_figure_stands_beside_that_of_the_period_before(selection):
    """The rated groups of both evaluations, each as of its own day."""
    before = results.evaluation(selection, Period.parse("2024")).scores.rated.sum()
    now = results.evaluation(selection).scores.rated.sum()
    assert overview(selection).figures["rated"] == (now, before)


def test_what_waits_is_of_now_whatever_the_period(selection):
    """An earlier year has other figures, and the same is overdue."""
    earlier = overview(replace(selection, period=Period.parse("2023")))
    assert earlier.reports["record_id"].tolist() == overview(selection).reports["record_id"].tolist()
    assert earlier.figures != overview(selection).figures


def test_a_model_is_made_once_and_holds_nothing_of_the_reader(selection):
    """It is shared by all who see the same, so no sign-in may be in it."""
    model = overview(selection)
    assert overview(replace(selection)) is model
    assert not any(isinstance(getattr(model, field.name), Selection | Visit) for field in fields(model))
