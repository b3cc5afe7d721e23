"""The evaluation after single records change: exactly that of all data, measured where figures can move and no further.

A value depends on its indicator's tables and, for most of these, on the rows about its own group. So only indicators
that read a changed table are measured again, for the groups that the changed records are about, over copies of these
groups' rows; then all groups are scored, since a range or a rank may move with any value.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from brep_metrics.evidence import measure, reading_columns, words_of
from brep_metrics.intake import put
from brep_metrics.scoring import evaluate, evaluate_measured
from brep_metrics.store.declarations import RECORDED_ON, declared_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from brep_metrics.evidence import Measurement
    from brep_metrics.methodology import Methodology
    from brep_metrics.periods import Period
    from brep_metrics.scoring import Evaluation
    from brep_metrics.store import Draft, Overlay
    from brep_metrics.store.declarations import DeclaredColumn

    Cells = Mapping[str, str]

_GROUP, _PARTNERS, _OUTCOME = "group_id", "partner_group_ids", "outcome_id"
_OF_GROUPS = ("report", "plan_item", "activity", "outcome", "need", "issue", "membership", "target")
_OF_OUTCOMES = ("review", "showcase")
_EXISTENCE = "working_group"
_DESCRIBING = {"working_group", "sector", "membership", "organization"}
"""The tables from which `scoring.Group` is made."""


class ChangedRecord(NamedTuple):
    """All cells of a record as texts, before and after; None where it was or is not there."""

    table: str
    before: Cells | None
    after: Cells | None


def put_changed(draft: Draft, changed: Iterable[ChangedRecord]) -> None:
    """Bring changed records into a draft, unchecked."""
    records: dict[str, list[Cells]] = {}
    removed: dict[str, list[Cells]] = {}
    for table, before, after in changed:
        if after is not None:
            # Said here, since a narrowed draft may not hold the record from which it would be kept.
            kept = after.get(RECORDED_ON) or (before or {}).get(RECORDED_ON, "")
            records.setdefault(table, []).append({**after, RECORDED_ON: kept})
        elif before is not None:
            removed.setdefault(table, []).append(before)
    put(draft, records, removed)


def evaluate_changed(draft: Overlay, changed: Sequence[ChangedRecord], before: Evaluation) -> Evaluation:
    """Bring changed records into a draft, and evaluate it: exactly what evaluating all of it would give.

    `before` is the evaluation of the draft as it is. The draft shows little else than what changes afterwards.
    """
    methodology, period = before.methodology, before.period
    tables = {one.table for one in changed}
    groups = mentioned_groups(draft, changed)
    only = _moved_indicators(methodology, changed, before.as_of)
    same_groups = before if tables.isdisjoint(_DESCRIBING) else None
    # The period is set by measuring, so that something must be measured.
    codes = only or frozenset([methodology.measured[0].code])
    words = _words_of(codes)
    if groups is not None and only:
        draft.narrow(groups, [period], words if same_groups else words - _DESCRIBING)
    put_changed(draft, changed)
    with draft.read(as_of=before.as_of, tables=words if same_groups else None) as reading:
        if _EXISTENCE in tables:
            return evaluate(reading, methodology, period)
        part = measure(reading, methodology, [period], only=codes)[period]
        whole = _patched(before.measurement, part, groups, codes if only else ())
        return evaluate_measured(reading, methodology, period, whole, same_groups=same_groups)


def measure_changed(
    draft: Overlay, changed: Sequence[ChangedRecord], methodology: Methodology, days: Mapping[Period, date], group: str
) -> tuple[dict[Period, Measurement], dict[Period, Measurement]]:
    """The values of one group before and after records change in a draft, of periods as of a day each.

    Only what the records can move is measured: indicators and periods that are left out are the same in both.
    """
    moved = {period: _moved_indicators(methodology, changed, day) for period, day in days.items()}
    wanted = {period: only for period, only in moved.items() if only}
    if not wanted:
        return {}, {}
    draft.narrow(frozenset([group]), list(wanted), _words_of(chain(*wanted.values())))
    with ExitStack() as stack:
        readings = {
            period: stack.enter_context(draft.read(as_of=days[period], tables=_words_of(only)))
            for period, only in wanted.items()
        }

        def measured() -> dict[Period, Measurement]:
            return {
                period: measure(readings[period], methodology, [period], only=only)[period]
                for period, only in wanted.items()
            }

        before = measured()
        put_changed(draft, changed)
        return before, measured()


def _words_of(codes: Iterable[str]) -> frozenset[str]:
    """The words of indicators' queries, among which are the tables that they read, and that of the groups."""
    return frozenset([_EXISTENCE, *chain(*map(words_of, codes))])


def _moved_indicators(methodology: Methodology, changed: Iterable[ChangedRecord], day: date) -> frozenset[str]:
    """The indicators that read, as of a day, any column in which records differ before and after."""
    columns: dict[str, set[str] | None] = {}
    for one in changed:
        before, after = (_seen_on(day, one.table, side) for side in (one.before, one.after))
        if before == after:
            continue
        known, own = columns.setdefault(one.table, set()), _differing(before, after)
        columns[one.table] = None if known is None or own is None else known | own
    return reading_columns(methodology, columns)


def _seen_on(day: date, table: str, cells: Cells | None) -> Cells | None:
    """The cells of a record as a reading as of a day shows them; None where it does not show the record."""
    last = day.isoformat()
    if cells is None or cells.get(RECORDED_ON, "") > last:
        return None
    later = {
        column.name: column.before or "" for column in declared_table(table).columns if _is_later(column, cells, last)
    }
    return {**cells, **later}


def _is_later(column: DeclaredColumn, cells: Cells, last: str) -> bool:
    return column.event is not None and cells.get(column.event, "") > last


def _differing(before: Cells | None, after: Cells | None) -> set[str] | None:
    """The columns in which two states of a record differ; None, for all, where there is but one."""
    if before is None or after is None:
        return None
    return {name for name, cell in before.items() if after.get(name, "") != cell}


def mentioned_groups(draft: Overlay, changed: Iterable[ChangedRecord]) -> frozenset[str] | None:
    """The groups whose figures the records can change, before they are put; None where that can be any."""
    groups: set[str] = set()
    for table, *sides in changed:
        for side in sides:
            if side is None:
                continue
            if table in _OF_OUTCOMES:
                groups.update(_groups_of_outcome(draft, side[_OUTCOME]))
            elif table in _OF_GROUPS and side[_GROUP]:
                groups |= {side[_GROUP], *side.get(_PARTNERS, "").split(";")}
            else:
                return None
    return frozenset(groups - {""})


def _groups_of_outcome(draft: Overlay, outcome: str) -> Iterator[str]:
    sql = f"select {_GROUP}, {_PARTNERS} from outcome where {_OUTCOME} = $outcome"  # noqa: S608 - the names above
    for group, partners in draft.fetch(sql, {"outcome": outcome}):
        yield from (group or "", *(partners or ()))


def _patched(
    whole: Measurement, part: Measurement, groups: frozenset[str] | None, indicators: Collection[str]
) -> Measurement:
    """The measurement of all groups and indicators with that of some put in place."""
    columns = [at for at, code in enumerate(whole.indicators) if code in indicators]
    at = [row for row, group in enumerate(whole.groups) if groups is None or group in groups]
    own = [row for row, group in enumerate(part.groups) if groups is None or group in groups]
    arrays = {}
    for name in ("values", "rows", "numerators", "denominators"):
        array = getattr(whole, name).copy()
        array[np.ix_(at, columns)] = getattr(part, name)[np.ix_(own, columns)]
        arrays[name] = array
    return replace(whole, **arrays)
