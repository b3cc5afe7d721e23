"""What the ranking would be without each indicator in turn, all else as declared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brep_metrics.robustness.draws import from_uniform
from brep_metrics.robustness.factors import FACTORS, LEAVE_OUT, Factors
from brep_metrics.robustness.problem import problem_of
from brep_metrics.robustness.ranks import rank_matrix
from brep_metrics.robustness.simulation import blocks_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from brep_metrics.methodology import Methodology
    from brep_metrics.scoring import Scores


@dataclass(frozen=True)
class LeaveOneOut:
    """Ranks (I, U) of the rated units without each indicator, beside their nominal ranks (U,)."""

    units: tuple[str, ...]
    indicators: tuple[str, ...]
    nominal: NDArray[np.int64]
    ranks: NDArray[np.int32]

    def table(self) -> pd.DataFrame:
        """One row per indicator: mean and largest rank shift without it, and the unit that moves farthest."""
        shift = np.abs(self.ranks - self.nominal)
        farthest = shift.argmax(axis=1)
        return pd.DataFrame(
            {
                "indicator": self.indicators,
                "mean_rank_shift": shift.mean(axis=1),
                "largest_rank_shift": shift.max(axis=1),
                "unit": [self.units[unit] for unit in farthest],
                "rank_nominal": self.nominal[farthest],
                "rank_without": self.ranks[np.arange(len(farthest)), farthest],
            }
        )


def leave_one_out(scores: Scores, methodology: Methodology, *, years: float = 1.0) -> LeaveOneOut:
    """Leave out each scored indicator in turn, on the methodology's own scale and with its own options."""
    plain = replace(methodology, robustness=None)
    count = len(methodology.scored)
    problem = problem_of(scores, plain, Factors(indicators=count), years=years)
    uniform = {name: np.zeros((0, count)) for name in FACTORS}
    uniform[LEAVE_OUT] = (np.arange(count)[None] + 0.5) / count
    draws = from_uniform(problem.tree, problem.factors, uniform)
    ranks = np.empty((count, len(problem.units)), dtype=np.int32)
    for chosen, points in blocks_of(problem, draws):
        ranks[chosen] = rank_matrix(points, problem.points.top)
    return LeaveOneOut(problem.units, tuple(one.code for one in methodology.scored), problem.nominal, ranks)
