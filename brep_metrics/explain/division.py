"""The best division of steps among the places of the tree: what 0, 1, 2 … steps can make of a node.

For each number of steps one division is kept, the best one. That loses nothing where a node never falls when a child
rises: whatever the other children do, the better value of one child is never the worse choice.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from brep_metrics.aggregate import reweighted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from brep_metrics.methodology import Node

Counts = Mapping[str, int]
MAX_STEPS = 60  # more is no plan for anybody


class Step(NamedTuple):
    """The best value that a number of steps can make, and how many of them each indicator takes."""

    value: float
    counts: Counts


def divided(node: Node, weights: Sequence[float], ladders: Sequence[list[Step]]) -> list[Step]:
    """The best values of a node for 0, 1, 2 … steps, given those of its children; a missing child has no part."""
    present = [not math.isnan(ladder[0].value) for ladder in ladders]
    if not any(present):
        return [Step(math.nan, {})]
    shares = reweighted(np.array(weights), np.array([present]))[0].tolist()
    part, join, whole = _parts(node)
    best: list[Step] | None = None
    for share, ladder, has_value in zip(shares, ladders, present, strict=True):
        if has_value:
            parts = [Step(part(step.value, share), step.counts) for step in ladder]
            best = parts if best is None else together(best, parts, join)
    return [Step(whole(step.value), step.counts) for step in best or []]


def together(
    left: list[Step], right: list[Step], join: Callable[[float, float], float] = lambda one, other: one + other
) -> list[Step]:
    """The best that 0, 1, 2 … steps make of two places whose values are joined."""
    found = []
    for steps in range(min(len(left) + len(right) - 1, MAX_STEPS + 1)):
        ways = range(max(0, steps - len(left) + 1), min(steps, len(right) - 1) + 1)
        best = max(ways, key=lambda way: join(left[steps - way].value, right[way].value))
        one, other = left[steps - best], right[best]
        found.append(Step(join(one.value, other.value), {**one.counts, **other.counts}))
    return found


class _Parts(NamedTuple):
    """What a child brings to a node by value and share, how two such parts are joined, and the node's value then.

    More is always better: a power below 0 has its sign turned round.
    """

    part: Callable[[float, float], float]
    join: Callable[[float, float], float]
    whole: Callable[[float], float]


def _parts(node: Node) -> _Parts:
    p = {"harmonic": -1.0, "geometric": 0.0}.get(node.aggregate, 1.0 if node.p is None else node.p)
    if node.aggregate == "minimum":
        return _Parts(lambda value, _: value, min, float)
    if node.aggregate == "arithmetic":
        return _Parts(lambda value, share: share * value, operator.add, float)
    if p == 0:
        return _Parts(
            lambda value, share: share * (math.log(value) if value > 0 else -math.inf), operator.add, math.exp
        )
    sign = math.copysign(1.0, p)
    return _Parts(
        lambda value, share: sign * share * (value**p if value > 0 or p > 0 else math.inf),
        operator.add,
        lambda total: (sign * total) ** (1 / p) if math.isfinite(total) else 0.0,
    )
