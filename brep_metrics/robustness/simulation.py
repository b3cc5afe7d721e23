"""The Monte Carlo: all factors together on shared draws, cell by cell, counted as it goes.

Draws are grouped by their discrete choices, so that each group is one matrix product a node; what is kept are counts of
whole numbers, which no order of adding can change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from brep_metrics.robustness.blocks import scores_of
from brep_metrics.robustness.draws import batches, every_combination
from brep_metrics.robustness.factors import AGGREGATE, MISSING, NORMALISE, REVIEWERS, TREATMENT
from brep_metrics.robustness.pairwise import PairCounts
from brep_metrics.robustness.ranks import RankCounts
from brep_metrics.robustness.tree import shares_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from brep_metrics.robustness.draws import Draws
    from brep_metrics.robustness.grades import Grading
    from brep_metrics.robustness.pairwise import HeldDraws
    from brep_metrics.robustness.problem import Problem

    Indices = NDArray[np.intp]
    Integers = NDArray[np.integer]
    Counts = NDArray[np.int64]

BLOCK = 1_000
# The factors whose levels decide the cell of a draw, in the order of its key.
CELL = (NORMALISE, AGGREGATE, MISSING, TREATMENT)


@dataclass(frozen=True)
class Tallies:
    """What was counted of D draws of U units: ranks, grades (U, G), and how often row lay above column (U, U).

    Grades are counted in the `graded` draws that normalise as declared: their thresholds mean nothing on another scale.
    """

    ranks: RankCounts
    grades: Counts
    graded: int
    above: Counts | None
    draws: int


def simulate(
    problem: Problem,
    draws: int,
    seed: int,
    *,
    grading: Grading | None = None,
    pairs: bool = True,
    held: HeldDraws | None = None,
    exact: bool = False,
    block: int = BLOCK,
) -> Tallies:
    """Draw, score, rank and count; `held` takes the draws themselves too.

    `exact` takes every combination of the factors once, of which there are `draws`. `block` is how many draws are
    worked on at a time and changes no result.
    """
    units, top = len(problem.units), problem.points.top
    ranks, above = RankCounts.of(units), PairCounts(units, top) if pairs else None
    grades, graded = np.zeros((units, len(grading.starts) if grading else 0), dtype=np.int64), 0
    tree, factors = problem.tree, problem.factors
    for batch in [every_combination(tree, factors)] if exact else batches(tree, factors, draws, seed):
        for chosen, points in blocks_of(problem, batch, block):
            ranks.add(points, top)
            if above is not None:
                above.add(points)
            if held is not None:
                held.add(points)
            if grading is not None and batch.levels[NORMALISE][chosen[0]] == problem.factors.declared_normalise:
                grades += grading.count(points)
                graded += len(chosen)
    return Tallies(ranks, grades, graded, None if above is None else above.counts, draws)


def blocks_of(problem: Problem, draws: Draws, block: int = BLOCK) -> Iterator[tuple[Indices, Integers]]:
    """Which draws (B,), and the points (B, U) they give the units, for blocks of at most `block` draws of one cell."""
    choices = [draws.levels[name] for name in CELL]
    sizes = [problem.factors.levels[name] for name in CELL]
    cell_of = np.ravel_multi_index(choices, sizes)
    order = np.argsort(cell_of, kind="stable")
    ends = np.cumsum(np.bincount(cell_of, minlength=len(problem.cells))).tolist()
    for cell, (first, end) in enumerate(zip([0, *ends], ends, strict=False)):
        levels = tuple(int(level) for level in np.unravel_index(cell, sizes))
        for start in range(first, end, block):
            chosen = order[start : min(start + block, end)]
            shares = shares_of(problem.tree, draws.weights[:, chosen])
            scores = scores_of(problem.cells[levels], shares, draws.levels[REVIEWERS][chosen])
            yield chosen, problem.points.of(scores)
