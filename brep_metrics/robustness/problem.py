"""What draws are made on: the rated units' normalised values at every level of the discrete factors, as arrays.

The values of each level come from `scoring.score` itself, under the methodology of that level; only then
are they carried from the methodology's scale to the one that `[robustness]` names, and the scores carried back.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from brep_metrics.errors import Fault, FaultsError
from brep_metrics.i18n import N_, Message
from brep_metrics.robustness.blocks import Cell
from brep_metrics.robustness.factors import Factors, with_levels
from brep_metrics.robustness.tree import Tree, exponents_of, tree_of
from brep_metrics.scoring.columns import prepare_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from brep_metrics.methodology import Indicator, Methodology
    from brep_metrics.scoring import Scores

    Floats = NDArray[np.float64]
    Integers = NDArray[np.integer]

# As in scoring.grading: a score this close to a half, in units of the last decimal, is a half. It also absorbs what
# matrix products differ by from one block size or number of threads to another.
_HALF = 0.5 + 1e-9
# A double holds whole numbers up to here; what a methodology publishes beyond is noise.
_MAX_DIGITS = 15


@dataclass(frozen=True)
class Points:
    """How scores on the scale of the draws become whole points of the last published decimal, counted from `origin`.

    point = floor(slope × score + offset (U,)), within `limits` (2, U) where points were added; `top` is the highest.
    """

    slope: float
    offset: Floats
    limits: Floats | None
    origin: int
    top: int

    def of(self, scores: Floats) -> Integers:
        """The points (D, U) of scores, which are used up; a unit with nothing left to score gets the lowest."""
        scores *= self.slope
        scores += self.offset
        if self.limits is not None:
            np.clip(scores, *self.limits, out=scores)
        np.fmax(scores, 0.0, out=scores)
        return scores.astype(np.int32 if self.top < np.iinfo(np.int32).max else np.int64)


@dataclass(frozen=True)
class Problem:
    """The rated units, and for each level of normalise, aggregate, missing and treatment (in this order) their cell."""

    units: tuple[str, ...]
    nominal: NDArray[np.int64]
    tree: Tree
    factors: Factors
    cells: Mapping[tuple[int, ...], Cell]
    points: Points


def problem_of(
    scores: Scores,
    methodology: Methodology,
    factors: Factors,
    *,
    years: float = 1.0,
    resampled: Mapping[str, Floats] | None = None,
) -> Problem:
    """The problem of the rated units of `scores`, whose period is `years` long.

    `resampled` holds raw values (K, U) in K replicates by indicator code, for all U units of `scores`.

    Raises:
        FaultsError: some level gives a rated unit a value that its mean is not defined for.

    """
    rated = scores.rated
    units = tuple(unit for unit, is_rated in zip(scores.units, rated, strict=True) if is_rated)
    replicates = {code: values[:, rated] for code, values in (resampled or {}).items() if factors.replicates}
    maker = _Cells(scores.values[rated], units, methodology, factors, years, replicates)
    sizes = (range(len(of)) for of in (factors.normalise, factors.aggregate, factors.missing, factors.treatment))
    cells = {levels: maker.cell(*levels) for levels in product(*sizes)}
    return Problem(
        units=units,
        nominal=scores.rank[rated],
        tree=tree_of(methodology),
        factors=factors,
        cells=cells,
        points=_points(methodology, maker.scale, cells.values(), scores.adjustment[rated]),
    )


@dataclass(frozen=True)
class _Cells:
    """Makes cells of the rated units' raw values (U, I), and remembers the columns that several of them share."""

    values: Floats
    units: tuple[str, ...]
    methodology: Methodology
    factors: Factors
    years: float
    replicates: Mapping[str, Floats]
    _columns: dict[tuple[int, int, int], tuple[Floats, dict[int, Floats]]] = field(default_factory=dict)

    @property
    def scale(self) -> tuple[float, float]:
        """The scale of the draws: the one that `[robustness]` names, else the methodology's."""
        declared = self.methodology.robustness
        return self.methodology.scale if declared is None or declared.scale is None else declared.scale

    def cell(self, normalise: int, aggregate: int, missing: int, treatment: int) -> Cell:
        """The cell of these levels."""
        values, varying = self._held(normalise, missing, treatment)
        level = with_levels(self.methodology, self.factors, aggregate=self.factors.aggregate[aggregate])
        exponents = exponents_of([(node.aggregate, node.p) for node in level.nodes])
        _refuse_negative(values, exponents, level, self.units)
        return Cell(tree_of(level), values, exponents, varying)

    def _held(self, normalise: int, missing: int, treatment: int) -> tuple[Floats, dict[int, Floats]]:
        if (normalise, missing, treatment) not in self._columns:
            level = with_levels(
                self.methodology,
                self.factors,
                normalise=self.factors.normalise[normalise],
                missing=self.factors.missing[missing],
                treatment=self.factors.treatment[treatment],
            )
            values = self._on_scale(self.values, level) if missing == 0 else self._filled(normalise, treatment, level)
            self._columns[normalise, missing, treatment] = values, self._resampled(level)
        return self._columns[normalise, missing, treatment]

    def _filled(self, normalise: int, treatment: int, level: Methodology) -> Floats:
        """The values where another rule fills the gaps: only the columns that have any are made anew."""
        values = self._held(normalise, 0, treatment)[0].copy()
        gaps = np.flatnonzero(np.isnan(self.values).any(axis=0))
        if gaps.size:
            values[:, gaps] = self._on_scale(self.values[:, gaps], level, *(level.scored[column] for column in gaps))
        return values

    def _resampled(self, level: Methodology) -> dict[int, Floats]:
        """The review-based indicators by column, normalised in each replicate (K, U)."""
        drawn = {column: self.replicates.get(indicator.code) for column, indicator in enumerate(level.scored)}
        return {
            column: self._on_scale(values.T, level, *[level.scored[column]] * len(values)).T
            for column, values in drawn.items()
            if values is not None
        }

    def _on_scale(self, values: Floats, level: Methodology, *indicators: Indicator) -> Floats:
        """Values (U, I) of the `indicators`, or of all, normalised by their own rules, on the scale of the draws."""
        rated = np.ones(len(self.units), dtype=bool)
        columns = prepare_columns(
            values.reshape(len(self.units), -1),
            replace(level, indicators=indicators) if indicators else level,
            units=self.units,
            rated=rated,
            required=~rated,
            years=self.years,
        )
        low, high = self.methodology.scale
        return self.scale[0] + (columns.normalised - low) * ((self.scale[1] - self.scale[0]) / (high - low))


def _refuse_negative(values: Floats, exponents: Floats, level: Methodology, units: tuple[str, ...]) -> None:
    """Refuse negative values below a node whose mean is defined for positive ones only; all are named."""
    bound = {node.code for node, exponent in zip(level.nodes, exponents, strict=True) if exponent not in {1.0, -np.inf}}
    for node in level.nodes:
        bound |= {node.code} if node.parent in bound else set()
    columns = [indicator.parent in bound for indicator in level.scored]
    faults = [
        Fault(
            file=level.id,
            column=level.scored[column].code,
            value=f"{values[unit, column]:.6g}",
            problem=Message(
                N_("unit {unit}: a geometric mean needs values that are not negative"), {"unit": units[unit]}
            ),
            expected=Message(N_("a [robustness] scale that begins above 0, or no z-scores")),
        )
        for unit, column in np.argwhere((values < 0) & np.array(columns)).tolist()
    ]
    if faults:
        raise FaultsError(Message(N_("the factors cannot be varied together")), faults)


def _points(methodology: Methodology, scale: tuple[float, float], cells: Iterable[Cell], added: Floats) -> Points:
    """From scores on the scale of the draws to points on the methodology's, between all that a draw can reach."""
    ratio = (methodology.scale[1] - methodology.scale[0]) / (scale[1] - scale[0])
    shift = methodology.scale[0] - scale[0] * ratio
    seen = np.concatenate([part.ravel() for cell in cells for part in (cell.values, *cell.varying.values())])
    low, high = (float(extreme) * ratio + shift for extreme in (np.nanmin(seen), np.nanmax(seen)))
    low, high = min(low, methodology.scale[0]), max(high, methodology.scale[1])
    unit = 10.0 ** min(methodology.round, int(np.floor(_MAX_DIGITS - np.log10(max(high - low, 1.0)))))
    origin = int(np.floor(low * unit))
    limits = np.where(added == 0, [[-np.inf], [np.inf]], np.array([methodology.scale]).T * unit + _HALF - origin)
    return Points(
        slope=ratio * unit,
        offset=(shift + added) * unit + _HALF - origin,
        limits=limits if added.any() else None,
        origin=origin,
        top=int(np.ceil(high * unit)) - origin + 1,
    )
