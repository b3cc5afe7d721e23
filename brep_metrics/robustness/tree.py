"""The tree of a methodology as arrays, and the weights of many draws in it.

A *place* is an indicator or a node: the I indicators first, in the order of `Methodology.scored`, then the N nodes,
root first. It leaves the values, and what is made of them, to `blocks`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from brep_metrics.methodology import Aggregate, Indicator, Methodology, Node

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]

EXPONENTS = {"arithmetic": 1.0, "geometric": 0.0, "harmonic": -1.0, "minimum": -np.inf}


@dataclass(frozen=True)
class Tree:
    """`parent` (I + N,) is the node above each place (-1 above the root), `weight` (I + N,) the one declared."""

    indicators: int
    parent: Indices
    weight: Floats

    @property
    def nodes(self) -> int:
        """N, the number of nodes."""
        return len(self.parent) - self.indicators

    def children(self, node: int) -> Indices:
        """The places directly below a node."""
        return np.flatnonzero(self.parent == node)


def tree_of(methodology: Methodology) -> Tree:
    """The tree that a methodology declares."""
    number = {node.code: position for position, node in enumerate(methodology.nodes)}
    places: tuple[Indicator | Node, ...] = (*methodology.scored, *methodology.nodes)
    return Tree(
        indicators=len(methodology.scored),
        parent=np.array([-1 if place.parent is None else number[place.parent] for place in places], dtype=np.intp),
        weight=np.array([place.weight for place in places]),
    )


def exponents_of(aggregates: Sequence[tuple[Aggregate, float | None]]) -> Floats:
    """The power mean (N,) that each node is: 1 arithmetic, 0 geometric, -1 harmonic, -inf the minimum."""
    return np.array([EXPONENTS.get(name, 1.0 if p is None else p) for name, p in aggregates])


def shares_of(tree: Tree, weights: Floats) -> Floats:
    """Weights (I + N, D) of D draws rescaled to sum 1 among siblings; `weights` is used up.

    An indicator left out has the weight 0; a node below which nothing has a weight loses its own.
    """
    for node in reversed(range(tree.nodes)):
        children = tree.children(node)
        total = weights[children].sum(axis=0)
        empty = total == 0
        weights[children] /= np.where(empty, 1.0, total)
        weights[tree.indicators + node, empty] = 0.0
    return weights


def paths_of(tree: Tree, shares: Floats, exponents: Floats) -> tuple[Floats, Indices]:
    """Shares (I + N, D) multiplied down through nodes that aggregate alike, and the node each place then hangs under.

    A power mean of power means with the same exponent is one power mean under the products of the weights, so such a
    node needs no array of its own; an entry of -2 marks it.
    """
    paths, under = shares.copy(), tree.parent.copy()
    for node in range(1, tree.nodes):
        place = tree.indicators + node
        above = under[place]
        if exponents[node] == exponents[above]:
            children = tree.children(node)
            paths[children] *= paths[place]
            under[children] = above
            under[place] = -2
    return paths, under
