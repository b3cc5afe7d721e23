"""What of an evaluation may leave the query layer for a reader: its own rows, and the others without names.

Scores need all groups, so the network is always evaluated as a whole; it is cut down here before anybody looks at it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from brep_metrics.scoring import Status

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from brep_metrics.evidence import Measurement
    from brep_metrics.scoring import Evaluation, Scores
    from brep_metrics.store import AccessScope

    Floats = NDArray[np.float64]
    Rows = NDArray[np.int64]

# A figure over fewer groups than this, the reader's own left out, would tell too much of one of them.
MIN_GROUPS = 5
QUARTILES = (25, 50, 75)


@dataclass(frozen=True)
class Distribution:
    """The rated groups taken together, none of them named; nan where too few groups are behind a figure.

    groups: how many are rated, None where that is not told. normalised (I,) and nodes (N,): medians on the scale;
    quartiles (3,): of the scores.
    """

    groups: int | None
    normalised: Floats
    nodes: Floats
    quartiles: Floats


def restrict(evaluation: Evaluation, scope: AccessScope, *, published: bool) -> Evaluation:
    """The rows of the groups that the reader may know by name; all of it for the whole network.

    Scores, grades, ranks and points are withheld unless the result is `published`, from an evaluator only those of the
    groups whose records are not open to them; measured values and what follows from them indicator by indicator, of
    every group whose records are not open to the reader.
    """
    if scope.is_network:
        return evaluation
    units = evaluation.scores.units
    rows = np.array([at for at, unit in enumerate(units) if scope.may_name(unit)], dtype=np.int64)
    closed = np.array([not scope.may_see(units[at]) for at in rows], dtype=bool)
    scores = _without_indicators(_rows_of(evaluation.scores, rows), closed)
    withheld = closed if scope.is_evaluator else np.ones_like(closed)
    return replace(
        evaluation,
        groups=tuple(evaluation.groups[at] for at in rows),
        measurement=_measured(evaluation.measurement, rows, closed),
        scores=scores if published else _withheld(scores, withheld),
    )


def distribution(
    evaluation: Evaluation, scope: AccessScope, *, published: bool, sector_id: str | None = None
) -> Distribution:
    """The rated groups of the network or of one sector, for a reader with this scope.

    An evaluator has those whose records are open to them, however few.
    """
    scores = evaluation.scores
    if not (scope.is_evaluator or published):
        return Distribution(None, _nothing(scores.normalised), _nothing(scores.nodes), np.full(len(QUARTILES), np.nan))
    minimum = 1 if scope.is_evaluator else MIN_GROUPS
    rated = scores.rated & np.array([sector_id in (None, group.sector_id) for group in evaluation.groups], dtype=bool)
    if scope.is_evaluator:
        others = rated = rated & np.array([scope.may_see(unit) for unit in scores.units], dtype=bool)
    else:
        others = rated & np.array([not scope.may_name(unit) for unit in scores.units], dtype=bool)
    # How many are rated in all is what a rank is out of, and the ranks that an expert may see tell it anyway.
    ranked = rated if sector_id else scores.rated
    return Distribution(
        int(ranked.sum()),
        _medians(scores.normalised, rated, others, minimum),
        _medians(scores.nodes, rated, others, minimum),
        np.percentile(scores.score[rated], QUARTILES) if others.sum() >= minimum else np.full(len(QUARTILES), np.nan),
    )


def _medians(values: Floats, rated: NDArray[np.bool_], others: NDArray[np.bool_], minimum: int) -> Floats:
    known = ~np.isnan(values)
    enough = (known & others[:, None]).sum(axis=0) >= minimum
    return np.array(
        [
            np.median(column[rated & seen]) if shown else np.nan
            for column, seen, shown in zip(values.T, known.T, enough, strict=True)
        ],
        dtype=float,
    )


def _rows_of(scores: Scores, rows: Rows) -> Scores:
    return replace(
        scores,
        units=tuple(scores.units[at] for at in rows),
        values=scores.values[rows],
        normalised=scores.normalised[rows],
        weights=scores.weights[rows],
        nodes=scores.nodes[rows],
        adjustment=scores.adjustment[rows],
        score=scores.score[rows],
        coverage=scores.coverage[rows],
        status=tuple(scores.status[at] for at in rows),
        grade=tuple(scores.grade[at] for at in rows),
        capped_by=tuple(scores.capped_by[at] for at in rows),
        failed_gates=scores.failed_gates[rows],
        over_quota=scores.over_quota[rows],
        rank=scores.rank[rows],
        clipped=scores.clipped[rows],
        treated=scores.treated[rows],
        treatment={},
    )


def _without_indicators(scores: Scores, closed: NDArray[np.bool_]) -> Scores:
    hidden = closed[:, None]
    return replace(
        scores,
        values=np.where(hidden, np.nan, scores.values),
        normalised=np.where(hidden, np.nan, scores.normalised),
        weights=np.where(hidden, np.nan, scores.weights),
        clipped=np.where(hidden, np.int8(0), scores.clipped),
        treated=scores.treated & ~hidden,
        failed_gates=scores.failed_gates & ~hidden,
    )


def _withheld(scores: Scores, hidden: NDArray[np.bool_]) -> Scores:
    """The same groups, the hidden ones as if nothing had been scored."""
    columns = hidden[:, None]
    return replace(
        scores,
        normalised=np.where(columns, np.nan, scores.normalised),
        nodes=np.where(columns, np.nan, scores.nodes),
        adjustment=np.where(hidden, np.nan, scores.adjustment),
        score=np.where(hidden, np.nan, scores.score),
        status=tuple(
            Status.WITHHELD if one is Status.RATED and closed else one
            for one, closed in zip(scores.status, hidden, strict=True)
        ),
        grade=tuple(None if closed else one for one, closed in zip(scores.grade, hidden, strict=True)),
        capped_by=tuple(() if closed else one for one, closed in zip(scores.capped_by, hidden, strict=True)),
        failed_gates=scores.failed_gates & ~columns,
        over_quota=scores.over_quota & ~hidden,
        rank=np.where(hidden, 0, scores.rank),
        clipped=np.where(columns, np.int8(0), scores.clipped),
        treated=scores.treated & ~columns,
    )


def _measured(measurement: Measurement, rows: Rows, closed: NDArray[np.bool_]) -> Measurement:
    hidden = closed[:, None]
    return replace(
        measurement,
        groups=tuple(measurement.groups[at] for at in rows),
        values=np.where(hidden, np.nan, measurement.values[rows]),
        rows=np.where(hidden, 0, measurement.rows[rows]),
        numerators=np.where(hidden, np.nan, measurement.numerators[rows]),
        denominators=np.where(hidden, np.nan, measurement.denominators[rows]),
    )


def _nothing(values: Floats) -> Floats:
    """One nan per column."""
    return np.full(values.shape[1], np.nan)
