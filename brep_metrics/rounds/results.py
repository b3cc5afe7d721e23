"""The results of a round, computed from its terms and the generations that it names, and what would move them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from brep_metrics.load_effect import GroupMove, moves_between
from brep_metrics.record_effect import evaluate_changed
from brep_metrics.rounds.corrections import changed_by, patch
from brep_metrics.scoring import evaluate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brep_metrics.i18n import Title
    from brep_metrics.rounds.announced_terms import Terms
    from brep_metrics.rounds.claims import Claim, Correction
    from brep_metrics.rounds.state import Round
    from brep_metrics.scoring import Evaluation, Status
    from brep_metrics.store import Draft, Store


@dataclass(frozen=True)
class ExplainedMove:
    """What became of a group between notice and final: `claims` are its own that were upheld, which explain it.

    Without any, it moved because other results changed.
    """

    move: GroupMove
    claims: tuple[Claim, ...]


class GroupResult(NamedTuple):
    """What an evaluation says of one group; score, grade and rank are None or empty where it is not rated."""

    group_id: str
    name: Title
    score: float | None
    grade: str
    rank: int | None
    status: Status


def group_results(evaluation: Evaluation) -> tuple[GroupResult, ...]:
    """One line per group, ranked ones first and by rank."""
    scores = evaluation.scores
    rated = scores.rated
    found = [
        GroupResult(
            group.group_id,
            group.name,
            float(scores.score[row]) if rated[row] else None,
            scores.grade[row] or "",
            int(scores.rank[row]) or None,
            scores.status[row],
        )
        for row, group in enumerate(evaluation.groups)
    ]
    return tuple(sorted(found, key=lambda one: (one.rank is None, one.rank or 0, one.group_id)))


def evaluation_of(store: Store, terms: Terms, generation: str) -> Evaluation:
    """The evaluation by the terms of a round on one generation.

    Raises:
        UsageError: there is no such generation, or its file was pruned.

    """
    with store.read(generation, as_of=terms.as_of) as reading:
        return evaluate(reading, terms.methodology, terms.period)


def corrected(draft: Draft, terms: Terms, corrections: Sequence[Correction]) -> Evaluation:
    """The evaluation on a draft of the fixed data after corrections, which were checked when they were made."""
    patch(draft, corrections)
    with draft.read(as_of=terms.as_of) as reading:
        return evaluate(reading, terms.methodology, terms.period)


def effect(
    store: Store, round_: Round, corrections: Sequence[Correction], before: Evaluation | None = None
) -> tuple[GroupMove, ...]:
    """What more corrections would do to the results, beside those decided already: every group that they move.

    `before` is the evaluation with the decided corrections where it is at hand, which is half of the work.

    """
    if round_.fixed is None:
        return ()
    if before is None:
        before = as_decided(store, round_)
    with store.overlay(parent=round_.fixed) as draft:
        patch(draft, round_.corrections)
        after = evaluate_changed(draft, changed_by(draft, corrections), before)
    return moves_between(before, after)


def as_decided(store: Store, round_: Round) -> Evaluation:
    """The evaluation of the fixed data with the corrections that are decided so far.

    Raises:
        ValueError: the data are not fixed yet.

    """
    if round_.fixed is None:
        raise ValueError(round_.id)
    if not round_.corrections:
        return evaluation_of(store, round_.terms, round_.fixed)
    with store.overlay(parent=round_.fixed) as draft:
        return corrected(draft, round_.terms, round_.corrections)


def final_moves(store: Store, round_: Round) -> tuple[ExplainedMove, ...]:
    """What changed from notice to final, with the upheld claims of each group that moved."""
    if round_.noticed is None or round_.final is None or round_.noticed == round_.final:
        return ()
    before, after = (evaluation_of(store, round_.terms, name) for name in (round_.noticed, round_.final))
    upheld = [claim for claim in round_.objections if claim.decision and claim.decision.corrections]
    return tuple(
        ExplainedMove(move, tuple(claim for claim in upheld if claim.group == move.group_id))
        for move in moves_between(before, after)
    )
