"""From scores to ranks and grades: rounding, competition ranks, gates and quotas."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from brep_metrics.methodology import Grade, Methodology

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Levels = NDArray[np.int64]

# A score this close to a half, in units of the last decimal, is a half that binary arithmetic has missed.
_HALF_TOLERANCE = 1e-9
# The same for quota × units: 0.29 × 100 is 28.999999999999996 in binary.
_QUOTA_TOLERANCE = 1e-9


def round_half_up(values: Floats, decimals: int) -> Floats:
    """Round as on paper: halves away from zero, judged on the decimal number that the value is written as."""
    factor = 10.0**decimals
    scaled = np.abs(values) * factor
    tolerance = np.maximum(_HALF_TOLERANCE, 4 * np.spacing(scaled))
    rounded = np.where(tolerance < 0.25, np.floor(scaled + 0.5 + tolerance), scaled)  # noqa: PLR2004 - no decimals left
    return np.asarray(np.copysign(rounded, values) / factor + 0.0)


def competition_ranks(scores: Floats, ranked: Flags) -> Levels:
    """Rank 1 for the highest score; ties share the better rank (1, 1, 3); 0 for units that are not `ranked`."""
    ordered = np.sort(scores[ranked])
    above = ordered.size - np.searchsorted(ordered, scores, side="right")
    return np.where(ranked, above + 1, 0)


def levels_by_score(scores: Floats, grades: tuple[Grade, ...]) -> Levels:
    """The position of each score's grade, 0 the highest; `len(grades)` for a score below all of them."""
    starts = np.array([grade.from_ for grade in grades])
    levels: Levels = (scores[:, None] < starts[None, :]).sum(axis=1)
    return levels


def failed_gates(methodology: Methodology, measured: Floats, nothing_due: Flags) -> Flags:
    """Which gates (U, G) each unit fails; a missing value fails unless nothing was due yet."""
    at_least = np.array([gate.at_least for gate in methodology.gates])
    below: Flags = np.where(np.isnan(measured), ~nothing_due, measured < at_least)
    return below


def cap_levels(levels: Levels, methodology: Methodology, failed: Flags) -> Levels:
    """The grades after the gates: never better than the lowest cap among the gates a unit failed."""
    position = {grade.code: level for level, grade in enumerate(methodology.grades)}
    caps = np.array([position[gate.caps_at] for gate in methodology.gates], dtype=np.int64)
    lowest: Levels = np.where(failed, caps, 0).max(axis=1, initial=0)
    return np.maximum(levels, lowest)


def places_of(grade: Grade, rated: int) -> int | None:
    """How many of the `rated` units may hold a grade, floor(quota × rated); None where there is no quota."""
    return None if grade.quota is None else math.floor(grade.quota * rated + _QUOTA_TOLERANCE)


def fill_quotas(levels: Levels, scores: Floats, grades: tuple[Grade, ...], rated: Flags) -> Levels:
    """The grades after the quotas, from the highest down: those beyond one fall to the next grade.

    A grade is held by at most floor(quota × rated units); a tie across the cut falls below it as a whole.
    """
    filled = levels.copy()
    for level, grade in enumerate(grades):
        places = places_of(grade, int(rated.sum()))
        holders = rated & (filled == level)
        if places is not None and holders.sum() > places:
            first_below = np.sort(scores[holders])[::-1][places]
            filled[holders & (scores <= first_below)] = level + 1
    return filled
