"""Treatment of outliers before normalising: winsorise, then take logarithms, and say what was done.

An indicator is treated only while |skewness| and kurtosis of the rated units are both above the methodology's limits.
Source: OECD/JRC Handbook (2008), step 5; the two stages and their order as in COINr (Becker et al. 2022, JOSS 7(78)
4567), where the logarithm is taken of the original values once winsorising did not suffice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from brep_metrics.methodology import Treatment, TreatmentStep

    Floats = NDArray[np.float64]

# The share of the range that keeps the logarithm of the lowest value finite (COINr's `log_CT`).
_LOG_OFFSET = 0.01
_MIN_VALUES = 4  # below this, kurtosis is not defined


@dataclass(frozen=True)
class Treated:
    """What became of one indicator: the values (U,), which of them changed, and the shape before and after."""

    values: Floats
    changed: NDArray[np.bool_]
    before: tuple[float, float]
    after: tuple[float, float]
    winsorised: int = 0
    logarithm: bool = False


def treat(values: Floats, reference: NDArray[np.bool_], steps: tuple[TreatmentStep, ...], limits: Treatment) -> Treated:
    """Treat one indicator (U,) by the `steps` it asks for, judged on the units of `reference`; nan stays nan.

    The other units are held within the range of the treated ones.
    """
    member = reference & ~np.isnan(values)
    before = shape_of(values[member])
    result = Treated(values, np.zeros(values.shape, dtype=bool), before, before)
    for step in steps:
        if not is_outlying(result.after, limits):
            break
        treated = winsorise(values[member], limits) if step == "winsorise" else _logarithm(values[member], before[0])
        result = _apply(values, member, treated, result, step)
    return result


def is_outlying(shape: tuple[float, float], limits: Treatment) -> bool:
    """Whether skewness and kurtosis both exceed the limits."""
    return abs(shape[0]) > limits.skewness and shape[1] > limits.kurtosis


def shape_of(observed: Floats) -> tuple[float, float]:
    """Skewness G1 and excess kurtosis G2 with the corrections for small samples; 0 where they are not defined.

    Source: Joanes & Gill (1998), The Statistician 47(1) 183-189, type 2, as in Excel, SAS and COINr.
    """
    n = observed.size
    if n < _MIN_VALUES or observed.min() == observed.max():
        return 0.0, 0.0
    centred = (observed - observed.mean()) / np.abs(observed - observed.mean()).max()
    m2, m3, m4 = (float((centred**power).mean()) for power in (2, 3, 4))
    skewness = m3 / m2**1.5 * np.sqrt(n * (n - 1)) / (n - 2)
    kurtosis = ((n + 1) * (m4 / m2**2 - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))
    return float(skewness), float(kurtosis)


def winsorise(observed: Floats, limits: Treatment) -> Floats:
    """Move the outermost value in, to the next one, until the shape is within `limits` or enough values were moved.

    Which end is decided by the sign of the skewness each time; tied values move together.
    """
    moved = observed.copy()
    while is_outlying(shape := shape_of(moved), limits) and (moved != observed).sum() < limits.winsorise_at_most:
        ends = np.unique(moved)
        outermost, next_one = (ends[-1], ends[-2]) if shape[0] > 0 else (ends[0], ends[1])
        moved[moved == outermost] = next_one
    return moved


def _logarithm(observed: Floats, skewness: float) -> Floats:
    """log(x - min + 1 % of the range); mirrored where the tail is on the left, so that it is the tail that shrinks."""
    offset = _LOG_OFFSET * (observed.max() - observed.min())
    if skewness > 0:
        return np.asarray(np.log(observed - observed.min() + offset))
    return np.asarray(-np.log(observed.max() - observed + offset))


def _apply(
    values: Floats, member: NDArray[np.bool_], treated: Floats, earlier: Treated, step: TreatmentStep
) -> Treated:
    """Carry the treatment of the members over to all units: the others between the members that enclose them."""
    order = np.argsort(values[member], kind="stable")
    present = ~np.isnan(values)
    carried = values.copy()
    carried[present] = np.interp(values[present], values[member][order], treated[order])
    carried[member] = treated
    after = shape_of(treated)
    if step == "winsorise":
        moved = treated != values[member]
        return replace(
            earlier, values=carried, changed=present & (carried != values), after=after, winsorised=int(moved.sum())
        )
    return replace(earlier, values=carried, changed=present, after=after, winsorised=0, logarithm=True)
