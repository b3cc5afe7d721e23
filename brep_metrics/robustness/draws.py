"""Draws: one value of every factor at once, from one seed.

Each factor has a stream of random numbers of its own, so that a factor more or less leaves the draws of the others as
they were; draws come in batches with streams of their own, so that neither how many there are nor how they are worked
through changes any of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from brep_metrics.robustness.factors import FACTORS, LEAVE_OUT, WEIGHT_SETS, WEIGHTS, Factors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from brep_metrics.robustness.tree import Tree

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]

BATCH = 10_000


@dataclass(frozen=True)
class Draws:
    """D draws: `weights` (I + N, D) not yet rescaled, 0 where left out; `levels` (D,) of each discrete factor."""

    weights: Floats
    levels: Mapping[str, Indices]

    def __len__(self) -> int:
        return int(self.weights.shape[1])


def batches(tree: Tree, factors: Factors, draws: int, seed: int) -> Iterator[Draws]:
    """All `draws`, in batches of at most `BATCH`."""
    for number, first in enumerate(range(0, draws, BATCH)):
        count = min(BATCH, draws - first)
        streams = np.random.SeedSequence((seed, number)).spawn(len(FACTORS))
        uniform = {
            name: np.random.default_rng(stream).random((count, width))
            for (name, width), stream in zip(widths(tree, factors).items(), streams, strict=True)
        }
        yield from_uniform(tree, factors, {name: numbers.T for name, numbers in uniform.items()})


def widths(tree: Tree, factors: Factors) -> dict[str, int]:
    """How many random numbers a draw of each factor takes; 0 where it does not vary."""
    varied = factors.varied
    return {name: (len(tree.parent) if name == WEIGHTS else 1) if name in varied else 0 for name in FACTORS}


def from_uniform(tree: Tree, factors: Factors, uniform: Mapping[str, Floats]) -> Draws:
    """Draws from numbers in [0, 1), (width, D) a factor: weights w × U[1 - h, 1 + h], levels equally likely.

    w is the weight of the set that the draw takes, where there are sets.
    """
    count = uniform[WEIGHTS].shape[1]
    levels = {
        name: (uniform[name][0] * number).astype(np.intp) if uniform[name].size else np.zeros(count, dtype=np.intp)
        for name, number in factors.levels.items()
    }
    weights = np.array(factors.weight_sets or [tree.weight]).T[:, levels[WEIGHT_SETS]]
    if uniform[WEIGHTS].size:
        weights *= 1 - factors.weights + 2 * factors.weights * uniform[WEIGHTS]
    return leaving_out(Draws(weights, levels), factors)


def every_combination(tree: Tree, factors: Factors) -> Draws:
    """One draw for each combination of the levels of the discrete factors that vary, the last one turning fastest."""
    sizes = [factors.levels[name] for name in factors.varied]
    count = prod(sizes)
    uniform = {name: np.zeros((0, count)) for name in FACTORS}
    grid = np.indices(sizes).reshape(len(sizes), count)
    uniform |= {name: (row[None] + 0.5) / size for name, row, size in zip(factors.varied, grid, sizes, strict=True)}
    return from_uniform(tree, factors, uniform)


def leaving_out(draws: Draws, factors: Factors) -> Draws:
    """The draws with the weight of the indicator that each leaves out set to 0."""
    if factors.indicators:
        draws.weights[draws.levels[LEAVE_OUT], np.arange(len(draws))] = 0.0
    return draws
