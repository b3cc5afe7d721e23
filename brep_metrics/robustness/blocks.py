"""Scores of a block of draws that share every discrete choice, so that each node is one matrix product.

Shapes: D draws, U units, I indicators, N nodes. A node with exponent p is the power mean f⁻¹(Σ w f(x)) with f(x) = xᵖ
(the logarithm for p = 0), the lowest child for p = -inf; source: Hardy, Littlewood & Pólya, Inequalities (1934), 2.2.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from brep_metrics.robustness.tree import Tree, paths_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]

# Stands for an infinite f(0): finite, so that a weight of 0 takes it away, and far beyond what any other child brings.
INFINITE = 1e280
# OpenBLAS shares a product among threads from 2^18 multiplications on.
ONE_THREAD = 2**18 - 1


@dataclass(frozen=True)
class Cell:
    """What the draws of a block share: normalised values (U, I), nan where re-weighted, and exponents (N,).

    `varying` maps an indicator to its values (K, U) in K replicates; a draw then says which replicate it takes.
    """

    tree: Tree
    values: Floats
    exponents: Floats
    varying: Mapping[int, Floats] = field(default_factory=dict)


def scores_of(cell: Cell, shares: Floats, replicates: Indices | None = None) -> Floats:
    """The root's value (D, U) under the shares (I + N, D) of D draws; nan where a draw leaves a unit nothing."""
    gaps: NDArray[np.bool_] = np.asarray(np.isnan(cell.values).any(axis=1))
    drawn = {} if replicates is None else {i: values[replicates] for i, values in cell.varying.items()}
    if not gaps.any():
        return _complete(cell, cell.values, shares, drawn)
    scores = np.empty((shares.shape[1], len(gaps)))
    for units, form in ((~gaps, _complete), (gaps, _with_gaps)):
        if units.any():
            chosen = {indicator: values[:, units] for indicator, values in drawn.items()}
            scores[:, units] = form(cell, cell.values[units], shares, chosen)
    return scores


def product(weights: Floats, values: Floats) -> Floats:
    """Σ w x (D, U) of weights (C, D) and values (U, C), in slices that BLAS leaves to one thread.

    Waiting for a second thread costs more than it brings here, and one thread adds in one order on every machine.
    """
    rows = max(1, ONE_THREAD // max(1, values.size))
    sums = np.empty((weights.shape[1], len(values)))
    for first in range(0, len(sums), rows):
        np.matmul(weights[:, first : first + rows].T, values.T, out=sums[first : first + rows])
    return sums


def transform(values: Floats, exponent: float) -> Floats:
    """f(x) of the power mean; the values themselves for the minimum."""
    if exponent in {1.0, -np.inf}:
        return values
    with np.errstate(divide="ignore"):
        return np.clip(np.log(values) if exponent == 0 else values**exponent, -INFINITE, INFINITE)


def inverse(sums: Floats, exponent: float) -> Floats:
    """f⁻¹ of a weighted sum; the sum is used up."""
    if exponent in {1.0, -np.inf}:
        return sums
    return np.exp(sums, out=sums) if exponent == 0 else np.power(sums, 1 / exponent, out=sums)


def _complete(cell: Cell, values: Floats, shares: Floats, drawn: Mapping[int, Floats]) -> Floats:
    """Units without gaps: alike-aggregating nodes collapse, and each that is left is one matrix product."""
    tree = cell.tree
    paths, under = paths_of(tree, shares, cell.exponents)
    found: dict[int, Floats] = dict(drawn)
    for node in reversed(range(tree.nodes)):
        place = tree.indicators + node
        if under[place] == -2:  # noqa: PLR2004 - the mark of paths_of
            continue
        children = np.flatnonzero(under == node).tolist()
        fixed = np.array([child for child in children if child < tree.indicators and child not in drawn], dtype=np.intp)
        moving = [child for child in children if child in found]
        exponent = float(cell.exponents[node])
        if exponent == -np.inf:
            result = _minimum(values, found, paths, fixed, moving)
        else:
            result = product(paths[fixed], transform(values[:, fixed], exponent))
            for child in moving:
                result += paths[child][:, None] * transform(found[child], exponent)
            result = _where_weighed(inverse(result, exponent), shares[place])
        found = {key: value for key, value in found.items() if key not in moving} | {place: result}
    return found[tree.indicators]


def _where_weighed(values: Floats, share: Floats) -> Floats:
    """1 in draws that left a node nothing: the weight above is 0 there, and 0 × inf would be nan."""
    empty = share == 0
    if empty.any():
        values[empty] = 1.0
    return values


def _minimum(values: Floats, found: Mapping[int, Floats], paths: Floats, fixed: Indices, moving: list[int]) -> Floats:
    """The lowest child that has a weight; +inf where none has, which no minimum above would take."""
    lowest = np.full((paths.shape[1], len(values)), np.inf)
    for child in (*fixed.tolist(), *moving):
        candidate = found[child] if child in moving else values[:, child]
        np.minimum(lowest, np.where(paths[child][:, None] > 0, candidate, np.inf), out=lowest)
    return lowest


def _with_gaps(cell: Cell, values: Floats, shares: Floats, drawn: Mapping[int, Floats]) -> Floats:
    """Units with gaps: node by node, each divided by the weight of the children that have a value."""
    tree, draws = cell.tree, shares.shape[1]
    observed = ~np.isnan(values)
    found: dict[int, Floats] = {tree.indicators + node: np.empty(0) for node in range(tree.nodes)}
    for node in reversed(range(tree.nodes)):
        exponent = float(cell.exponents[node])
        children = tree.children(node)
        fixed = np.array([child for child in children if child < tree.indicators and child not in drawn], dtype=np.intp)
        total = product(shares[fixed], observed[:, fixed].astype(float))
        if exponent == -np.inf:
            sums = _minimum(np.where(observed, values, np.inf), {}, shares, fixed, [])
        else:
            known = np.where(observed[:, fixed], transform(values[:, fixed], exponent), 0.0)
            sums = product(shares[fixed], known)
        for child in sorted(set(children.tolist()) - set(fixed.tolist())):
            each = drawn[child] if child < tree.indicators else found[child]
            weight = np.where(np.isnan(each), 0.0, shares[child][:, None])
            total += weight
            if exponent == -np.inf:
                np.minimum(sums, np.where(weight > 0, each, np.inf), out=sums)
            else:
                sums += weight * np.where(weight > 0, transform(each, exponent), 0.0)
        weighed = total > 0
        if exponent != -np.inf:
            sums = inverse(np.divide(sums, total, out=np.ones((draws, len(values))), where=weighed), exponent)
        found[tree.indicators + node] = np.where(weighed, sums, np.nan)
    return found[tree.indicators]
