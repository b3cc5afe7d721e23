"""Values and a methodology become scores: coverage, status, normalised values, the tree, ranks and grades.

The steps are formulas of `treatment`, `normalise`, `aggregate` and `grading`; here they are put in order.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from brep_metrics.i18n import N_
from brep_metrics.scoring import grading
from brep_metrics.scoring.columns import Columns, prepare_columns
from brep_metrics.scoring.tree import Tree, aggregate_tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from brep_metrics.methodology import Methodology
    from brep_metrics.scoring.columns import Stated
    from brep_metrics.treatment import Treated

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_DECIMALS_OF_COVERAGE = 12  # weights that sum to the floor on paper must reach it in binary too


class Status(StrEnum):
    """Whether a unit is rated, and if not, why."""

    RATED = "rated"
    NEW = "new"
    DISSOLVED = "dissolved"
    LOW_COVERAGE = "low_coverage"
    WITHHELD = "withheld"  # scored, but the result is not for this reader yet


STATUS_TEXTS = {
    Status.RATED: N_("rated"),
    Status.NEW: N_("not rated: established within the period"),
    Status.DISSOLVED: N_("not rated: dissolved within the period"),
    Status.LOW_COVERAGE: N_("not rated: too few data"),
    Status.WITHHELD: N_("not published yet"),
}


@dataclass(frozen=True)
class Scores:
    """What a methodology makes of U units with I scored indicators, N nodes (root first), G gates.

    values (U, I): as measured. normalised (U, I): on the scale, after the missing rule; nan where re-weighted.
    weights (U, I): the effective weight of each indicator for each unit, after re-weighting, sum 1.
    nodes (U, N): unrounded, the root before adjustments. adjustment (U,): points added. score (U,): the rounded root
    after adjustments; nan for units that are not rated. coverage (U,): share of the total weight with data.
    grade: code or None. capped_by: the gates (by indicator) that lowered the grade. failed_gates (U, G): every gate
    failed, also without effect. over_quota (U,): lowered by a quota. rank (U,): 0 for none.
    clipped (U, I): -1 below the lower, 1 above the upper goalpost, in the indicator's own unit. treated (U, I): changed
    by the treatment of outliers; treatment: by indicator code, what was done.
    """

    units: tuple[str, ...]
    values: Floats
    normalised: Floats
    weights: Floats
    nodes: Floats
    adjustment: Floats
    score: Floats
    coverage: Floats
    status: tuple[Status, ...]
    grade: tuple[str | None, ...]
    capped_by: tuple[tuple[str, ...], ...]
    failed_gates: Flags
    over_quota: Flags
    rank: NDArray[np.int64]
    clipped: NDArray[np.int8]
    treated: Flags
    treatment: dict[str, Treated]

    @property
    def rated(self) -> Flags:
        """Which units (U,) are rated."""
        return np.array([status is Status.RATED for status in self.status], dtype=bool)


@dataclass(frozen=True)
class Conditions:
    """What is measured beside the scored indicators, in the order the methodology lists it; nan = missing.

    gates (U, G) and nothing_due (U, G: no evidence row, so nothing was due yet), adjustments (U, A).
    """

    gates: Floats
    nothing_due: Flags
    adjustments: Floats

    @classmethod
    def none(cls, units: int, methodology: Methodology) -> Conditions:
        """Conditions under which no gate fails and no point is added."""
        gates = (units, len(methodology.gates))
        missing = np.full((units, len(methodology.adjustments)), np.nan)
        return cls(np.full(gates, np.nan), np.ones(gates, dtype=bool), missing)


def score(
    values: Floats,
    methodology: Methodology,
    *,
    units: Sequence[str],
    conditions: Conditions | None = None,
    years: float = 1.0,
    status: Sequence[Status] | None = None,
    stated: Stated | None = None,
) -> Scores:
    """Score `values` (U, I), one column for each of `methodology.scored`, nan = missing.

    `years` is the period's length; `status` says which units are new or dissolved (all may be rated if None). With
    `stated`, the units are a part of those that were scored: what depends on the others is taken from there, and ranks
    and quotas count these units alone.

    Raises:
        FaultsError: a value that the methodology cannot take (missing under `error`, not positive under a logarithm,
            negative under a mean that is defined for positive values only); all of them are named.

    """
    values = np.asarray(values, dtype=float).reshape(len(units), len(methodology.scored))
    coverage = coverage_of(values, methodology)
    statuses = _statuses(coverage, methodology, status)
    rated = np.array([state is Status.RATED for state in statuses], dtype=bool)
    required = np.array([state not in {Status.NEW, Status.DISSOLVED} for state in statuses], dtype=bool)
    columns = prepare_columns(values, methodology, units=units, rated=rated, required=required, years=years)
    if stated is not None:
        columns = columns.with_stated(stated, methodology)
    tree = aggregate_tree(columns.normalised, methodology, units=units, rated=rated)
    measured = conditions or Conditions.none(len(units), methodology)
    return _graded(values, methodology, tuple(units), coverage, statuses, columns, tree, measured)


def coverage_of(values: Floats, methodology: Methodology) -> Floats:
    """The share (U,) of the total effective weight whose indicators have data, before any missing rule."""
    shares = (~np.isnan(values) * methodology.effective_weights).sum(axis=1)
    return np.asarray(np.round(shares, _DECIMALS_OF_COVERAGE))


def _statuses(coverage: Floats, methodology: Methodology, status: Sequence[Status] | None) -> tuple[Status, ...]:
    given = status or [Status.RATED] * len(coverage)
    covered = (coverage >= methodology.coverage_floor) & (coverage > 0)
    return tuple(
        Status.LOW_COVERAGE if state is Status.RATED and not enough else state
        for state, enough in zip(given, covered, strict=True)
    )


def _graded(
    values: Floats,
    methodology: Methodology,
    units: tuple[str, ...],
    coverage: Floats,
    statuses: tuple[Status, ...],
    columns: Columns,
    tree: Tree,
    conditions: Conditions,
) -> Scores:
    rated = np.array([state is Status.RATED for state in statuses], dtype=bool)
    points = adjustment_points(conditions.adjustments, methodology)
    total = tree.nodes[:, 0] + points
    # An index without adjustment may be off the scale (a mean of z-scores); only points may not carry it there.
    total = np.where(points == 0, total, np.clip(total, *methodology.scale))
    scores = np.where(rated, grading.round_half_up(total, methodology.round), np.nan)
    failed = grading.failed_gates(methodology, conditions.gates, conditions.nothing_due)
    earned = grading.levels_by_score(scores, methodology.grades)
    capped = grading.cap_levels(earned, methodology, failed)
    final = grading.fill_quotas(capped, scores, methodology.grades, rated)
    return Scores(
        units=units,
        values=values,
        normalised=columns.normalised,
        weights=tree.weights,
        nodes=tree.nodes,
        adjustment=points,
        score=scores,
        coverage=coverage,
        status=statuses,
        grade=_codes(final, methodology, rated),
        capped_by=_effective_gates(earned, failed, methodology, rated),
        failed_gates=failed,
        over_quota=rated & (final > capped),
        rank=grading.competition_ranks(scores, rated),
        clipped=columns.clipped,
        treated=columns.treated,
        treatment=columns.treatment,
    )


def adjustment_points(measured: Floats, methodology: Methodology) -> Floats:
    """The points (U,) that the adjustments add or take, each held within its limit; a missing value adds none."""
    points = np.zeros(len(measured))
    for column, adjustment in enumerate(methodology.adjustments):
        amount = np.nan_to_num(measured[:, column]) * adjustment.points_per_unit
        points += np.clip(amount, -adjustment.limit, adjustment.limit)
    return points


def _codes(levels: NDArray[np.int64], methodology: Methodology, rated: Flags) -> tuple[str | None, ...]:
    codes = [*(grade.code for grade in methodology.grades), None]
    return tuple(codes[level] if is_rated else None for level, is_rated in zip(levels, rated, strict=True))


def _effective_gates(
    earned: NDArray[np.int64], failed: Flags, methodology: Methodology, rated: Flags
) -> tuple[tuple[str, ...], ...]:
    position = {grade.code: level for level, grade in enumerate(methodology.grades)}
    caps = np.array([position[gate.caps_at] for gate in methodology.gates], dtype=np.int64)
    effective = failed & rated[:, None] & (caps > earned[:, None])
    capped: list[tuple[str, ...]] = [()] * len(earned)
    for unit in np.flatnonzero(effective.any(axis=1)).tolist():
        capped[unit] = tuple(methodology.gates[gate].indicator for gate in np.flatnonzero(effective[unit]))
    return tuple(capped)
