"""Grades of many draws: thresholds, gates and quotas as in `scoring.grading`, on whole points and a block at a time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from brep_metrics.scoring import grading

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from brep_metrics.methodology import Methodology
    from brep_metrics.scoring import Scores

    Integers = NDArray[np.integer]
    Counts = NDArray[np.int64]
    Levels = NDArray[np.uint8]


@dataclass(frozen=True)
class Grading:
    """Where grades begin, in points (G,); how many units may hold each (G,); the best level (U,) the gates allow."""

    starts: Counts
    places: tuple[int | None, ...]
    caps: Levels

    def levels(self, points: Integers) -> Levels:
        """The level (D, U) of every unit in every draw: 0 the highest grade, G below all of them."""
        earned = np.zeros(points.shape, dtype=np.uint8)
        for start in self.starts.tolist():
            earned += points < start
        np.maximum(earned, self.caps, out=earned)
        for level, places in enumerate(self.places):
            if places is not None:
                _fill(earned, points, level, places)
        return earned

    def count(self, points: Integers) -> Counts:
        """How often (U, G) each unit had each grade in a block of draws (D, U)."""
        levels = self.levels(points)
        held: Counts = (levels[:, :, None] == np.arange(len(self.starts), dtype=np.uint8)).sum(axis=0)
        return held


def grading_of(scores: Scores, methodology: Methodology, origin: int) -> Grading:
    """The grading of the rated units; gates do not vary, so those failed nominally are failed in every draw.

    `origin` is what the points count from, in units of the last decimal.
    """
    rated = scores.rated
    open_to = np.zeros(int(rated.sum()), dtype=np.int64)
    caps = grading.cap_levels(open_to, methodology, scores.failed_gates[rated]) if methodology.grades else open_to
    first = [math.ceil(round(grade.from_ * 10**methodology.round, 6)) - origin for grade in methodology.grades]
    return Grading(
        starts=np.array(first, dtype=np.int64),
        places=tuple(grading.places_of(grade, len(open_to)) for grade in methodology.grades),
        caps=caps.astype(np.uint8),
    )


def _fill(levels: Levels, points: Integers, level: int, places: int) -> None:
    """Let those beyond a quota fall to the next grade; a tie across the cut falls below it as a whole."""
    holders = levels == level
    crowded = np.flatnonzero(np.count_nonzero(holders, axis=1) > places)
    held = np.where(holders[crowded], points[crowded], -1)
    first_below = np.partition(held, -places - 1, axis=1)[:, -places - 1]
    levels[crowded] += holders[crowded] & (points[crowded] <= first_below[:, None])
