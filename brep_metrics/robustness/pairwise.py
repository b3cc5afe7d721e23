"""P(A above B) on shared draws for all pairs, and the rank groups that follow from it.

Intervals of ranks overlap although one unit is above the other in almost every draw, because the draws are shared;
the pairs say what the intervals cannot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.integer]
    Counts = NDArray[np.int64]

CERTAIN = 0.95
# Draws counted at a time: eight counters share one 64-bit word, each of which must stay below 256.
_DEPTH = 2_000
_LANES = 8


class PairCounts:
    """How often each unit's rounded score lay above each other's: `counts` (U, U), row above column."""

    def __init__(self, units: int, top: int) -> None:
        """No draw counted yet; rounded scores are between 0 and `top`."""
        self._held: Integers = np.zeros((units, _DEPTH), dtype=_smallest(top))
        self._depth = 0
        self._above = np.empty((units, _DEPTH), dtype=bool)
        self._words = np.zeros((units, units), dtype=np.uint64)
        self._counts = np.zeros((units, units), dtype=np.int64)

    def add(self, points: Integers) -> None:
        """Count a block of draws (D, U)."""
        first = 0
        while first < len(points):
            taken = min(_DEPTH - self._depth, len(points) - first)
            self._held[:, self._depth : self._depth + taken] = points[first : first + taken].T
            self._depth += taken
            first += taken
            if self._depth == _DEPTH:
                self._count()

    @property
    def counts(self) -> Counts:
        """The counts of all draws added so far."""
        self._count()
        return self._counts

    def _count(self) -> None:
        """Count what is held; equal scores, and so the unused places, count for neither of two units."""
        self._held[:, self._depth :] = 0
        self._depth = 0
        for unit, scores in enumerate(self._held[:-1]):
            others, above = self._held[unit + 1 :], self._above[unit + 1 :]
            np.add.reduce(
                np.greater(scores, others, out=above).view(np.uint64), axis=1, out=self._words[unit, unit + 1 :]
            )
            np.add.reduce(np.less(scores, others, out=above).view(np.uint64), axis=1, out=self._words[unit + 1 :, unit])
        counters = self._words.view(np.uint8)
        for lane in range(_LANES):
            self._counts += counters[:, lane::_LANES]


class HeldDraws:
    """The rounded scores of all draws, so that a unit is compared with the others only when that is asked for.

    Two or four bytes a unit and draw: the rank groups of a thousand units ask for some dozens, not for all pairs.
    """

    def __init__(self, units: int, top: int, draws: int) -> None:
        """No draw held yet, and room for `draws`; rounded scores are between 0 and `top`."""
        self._points: Integers = np.empty((units, draws), dtype=_smallest(top))
        self._depth = 0

    def add(self, points: Integers) -> None:
        """Hold a block of draws (D, U)."""
        self._points[:, self._depth : self._depth + len(points)] = points.T
        self._depth += len(points)

    def above(self, unit: int) -> Floats:
        """P(this unit above each other) (U,) in the draws held so far."""
        held = self._points[:, : self._depth]
        return np.asarray(np.count_nonzero(held[unit] > held, axis=1) / self._depth)


def rank_groups(above: Callable[[int], Floats], nominal: Counts) -> Counts:
    """The group (U,) of each unit, 1 the best, from the nominal ranks (U,) and P(unit above each other) (U,) of a unit.

    Down the nominal ranking, a unit opens a new group when the first of the current group is above it with P ≥ 0.95.
    """
    groups = np.zeros(len(nominal), dtype=np.int64)
    below_first, current = np.ones(len(nominal)), 0
    for unit in np.argsort(nominal, kind="stable").tolist():
        if below_first[unit] >= CERTAIN:
            below_first, current = above(unit), current + 1
        groups[unit] = current
    return groups


def _smallest(top: int) -> type[np.signedinteger]:
    return next(kind for kind in (np.int16, np.int32, np.int64) if top <= np.iinfo(kind).max)
