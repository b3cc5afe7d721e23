"""Which factor moves the ranks most: Sobol indices per factor, from a design of their own.

First-order: the share of the variance that goes when the factor is known. Total: the share that stays as long as it
alone is unknown; where the totals add up to more than 1, factors work through one another. Weights are one factor
with many random numbers. Sources: Sobol' (2001), Math. Comput. Simul. 55 271-280; Saltelli et al. (2010), Comput.
Phys. Commun. 181 259-270, table 2 (b) and (f); for composite indicators Saisana, Saltelli & Tarantola (2005), J. R.
Stat. Soc. A 168 307-323, whose mean rank shift is one of the outputs here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from brep_metrics.robustness.draws import every_combination, from_uniform, widths
from brep_metrics.robustness.factors import FACTORS
from brep_metrics.robustness.ranks import rank_matrix
from brep_metrics.robustness.simulation import blocks_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from brep_metrics.robustness.draws import Draws
    from brep_metrics.robustness.problem import Problem

    Floats = NDArray[np.float64]

MAX_COMBINATIONS = 20_000
_RESAMPLES = 100
_NORMAL_95 = 1.959963984540054  # half-width of a 95 % interval, in standard deviations


@dataclass(frozen=True)
class Sensitivity:
    """Indices (F, U + 1) of F factors, for the rank of each of U units and, last, for the mean rank shift.

    nan where nothing moves. `first_error` and `total_error` are half-widths of 95 % intervals (bootstrap), 0 where
    every combination was enumerated.
    """

    units: tuple[str, ...]
    factors: tuple[str, ...]
    method: Literal["enumeration", "saltelli"]
    evaluations: int
    first: Floats
    total: Floats
    first_error: Floats
    total_error: Floats

    def most_influential(self, unit: str) -> str | None:
        """The factor with the largest total index for this unit's rank; None where nothing moves it."""
        totals = self.total[:, self.units.index(unit)]
        return None if np.isnan(totals).all() else self.factors[int(np.nanargmax(totals))]


def sobol_indices(problem: Problem, evaluations: int, seed: int) -> Sensitivity:
    """The indices of all factors that vary; exact where their combinations can be enumerated.

    `evaluations` bounds the number of draws of Saltelli's design, whose base sample is the largest power of 2 that
    fits.
    """
    combinations = problem.factors.combinations
    if combinations is not None and combinations <= MAX_COMBINATIONS:
        return _enumerated(problem)
    return _sampled(problem, evaluations, seed)


def outcomes_of(problem: Problem, draws: Draws) -> Floats:
    """The rank of every unit and, last, the mean rank shift of every draw (D, U + 1)."""
    outcomes = np.empty((len(draws), len(problem.units) + 1))
    for chosen, points in blocks_of(problem, draws):
        ranks = rank_matrix(points, problem.points.top)
        outcomes[chosen, :-1] = ranks
        outcomes[chosen, -1] = np.abs(ranks - problem.nominal).mean(axis=1)
    return outcomes


def _enumerated(problem: Problem) -> Sensitivity:
    """Every combination once: the variance decomposition is a sum over the full table."""
    varied = problem.factors.varied
    levels = [problem.factors.levels[name] for name in varied]
    outcomes = outcomes_of(problem, every_combination(problem.tree, problem.factors))
    table = outcomes.reshape(*levels, -1)
    axes = tuple(range(len(levels)))
    variance = table.var(axis=axes)
    first, total = np.empty((len(levels), len(variance))), np.empty((len(levels), len(variance)))
    for axis in axes:
        others = tuple(other for other in axes if other != axis)
        first[axis] = table.mean(axis=others).var(axis=0)
        total[axis] = table.var(axis=axis).mean(axis=tuple(range(len(others))))
    none = np.zeros_like(first)
    return Sensitivity(
        problem.units,
        varied,
        "enumeration",
        len(outcomes),
        _share(first, variance),
        _share(total, variance),
        none,
        none,
    )


def _sampled(problem: Problem, evaluations: int, seed: int) -> Sensitivity:
    """Saltelli's design: two base samples A and B, and for each factor A with that factor's numbers from B."""
    from SALib.sample import sobol  # noqa: PLC0415 - a second to import, which only this analysis should pay

    varied = problem.factors.varied
    width = {name: count for name, count in widths(problem.tree, problem.factors).items() if count}
    groups = [name for name, count in width.items() for _ in range(count)]
    # SALib knows no design of a single group, so that a lone factor is given one that moves nothing.
    groups += ["nothing"] if len(varied) == 1 else []
    size = len(set(groups)) + 2
    base = 2 ** max(4, (evaluations // size).bit_length() - 1)
    design = {
        "num_vars": len(groups),
        "names": [f"{name}{number}" for number, name in enumerate(groups)],
        "groups": groups,
        "bounds": [[0, 1]] * len(groups),
    }
    numbers = sobol.sample(design, base, calc_second_order=False, scramble=True, seed=seed).T
    numbers = np.minimum(numbers, np.nextafter(1, 0))
    uniform = {name: numbers[[group == name for group in groups]] for name in FACTORS}
    outcomes = outcomes_of(problem, from_uniform(problem.tree, problem.factors, uniform))
    indices = estimate(outcomes.reshape(base, size, -1), np.random.default_rng(seed))
    return Sensitivity(problem.units, varied, "saltelli", len(outcomes), *(index[: len(varied)] for index in indices))


def estimate(outcomes: Floats, random: np.random.Generator) -> tuple[Floats, Floats, Floats, Floats]:
    """First-order and total indices (F, M) with their errors, from outcomes (N, F + 2, M) in the order A, A_B…, B.

    The estimators are SALib's; the bootstrap is its too, but of all M outcomes at once, as products with a matrix that
    counts how often each row was drawn.
    """
    a, b = outcomes[:, 0], outcomes[:, -1]
    rows = len(a)
    drawn = random.multinomial(rows, np.full(rows, 1 / rows), size=_RESAMPLES) / rows
    centre = outcomes.mean(axis=(0, 1))
    a, b = a - centre, b - centre
    weights = np.vstack((np.full(rows, 1 / rows), drawn))
    variance = weights @ (a**2 + b**2) / 2 - (weights @ (a + b) / 2) ** 2
    first, total = [], []
    for factor in range(1, outcomes.shape[1] - 1):
        mixed = outcomes[:, factor] - centre
        first.append(_share(weights @ (b * (mixed - a)), variance))
        total.append(_share(weights @ (a - mixed) ** 2 / 2, variance))
    both = np.array([first, total])
    errors = _NORMAL_95 * both[:, :, 1:].std(axis=2, ddof=1)
    return both[0, :, 0], both[1, :, 0], errors[0], errors[1]


def _share(part: Floats, whole: Floats) -> Floats:
    """Part of the variance, nan where there is none."""
    undefined = np.full(np.broadcast_shapes(part.shape, whole.shape), np.nan)
    return np.asarray(np.divide(part, whole, out=undefined, where=whole > 0))
