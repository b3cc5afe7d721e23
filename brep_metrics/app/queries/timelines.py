"""What the history of Timelines shows: scores and ranks over some periods, who moved most, and what happened beside."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import isnan
from typing import TYPE_CHECKING, NamedTuple

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.queries import results
from brep_metrics.app.queries.milestones import milestones
from brep_metrics.app.queries.ranking_frame import group_names
from brep_metrics.app.wording.formats import period_name
from brep_metrics.i18n import translator
from brep_metrics.scoring import Status

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from brep_metrics.app.queries.milestones import Milestone
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.i18n import Language
    from brep_metrics.periods import Period
    from brep_metrics.scoring import Evaluation

MAX_IN_COLOUR = 4
Values = tuple[float | None, ...]


class Move(NamedTuple):
    """The periods that the latest ranks belong to, and whose rank changed most between them, if anybody has both."""

    before: str
    after: str
    group_id: str | None = None
    from_rank: int = 0
    to_rank: int = 0


@dataclass(frozen=True)
class Timelines:
    """The history's figures, made once.

    `labels` name the `periods`, the earliest first; one that had not ended by its as-of date is called a part, and is
    among `parts`. `scores`
    and `ranks` have a value per period (None: not rated) of each group that was rated in any of them. `move` is that of
    the `chosen` groups, or of all; None where fewer than two periods have ranks, and then `rated_in` names the one that
    has, if any. `withheld` says that there are results which this reader is not to see yet. `key` is all that they
    depend on.
    """

    key: Hashable
    language: Language
    periods: tuple[Period, ...]
    labels: tuple[str, ...]
    parts: frozenset[str]
    names: Mapping[str, str]
    chosen: tuple[str, ...]
    scores: Mapping[str, Values]
    ranks: Mapping[str, Values]
    move: Move | None
    rated_in: str
    withheld: bool
    milestones: tuple[Milestone, ...]

    @property
    def in_colour(self) -> tuple[str, ...]:
        """The chosen groups; else all where they are few, such as a lead's own, or the one that the sentence names."""
        if not self.chosen and len(self.scores) <= MAX_IN_COLOUR:
            return tuple(self.scores)
        return self.chosen or ((self.move.group_id,) if self.move and self.move.group_id else ())

    @cached_property
    def answer(self) -> str:
        """Who moved most between the latest two whole periods."""
        _, move = translator(self.language).gettext, self.move
        if move is None:
            return self._no_move()
        if move.group_id is None:
            text = _("None of these groups was rated both in {before} and in {after}.")
            return text.format(before=move.before, after=move.after)
        text = (
            _("From {before} to {after}, {group} moved from rank {from_rank} to {to_rank}, the largest move.")
            if move.from_rank != move.to_rank
            else _("From {before} to {after}, no rank changed: {group} stays at {to_rank}.")
        )
        return text.format(**move._asdict(), group=self.names[move.group_id])

    def _no_move(self) -> str:
        """Why nobody's rank can have moved."""
        _ = translator(self.language).gettext
        if self.rated_in:
            text = (
                _("Only the result of {period} is published so far; a second one will show how the group developed.")
                if self.withheld
                else _("Only {period} has rated groups so far; a second period will show how they developed.")
            )
            return text.format(period=self.rated_in)
        if self.withheld:
            return _("No result is published yet, so there is no history of scores to show.")
        return _("No group is rated in any of these periods.")


@cached_for_selection(50)
def timelines(selection: Selection, periods: tuple[Period, ...], chosen: tuple[str, ...]) -> Timelines:
    """The history over these periods, the earliest first; `chosen` groups, if any, are those that it is about."""
    language, history = selection.visit.language, results.history(selection, periods)
    part = selection.visit.gettext("{period} (part)")
    titles = [period_name(period.code, language) for period in periods]
    labels = tuple(
        part.format(period=title) if one.is_running else title for title, one in zip(titles, history, strict=True)
    )
    return Timelines(
        key=(selection.key, periods, chosen),
        language=language,
        periods=periods,
        labels=labels,
        parts=frozenset(label for label, one in zip(labels, history, strict=True) if one.is_running),
        names=group_names(selection),
        chosen=chosen,
        scores=_over_time(selection, [_scores(one) for one in history]),
        ranks=_over_time(selection, [_ranks(one) for one in history]),
        move=_largest_move(history, chosen, language),
        rated_in=next((title for title, one in zip(titles, history, strict=True) if _ranks(one)), ""),
        withheld=any(Status.WITHHELD in one.scores.status for one in history),
        milestones=milestones(selection, periods, chosen),
    )


def _over_time(selection: Selection, found: Sequence[Mapping[str, float]]) -> dict[str, Values]:
    """By group, in the order of their names, for those that have any value."""
    values = {code: tuple(one.get(code) for one in found) for code in group_names(selection)}
    return {code: own for code, own in values.items() if any(one is not None for one in own)}


def _scores(evaluation: Evaluation) -> dict[str, float]:
    cells = zip(evaluation.scores.units, evaluation.scores.score.tolist(), strict=True)
    return {unit: score for unit, score in cells if not isnan(score)}


def _ranks(evaluation: Evaluation) -> dict[str, int]:
    cells = zip(evaluation.scores.units, evaluation.scores.rank.tolist(), strict=True)
    return {unit: rank for unit, rank in cells if rank}


def _largest_move(history: tuple[Evaluation, ...], chosen: tuple[str, ...], language: Language) -> Move | None:
    # The ranks of a part of a period would make the largest moves of all.
    rated = [(one.period, ranks) for one in history if not one.is_running and (ranks := _ranks(one))]
    if len(rated) < 2:  # noqa: PLR2004 - a development needs two ends
        return None
    before, after = (period_name(period.code, language) for period, _ in rated[-2:])
    first, last = (ranks for _, ranks in rated[-2:])
    both = [code for code in (chosen or last) if code in first and code in last]
    if not both:
        return Move(before, after)
    mover = max(both, key=lambda code: abs(first[code] - last[code]))
    return Move(before, after, mover, first[mover], last[mover])
