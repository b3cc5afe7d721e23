"""Aggregation of one node of the tree: the formulas and nothing else.

Every function takes `values` (U, C), one row per unit and one column per child, and `weights` of the same shape whose
rows sum to 1 over the children that have a value and are 0 elsewhere; a missing value is nan. It returns (U,), nan
where a unit has no child with a value. Source: OECD/JRC Handbook on Constructing Composite Indicators (2008), step 6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from brep_metrics.methodology import Aggregate

    Floats = NDArray[np.float64]


def reweighted(weights: Floats, present: NDArray[np.bool_]) -> Floats:
    """The weights (C,) of the children rescaled, unit by unit, to sum 1 over those that are `present` (U, C)."""
    kept = np.where(present, weights, 0.0)
    total = kept.sum(axis=1, keepdims=True)
    shares: Floats = np.divide(kept, total, out=np.zeros_like(kept), where=total > 0)
    return shares


def aggregate(values: Floats, weights: Floats, method: Aggregate, p: float | None = None) -> Floats:
    """One node by its declared `method`; `p` is the exponent of `power`.

    Values must not be negative except for `arithmetic` and `minimum`; `scoring` refuses them with the unit's name.
    """
    match method:
        case "arithmetic":
            return arithmetic(values, weights)
        case "geometric":
            return geometric(values, weights)
        case "harmonic":
            return power(values, weights, -1.0)
        case "power":
            return power(values, weights, 1.0 if p is None else p)
        case "minimum":
            return minimum(values)


def arithmetic(values: Floats, weights: Floats) -> Floats:
    """Σ wᵢ xᵢ."""
    return _where_any(values, (weights * np.nan_to_num(values)).sum(axis=1))


def geometric(values: Floats, weights: Floats) -> Floats:
    """Π xᵢ^wᵢ; zero as soon as a child is zero."""
    with np.errstate(divide="ignore"):
        logarithms = np.log(_filled(values, weights))
    return _where_any(values, np.exp((weights * logarithms).sum(axis=1)))


def power(values: Floats, weights: Floats, p: float) -> Floats:
    """(Σ wᵢ xᵢᵖ)^(1/p): harmonic for p = -1, geometric as p goes to 0; for p ≤ 0 zero as soon as a child is zero."""
    if p == 0:
        return geometric(values, weights)
    filled = _filled(values, weights)
    # Measured against the child that dominates, so that a high exponent neither overflows nor vanishes.
    unit = filled.max(axis=1, keepdims=True) if p > 0 else filled.min(axis=1, keepdims=True)
    unit = np.where(unit > 0, unit, 1.0)
    with np.errstate(divide="ignore"):
        means = (weights * (filled / unit) ** p).sum(axis=1) ** (1 / p)
    return _where_any(values, means * unit[:, 0])


def minimum(values: Floats) -> Floats:
    """The lowest child; weights have no part in it."""
    return _where_any(values, np.where(np.isnan(values), np.inf, values).min(axis=1))


def _filled(values: Floats, weights: Floats) -> Floats:
    # A child without weight must not meet the logarithm or the power of zero: 0 × ∞ is no number.
    return np.where(np.isnan(values) | (weights == 0), 1.0, values)


def _where_any(values: Floats, result: Floats) -> Floats:
    return np.where(np.isnan(values).all(axis=1), np.nan, result)
