"""Contributions: what each indicator and dimension brings to a unit's score, adding up exactly to it.

A contribution has two parts. *Of the median*: the score that a unit with the network's median in every indicator
would have, divided by Euler's theorem for homogeneous functions, f(b) = Σ bᵢ ∂f/∂bᵢ. *Beyond the median*: the Shapley
share, node by node, of the difference from that unit. For arithmetic means the two add up to weight × normalised
value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brep_metrics.aggregate import aggregate
from brep_metrics.explain.attribution import State, attribute, state_of
from brep_metrics.robustness.tree import EXPONENTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from brep_metrics.methodology import Methodology, Node
    from brep_metrics.scoring import Scores

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Contributions:
    """Points of one unit. Arrays (I,) follow `Methodology.scored`, (N,) `Methodology.nodes`; a missing value brings 0.

    `indicators` (I,) + `adjustment` + `rounding` = `score`, where rounding includes the limits of the scale.
    `of_median` and `beyond_median` (I,) are the two parts; `nodes` (N,) are the sums below each node. Not `exact`: they
    add up all the same, but the shares below a node with very many children are estimates (`shapley.node_shares`).
    """

    unit: str
    score: float
    codes: tuple[str, ...]
    indicators: Floats
    of_median: Floats
    beyond_median: Floats
    nodes: Floats
    adjustment: float
    rounding: float
    exact: bool

    def table(self) -> pd.DataFrame:
        """`part, code, points`: indicators, then adjustment and rounding; the points add up to the score."""
        parts = ["indicator"] * len(self.codes) + ["adjustment", "rounding"]
        points = [*self.indicators.tolist(), self.adjustment, self.rounding]
        return pd.DataFrame({"part": parts, "code": [*self.codes, "", ""], "points": points})


def contributions(scores: Scores, methodology: Methodology, unit: str) -> Contributions:
    """The contributions of one unit that has a score; an unrated one is explained up to its unrounded score."""
    row = scores.units.index(unit)
    here = state_of(methodology, scores.normalised[row])
    median = state_of(methodology, np.where(np.isnan(scores.normalised[row]), np.nan, median_values(scores)))
    count = here.tree.indicators
    of_median = median_parts(methodology, median)[:count]
    way = attribute(methodology, median, here)
    beyond = way.amounts[:count]
    points = of_median + beyond
    final, adjustment = final_score(scores, row), float(scores.adjustment[row])
    return Contributions(
        unit=unit,
        score=final,
        codes=tuple(indicator.code for indicator in methodology.scored),
        indicators=points,
        of_median=of_median,
        beyond_median=beyond,
        nodes=node_sums(here, points),
        adjustment=adjustment,
        rounding=rounding_of(final - float(points.sum()) - adjustment),
        exact=way.exact,
    )


def final_score(scores: Scores, row: int) -> float:
    """The published score, or for an unrated unit the unrounded one with its adjustment."""
    published = float(scores.score[row])
    return float(scores.nodes[row, 0] + scores.adjustment[row]) if np.isnan(published) else published


def rounding_of(rest: float) -> float:
    """What rounding did to a sum of points; what binary arithmetic did to it is nothing."""
    return round(rest, 12) + 0.0


def median_values(scores: Scores) -> Floats:
    """The network's median (I,) of each indicator's normalised values over the rated units, or over all if none is."""
    chosen = scores.normalised[scores.rated] if scores.rated.any() else scores.normalised
    return np.array([_median(rated, each) for rated, each in zip(chosen.T, scores.normalised.T, strict=True)])


def _median(rated: Floats, each: Floats) -> float:
    """The median of the rated units that have a value, else of all that have one."""
    observed = rated[~np.isnan(rated)]
    return float(np.median(observed if observed.size else each[~np.isnan(each)])) if (~np.isnan(each)).any() else np.nan


def median_parts(methodology: Methodology, median: State) -> Floats:
    """The root's value (I + N,) divided among all places by Euler's theorem, node by node."""
    tree = median.tree
    slopes = np.zeros(len(median.value))
    slopes[tree.indicators] = 1.0
    for number, node in enumerate(methodology.nodes):
        place, children = tree.indicators + number, tree.children(number)
        slopes[children] = slopes[place] * gradient(node, median.value[children], median.shares[children])
    return np.nan_to_num(slopes * np.nan_to_num(median.value))


def gradient(node: Node, values: Floats, shares: Floats) -> Floats:
    """∂f/∂xᵢ (C,) of a node's mean: wᵢ (xᵢ / f)^(p - 1), 0 where f or xᵢ is 0; of a minimum, shared by the lowest."""
    exponent = EXPONENTS.get(node.aggregate, 1.0 if node.p is None else node.p)
    if exponent == 1:
        return shares
    present = shares > 0
    if exponent == -np.inf:
        lowest = present & (values == np.min(values, where=present, initial=np.inf))
        return np.asarray(lowest / max(1, lowest.sum()))
    positive = present & (np.nan_to_num(values) > 0)
    mean = aggregate(values[None], shares[None], node.aggregate, node.p)[0]
    if not mean > 0:
        return np.zeros_like(shares)
    return np.asarray(np.where(positive, shares * (np.where(positive, values, mean) / mean) ** (exponent - 1), 0.0))


def node_sums(state: State, points: Floats) -> Floats:
    """The sums (N,) of the indicators' points (I,) below each node."""
    tree = state.tree
    sums = np.concatenate((points, np.zeros(tree.nodes)))
    for number in reversed(range(tree.nodes)):
        sums[tree.indicators + number] = sums[tree.children(number)].sum()
    return sums[tree.indicators :]
