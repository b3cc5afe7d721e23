"""The six reductions from evidence rows to a value, each as SQL aggregates and as the same rule on a table of rows.

Whatever the reduction, the value is one division of two floats, numerator by denominator, so that both ways give the
same bits. Before it everything is exact: numerators and denominators are DECIMAL with `DECIMALS` places, and a sum of
those does not depend on the order of rows or the number of threads.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from brep_metrics.methodology import Reduction as ReductionName

DECIMALS = 6
_UNITS: int = 10**DECIMALS


@dataclass(frozen=True)
class Reduction:
    """One reduction: its two aggregates, in SQL and on a table of rows, and the value where there are no data."""

    numerator_sql: str
    denominator_sql: str
    numerator: Callable[[pd.DataFrame], float]
    denominator: Callable[[pd.DataFrame], float]
    empty: float


def reduce_rows(rows: pd.DataFrame, value: ReductionName) -> float:
    """The value to which evidence rows of one indicator and one group reduce; nan where it is missing.

    Args:
        rows: any number of rows with the columns `item`, `numerator` and `denominator`.
        value: the indicator's declared reduction.

    """
    reduction = REDUCTIONS[value]
    numerator, denominator = reduction.numerator(rows), reduction.denominator(rows)
    if isnan(numerator) or isnan(denominator) or denominator == 0:
        return reduction.empty
    return numerator / denominator


def reduce_aggregates(
    numerators: NDArray[np.float64], denominators: NDArray[np.float64], empty: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The same division for arrays of aggregates: `empty` where one is missing or the denominator is 0."""
    usable = ~np.isnan(numerators) & ~np.isnan(denominators) & (denominators != 0)
    values = np.broadcast_to(empty, numerators.shape).copy()
    np.divide(numerators, denominators, out=values, where=usable)
    return values


def _sum_of(column: str) -> Callable[[pd.DataFrame], float]:
    def total(rows: pd.DataFrame) -> float:
        units = _units(rows[column])
        return sum(units) / _UNITS if units else nan

    return total


def _median(rows: pd.DataFrame) -> float:
    units = sorted(_units(rows["numerator"]))
    if not units:
        return nan
    middle: int = units[(len(units) - 1) // 2] + units[len(units) // 2]
    return middle / (2 * _UNITS)


def _one(_rows: pd.DataFrame) -> float:
    return 1.0


def _units(column: pd.Series[float]) -> list[int]:
    """Decimals as whole numbers of their last place: a float shows each of them, but would not add them exactly."""
    return [round(number * _UNITS) for number in column.dropna().tolist()]


# The median gets one more decimal place, which holds the middle of two neighbours exactly.
_MEDIAN_SQL = f"median(cast(numerator as decimal(19, {DECIMALS + 1})))"

REDUCTIONS: Mapping[ReductionName, Reduction] = {
    "ratio": Reduction("sum(numerator)", "sum(denominator)", _sum_of("numerator"), _sum_of("denominator"), nan),
    "sum": Reduction("sum(numerator)", "1", _sum_of("numerator"), _one, 0.0),
    "mean": Reduction(
        "sum(numerator)", "count(numerator)", _sum_of("numerator"), lambda rows: float(rows["numerator"].count()), nan
    ),
    "median": Reduction(_MEDIAN_SQL, "1", _median, _one, nan),
    "count": Reduction("count(*)", "1", lambda rows: float(len(rows)), _one, 0.0),
    "distinct": Reduction("count(distinct item)", "1", lambda rows: float(rows["item"].nunique()), _one, 0.0),
}
