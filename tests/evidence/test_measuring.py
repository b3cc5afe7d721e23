"""What is shown is what the rows say: measured values and evidence rows of the demonstration network."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from brep_metrics.errors import FaultsError, UsageError
from brep_metrics.evidence import evidence_rows, measure, measure_rows, reading_columns, reduce_rows
from brep_metrics.evidence.queries import indicator_source
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import Period

YEAR, CYCLE = Period.parse("2025"), Period.parse("2021-07..2026-06")
QUARTERS = CYCLE.split(3)


@pytest.fixture(scope="module")
def annual(network_methodologies):
    return network_methodologies[0]


def assert_same(one, other):
    assert (one.groups, one.indicators) == (other.groups, other.indicators)
    for name in ("values", "rows", "numerators", "denominators"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


@pytest.mark.parametrize("threads", [1, 8])
@pytest.mark.parametrize(("position", "period"), [(0, YEAR), (0, Period.parse("2026H1")), (1, CYCLE)])
def test_evidence_rows_reduce_to_exactly_the_shown_value(demo_store, network_methodologies, position, period, threads):
    """For every indicator of every group, to the last bit, whatever the number of threads."""
    methodology = network_methodologies[position]
    with demo_store.read() as reading:
        reading.fetch(f"set threads = {threads}")
        shown = measure(reading, methodology, [period])[period]
        rows = evidence_rows(reading, methodology, period)
        reading.fetch("reset threads")
    assert len(shown.groups) >= 16
    by_cell = dict(iter(rows.groupby(["indicator", "group_id"])))
    for column, indicator in enumerate(methodology.measured):
        for row, group in enumerate(shown.groups):
            cell = by_cell.get((indicator.code, group), rows.iloc[:0])
            np.testing.assert_equal(reduce_rows(cell, indicator.value), shown.values[row, column])
            assert len(cell) == shown.rows[row, column]


def test_rows_at_hand_give_the_same_measurement(demo_store, annual):
    """Values, counts and both aggregates to the last bit; without any row, what a group without data has."""
    with demo_store.read() as reading:
        shown = measure(reading, annual, [YEAR])[YEAR]
        rows = evidence_rows(reading, annual, YEAR)
    assert_same(measure_rows(rows, annual, shown.groups), shown)
    empty = measure_rows(rows.iloc[:0], annual, shown.groups)
    idle = shown.rows == 0
    assert idle.any()
    np.testing.assert_array_equal(empty.values[idle], shown.values[idle])


def test_the_rows_of_one_indicator_of_one_group_are_those_among_all(demo_store, annual):
    with demo_store.read() as reading:
        everything = evidence_rows(reading, annual, YEAR)
        some = evidence_rows(reading, annual, YEAR, indicator="country_reach", group_id="WG01")
    wanted = everything.query("indicator == 'country_reach' and group_id == 'WG01'").reset_index(drop=True)
    assert len(some) > 0
    assert some.equals(wanted)


def test_every_row_names_a_record_that_can_be_opened(demo_store, annual):
    """The key, or the joined key of a membership, is in the table that the row names."""
    with demo_store.read() as reading:
        rows = evidence_rows(reading, annual, YEAR)
        for source, part in rows.groupby("source"):
            key = "concat_ws('/', group_id, organization_id, joined_on)" if source == "membership" else f"{source}_id"
            known = {code for (code,) in reading.fetch(f"select {key} from {source}")}
            assert set(part["record_id"]) <= known, source


def test_twenty_quarters_in_one_statement_are_twenty_evaluations(demo_store, annual):
    with demo_store.read() as reading:
        together = measure(reading, annual, QUARTERS)
        assert list(together) == list(QUARTERS)
        for quarter in QUARTERS:
            assert_same(together[quarter], measure(reading, annual, [quarter])[quarter])


def test_periods_that_leave_gaps_or_differ_in_length_are_measured_each_for_itself(demo_store, annual):
    periods = [Period.parse(code) for code in ("2023", "2025Q1", "2025-04..2025-05")]
    with demo_store.read() as reading:
        together = measure(reading, annual, periods)
        for period in periods:
            assert_same(together[period], measure(reading, annual, [period])[period])


def test_as_of_an_earlier_day_later_facts_have_not_happened(demo_store, annual):
    """Half-way through 2025 nothing of its second half is counted, and 2024 is as far as it was known then."""
    half = date(2025, 6, 30)
    with demo_store.read(as_of=half) as reading:
        early = evidence_rows(reading, annual, YEAR)
        first_half = evidence_rows(reading, annual, Period.parse("2025H1"))
    with demo_store.read() as reading:
        late = evidence_rows(reading, annual, YEAR)
    flows = early["source"].isin(["activity", "outcome", "need", "issue", "plan_item"])
    assert set(early.loc[flows, "record_id"]) == set(
        first_half.loc[first_half["source"].isin(["activity", "outcome", "need", "issue", "plan_item"]), "record_id"]
    )
    assert len(early) < len(late)


def test_only_groups_that_existed_in_the_period_are_measured(store_of, annual):
    """A partner's share of an outcome falls away with a group that no longer exists."""
    day = date(2025, 5, 1)
    start, end = date(2021, 1, 1), date(2024, 12, 31)
    groups = [
        {"group_id": "here", "sector_id": "s", "established_on": start},
        {"group_id": "until-new-year", "sector_id": "s", "established_on": start, "dissolved_on": date(2025, 1, 1)},
        {"group_id": "gone", "sector_id": "s", "established_on": start, "dissolved_on": end},
        {"group_id": "next-year", "sector_id": "s", "established_on": date(2026, 1, 1)},
    ]
    outcome = {
        "outcome_id": "o", "group_id": "here", "kind": "project", "title_en": "o", "delivered_on": day,
        "partner_group_ids": ["gone"],
    }  # fmt: skip
    with store_of({"working_group": groups, "outcome": [outcome]}).read(as_of=date(2026, 6, 30)) as reading:
        found = measure(reading, annual, [YEAR])[YEAR]
        rows = evidence_rows(reading, annual, YEAR, indicator="flagship_outcomes")
    assert found.groups == ("here", "until-new-year")
    assert rows["group_id"].to_list() == ["here"]
    assert found.values[0, found.indicators.index("flagship_outcomes")] == 0.5


def test_a_gate_indicator_is_missing_without_rows_while_nothing_was_due(store_of, annual):
    group = {"group_id": "g", "sector_id": "s", "established_on": date(2021, 1, 1)}
    plan = {
        "report_id": "r", "group_id": "g", "kind": "work_plan", "period_start": date(2025, 1, 1),
        "period_end": date(2025, 12, 31), "due_on": date(2025, 1, 31),
    }  # fmt: skip
    store = store_of({"working_group": [group], "report": [plan]})
    for as_of, value, count in ((date(2025, 1, 30), np.nan, 0), (date(2025, 1, 31), 0.0, 1)):
        with store.read(as_of=as_of) as reading:
            found = measure(reading, annual, [YEAR])[YEAR]
        column = found.indicators.index("work_plan_filed")
        np.testing.assert_equal(found.values[0, column], value)
        assert found.rows[0, column] == count


def test_all_indicators_without_a_query_and_all_parameters_not_declared_are_named(demo_store, annual):
    unknown = replace(annual.indicators[0], code="no_such_query")
    faulty = replace(annual, indicators=(unknown, *annual.indicators[1:]), parameters={"answer_days": 30})
    with demo_store.read() as reading, pytest.raises(FaultsError) as refused:
        measure(reading, faulty, [YEAR])
    problems = [str(fault.problem) for fault in refused.value.faults]
    assert any("no_such_query" in text for text in problems)
    assert any("issues_handled" in text and "escalation_credit" in text for text in problems)
    assert not any("answer_days" in text for text in problems)


def test_evidence_of_an_unknown_indicator_is_refused(demo_store, annual):
    with demo_store.read() as reading, pytest.raises(UsageError):
        evidence_rows(reading, annual, YEAR, indicator="no_such_indicator")


def test_no_period_is_no_measurement(demo_store, annual):
    with demo_store.read() as reading:
        assert measure(reading, annual, []) == {}


def test_what_a_reader_opens_holds_the_macros_too():
    """The query as shown leads to all of the SQL behind a figure, and to no more."""
    shown = indicator_source("bases_to_target")
    assert "outcomes_to_target('research_base', $as_of)" in shown
    assert "create or replace temp macro outcomes_to_target" in shown
    assert "create or replace temp macro credited_groups" in shown  # which that macro calls
    assert "temp macro" not in indicator_source("plan_delay")
    assert indicator_source("no_such") == ""


def test_which_indicators_read_a_column():
    """Those whose query, or a macro in it, names it; all that read the table where a record comes or goes."""
    methodology = load_methodology(DEFAULT_METHODOLOGY)
    assert reading_columns(methodology, {"activity": {"participants"}}) == {"people_trained"}
    assert reading_columns(methodology, {"activity": {"title"}}) == frozenset()
    assert reading_columns(methodology, {"need": None, "review": {"score"}}) == {"needs_answered", "review_quality"}
    # By the macro `due_reports`.
    assert "progress_on_time" in reading_columns(methodology, {"report": {"submitted_on"}})
