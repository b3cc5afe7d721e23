"""What a load does to the ranking: the groups whose score, grade or rank it moves, by the default methodology.

Computed on the draft before it is published, by the same evaluation as any other figure, over the last full year.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from brep_metrics import intake
from brep_metrics.errors import BrepError
from brep_metrics.i18n import N_, Message
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import latest_year
from brep_metrics.scoring import evaluate_each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager
    from datetime import date
    from pathlib import Path

    from brep_metrics.i18n import Title
    from brep_metrics.intake import Report
    from brep_metrics.intake.batch import Progress
    from brep_metrics.methodology import Methodology
    from brep_metrics.periods import Period
    from brep_metrics.scoring import Evaluation
    from brep_metrics.store import Draft, Generation, Reading, Store


class Result(NamedTuple):
    """What an evaluation says of one group; score and rank are None and the grade empty where it is not rated."""

    status: str
    score: float | None
    grade: str
    rank: int | None


@dataclass(frozen=True)
class GroupMove:
    """A group whose result the load changes; a side is None where the group did not exist in the period."""

    group_id: str
    name: Title
    before: Result | None
    after: Result | None


@dataclass(frozen=True)
class Effect:
    """The moves, those of the highest rank first; or `unknown`, which says why nothing could be compared."""

    period: Period
    methodology: Methodology
    moves: tuple[GroupMove, ...] = ()
    groups: int = 0
    unknown: Message | None = None


@dataclass(frozen=True)
class Preview:
    """What a load does: the report on its files, and the effect, which is None where the files have faults."""

    report: Report
    effect: Effect | None


def preview(
    store: Store,
    paths: Iterable[Path | str],
    *,
    remove: Iterable[Path | str] = (),
    today: date | None = None,
    progress: Progress | None = None,
) -> Preview:
    """Check files as `intake.check` does, and say what loading them would do.

    Raises:
        UsageError, StoreError: what `intake.check` raises.

    """
    found: list[Effect] = []
    report = intake.check(
        store,
        paths,
        remove=remove,
        today=today,
        progress=progress,
        examine=lambda _, draft: found.append(effect_on_ranking(store, draft)),
    )
    return Preview(report, found[0] if found else None)


def load_and_compare(
    store: Store,
    paths: Iterable[Path | str],
    *,
    who: str,
    why: str,
    remove: Iterable[Path | str] = (),
    today: date | None = None,
    progress: Progress | None = None,
) -> tuple[Generation, Preview]:
    """Load files as `intake.load` does, and say what that did.

    Raises:
        FaultsError, UsageError, StoreError: what `intake.load` raises.

    """
    found: list[Preview] = []
    made = intake.load(
        store,
        paths,
        who=who,
        why=why,
        remove=remove,
        today=today,
        progress=progress,
        examine=lambda report, draft: found.append(Preview(report, effect_on_ranking(store, draft))),
    )
    # A load that was built again on a newer generation was examined again.
    return made, found[-1]


def effect_on_ranking(store: Store, draft: Draft) -> Effect:
    """What publishing the draft would change in the ranking of the last full year before its date."""
    return _effect(draft.read, store, draft.base, draft.date)


def effect_of_generation(store: Store, generation: Generation, base: Generation | None) -> Effect:
    """What a generation changed in that ranking, compared with the one before it, None for the first."""
    return _effect(lambda: store.read(generation.id), store, base, generation.date)


def _effect(
    read: Callable[[], AbstractContextManager[Reading]], store: Store, base: Generation | None, day: date
) -> Effect:
    period, methodology = latest_year(day), load_methodology(DEFAULT_METHODOLOGY)
    try:
        with read() as reading:
            (after,) = evaluate_each(reading, methodology, [period])
        before = _before(store, base, methodology, period)
    except BrepError as error:
        return Effect(period, methodology, unknown=error.message)
    if not after.groups and not (before and before.groups):
        none = Message(N_("no working group existed in {period}"), {"period": period.code})
        return Effect(period, methodology, unknown=none)
    return Effect(period, methodology, moves_between(before, after), len(after.groups))


def _before(store: Store, base: Generation | None, methodology: Methodology, period: Period) -> Evaluation | None:
    if base is None:
        return None
    with store.read(base.id) as reading:
        return evaluate_each(reading, methodology, [period])[0]


def moves_between(before: Evaluation | None, after: Evaluation) -> tuple[GroupMove, ...]:
    """The groups whose status, score, grade or rank differs, those of the highest rank first."""
    earlier, later = (_results(before) if before else {}), _results(after)
    names = {group.group_id: group.name for one in (before, after) if one for group in one.groups}
    moved = [
        GroupMove(group_id, names[group_id], earlier.get(group_id), later.get(group_id))
        for group_id in names
        if earlier.get(group_id) != later.get(group_id)
    ]
    return tuple(sorted(moved, key=_place))


def _results(evaluation: Evaluation) -> dict[str, Result]:
    scores = evaluation.scores
    rated = scores.rated
    return {
        unit: Result(
            str(scores.status[row]),
            float(scores.score[row]) if rated[row] else None,
            scores.grade[row] or "",
            int(scores.rank[row]) or None,
        )
        for row, unit in enumerate(scores.units)
    }


def _place(move: GroupMove) -> tuple[float, float, str]:
    ranks = [float("inf") if side is None or side.rank is None else side.rank for side in (move.after, move.before)]
    return ranks[0], ranks[1], move.group_id
