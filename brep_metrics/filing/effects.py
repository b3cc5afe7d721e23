"""What filings do before they are entered: the evaluation of the generation plus the draft, by the same queries.

A filer sees raw values of its own groups only: points would tell an unpublished score, and other groups' values. An
evaluator sees what it does to every group.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from brep_metrics.errors import BrepError
from brep_metrics.filing.entering import rows_of, to_enter
from brep_metrics.filing.records import key_of, record_texts
from brep_metrics.load_effect import Effect, moves_between
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import Period, latest_year
from brep_metrics.record_effect import ChangedRecord, evaluate_changed, measure_changed
from brep_metrics.scoring import default_as_of, evaluate_each

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from brep_metrics.evidence import Measurement
    from brep_metrics.filing.actors import Actor
    from brep_metrics.filing.checking import Row
    from brep_metrics.filing.filings import Filing
    from brep_metrics.i18n import Title
    from brep_metrics.methodology import Methodology
    from brep_metrics.scoring import Evaluation
    from brep_metrics.store import Draft, Store


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
    group = filing.group_id
    if group is None:
        return ()
    methodology = load_methodology(DEFAULT_METHODOLOGY)
    with store.overlay() as draft:
        rows, _ = rows_of(draft, actor, [filing])
        days = {period: default_as_of(methodology, period, draft.date) for period in _years(draft.date)}
        before, after = measure_changed(draft, changed_by(draft, rows), methodology, days, group)
    return tuple(
        change
        for period in before
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

    Left out are the groups whose records are closed to them.
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
            after = evaluate_changed(draft, changed_by(draft, rows), earlier)
        except BrepError as error:
            return Effect(chosen, methodology, unknown=error.message)
    moves = tuple(move for move in moves_between(earlier, after) if actor.scope.may_see(move.group_id))
    return Effect(chosen, methodology, moves, len(after.groups))


def changed_by(draft: Draft, rows: Iterable[Row]) -> list[ChangedRecord]:
    """What rows change in a draft that does not hold them yet."""
    return [
        ChangedRecord(row.table, before, None if row.is_removal else row.cells)
        for row in rows
        for before in [record_texts(draft, row.table, key_of(row.table, row.cells))]
    ]


def _before(draft: Draft, methodology: Methodology, period: Period, known: Evaluation | None) -> Evaluation:
    if known is not None and draft.base is not None:
        same = (known.generation.id, known.period) == (draft.base.id, period)
        if same and known.as_of == default_as_of(methodology, period, draft.date):
            return known
    with draft.read() as reading:
        return evaluate_each(reading, methodology, [period])[0]


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
