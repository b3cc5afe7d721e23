"""A figure shown in several places is one figure: pages, brief and files agree, for each of the three roles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from copies import copy_store

from brep_metrics import filing
from brep_metrics.access import Role, Viewer, publish, scope_of
from brep_metrics.app.context.visit import Visit
from brep_metrics.app.queries import results
from brep_metrics.app.queries.cases import CaseQuery
from brep_metrics.app.queries.coordination import coordination
from brep_metrics.app.queries.countries import countries_of_sector, reached_countries
from brep_metrics.app.queries.outcomes import outcomes
from brep_metrics.app.queries.overview import overview
from brep_metrics.app.queries.own_group import own_group_model
from brep_metrics.app.queries.ranking_frame import ranking_frame, scores_for_meeting
from brep_metrics.app.queries.rankings import rankings, rankings_over_years
from brep_metrics.app.queries.scorecard import scorecard
from brep_metrics.app.queries.sectors import sectors
from brep_metrics.app.queries.selection import Selection
from brep_metrics.app.queries.timelines import timelines
from brep_metrics.app.queries.waiting import waiting_cases
from brep_metrics.app.wording.formats import span
from brep_metrics.filing import Actor
from brep_metrics.intake import load
from brep_metrics.periods import Period
from brep_metrics.scoring import evaluate, read_period
from brep_metrics.snapshot.findings import find
from brep_metrics.snapshot.lead_findings import find_within
from brep_metrics.store import WHOLE_NETWORK, AccessScope, open_store

GROUP = "WG05"
LEAD = f"select organization_id from membership where group_id = '{GROUP}' and role = 'lead' and left_on is null"
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
    """Overview, Outcomes by kind, both tables of Sectors, and the list itself."""
    dates = span(selection.period)
    whole = {"outcome_id": None, "kind": None, "country": None, "at_least": None, "below": None, "sector_id": None}
    listed = results.rows_of(
        selection.now, "outcomes", **dates, **whole, every_group=True, group_ids=(), only_unshown=False, most=10_000
    )
    by_kind = outcomes(selection.now, None).kinds
    page = sectors(selection.now)
    figure = overview(selection).figures["outcomes"].value
    assert figure == len(listed) == by_kind["outcomes"].sum() == page.shares["outcomes"].sum() == 138
    assert page.compared["outcomes"].sum() == 138


def test_activities_and_rated_groups_are_the_same_by_sector_as_of_the_whole(selection):
    """Overview, the squares of Sectors, its comparison and its sentence."""
    figures, page = overview(selection).figures, sectors(selection)
    assert figures["activities"].value == page.squares["activities"].sum() == page.compared["activities"].sum() == 189
    assert page.answer.startswith("189 activities in 2025; the largest square")
    assert figures["rated"].value == page.compared["rated"].sum() == 21
    assert page.compared["groups"].sum() == len(ranking_frame(selection))


def test_countries_reached_are_those_that_the_page_behind_the_figure_lists(selection):
    """The home country is nowhere among them, as in the indicator."""
    figure, listed = overview(selection).figures["countries"], reached_countries(selection)
    assert (figure.value, len(listed)) == (33, 33)
    assert "CN" not in set(listed["country_code"])
    for sector in sectors(selection).names:
        assert "CN" not in set(countries_of_sector(selection, sector)["country_code"])


def test_a_figure_is_of_the_same_day_as_the_page_behind_it(demo_store, network_methodologies, tmp_path):
    """An activity that came in after the day of its period is in neither; outcomes are those known now on both."""
    copy_store(demo_store.address, tmp_path / "store")
    late = open_store(tmp_path / "store")
    (tmp_path / "activity.csv").write_text(
        "activity_id,group_id,work_content,title,held_on,country_codes,organization_ids,partner_group_ids,"
        "participants,recorded_on\n"
        "LATE-1,WG01,other,A late one,2025-05-05,LA,ORG001,,5,\n",
        "utf-8",
    )
    load(late, [tmp_path / "activity.csv"], who="test", why="late", today=date(2026, 7, 31))
    visit = Visit("overview", "en", late, late.current(), visitor=None, access_scope=WHOLE_NETWORK)
    selection = Selection.of(visit, network_methodologies[0], Period.parse("2025"))
    figures = overview(selection).figures
    assert figures["activities"].value == sectors(selection).squares["activities"].sum() == 189
    assert figures["outcomes"].value == outcomes(selection.now, None).kinds["outcomes"].sum()


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
    assert query.states("issues")["with_nea"] <= len(overview(selection).issues)
    needs, issues = groups["needs"].sum(), groups["issues"].sum()
    assert f" of {needs} needs were answered" in coordination(query).answer
    assert f" of {issues} issues are resolved" in coordination(query).answer


@pytest.fixture(scope="module")
def official(demo_store, network_methodologies, tmp_path_factory):
    """What each role looks at once the year is published: a selection by the name of the role."""
    folder = tmp_path_factory.mktemp("official") / "store"
    copy_store(demo_store.address, folder)
    store = open_store(folder)
    methodology, period = network_methodologies[0], Period.parse("2025")
    with read_period(store, methodology, period) as reading:
        publish(store, evaluate(reading, methodology, period), who="evaluator@example.org")

    with store.read() as reading:
        scopes = {
            "evaluator": WHOLE_NETWORK,
            "lead": scope_of(Viewer(Role.LEAD, "lead@example.org", reading.fetch(LEAD)[0][0]), reading),
            "member": scope_of(Viewer(Role.MEMBER, "member@example.org", "ORG037"), reading),
        }

    def seen_by(scope: AccessScope) -> Selection:
        visit = Visit("scorecard", "en", store, store.current(), visitor=None, access_scope=scope)
        return Selection.of(visit, methodology, period)

    return {role: seen_by(scope) for role, scope in scopes.items()}


@pytest.mark.parametrize("role", ["lead", "member"])
def test_a_published_result_is_the_same_for_those_whose_it_is(official, role):
    """Scorecard, My group, history and distribution say what the evaluator's ranking says, to the last digit."""
    seen, evaluator = official[role], official["evaluator"]
    card, row = scorecard(seen, GROUP), ranking_frame(evaluator).set_index("group_id").loc[GROUP]
    assert own_group_model(seen, GROUP).card is card
    assert (card.score, card.rank, card.grade.code) == (row["score"], row["rank"], row["grade"])
    assert (card.score, card.rank) == (73.06, 11)
    past = timelines(seen, (seen.period,), ())
    assert (past.scores[GROUP], past.ranks[GROUP]) == ((73.06,), (11,))
    assert card.rated_groups == len(rankings(evaluator, (), ()).rated) == 21
    quartiles = results.distribution(seen).quartiles
    np.testing.assert_array_equal(quartiles, results.distribution(evaluator).quartiles)
    assert set(rankings(seen, (), ()).rated["group_id"]) <= seen.visit.access_scope.named_groups


def test_a_lead_takes_away_what_its_pages_show(official):
    """Score, rank and the values of all indicators, in the snapshot of its group and on the evaluator's scorecard."""
    seen = official["lead"]
    scope, store, methodology, period = seen.visit.access_scope, seen.visit.store, seen.methodology, seen.period
    with (
        read_period(store, methodology, period) as network,
        store.read(network.generation.id, as_of=network.as_of, scope=scope) as own,
    ):
        taken = find_within(store, network, own, scope, methodology, period, {}).evaluation
    at, card = taken.scores.units.index(GROUP), scorecard(seen, GROUP)
    assert (taken.scores.score[at], taken.scores.rank[at]) == (card.score, card.rank)
    whole = scorecard(official["evaluator"], GROUP)
    for name in ("value", "points", "rows"):
        pd.testing.assert_series_equal(card.indicators[name], whole.indicators[name])
    shown, stated = (card.measurement.values, taken.measurement.values)  # noqa: PD011 - arrays of ours, no frames
    rows = card.measurement.groups.index(GROUP), taken.measurement.groups.index(GROUP)
    np.testing.assert_array_equal(shown[rows[0]], stated[rows[1]])


def test_what_a_lead_counts_is_what_an_evaluator_counts_of_its_group(official):
    """Outcomes as bars and as a list, reports, needs and issues that wait: of its groups the same from either side."""
    lead, evaluator = official["lead"].now, official["evaluator"].now
    own_groups = lead.visit.access_scope.visible_groups
    of_group = {"every_group": False, "group_ids": tuple(sorted(own_groups))}
    any_kind = {"outcome_id": None, "kind": None, "country": None, "at_least": None, "below": None, "sector_id": None}
    listed = [
        results.rows_of(seen, "outcomes", **span(seen.period), **any_kind, **of_group, only_unshown=False, most=10_000)[
            "outcome_id"
        ].tolist()
        for seen in (lead, evaluator)
    ]
    by_kind = outcomes(lead, None).kinds
    assert listed[0] == listed[1]
    assert len(listed[0]) == by_kind["outcomes"].sum() > 0
    dates = span(Period.parse("2020-01..2027-12")) | {"as_of": lead.as_of}
    reports = [results.rows_of(seen, "reports", **dates, **of_group) for seen in (lead, evaluator)]
    pd.testing.assert_frame_equal(*reports)
    waiting = [waiting_cases(seen, ()) for seen in (lead, evaluator)]
    own, whole = (set(cases.loc[cases["group_id"].isin(own_groups), "code"]) for cases in waiting)
    assert own == whole


def test_a_members_needs_are_the_same_on_each_of_its_pages(official):
    """My group lists all of them, Coordination those that wait and those of the period; an evaluator sees no others."""
    seen, organization = official["member"].now, "ORG037"
    needs = results.rows_of(seen, "own_needs", organization_id=organization, as_of=seen.as_of)
    open_needs = set(needs.loc[needs["answered_on"].isna(), "need_id"])
    assert {f"need:{need}" for need in open_needs} == set(waiting_cases(seen, ())["code"])
    raised = needs["raised_on"].between(pd.Timestamp(seen.period.start), pd.Timestamp(seen.period.end))
    assert sum(CaseQuery(seen, ()).states("needs").values()) == raised.sum()
    with seen.visit.store.read(as_of=seen.as_of) as reading:
        ((count,),) = reading.fetch("select count(*) from need where organization_id = $o", {"o": organization})
    assert len(needs) == count > 0
