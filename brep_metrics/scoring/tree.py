"""The tree of nodes: normalised values up to the root, effective weights down to the indicators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from brep_metrics.aggregate import aggregate, reweighted
from brep_metrics.errors import Fault
from brep_metrics.i18n import N_, Message
from brep_metrics.scoring.columns import refuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from brep_metrics.methodology import Methodology, Node

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_POSITIVE_ONLY = {"geometric", "harmonic", "power"}


@dataclass(frozen=True)
class Tree:
    """Node values (U, N), root first and unrounded, and the effective weight of each indicator for each unit (U, I)."""

    nodes: Floats
    weights: Floats


def aggregate_tree(normalised: Floats, methodology: Methodology, *, units: Sequence[str], rated: Flags) -> Tree:
    """Every node of the tree from normalised values (U, I).

    A child without a value is re-weighted among its siblings; a node all of whose children lack one lacks one itself.

    Raises:
        FaultsError: a negative child of a geometric, harmonic or power mean of a rated unit; all are named.

    """
    codes = [*(node.code for node in methodology.nodes), *(indicator.code for indicator in methodology.scored)]
    position = {code: column for column, code in enumerate(codes)}
    count = len(methodology.nodes)
    table = np.concatenate((np.full((len(units), count), np.nan), normalised), axis=1)
    shares: dict[str, tuple[list[int], Floats]] = {}
    faults: list[Fault] = []
    for node in reversed(methodology.nodes):
        children = methodology.children(node.code)
        below = [position[child.code] for child in children]
        weights = reweighted(np.array([child.weight for child in children]), ~np.isnan(table[:, below]))
        shares[node.code] = below, weights
        if node.aggregate in _POSITIVE_ONLY:
            faults += _negative(table[:, below], node, [child.code for child in children], units, rated, methodology.id)
        with np.errstate(invalid="ignore"):  # negative children: of rated units they are refused below
            table[:, position[node.code]] = aggregate(table[:, below], weights, node.aggregate, node.p)
    refuse(methodology.id, faults)
    return Tree(table[:, :count], _effective(shares, table.shape, methodology)[:, count:])


def _effective(shares: dict[str, tuple[list[int], Floats]], shape: tuple[int, ...], methodology: Methodology) -> Floats:
    effective = np.zeros(shape)
    effective[:, 0] = 1.0
    for column, node in enumerate(methodology.nodes):
        below, weights = shares[node.code]
        effective[:, below] = weights * effective[:, [column]]
    return effective


def _negative(
    values: Floats, node: Node, children: list[str], units: Sequence[str], rated: Flags, source: str
) -> list[Fault]:
    return [
        Fault(
            file=source,
            column=node.code,
            value=f"{children[column]} = {values[unit, column]:.6g}",
            problem=Message(
                N_("unit {unit}: a {aggregate} mean does not take a negative value"),
                {"unit": units[unit], "aggregate": node.aggregate},
            ),
        )
        for unit, column in np.argwhere((values < 0) & rated[:, None]).tolist()
    ]
