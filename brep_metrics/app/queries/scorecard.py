"""One group in one evaluation: what its scorecard says, taken from the arrays of all groups."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brep_metrics.app.cache import cached
from brep_metrics.app.queries import results
from brep_metrics.app.wording.formats import measured
from brep_metrics.app.wording.grades import ShownGrade, shown_grades
from brep_metrics.i18n import N_
from brep_metrics.scoring import Status

if TYPE_CHECKING:
    from collections.abc import Hashable

    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.scoring import Evaluation

# Why an indicator's points need a second look.
ABOVE, BELOW, TREATED = N_("above the goalposts"), N_("below the goalposts"), N_("outlier treated")
NO_DATA_WORST, NO_DATA_SKIPPED = N_("no data: scored lowest"), N_("no data: weight moved to its siblings")
NO_DATA_MEDIAN = N_("no data: the median stands in")


@dataclass(frozen=True)
class Dimension:
    """A node directly below the root: the group's value, the median of the rated groups, and that of its sector's."""

    code: str
    title: str
    value: float | None
    median: float | None
    sector: float | None


@dataclass(frozen=True)
class GateState:
    """A gate: its title, whether the group failed it, whether that lowered the grade, and to what at most."""

    title: str
    failed: bool
    caps: bool
    at_most: str


@dataclass(frozen=True)
class ScorecardModel:
    """The row of one group in an evaluation and, where it was rated then, in the one before."""

    selection: Selection
    evaluation: Evaluation
    row: int
    before: tuple[Evaluation, int] | None

    @classmethod
    def of(cls, selection: Selection, group_id: str) -> ScorecardModel | None:
        """The card of a group; None where it did not exist in the period."""
        evaluation = results.evaluation(selection)
        if group_id not in evaluation.scores.units:
            return None
        before = results.evaluation(selection, selection.period.previous())
        units = before.scores.units
        earlier = (before, units.index(group_id)) if group_id in units else None
        return cls(selection, evaluation, evaluation.scores.units.index(group_id), earlier)

    @cached_property
    def key(self) -> Hashable:
        """All that changes what the card says."""
        return self.selection.key, self.group_id

    @property
    def group_id(self) -> str:
        """The group's code."""
        return self.evaluation.scores.units[self.row]

    @property
    def status(self) -> Status:
        """Whether it is rated, and if not, why."""
        return self.evaluation.scores.status[self.row]

    @property
    def rated(self) -> bool:
        """Whether it has a score."""
        return self.status is Status.RATED

    @property
    def rated_groups(self) -> int:
        """How many groups have a rank."""
        return results.distribution(self.selection).groups or 0

    @property
    def withheld(self) -> bool:
        """Whether it may have a score that this reader is not to see yet."""
        return self.status is Status.WITHHELD

    @property
    def score(self) -> float:
        """The rounded score; nan where it is not rated."""
        return float(self.evaluation.scores.score[self.row])

    @property
    def rank(self) -> int:
        """The rank; 0 for none."""
        return int(self.evaluation.scores.rank[self.row])

    @property
    def coverage(self) -> float:
        """Share of the weights with data."""
        return float(self.evaluation.scores.coverage[self.row])

    @property
    def over_quota(self) -> bool:
        """Whether a quota lowered the grade."""
        return bool(self.evaluation.scores.over_quota[self.row])

    @property
    def score_change(self) -> float | None:
        """Points won or lost since the previous period; None where it was not rated in both."""
        if self.before is None:
            return None
        evaluation, row = self.before
        change = self.score - float(evaluation.scores.score[row])
        return None if math.isnan(change) else change

    @property
    def rank_change(self) -> int | None:
        """Places won since the previous period."""
        if self.before is None or not self.rank:
            return None
        evaluation, row = self.before
        earlier = int(evaluation.scores.rank[row])
        return earlier - self.rank if earlier else None

    @property
    def grade(self) -> ShownGrade | None:
        """The grade, None where it is not rated."""
        code = self.evaluation.scores.grade[self.row]
        return shown_grades(self.selection.methodology, self.selection.visit.language)[code] if code else None

    @property
    def gates(self) -> list[GateState]:
        """Every gate of the methodology, as this group stands to it."""
        methodology, language = self.selection.methodology, self.selection.visit.language
        grades = shown_grades(methodology, self.selection.visit.language)
        scores = self.evaluation.scores
        return [
            GateState(
                title=gate.title.text(language) or gate.indicator,
                failed=bool(scores.failed_gates[self.row, position]),
                caps=gate.indicator in scores.capped_by[self.row],
                at_most=grades[gate.caps_at].word,
            )
            for position, gate in enumerate(methodology.gates)
        ]

    @cached_property
    def dimensions(self) -> list[Dimension]:
        """The nodes below the root, in the methodology's order."""
        methodology, scores = self.selection.methodology, self.evaluation.scores
        language = self.selection.visit.language
        medians = results.distribution(self.selection).nodes
        within = results.distribution(self.selection, self.evaluation.groups[self.row].sector_id).nodes
        return [
            Dimension(
                node.code,
                node.title.text(language) or node.code,
                _known(scores.nodes[self.row, at]),
                _known(medians[at]),
                _known(within[at]),
            )
            for at, node in enumerate(methodology.nodes)
            if node.parent == methodology.root.code
        ]

    def extreme_dimension(self, *, strongest: bool) -> str:
        """The title of the dimension that lies farthest above (or below) the median."""
        known = [one for one in self.dimensions if one.value is not None and one.median is not None]
        pick = max if strongest else min
        return pick(known, key=lambda one: (one.value or 0) - (one.median or 0)).title if known else ""

    @property
    @cached(1000, key=lambda self: self.key)
    def indicators(self) -> pd.DataFrame:
        """One row an indicator that is scored.

        Columns: code, dimension, title, value (text with its unit), points (on the scale), median (points of the rated
        groups), weight (percent of the group's total), rows, flag.
        """
        methodology, scores = self.selection.methodology, self.evaluation.scores
        language = self.selection.visit.language
        tops = {code: title for node in self.dimensions for code, title in self._below(node.code, node.title)}
        medians = results.distribution(self.selection).normalised
        values = scores.values[self.row]  # noqa: PD011 - an array of ours, no frame
        counted = self.evaluation.measurement
        where = counted.groups.index(self.group_id)
        return pd.DataFrame(
            [
                {
                    "code": one.code,
                    "dimension": tops.get(one.code, ""),
                    "title": one.title.text(language) or one.code,
                    "value": measured(values[at], one.unit, language),
                    "points": scores.normalised[self.row, at],
                    "median": medians[at],
                    "weight": scores.weights[self.row, at] * 100,
                    "rows": int(counted.rows[where, counted.indicators.index(one.code)]),
                    "flag": self._flag(at, missing=bool(np.isnan(values[at]))),
                }
                for at, one in enumerate(methodology.scored)
            ]
        )

    def _below(self, code: str, title: str) -> list[tuple[str, str]]:
        found = []
        for child in self.selection.methodology.children(code):
            found += [(child.code, title), *self._below(child.code, title)]
        return found

    def _flag(self, at: int, *, missing: bool) -> str:
        scores, indicator = self.evaluation.scores, self.selection.methodology.scored[at]
        _ = self.selection.visit.gettext
        if missing:
            rules = {"worst": NO_DATA_WORST, "median": NO_DATA_MEDIAN}
            return _(rules.get(indicator.missing, NO_DATA_SKIPPED))
        if scores.treated[self.row, at]:
            return _(TREATED)
        return {1: _(ABOVE), -1: _(BELOW)}.get(int(scores.clipped[self.row, at]), "")


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
