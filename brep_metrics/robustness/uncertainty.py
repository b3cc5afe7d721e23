"""How sure a ranking is: intervals, grades, pairs and rank groups from one Monte Carlo; and what moves it most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.robustness.factors import factors_of
from brep_metrics.robustness.grades import grading_of
from brep_metrics.robustness.pairwise import HeldDraws, rank_groups
from brep_metrics.robustness.problem import problem_of
from brep_metrics.robustness.simulation import simulate
from brep_metrics.robustness.sobol import Sensitivity, sobol_indices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from brep_metrics.methodology import Methodology
    from brep_metrics.robustness.problem import Problem
    from brep_metrics.scoring import Scores

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]

QUANTILES = {"rank_median": 0.5, "rank_p05": 0.05, "rank_p95": 0.95}


@dataclass(frozen=True)
class RankUncertainty:
    """What D draws of the factors make of the U rated units; the others have no rank and take no part.

    ranks (U, U): how often each unit (row) had each rank (column, from 1). grade_probability (U, G), in the order of
    `grades`, among the draws that normalise as declared, since a threshold of 90 points means nothing on a scale of
    ranks; nan where there was no such draw. above (U, U): P(row ranks above column); the rest to 1 of a pair are ties;
    (0, 0) where pairs were not asked for. rank_group (U,): 1 the best. `is_exact`: the draws are all combinations, each
    once, because no more were asked for than there are.
    """

    units: tuple[str, ...]
    unrated: tuple[str, ...]
    factors: tuple[str, ...]
    draws: int
    is_exact: bool
    seed: int
    nominal: Counts
    ranks: Counts
    rank_median: Counts
    rank_p05: Counts
    rank_p95: Counts
    rank_shift: Floats
    grades: tuple[str, ...]
    grade_probability: Floats
    above: Floats
    rank_group: Counts

    @property
    def mean_rank_shift(self) -> float:
        """The mean distance of a rank from the nominal one; Saisana, Saltelli & Tarantola (2005), over all draws."""
        return float(self.rank_shift.mean())

    def table(self) -> pd.DataFrame:
        """`unit, rank_nominal, rank_median, rank_p05, rank_p95, p_<grade> …`, best first, unrated units last."""
        whole = {"rank_nominal": self.nominal} | {name: getattr(self, name) for name in QUANTILES}
        grades = {f"p_{code}": self.grade_probability[:, level] for level, code in enumerate(self.grades)}
        rated = pd.DataFrame({"unit": self.units, **whole, **grades}).sort_values("rank_nominal", kind="stable")
        table = rated.astype(dict.fromkeys(whole, "Int64")).set_index("unit")
        return table.reindex([*table.index, *self.unrated]).rename_axis("unit").reset_index()

    def groups(self) -> pd.DataFrame:
        """`unit, rank_nominal, rank_group, mean_rank_shift`, best first."""
        columns = {"rank_nominal": self.nominal, "rank_group": self.rank_group, "mean_rank_shift": self.rank_shift}
        frame = pd.DataFrame({"unit": self.units, **columns})
        return frame.sort_values("rank_nominal", kind="stable", ignore_index=True)

    def pairs(self) -> pd.DataFrame:
        """One row and one column per unit, best first: P(row ranks above column)."""
        order = np.argsort(self.nominal, kind="stable")
        units = [self.units[unit] for unit in order]
        return pd.DataFrame(self.above[np.ix_(order, order)], columns=units).assign(unit=units)[["unit", *units]]


def rank_uncertainty(
    scores: Scores,
    methodology: Methodology,
    *,
    draws: int | None = None,
    seed: int | None = None,
    years: float = 1.0,
    reviews: Mapping[str, Floats] | None = None,
    pairs: bool = True,
) -> RankUncertainty:
    """Vary all declared factors together; `draws` and `seed` replace the methodology's.

    Where the factors have no more combinations than `draws`, each is taken once, and nothing is left to chance.

    `years` is the length of the scored period; `reviews` the raw values (K, U) of the review-based indicators in K
    resamples of the reviews, by indicator code, for all units of `scores`. Without `pairs`, which take most of the time
    of many units, all but `above` is the same.

    Raises:
        UsageError: the methodology declares no factors, or no unit is rated.
        FaultsError: a factor varies a step that the methodology lacks.

    """
    problem = _problem(scores, methodology, years, reviews)
    declared = methodology.robustness
    assert declared is not None  # noqa: S101 - _problem has refused it
    count, is_exact = _count_of(problem, declared.draws if draws is None else draws)
    chosen_seed = declared.seed if seed is None else seed
    grading = grading_of(scores, methodology, problem.points.origin) if methodology.grades else None
    held = None if pairs else HeldDraws(len(problem.units), problem.points.top, count)
    tallies = simulate(problem, count, chosen_seed, grading=grading, pairs=pairs, held=held, exact=is_exact)
    above = np.empty((0, 0)) if tallies.above is None else tallies.above / count
    return RankUncertainty(
        units=problem.units,
        unrated=tuple(unit for unit, rated in zip(scores.units, scores.rated, strict=True) if not rated),
        factors=problem.factors.varied,
        draws=count,
        is_exact=is_exact,
        seed=chosen_seed,
        nominal=problem.nominal,
        ranks=tallies.ranks.counts,
        **{name: tallies.ranks.quantile(share) for name, share in QUANTILES.items()},
        rank_shift=tallies.ranks.mean_shift(problem.nominal),
        grades=tuple(grade.code for grade in methodology.grades),
        grade_probability=tallies.grades / (tallies.graded or np.nan),
        above=above,
        rank_group=rank_groups(above.__getitem__ if held is None else held.above, problem.nominal),
    )


def sensitivity(
    scores: Scores,
    methodology: Methodology,
    *,
    draws: int | None = None,
    seed: int | None = None,
    years: float = 1.0,
    reviews: Mapping[str, Floats] | None = None,
) -> Sensitivity:
    """Sobol indices of the same factors; arguments and errors as in `rank_uncertainty`."""
    problem = _problem(scores, methodology, years, reviews)
    declared = methodology.robustness
    assert declared is not None  # noqa: S101 - _problem has refused it
    return sobol_indices(problem, declared.draws if draws is None else draws, declared.seed if seed is None else seed)


def _count_of(problem: Problem, draws: int) -> tuple[int, bool]:
    """How many draws are made, and whether they are all combinations of the factors, each once."""
    combinations = problem.factors.combinations
    return (combinations, True) if combinations is not None and combinations <= draws else (draws, False)


def _problem(scores: Scores, methodology: Methodology, years: float, reviews: Mapping[str, Floats] | None) -> Problem:
    replicates = min((len(values) for values in (reviews or {}).values()), default=0)
    factors = factors_of(methodology, replicates=replicates)
    if not scores.rated.any():
        raise UsageError(Message(N_("no unit is rated, so there is no ranking to vary")))
    return problem_of(scores, methodology, factors, years=years, resampled=reviews)
