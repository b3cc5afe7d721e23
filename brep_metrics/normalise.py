"""Normalisation: raw values of one indicator onto the scale, as formulas on arrays and nothing else.

`values` is (U,), one value per unit, nan where missing; `reference` (U,) marks the rated units, which alone set the
range, the mean or the order that the others are placed in. Every function returns (U,) with the best at the high end
of `scale` = (low, high) and says below whether it may leave the scale.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from brep_metrics.methodology import Normalisation

    Floats = NDArray[np.float64]
    Scale = tuple[float, float]


def normalise(
    values: Floats, how: Normalisation, direction: int, scale: Scale, reference: NDArray[np.bool_], years: float = 1.0
) -> Floats:
    """One indicator by its declared method; `years` is the period's length, for `per = "year"`.

    Logarithms need positive values: where goalposts clip, lower ones count as the lower goalpost; elsewhere the caller
    must have refused them.
    """
    factor = years if how.per == "year" else 1.0
    match how.method:
        case "goalposts":
            lower, upper = goalposts_of(how, scale, years)
            return goalposts(values, lower, upper, direction, scale, log=how.log, clip=how.clip is not False)
        case "steps":
            thresholds, points = (np.array(column) for column in zip(*how.steps, strict=True))
            return steps(values, thresholds * factor, points, direction, scale)
        case "minmax":
            return minmax(_logarithm(values, use=how.log), direction, scale, reference)
        case "zscore":
            mean, sd = target_of(how, scale)
            scores = zscore(_logarithm(values, use=how.log), mean, sd, direction, reference)
            return np.clip(scores, *scale) if how.clip else scores
        case "rank":
            return rank(values, direction, scale, reference)
        case "percentile":
            return percentile(values, direction, scale, reference)


def goalposts_of(how: Normalisation, scale: Scale, years: float) -> Scale:
    """The goalposts in force: those declared, times the years where they are per year, else the ends of the scale."""
    factor = years if how.per == "year" else 1.0
    lower = scale[0] if how.lower is None else how.lower * factor
    upper = scale[1] if how.upper is None else how.upper * factor
    return lower, upper


def target_of(how: Normalisation, scale: Scale) -> Scale:
    """Target mean and standard deviation of z-scores: as declared, else the scale's middle and a tenth of its width.

    The tenth keeps values within five standard deviations on the scale, so that geometric means stay defined.
    """
    mean = (scale[0] + scale[1]) / 2 if how.mean is None else how.mean
    sd = (scale[1] - scale[0]) / 10 if how.sd is None else how.sd
    return mean, sd


def goalposts(
    values: Floats, lower: float, upper: float, direction: int, scale: Scale, *, log: bool = False, clip: bool = True
) -> Floats:
    """(x - lower) / (upper - lower), or the same of logarithms, reversed for direction -1; on the scale if clipped.

    Source: UNDP, Human Development Report, technical note 1 (equation 1; income in logarithms).
    """
    bounded = np.clip(values, lower, upper) if clip else values
    if log:
        bounded, lower, upper = np.log(bounded), np.log(lower), np.log(upper)
    return _onto((bounded - lower) / (upper - lower), direction, scale)


def steps(values: Floats, thresholds: Floats, points: Floats, direction: int, scale: Scale) -> Floats:
    """The points of the best threshold reached (value ≥ threshold; for direction -1, value ≤ threshold).

    A value that reaches none gets the low end of the scale. `thresholds` and `points` (K,) are pairs in any order.
    """
    order = np.argsort(thresholds * direction)
    reached = np.searchsorted((thresholds * direction)[order], values * direction, side="right")
    table = np.concatenate(([scale[0]], points[order]))
    return np.where(np.isnan(values), np.nan, table[reached])


def minmax(values: Floats, direction: int, scale: Scale, reference: NDArray[np.bool_]) -> Floats:
    """(x - min) / (max - min) over the reference, others clipped; the middle of the scale where all are equal.

    Source: OECD/JRC Handbook (2008), step 5, method 3.
    """
    observed = values[reference & ~np.isnan(values)]
    if not observed.size:
        return np.full_like(values, np.nan)
    low, high = observed.min(), observed.max()
    if low == high:
        return _onto(np.where(np.isnan(values), np.nan, 0.5), direction, scale)
    return _onto(np.clip((values - low) / (high - low), 0, 1), direction, scale)


def zscore(values: Floats, mean: float, sd: float, direction: int, reference: NDArray[np.bool_]) -> Floats:
    """`mean` + `sd` × (x - mean of the reference) / its standard deviation (n - 1); `mean` where all are equal.

    May leave the scale. Source: OECD/JRC Handbook (2008), step 5, method 2.
    """
    observed = values[reference & ~np.isnan(values)]
    if not observed.size:
        return np.full_like(values, np.nan)
    spread = observed.std(ddof=1) if observed.size > 1 and observed.min() < observed.max() else np.inf
    return np.asarray(mean + direction * sd * (values - observed.mean()) / spread, dtype=float)


def rank(values: Floats, direction: int, scale: Scale, reference: NDArray[np.bool_]) -> Floats:
    """1 - (rank - 1) / (n - 1): the best at the high end, the nth at the low end; ties share the better rank.

    Source: OECD/JRC Handbook (2008), step 5, method 1.
    """
    oriented = values * direction
    better, _, others = _positions(oriented, reference)
    return _onto(1 - np.divide(better, others, out=np.zeros_like(oriented), where=others > 0), 1, scale, oriented)


def percentile(values: Floats, direction: int, scale: Scale, reference: NDArray[np.bool_]) -> Floats:
    """The share of the other units that are strictly worse; 1 where there is no other (as PERCENTRANK.INC does)."""
    oriented = values * direction
    _, worse, others = _positions(oriented, reference)
    return _onto(np.divide(worse, others, out=np.ones_like(oriented), where=others > 0), 1, scale, oriented)


def _positions(oriented: Floats, reference: NDArray[np.bool_]) -> tuple[Floats, Floats, Floats]:
    """How many of the reference are better and worse than each unit, and how many there are without the unit itself."""
    member = reference & ~np.isnan(oriented)
    ordered = np.sort(oriented[member])
    better = ordered.size - np.searchsorted(ordered, oriented, side="right")
    worse = np.searchsorted(ordered, oriented, side="left")
    return better.astype(float), worse.astype(float), (ordered.size - member).astype(float)


def _onto(share: Floats, direction: int, scale: Scale, missing: Floats | None = None) -> Floats:
    """Shares 0-1 onto the scale, the high end for the good end of the indicator; exact at both ends."""
    good = share if direction > 0 else 1 - share
    placed = scale[0] * (1 - good) + scale[1] * good
    return np.where(np.isnan(share if missing is None else missing), np.nan, placed)


def _logarithm(values: Floats, *, use: bool) -> Floats:
    return np.log(values) if use else values
