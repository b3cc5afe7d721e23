"""Shares of a difference for every place of the tree: Shapley node by node, carried down to the indicators.

Where a node's difference is worth a multiple of itself to the score, so are its children's shares in it. This chain
of multipliers is that of Lundberg & Lee (2017), A unified approach to interpreting model predictions, equations 13 to
16; it adds up at every level, and for a tree of arithmetic means each multiplier is the product of the weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from brep_metrics.aggregate import aggregate, reweighted
from brep_metrics.explain.shapley import is_exact, node_shares
from brep_metrics.robustness.tree import Tree, tree_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from brep_metrics.methodology import Methodology

    Floats = NDArray[np.float64]

# A difference below this, in units of the score, has no slope that could be told from rounding.
_NO_DIFFERENCE = 1e-12


@dataclass(frozen=True)
class State:
    """One unit's tree: `value` (I + N,) of indicators, then nodes, nan = missing; `shares` (I + N,) among siblings."""

    tree: Tree
    value: Floats
    shares: Floats


@dataclass(frozen=True)
class Attribution:
    """For every place (I + N,): its `amount` of the root's difference, and the `factor` that a unit of it is worth.

    They add up in any case; not `exact` says that some node has so many children that their shares are estimates.
    """

    amounts: Floats
    factors: Floats
    exact: bool


def state_of(methodology: Methodology, normalised: Floats) -> State:
    """The tree above the normalised values (I,) of one unit."""
    return states_of(methodology, normalised[None])[0]


def states_of(methodology: Methodology, normalised: Floats) -> list[State]:
    """The trees above the normalised values (U, I) of many units."""
    tree = tree_of(methodology)
    values = np.concatenate((normalised, np.full((len(normalised), tree.nodes), np.nan)), axis=1)
    shares = np.zeros(values.shape)
    for number in reversed(range(tree.nodes)):
        node, children = methodology.nodes[number], tree.children(number)
        weights = reweighted(tree.weight[children], ~np.isnan(values[:, children]))
        shares[:, children] = weights
        values[:, tree.indicators + number] = aggregate(values[:, children], weights, node.aggregate, node.p)
    shares[:, tree.indicators] = 1.0
    return [State(tree, *unit) for unit in zip(values, shares, strict=True)]


def attribute(methodology: Methodology, before: State, after: State) -> Attribution:
    """What each place brings to the difference of the root between two states of one unit that both have a score."""
    tree = after.tree
    change = after.value - before.value
    amounts, factors = np.zeros(len(change)), np.zeros(len(change))
    amounts[tree.indicators], factors[tree.indicators] = change[tree.indicators], 1.0
    exact = True
    for number, node in enumerate(methodology.nodes):
        place, children = tree.indicators + number, tree.children(number)
        if np.isnan(change[place]):
            amounts[children] = amounts[place] * _present_shares(before, after)[children]
            continue
        shares = node_shares(node, tree.weight[children], before.value[children], after.value[children])
        exact &= is_exact(node, before.value[children], after.value[children])
        amounts[children] = shares * factors[place]
        moved = np.abs(change[children]) > _NO_DIFFERENCE
        slopes = np.divide(shares, change[children], out=after.shares[children].copy(), where=moved)
        factors[children] = slopes * factors[place]
    return Attribution(amounts, factors, exact)


def _present_shares(before: State, after: State) -> Floats:
    """The shares among siblings in the state that has values: a node that came or went is divided by weight."""
    return np.where(before.shares > 0, before.shares, after.shares)
