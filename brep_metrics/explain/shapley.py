"""Shapley values of one node: how much each child brings when all children go from one state to another.

The children are players, the node's aggregation is the worth of a coalition, and a coalition's members are in their
later state, the others in their earlier one. So the shares add up to the node's difference whatever the aggregation.
Sources: Shapley (1953), A value for n-person games; for the geometric mean Owen (1972), Management Science 18(5)
P64-P79: the value is the integral of the multilinear extension's gradient along the diagonal, which is a
product here.
"""

from __future__ import annotations

from math import factorial
from typing import TYPE_CHECKING

import numpy as np

from brep_metrics.aggregate import aggregate, reweighted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from brep_metrics.methodology import Node

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

# With more children than this, coalitions are too many to list; orders are sampled then, where no closed form exists.
MAX_LISTED = 12
_ORDERS = 2_000


def node_shares(node: Node, weights: Floats, before: Floats, after: Floats) -> Floats:
    """The share (C,) of each child in f(after) - f(before); `weights` (C,) as declared, values (C,), nan = missing.

    Exact, and for arithmetic and geometric means of any number of children that are missing in both states or in none.
    Otherwise, beyond `MAX_LISTED` children, the mean over a fixed sample of orders: it still adds up exactly, and each
    share is an estimate.
    """
    if has_closed_form(node, before, after):
        if node.aggregate == "geometric":
            return _geometric(weights, before, after)
        shares = reweighted(weights, ~np.isnan(after)[None])[0]
        return np.asarray(np.nan_to_num(shares * (after - before)))
    if len(weights) <= MAX_LISTED:
        return _listed(node, weights, before, after)
    return _sampled(node, weights, before, after)


def is_exact(node: Node, before: Floats, after: Floats) -> bool:
    """Whether `node_shares` gives the shares themselves rather than estimates of them."""
    return len(before) <= MAX_LISTED or has_closed_form(node, before, after)


def has_closed_form(node: Node, before: Floats, after: Floats) -> bool:
    """Whether the node is a mean whose shares need no coalitions: its children are there in both states or in none."""
    if (np.isnan(before) != np.isnan(after)).any():
        return False
    positive = bool((np.nan_to_num(before, nan=1.0) > 0).all())
    return node.aggregate == "arithmetic" or (node.aggregate == "geometric" and positive)


def worth(node: Node, weights: Floats, before: Floats, after: Floats, later: Flags) -> Floats:
    """The node's value (S,) for S coalitions `later` (S, C); where none of its children has a value, as before."""
    values = np.where(later, after, before)
    found = aggregate(values, reweighted(weights, ~np.isnan(values)), node.aggregate, node.p)
    return np.where(np.isnan(found), found[0], found)


def _geometric(weights: Floats, before: Floats, after: Floats) -> Floats:
    present = ~np.isnan(after)
    powers = reweighted(weights, present[None])[0]
    growth = np.where(present, (np.nan_to_num(after, nan=1.0) / np.nan_to_num(before, nan=1.0)) ** powers, 1.0) - 1
    start = np.exp((powers * np.log(np.where(present, before, 1.0))).sum())
    # Gauss-Legendre with n nodes is exact for polynomials up to degree 2n - 1; this one has degree C - 1.
    nodes, node_weights = np.polynomial.legendre.leggauss(len(weights) // 2 + 1)
    factors = 1 + (nodes[:, None] + 1) / 2 * growth
    others = np.stack([np.delete(factors, child, axis=1).prod(axis=1) for child in range(len(weights))], axis=1)
    return np.asarray(start * growth * (node_weights @ others) / 2)


def _listed(node: Node, weights: Floats, before: Floats, after: Floats) -> Floats:
    count = len(weights)
    later = (np.arange(2**count)[:, None] >> np.arange(count)) & 1 == 1
    worths = worth(node, weights, before, after, later)
    size = later.sum(axis=1)
    chance = np.array([factorial(s) * factorial(count - s - 1) / factorial(count) for s in range(count)])
    shares = np.empty(count)
    for child in range(count):
        without = np.flatnonzero(~later[:, child])
        shares[child] = chance[size[without]] @ (worths[without + 2**child] - worths[without])
    return shares


def _sampled(node: Node, weights: Floats, before: Floats, after: Floats) -> Floats:
    count = len(weights)
    random = np.random.default_rng(0)
    shares = np.zeros(count)
    for _ in range(_ORDERS // 2):
        order = random.permutation(count)
        for each in (order, order[::-1]):
            later = np.zeros((count + 1, count), dtype=bool)
            later[1:, each] = np.tri(count, dtype=bool)
            shares[each] += np.diff(worth(node, weights, before, after, later))
    return shares / (_ORDERS // 2 * 2)
