"""What a filing does: the evaluation of the draft is that of the generation it becomes, exactly, for every table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from copies import copy_store

from brep_metrics import filing
from brep_metrics.access import Role, Viewer
from brep_metrics.errors import UsageError
from brep_metrics.filing import Kind
from brep_metrics.filing.checking import Row
from brep_metrics.filing.effects import changed_by
from brep_metrics.filing.records import records_texts
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import Period
from brep_metrics.record_effect import evaluate_changed, measure_changed, mentioned_groups, put_changed
from brep_metrics.schema import load_schema
from brep_metrics.scoring import evaluate_each
from brep_metrics.store import open_store

YEAR = Period.parse("2025")
METHODOLOGY = load_methodology(DEFAULT_METHODOLOGY)
OWN_COLUMNS = {
    "report": ("submitted_on", ""),
    "plan_item": ("completed_on", ""),
    "activity": ("partner_group_ids", "WG03;WG07"),
    "outcome": ("partner_group_ids", "WG03;WG07"),
    "review": ("score", "12"),
    "showcase": ("channel", "ministerial_conference"),
    "need": ("answered_on", ""),
    "issue": ("resolved_on", ""),
    "membership": ("left_on", "2025-09-01"),
    "target": ("quantity", "1"),
    "intention": ("decision", "declined"),
    "organization": ("kind", "financial_institution"),
    "working_group": ("established_on", "2025-04-01"),
    "country": ("region", "Elsewhere"),
    "sector": ("tier", "network"),
}
TIMELY = ("report", "plan_item", "activity", "outcome", "need", "issue")
"""The tables of what leads and members report about their groups."""


def evaluated(draft):
    with draft.read() as reading:
        return evaluate_each(reading, METHODOLOGY, [YEAR])[0]


def same(one, other):
    """Equal to the last bit: measured values with their parts, scores, nodes, ranks, grades."""
    for part, names in (
        ("measurement", ("values", "rows", "numerators", "denominators")),
        ("scores", ("normalised", "nodes", "score", "rank", "coverage")),
    ):
        for name in names:
            np.testing.assert_array_equal(getattr(getattr(one, part), name), getattr(getattr(other, part), name))
    assert (one.scores.grade, one.scores.status, one.groups) == (other.scores.grade, other.scores.status, other.groups)


@pytest.fixture(scope="module")
def before(demo_store):
    """The evaluation of the demonstration, as a page has it at hand."""
    with demo_store.read() as reading:
        return evaluate_each(reading, METHODOLOGY, [YEAR])[0]


@pytest.mark.parametrize("table", list(load_schema().tables))
@pytest.mark.parametrize("kind", Kind)
def test_the_effect_is_the_evaluation_afterwards(demo_store, before, table, kind):
    """A new record, a changed and a removed one, of every table: what it does to one group, and to all of them."""
    with demo_store.overlay() as draft:
        rows = _rows(draft, table, kind)
        changed = changed_by(draft, rows)
        group = min(mentioned_groups(draft, changed) or ["WG01"])
        sides = measure_changed(draft, changed, METHODOLOGY, {YEAR: before.as_of}, group)
    with demo_store.overlay() as draft:
        after = evaluate_changed(draft, changed, before)
    with demo_store.rehearse() as draft:
        put_changed(draft, changed)
        whole = evaluated(draft)
    same(after, whole)
    if group in whole.measurement.groups:
        assert _moved(*(side[YEAR] for side in sides if side), group) == _moved(
            before.measurement, whole.measurement, group
        )


def _moved(*measurements):
    """By indicator, what the values of a group were and are, where these differ."""
    *sides, group = measurements
    old, new = (side.values[side.groups.index(group)] for side in sides) if sides else ([], [])
    codes = METHODOLOGY.measured
    return {
        one.code: (float(was), float(now))
        for one, was, now in zip(codes, old, new, strict=bool(sides))
        if repr(float(was)) != repr(float(now))
    }


def test_what_was_received_after_the_day_of_an_evaluation_moves_nothing(demo_store, before):
    """So that nothing is measured for it: a new record counts from the day of its submission."""
    late = {"recorded_on": (before.as_of + timedelta(days=1)).isoformat()}
    with demo_store.overlay() as draft:
        rows = [replace(row, cells=row.cells | late) for table in TIMELY for row in _rows(draft, table, Kind.NEW)]
        changed = changed_by(draft, rows)
        group = min(mentioned_groups(draft, changed))
        assert measure_changed(draft, changed, METHODOLOGY, {YEAR: before.as_of}, group) == ({}, {})
    with demo_store.rehearse() as draft:
        put_changed(draft, changed)
        same(before, evaluated(draft))


@pytest.mark.long
@pytest.mark.parametrize(
    ("table", "column"),
    # Changing every role would make several leads on one day, which is refused, and any of them the last one.
    [
        (one.name, name)
        for one in load_schema().tables.values()
        for name in one.columns
        if (one.name, name) != ("membership", "role")
    ],
)
def test_the_effect_of_any_column(demo_store, before, table, column):
    """A record takes over what another one has in the column: the evaluation is that of all data."""
    with demo_store.overlay() as draft:
        found = records_texts(draft, table)
        others = {cells[column] for cells in found}
        if column in load_schema().tables[table].key or len(others) == 1:
            pytest.skip("one value only, or the key")
        some = found[:: len(found) // 7 or 1]
        rows = [Row("F", table, {**cells, column: max(others - {cells[column]})}) for cells in some]
        after = evaluate_changed(draft, changed_by(draft, rows), before)
    with demo_store.rehearse() as draft:
        put_changed(draft, changed_by(draft, rows))
        same(after, evaluated(draft))


@pytest.mark.parametrize("kind", Kind)
def test_several_tables_at_once_upon_earlier_changes(demo_store, kind):
    """As with an objection beside those that were decided: what changed first is part of what is evaluated before."""
    tables = ("activity", "outcome", "review", "report")
    with demo_store.overlay() as draft:
        earlier = _rows(draft, "report", Kind.REMOVAL)[:2] + _rows(draft, "outcome", Kind.CHANGE)[:2]
        put_changed(draft, changed_by(draft, earlier))
        rows = [row for table in tables for row in _rows(draft, table, kind)[2:]]
        after = evaluate_changed(draft, changed_by(draft, rows), evaluated(draft))
    with demo_store.rehearse() as draft:
        put_changed(draft, changed_by(draft, earlier))
        put_changed(draft, changed_by(draft, rows))
        same(after, evaluated(draft))


def test_an_activity_that_was_held_in_another_year(demo_store, before):
    """It is not among the rows that are read for this year, and keeps the day on which it was recorded all the same."""
    with demo_store.overlay() as draft:
        found = records_texts(draft, "activity", "held_on < date '2025-01-01'")
        cells = {**found[-1], "held_on": "2025-06-01", "recorded_on": ""}
        changed = changed_by(draft, [Row("F", "activity", cells)])
        after = evaluate_changed(draft, changed, before)
    with demo_store.rehearse() as draft:
        put_changed(draft, changed)
        whole = evaluated(draft)
    same(after, whole)
    assert (after.measurement.rows != before.measurement.rows).any()


def test_every_table_is_tried():
    """A table that is added is added here too."""
    assert set(OWN_COLUMNS) == set(load_schema().tables)


def _rows(draft, table, kind):
    """Five records spread over a table, as a filing of this kind would make them."""
    found = records_texts(draft, table)
    column, value = OWN_COLUMNS[table]
    key = load_schema().tables[table].key
    made = []
    for at, cells in enumerate(found[:: max(len(found) // 5, 1)][:5]):
        if kind is Kind.REMOVAL:
            made.append(Row("F", table, {name: cells[name] for name in key}, is_removal=True))
        elif kind is Kind.CHANGE:
            made.append(Row("F", table, {**cells, column: value}))
        else:
            own = {key[-1]: "2019-01-01" if key[-1] == "joined_on" else f"new-{at}"}
            made.append(Row("F", table, {**cells, **own}))
    return made


@pytest.fixture
def own_store(demo_store, tmp_path):
    """A copy of the demonstration that may be written to."""
    copy_store(demo_store.address, tmp_path / "store")
    return open_store(tmp_path / "store")


def test_what_a_lead_and_an_evaluator_are_told(own_store):
    """The lead: raw values of its own group, before and after. The evaluator: the moves that entering then makes."""
    with own_store.read() as reading:
        [(item, group, lead)] = reading.fetch(
            "select plan_item_id, plan_item.group_id, membership.organization_id"
            " from plan_item join membership using (group_id) where completed_on is null and plan_item.organization_id"
            " is null and role = 'lead' and left_on is null and due_on between '2026-02-01' and '2026-05-30'"
            " order by plan_item_id limit 1"
        )
    actor = filing.acting(own_store, Viewer(Role.LEAD, "lead@example.org", lead))
    evaluator = filing.acting(own_store, Viewer(Role.EVALUATOR, "evaluator@example.org"))
    draft = filing.start(own_store, actor, "plan_item", group, kind=Kind.CHANGE, key=item)
    filing.save(own_store, actor, draft, {"completed_on": ("2026-06-01", 0)})
    draft = filing.find(own_store, actor, draft.id)
    told = filing.effect_of(own_store, actor, draft)
    assert {(one.group_id, one.indicator, one.period.code) for one in told} == {
        (group, "plan_completion", "2026"),
        (group, "plan_delay", "2026"),
    }
    assert all(one.after > one.before for one in told if one.indicator == "plan_completion")
    made = filing.submit(own_store, actor, draft.id)
    year = Period.parse("2026")
    effect = filing.effect_on_network(own_store, evaluator, [made.id], period=year)
    with own_store.rehearse() as before:
        earlier = _of_year(before, year)
    filing.enter(own_store, evaluator, [made.id])
    with own_store.rehearse() as after:
        later = _of_year(after, year)
    moved = {unit for unit in later if later[unit] != earlier.get(unit)}
    assert {one.group_id for one in effect.moves} == moved
    for move in effect.moves:
        assert (move.after.score, move.after.rank) == later[move.group_id]


def _of_year(draft, year):
    with draft.read() as reading:
        [found] = evaluate_each(reading, METHODOLOGY, [year])
    scores = found.scores
    return {
        unit: (float(scores.score[at]) if scores.rated[at] else None, int(scores.rank[at]) or None)
        for at, unit in enumerate(scores.units)
    }


def test_nobody_but_an_evaluator_is_told_of_other_groups(store, people, activity):
    """Moves of others would tell their unpublished results."""
    made = filing.submit(store, people.lead, activity().id)
    for other in (people.lead, people.member, people.partner):
        with pytest.raises(UsageError):
            filing.effect_on_network(store, other, [made.id])
    assert filing.effect_of(store, people.lead, filing.find(store, people.lead, made.id)) == ()
    assert date(2020, 1, 1) == store.current().date
