"""A figure that stands in several places is one figure: pages, brief and files agree, for each of the three roles."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from brep_metrics import filing
from brep_metrics.app.context.visit import Visit
from brep_metrics.app.queries import results
from brep_metrics.app.queries.cases import CaseQuery
from brep_metrics.app.queries.overview import overview
from brep_metrics.app.queries.own_group import own_group_model
from brep_metrics.app.queries.ranking_frame import ranking_frame, scores_for_meeting
from brep_metrics.app.queries.rankings import rankings, rankings_over_years
from brep_metrics.app.queries.scorecard import scorecard
from brep_metrics.app.queries.selection import Selection
from brep_metrics.app.queries.waiting import waiting_cases
from brep_metrics.app.wording.formats import span
from brep_metrics.filing import Actor
from brep_metrics.periods import Period
from brep_metrics.scoring import read_period
from brep_metrics.snapshot.findings import find
from brep_metrics.store import WHOLE_NETWORK, AccessScope

GROUP = "WG05"
SCOPES = {
    "evaluator": WHOLE_NETWORK,
    "lead": AccessScope(frozenset({GROUP}), frozenset({GROUP}), "ORG005"),
    "member": AccessScope(frozenset(), frozenset({GROUP}), "ORG037"),
}


@pytest.fixture
def selection(demo_store, network_methodologies, app) -> Selection:
    """What an evaluator looks at: the last full year of the demonstration network."""
    visit = Visit("overview", "en", demo_store, demo_store.current(), visitor=None, access_scope=WHOLE_NETWORK)
    return Selection.of(visit, network_methodologies[0], Period.parse("2025"))


@pytest.fixture(params=SCOPES)
def seen(request, selection) -> Selection:
    """The same for each role."""
    return replace(selection, visit=replace(selection.visit, access_scope=SCOPES[request.param]))


def test_score_rank_and_grade_are_the_same_wherever_they_are_seen(seen):
    """Ranking, scorecard, My group, and the file for the meeting; nothing of them where they are withheld."""
    row = ranking_frame(seen).set_index("group_id").loc[GROUP]
    card, own = scorecard(seen, GROUP), own_group_model(seen, GROUP).card
    assert own is card
    np.testing.assert_equal(card.score, row["score"])
    assert card.rank == (0 if pd.isna(row["rank"]) else row["rank"])
    if seen.visit.access_scope.is_network:
        exported = scores_for_meeting(seen, results.evaluation(seen))
        cells = exported[(exported == GROUP).any(axis=1)].iloc[0].tolist()
        assert card.rank in cells
        assert f"{card.score:.2f}" in map(str, cells)
        assert (card.score, card.rank) == (73.06, 11)
        cell = rankings_over_years(seen).loc[GROUP, "2025"]
        assert cell.startswith(f"{card.rank} · {card.score:.2f} ")
    else:
        assert card.withheld


def test_rated_groups_and_groups_at_risk_are_counted_once(selection):
    """Overview, Rankings, the scorecard and the brief."""
    model, ranking = overview(selection), rankings(selection, (), ())
    with read_period(selection.visit.store, selection.methodology, selection.period) as reading:
        brief = find(reading, selection.methodology, selection.period)
    rated = model.figures["rated"].value
    assert (
        rated == len(ranking.rated) == scorecard(selection, GROUP).rated_groups == brief.evaluation.scores.rated.sum()
    )
    assert rated == model.grades["groups"].sum() == 21
    assert len(model.at_risk) == brief.evaluation.at_risk.sum() == 3


def test_outcomes_are_the_same_number_as_a_figure_as_bars_and_as_a_list(selection):
    """Overview, Outcomes by kind, Sectors, and the list itself."""
    dates = span(selection.period)
    whole = {"kind": None, "country": None, "at_least": None, "below": None, "sector_id": None}
    listed = results.rows_of(
        selection.now, "outcomes", **dates, **whole, every_group=True, group_ids=(), only_unshown=False, most=10_000
    )
    by_kind = results.rows_of(selection.now, "outcomes_by_kind", **dates, exemplary_score=85)
    shares = results.rows_of(selection.now, "outcome_shares", **dates)
    figure = overview(selection).figures["outcomes"].value
    assert figure == len(listed) == by_kind["outcomes"].sum() == shares["outcomes"].sum() == 138


def test_what_is_overdue_is_one_rule_whatever_the_scope_of_the_count(selection):
    """Overview counts reports of any period, Timelines those due in one, My group those of one group."""
    model, now = overview(selection), selection.now
    dates = {"every_group": True, "group_ids": (), "as_of": now.as_of}
    everything = Period.parse("2020-01..2027-12")
    reports = results.rows_of(now, "reports", **span(everything), **dates)
    assert len(model.reports) == (reports["state"] == "overdue").sum()
    lead = Actor("lead@example.org", AccessScope(frozenset({"WG21"}), frozenset({"WG21"})))
    due = filing.due(selection.visit.store, lead, now.as_of)
    late = {one.key for one in due if one.table == "report" and one.due_on < now.as_of}
    assert late == set(model.reports.loc[model.reports["group_id"] == "WG21", "record_id"])
    assert late


def test_issues_before_nea_are_those_that_wait_for_it(selection):
    """Overview and Coordination."""
    waiting = waiting_cases(selection.now, ())
    before_nea = waiting[waiting["waits_for"] == "National Energy Administration"]
    assert set(before_nea["record_id"]) == set(overview(selection).issues["record_id"])


def test_states_add_up_to_the_cases_of_the_period(selection):
    """The sentence of Coordination counts what its bars show."""
    query = CaseQuery(selection.now, ())
    groups = results.rows_of(query.selection, "case_groups", **query.parameters, answer_days=query.limit("answer_days"))
    assert sum(query.states("needs").values()) == groups["needs"].sum()
    assert sum(query.states("issues").values()) == groups["issues"].sum()
