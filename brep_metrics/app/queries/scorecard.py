"""What the Scorecard shows: one group in one evaluation, taken from the arrays of all groups."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.queries import results
from brep_metrics.app.queries.ranking_frame import group_names
from brep_metrics.app.wording.formats import measured, number, period_name
from brep_metrics.app.wording.grades import ShownGrade, shown_grades
from brep_metrics.i18n import N_, translator
from brep_metrics.scoring import STATUS_TEXTS, Status

if TYPE_CHECKING:
    from collections.abc import Hashable

    from brep_metrics.access import Distribution
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.evidence import Measurement
    from brep_metrics.i18n import Language
    from brep_metrics.methodology import Methodology
    from brep_metrics.scoring import Evaluation, Scores

# Why an indicator's points need a second look.
ABOVE, BELOW, TREATED = N_("above the goalposts"), N_("below the goalposts"), N_("outlier treated")
NO_DATA_WORST, NO_DATA_SKIPPED = N_("no data: scored lowest"), N_("no data: weight moved to its siblings")
NO_DATA_MEDIAN = N_("no data: the median is used instead")


@dataclass(frozen=True)
class Dimension:
    """A node directly below the root: the group's value, the median of the rated groups, and that of its sector's."""

    code: str
    title: str
    value: float | None
    median: float | None
    sector: float | None

    @property
    def beyond_median(self) -> float | None:
        """How far the group is above the median (or below), where both are known."""
        return None if self.value is None or self.median is None else self.value - self.median


@dataclass(frozen=True)
class GateState:
    """A gate: its title, whether the group failed it, whether that lowered the grade, and to what at most."""

    title: str
    failed: bool
    caps: bool
    at_most: str


@dataclass(frozen=True)
class ScorecardModel:
    """The page's figures, made once; `key` is all that they depend on.

    `score` is nan and `rank` 0 where there is none; the changes are since the period before, None where the group was
    not rated in both. `rank_interval` are the 5th and the 95th percentile of its rank, for those who may know, and
    `median_score` is the median of all scores. `indicators` has one row per indicator that is scored: code, dimension,
    title, value (text with its unit), points (on the scale), median (points of the rated groups), weight (percent of
    the group's total), rows, flag. `measurement` holds what the evidence rows add up to.
    """

    key: Hashable
    language: Language
    methodology: Methodology
    group_id: str
    name: str
    period: str
    period_before: str
    status: Status
    score: float
    score_change: float | None
    rank: int
    rank_change: int | None
    rated_groups: int
    rank_interval: tuple[int, int] | None
    median_score: float | None
    coverage: float
    grade: ShownGrade | None
    over_quota: bool
    gates: tuple[GateState, ...]
    dimensions: tuple[Dimension, ...]
    indicators: pd.DataFrame
    measurement: Measurement
    are_records_open: bool

    @property
    def rated(self) -> bool:
        """Whether it has a score."""
        return self.status is Status.RATED

    @property
    def withheld(self) -> bool:
        """Whether it may have a score that this reader is not to see yet."""
        return self.status is Status.WITHHELD

    def answer(self, *, brief: bool = False) -> str:
        """How the group did; unless `brief`, with the dimensions in which it is strongest and weakest."""
        _ = translator(self.language).gettext
        values: dict[str, object] = {"group": self.name, "period": self.period}
        if self.withheld:
            return _("The result of {group} for {period} is not published yet.").format(**values)
        if not self.rated:
            return _("In {period}, {group} is {status}.").format(**values, status=_(STATUS_TEXTS[self.status]))
        values |= {
            "score": number(self.score, self.language, self.methodology.round),
            "rank": self.rank,
            "rated": self.rated_groups,
        }
        known = [one for one in self.dimensions if one.beyond_median is not None]
        if brief or not known:
            return _("{group} scores {score} in {period}, rank {rank} of {rated}.").format(**values)
        strongest, weakest = (pick(known, key=lambda one: one.beyond_median or 0).title for pick in (max, min))
        text = _(
            "{group} scores {score} in {period}, rank {rank} of {rated}; against the median it is strongest in "
            "{strongest} and weakest in {weakest}."
        )
        return text.format(**values, strongest=strongest, weakest=weakest)


@cached_for_selection(1000)
def scorecard(selection: Selection, group_id: str) -> ScorecardModel | None:
    """The card of a group; None where it did not exist in the period."""
    evaluation, methodology = results.evaluation(selection), selection.methodology
    scores, language = evaluation.scores, selection.visit.language
    if group_id not in scores.units:
        return None
    row, before = scores.units.index(group_id), selection.period.previous()
    grades, distribution = shown_grades(methodology, language), results.distribution(selection)
    dimensions = _dimensions(selection, evaluation, row, distribution)
    code, (score_change, rank_change) = scores.grade[row], _changes(selection, scores, row)
    return ScorecardModel(
        key=(selection.key, group_id),
        language=language,
        methodology=methodology,
        group_id=group_id,
        name=group_names(selection)[group_id],
        period=period_name(selection.period.code, language),
        period_before=period_name(before.code, language),
        status=scores.status[row],
        score=float(scores.score[row]),
        score_change=score_change,
        rank=int(scores.rank[row]),
        rank_change=rank_change,
        rated_groups=distribution.groups or 0,
        rank_interval=results.rank_interval(selection, group_id),
        median_score=_known(distribution.quartiles[1]),
        coverage=float(scores.coverage[row]),
        grade=grades[code] if code else None,
        over_quota=bool(scores.over_quota[row]),
        gates=_gates(scores, row, methodology, language),
        dimensions=dimensions,
        indicators=_indicators(evaluation, row, dimensions, distribution, language),
        measurement=evaluation.measurement,
        are_records_open=selection.visit.access_scope.may_see(group_id),
    )


def _changes(selection: Selection, scores: Scores, row: int) -> tuple[float | None, int | None]:
    """Points and places won since the period before."""
    before, unit = results.evaluation(selection, selection.period.previous()).scores, scores.units[row]
    if unit not in before.units:
        return None, None
    earlier = before.units.index(unit)
    points = float(scores.score[row]) - float(before.score[earlier])
    rank, rank_before = int(scores.rank[row]), int(before.rank[earlier])
    return None if math.isnan(points) else points, rank_before - rank if rank and rank_before else None


def _gates(scores: Scores, row: int, methodology: Methodology, language: Language) -> tuple[GateState, ...]:
    """Every gate of the methodology, with what it means for this group."""
    grades = shown_grades(methodology, language)
    return tuple(
        GateState(
            title=gate.title.text(language) or gate.indicator,
            failed=bool(scores.failed_gates[row, position]),
            caps=gate.indicator in scores.capped_by[row],
            at_most=grades[gate.caps_at].word,
        )
        for position, gate in enumerate(methodology.gates)
    )


def _dimensions(
    selection: Selection, evaluation: Evaluation, row: int, distribution: Distribution
) -> tuple[Dimension, ...]:
    """The nodes below the root, in the methodology's order."""
    methodology, language = selection.methodology, selection.visit.language
    within = results.distribution(selection, evaluation.groups[row].sector_id).nodes
    return tuple(
        Dimension(
            node.code,
            node.title.text(language) or node.code,
            _known(evaluation.scores.nodes[row, at]),
            _known(distribution.nodes[at]),
            _known(within[at]),
        )
        for at, node in enumerate(methodology.nodes)
        if node.parent == methodology.root.code
    )


def _indicators(
    evaluation: Evaluation, row: int, dimensions: tuple[Dimension, ...], distribution: Distribution, language: Language
) -> pd.DataFrame:
    scores, methodology, counted = evaluation.scores, evaluation.methodology, evaluation.measurement
    tops = {code: one.title for one in dimensions for code in _below(methodology, one.code)}
    values = scores.values[row]  # noqa: PD011 - an array of ours, no frame
    where = counted.groups.index(scores.units[row])
    return pd.DataFrame(
        [
            {
                "code": one.code,
                "dimension": tops.get(one.code, ""),
                "title": one.title.text(language) or one.code,
                "value": measured(values[at], one.unit, language),
                "points": scores.normalised[row, at],
                "median": distribution.normalised[at],
                "weight": scores.weights[row, at] * 100,
                "rows": int(counted.rows[where, counted.indicators.index(one.code)]),
                "flag": _flag(evaluation, row, at, language),
            }
            for at, one in enumerate(methodology.scored)
        ]
    )


def _below(methodology: Methodology, code: str) -> list[str]:
    children = [child.code for child in methodology.children(code)]
    return [*children, *(one for child in children for one in _below(methodology, child))]


def _flag(evaluation: Evaluation, row: int, at: int, language: Language) -> str:
    _, scores = translator(language).gettext, evaluation.scores
    if np.isnan(scores.values[row, at]):  # noqa: PD011 - an array of ours, no frame
        rules = {"worst": NO_DATA_WORST, "median": NO_DATA_MEDIAN}
        return _(rules.get(evaluation.methodology.scored[at].missing, NO_DATA_SKIPPED))
    if scores.treated[row, at]:
        return _(TREATED)
    return {1: _(ABOVE), -1: _(BELOW)}.get(int(scores.clipped[row, at]), "")


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
