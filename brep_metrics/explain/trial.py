"""Trials: the network scored again with values of one unit changed, and how far a value may usefully change.

An indicator goes no further than brings points: to its far goalpost or step, to what a gate or an adjustment asks
for, and where the network itself is the measure, to the best value found in it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from brep_metrics.normalise import goalposts_of
from brep_metrics.scoring import Conditions, Scores, score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from brep_metrics.methodology import Indicator, Methodology

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Trial:
    """The network as it is, scored again with values of one unit changed."""

    scores: Scores
    methodology: Methodology
    row: int
    conditions: Conditions
    years: float

    def value(self, code: str) -> float:
        """The unit's value; nan if missing."""
        for table, codes in self._tables():
            if code in codes:
                return float(table[self.row, codes.index(code)])
        return np.nan

    def scored(self, values: Mapping[str, float]) -> Scores:
        """The scores if the unit had these values by indicator, wherever the methodology looks at them."""
        changed = []
        for table, codes in self._tables():
            copy = table.copy()
            for column, code in enumerate(codes):
                copy[self.row, column] = values.get(code, copy[self.row, column])
            changed.append(copy)
        nothing_due = self.conditions.nothing_due.copy()
        nothing_due[self.row, [gate.indicator in values for gate in self.methodology.gates]] = False
        return score(
            changed[0],
            self.methodology,
            units=self.scores.units,
            conditions=Conditions(changed[1], nothing_due, changed[2]),
            years=self.years,
            status=self.scores.status,
        )

    def level(self, scores: Scores) -> int:
        """The position of the unit's grade, 0 the highest; below all grades their number."""
        codes = [grade.code for grade in self.methodology.grades]
        grade = scores.grade[self.row]
        return len(codes) if grade is None else codes.index(grade)

    def reaches(self, level: int, scores: Scores) -> bool:
        """Whether the unit has the grade at position `level`, or a better one."""
        return self.level(scores) <= level

    def points(self, scores: Scores) -> float:
        """The unit's unrounded score."""
        return float(scores.nodes[self.row, 0] + scores.adjustment[self.row])

    def span(self, indicator: Indicator) -> tuple[float, float]:
        """From the indicator's value (its worst where it is missing) to the best that brings points."""
        ends = [self._scored_span(indicator)] if indicator.parent is not None else []
        ends += [(0.0, gate.at_least) for gate in self.methodology.gates if gate.indicator == indicator.code]
        ends += [
            (0.0, math.copysign(adjustment.limit / abs(adjustment.points_per_unit), adjustment.points_per_unit))
            for adjustment in self.methodology.adjustments
            if adjustment.indicator == indicator.code and adjustment.points_per_unit
        ]
        far = max((end for _, end in ends), key=lambda end: end * indicator.direction, default=0.0)
        value = self.value(indicator.code)
        start = (ends[0][0] if ends else 0.0) if np.isnan(value) else value
        return start, far if (far - start) * indicator.direction > 0 else start

    def _scored_span(self, indicator: Indicator) -> tuple[float, float]:
        """The worst and the best value that normalisation tells apart."""
        how = indicator.normalise
        if how.method == "goalposts":
            ends = goalposts_of(how, self.methodology.scale, self.years)
        elif how.method == "steps":
            factor = self.years if how.per == "year" else 1.0
            thresholds = [threshold * factor for threshold, _ in how.steps]
            ends = min(thresholds), max(thresholds)
        else:
            ends = self._observed([one.code for one in self.methodology.scored].index(indicator.code))
        return ends if indicator.direction > 0 else (ends[1], ends[0])

    def _observed(self, column: int) -> tuple[float, float]:
        """The lowest and the highest value among the rated units; zeros where there is none."""
        observed = self.scores.values[self.scores.rated, column]
        observed = observed[~np.isnan(observed)]
        return (float(observed.min()), float(observed.max())) if observed.size else (0.0, 0.0)

    def _tables(self) -> tuple[tuple[Floats, list[str]], ...]:
        """Each table of measured values with the indicators of its columns."""
        values = self.scores.values
        return (
            (values, [indicator.code for indicator in self.methodology.scored]),
            (self.conditions.gates, [gate.indicator for gate in self.methodology.gates]),
            (self.conditions.adjustments, [adjustment.indicator for adjustment in self.methodology.adjustments]),
        )
