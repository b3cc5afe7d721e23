"""Next grade: what a unit would need, indicator by indicator, with everybody else as they are.

Every trial is a full `scoring.score` of the network with one value changed, so that gates, quotas and normalisation
within the network have their say. An indicator is raised no further than brings points: to its far goalpost or step,
and where the network itself is the measure, to the best value found in it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brep_metrics.explain.trial import Trial
from brep_metrics.scoring import Conditions
from brep_metrics.scoring.grading import places_of

if TYPE_CHECKING:
    from brep_metrics.methodology import Grade, Indicator, Methodology
    from brep_metrics.scoring import Scores

WHOLE = {"count", "distinct"}
_HALVINGS = 40
_WHOLE_TOLERANCE = 1e-9


@dataclass(frozen=True)
class Need:
    """What one indicator alone can do: `open_points` are those the score would gain with it at its best.

    `value` is the present one (None: missing), `target` the nearest value that reaches the grade and `change` the way
    there, in the indicator's own unit; None: not reachable by this indicator alone.
    """

    code: str
    unit: str
    open_points: float
    value: float | None
    target: float | None

    @property
    def change(self) -> float | None:
        """How far the target is from the value, from 0 where it is missing; None where there is no target."""
        return None if self.target is None else self.target - (self.value or 0.0)


@dataclass(frozen=True)
class NextGrade:
    """The way of one unit to the grade above its own.

    `grade` is None for the highest. `points` are missing to where it begins (0 or less: gates or a quota alone hold
    the unit back), `gates` are the conditions failed that cap the grade below it, `quota_full` says that its places
    are taken.
    """

    unit: str
    grade: str | None
    points: float
    gates: tuple[str, ...] = ()
    quota_full: bool = False
    needs: tuple[Need, ...] = ()

    def table(self) -> pd.DataFrame:
        """`code, unit, open_points, value, target, change`, one row per indicator; empty where it is not reachable."""
        columns = ["code", "unit", "open_points", "value", "target", "change"]
        rows = [[getattr(need, column) for column in columns] for need in self.needs]
        return pd.DataFrame(rows, columns=pd.Index(columns))


def next_grade(
    scores: Scores, methodology: Methodology, unit: str, *, conditions: Conditions | None = None, years: float = 1.0
) -> NextGrade | None:
    """The way to the next grade; None for a unit that is not rated, or where the methodology has no grades.

    `conditions` are those the scores were made with.
    """
    row = scores.units.index(unit)
    if not scores.rated[row] or not methodology.grades:
        return None
    codes = [grade.code for grade in methodology.grades]
    trial = Trial(scores, methodology, row, conditions or Conditions.none(len(scores.units), methodology), years)
    level = trial.level(scores)
    if level == 0:
        return NextGrade(unit, None, 0.0)
    wanted = methodology.grades[level - 1]
    return NextGrade(
        unit=unit,
        grade=wanted.code,
        points=round(wanted.from_ - float(scores.score[row]), methodology.round),
        gates=tuple(
            gate.indicator
            for gate, failed in zip(methodology.gates, scores.failed_gates[row], strict=True)
            if failed and codes.index(gate.caps_at) >= level
        ),
        quota_full=_places_taken(scores, wanted, row),
        needs=tuple(_need(trial, indicator, level - 1) for indicator in _concerned(methodology)),
    )


def _concerned(methodology: Methodology) -> list[Indicator]:
    """The indicators that a grade depends on: those scored, and those of gates and adjustments."""
    codes = {indicator.code for indicator in methodology.scored}
    codes |= {gate.indicator for gate in methodology.gates}
    codes |= {adjustment.indicator for adjustment in methodology.adjustments}
    return [indicator for indicator in methodology.measured if indicator.code in codes]


def _places_taken(scores: Scores, grade: Grade, row: int) -> bool:
    """Whether others hold all places that the grade's quota leaves."""
    places = places_of(grade, int(scores.rated.sum()))
    holders = sum(code == grade.code for unit, code in enumerate(scores.grade) if unit != row)
    return places is not None and holders >= places


def _need(trial: Trial, indicator: Indicator, level: int) -> Need:
    value = trial.value(indicator.code)
    start, far = trial.span(indicator)
    best = trial.scored({indicator.code: far})
    target = _nearest(trial, indicator, level, start, far) if trial.reaches(level, best) else None
    gain = trial.points(best) - trial.points(trial.scores)
    return Need(indicator.code, indicator.unit, max(0.0, gain), None if np.isnan(value) else value, target)


def _nearest(trial: Trial, indicator: Indicator, level: int, start: float, far: float) -> float:
    """The value nearest to `start` that reaches the grade, found by halving: a better value never makes it worse."""
    whole = indicator.value in WHOLE
    steps = math.ceil(abs(far - start) - _WHOLE_TOLERANCE) if whole else 2**_HALVINGS

    def value(step: int) -> float:
        return start + math.copysign(step, far - start) if whole else start + (far - start) * (step / steps)

    low, high = -1, steps
    while high - low > 1:
        middle = (low + high) // 2
        if trial.reaches(level, trial.scored({indicator.code: value(middle)})):
            high = middle
        else:
            low = middle
    return value(high)
