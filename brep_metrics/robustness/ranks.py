"""Ranks of many draws, by sorting one packed integer (rounded score, unit) per unit, and what is counted of them.

Scores are whole numbers of the last published decimal: rounding comes before ranking, and ties share the better rank.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.integer]
    Counts = NDArray[np.int64]

_SMALL = 31  # bits of a non-negative int32, which sorts three times faster than an int64


def ordered(points: Integers, top: int) -> tuple[Integers, Integers]:
    """Units (D, U) from the best to the worst, and their 0-based ranks, from `points` (D, U) between 0 and `top`."""
    units = points.shape[1]
    bits = max(1, (units - 1).bit_length())
    kind = np.int32 if top.bit_length() + bits <= _SMALL else np.int64
    packed = np.subtract(top, points, dtype=kind)
    packed <<= bits
    packed |= np.arange(units, dtype=kind)
    packed.sort(axis=1)
    score = packed >> bits
    rank = np.zeros(points.shape, dtype=np.int16 if units <= np.iinfo(np.int16).max else np.int32)
    np.multiply(score[:, 1:] != score[:, :-1], np.arange(1, units, dtype=rank.dtype), out=rank[:, 1:])
    np.maximum.accumulate(rank, axis=1, out=rank)
    packed &= (1 << bits) - 1
    return packed, rank


def rank_matrix(points: Integers, top: int) -> NDArray[np.int32]:
    """The rank (D, U) of every unit in every draw, 1 for the best."""
    unit, rank = ordered(points, top)
    ranks = np.empty(points.shape, dtype=np.int32)
    np.put_along_axis(ranks, unit.astype(np.intp), rank.astype(np.int32) + 1, axis=1)
    return ranks


@dataclass
class RankCounts:
    """How often each unit had each rank: `counts` (U, U), one row per unit, one column per rank from 1 on."""

    counts: Counts

    @classmethod
    def of(cls, units: int) -> RankCounts:
        """No draw counted yet."""
        return cls(np.zeros((units, units), dtype=np.int64))

    def add(self, points: Integers, top: int) -> None:
        """Count a block of draws (D, U)."""
        unit, rank = ordered(points, top)
        units = len(self.counts)
        place = np.multiply(unit, units, dtype=np.intp)
        place += rank
        self.counts += np.bincount(place.ravel(), minlength=units * units).reshape(units, units)

    @property
    def draws(self) -> int:
        """How many draws were counted."""
        return int(self.counts[0].sum()) if len(self.counts) else 0

    def quantile(self, share: float) -> Counts:
        """The lowest rank (U,) that at least this share of the draws does not exceed (the inverse of the counts)."""
        reached = np.cumsum(self.counts, axis=1) >= round(share * self.draws, 6)
        return np.asarray(reached.argmax(axis=1) + 1)

    def mean_shift(self, nominal: Counts) -> Floats:
        """The mean distance (U,) of a unit's rank from its nominal one."""
        distance = np.abs(np.arange(1, len(self.counts) + 1) - nominal[:, None])
        return np.asarray((self.counts * distance).sum(axis=1) / self.draws)
