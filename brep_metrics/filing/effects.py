"""What filings do before they are entered: the evaluation of the generation plus the draft, by the same queries.

A filer sees raw values of its own groups only: points would tell an unpublished score, and other groups' values. An
evaluator sees what it does to every group. Only the rows on which figures of the groups that a filing mentions can
depend are measured again; a test compares every table with the evaluation of all of them.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from brep_metrics.errors import BrepError
from brep_metrics.evidence import measure, reading_tables
from brep_metrics.filing.checking import put_rows
from brep_metrics.filing.declared import GROUP
from brep_metrics.filing.entering import rows_of, to_enter
from brep_metrics.filing.records import key_of, record_texts
from brep_metrics.load_effect import Effect, moves_between
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import Period, latest_year
from brep_metrics.scoring import default_as_of, evaluate_each, evaluate_measured

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from brep_metrics.evidence import Measurement
    from brep_metrics.filing.actors import Actor
    from brep_metrics.filing.checking import Row
    from brep_metrics.filing.filings import Filing
    from brep_metrics.i18n import Title
    from brep_metrics.methodology import Methodology
    from brep_metrics.scoring import Evaluation
    from brep_metrics.store import Draft, Reading, Store

_OF_GROUPS = ("report", "plan_item", "activity", "outcome", "need", "issue", "membership", "target")
_OF_OUTCOMES = ("review", "showcase")
_PARTNERS, _OUTCOME = "partner_group_ids", "outcome_id"


@dataclass(frozen=True)
class RawChange:
    """The raw value of one indicator of one's own group, before and after; None where it has no data."""

    group_id: str
    period: Period
    indicator: str
    title: Title
    unit: str
    before: float | None
    after: float | None


def effect_of(store: Store, actor: Actor, filing: Filing) -> tuple[RawChange, ...]:
    """The indicators of the filer's own group that a filing changes, in the last full year and the one that runs.

    Raises:
        StoreError: the store cannot be read.

    """
    own = {filing.group_id} if filing.group_id else set()
    methodology = load_methodology(DEFAULT_METHODOLOGY)
    with store.overlay() as draft:
        rows, _ = rows_of(draft, actor, [filing])
        if not own or not rows:
            return ()
        periods = _years(draft.date)
        before = _measured(draft, methodology, periods, frozenset(own))
        put_rows(draft, rows)
        after = _measured(draft, methodology, periods, frozenset(own))
    return tuple(
        change
        for period in periods
        for group in sorted(own)
        for change in _raw_changes(methodology, period, group, before[period], after[period])
    )


def effect_on_network(
    store: Store,
    actor: Actor,
    ids: Iterable[int],
    *,
    period: Period | None = None,
    before: Evaluation | None = None,
) -> Effect:
    """Score, grade and rank of every group that entering filings together would move, for an evaluator.

    `before` is the evaluation of the current generation, if it is at hand; it is used where it is as of the same day.

    Raises:
        UsageError: `actor` is no evaluator, or one of the filings does not wait.

    """
    wanted = to_enter(store, actor, ids)
    methodology = before.methodology if before else load_methodology(DEFAULT_METHODOLOGY)
    with store.overlay() as draft:
        chosen = period or (before.period if before else latest_year(draft.date))
        try:
            earlier = _before(draft, methodology, chosen, before)
            rows, _ = rows_of(draft, actor, wanted)
            after = evaluation_after(draft, rows, earlier)
        except BrepError as error:
            return Effect(chosen, methodology, unknown=error.message)
    return Effect(chosen, methodology, moves_between(earlier, after), len(after.groups))


def evaluation_after(draft: Draft, rows: Sequence[Row], before: Evaluation) -> Evaluation:
    """Bring rows into a draft, and evaluate it: exactly what evaluating all of it would give.

    `before` is the evaluation of the draft as it is, as of the day that counts for its period.
    """
    mentioned = _mentioned(draft, rows)
    put_rows(draft, rows)
    methodology, period = before.methodology, before.period
    if mentioned is None:
        with draft.read() as reading:
            return evaluate_each(reading, methodology, [period])[0]
    only = _moved_by(methodology, rows)
    day = default_as_of(methodology, period, draft.date)
    with draft.read(as_of=day, about=mentioned) as counted:
        part = measure(counted, methodology, [period], only=only)[period]
        return evaluate_measured(counted, methodology, period, _patched(before.measurement, part, mentioned, only))


def _before(draft: Draft, methodology: Methodology, period: Period, known: Evaluation | None) -> Evaluation:
    if known is not None and draft.base is not None:
        same = (known.generation.id, known.period) == (draft.base.id, period)
        if same and known.as_of == default_as_of(methodology, period, draft.date):
            return known
    with draft.read() as reading:
        return evaluate_each(reading, methodology, [period])[0]


@contextmanager
def _counted(reading: Reading, methodology: Methodology, period: Period) -> Iterator[Reading]:
    with reading.known_on(default_as_of(methodology, period, reading.as_of)) as counted:
        yield counted


def _measured(
    draft: Draft, methodology: Methodology, periods: Sequence[Period], about: frozenset[str]
) -> Mapping[Period, Measurement]:
    found: dict[Period, Measurement] = {}
    with draft.read(about=about) as reading:
        for period in periods:
            with _counted(reading, methodology, period) as counted:
                found |= measure(counted, methodology, [period])
    return found


def _years(day: date) -> tuple[Period, ...]:
    return latest_year(day), Period.parse(f"{day.year:04}")


def _raw_changes(
    methodology: Methodology, period: Period, group: str, before: Measurement, after: Measurement
) -> Iterator[RawChange]:
    if group not in before.groups or group not in after.groups:
        return
    old, new = before.values[before.groups.index(group)], after.values[after.groups.index(group)]
    for at, indicator in enumerate(methodology.measured):
        if not (old[at] == new[at] or np.isnan([old[at], new[at]]).all()):
            sides = (None if np.isnan(side) else float(side) for side in (old[at], new[at]))
            yield RawChange(group, period, indicator.code, indicator.title, indicator.unit, *sides)


def _moved_by(methodology: Methodology, rows: Iterable[Row]) -> frozenset[str]:
    """The indicators that read a table of the rows; any one where there is none, since something must be measured."""
    found = reading_tables(methodology, {row.table for row in rows})
    return found or frozenset([methodology.measured[0].code])


def _patched(whole: Measurement, part: Measurement, groups: frozenset[str], indicators: frozenset[str]) -> Measurement:
    """The measurement of all groups and indicators with that of some put in place."""
    columns = [at for at, code in enumerate(whole.indicators) if code in indicators]
    at = [row for row, group in enumerate(whole.groups) if group in groups]
    own = [row for row, group in enumerate(part.groups) if group in groups]
    arrays = {}
    for name in ("values", "rows", "numerators", "denominators"):
        array = getattr(whole, name).copy()
        array[np.ix_(at, columns)] = getattr(part, name)[np.ix_(own, columns)]
        arrays[name] = array
    return replace(whole, **arrays)


def _mentioned(draft: Draft, rows: Iterable[Row]) -> frozenset[str] | None:
    """The groups whose figures the rows can change, before they are put; None where that can be any."""
    groups: set[str] = set()
    for row in rows:
        old = record_texts(draft, row.table, key_of(row.table, row.cells))
        sides = [side for side in (old, None if row.is_removal else row.cells) if side is not None]
        if row.table in _OF_OUTCOMES:
            outcomes = (record_texts(draft, "outcome", side[_OUTCOME]) for side in sides)
            sides = [side for side in outcomes if side is not None]
        elif row.table not in _OF_GROUPS:
            return None
        for side in sides:
            if not side[GROUP]:
                return None
            groups |= {side[GROUP], *side.get(_PARTNERS, "").split(";")}
    return frozenset(groups - {""})
