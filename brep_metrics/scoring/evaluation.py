"""The evaluation of a period: the groups that existed in it, what was measured of them, and their scores."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from brep_metrics.errors import NoDataError
from brep_metrics.evidence import Measurement, measure
from brep_metrics.i18n import N_, Message, Title
from brep_metrics.scoring.scores import Conditions, Scores, Status, score
from brep_metrics.scoring.tables import nullable_ranks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from brep_metrics.methodology import Methodology
    from brep_metrics.periods import Period
    from brep_metrics.scoring.columns import Stated
    from brep_metrics.store import Generation, Reading

_OF_LIFE = (Status.NEW, Status.DISSOLVED)
_GROUPS = Path(__file__).parents[1] / "sql" / "groups_of_periods.sql"


@dataclass(frozen=True)
class Group:
    """A working group as it was in a period; the lead is the last one of the period, None where there was none."""

    group_id: str
    name: Title
    sector_id: str
    sector: Title
    tier: str | None
    lead_id: str | None
    lead: Title
    established_on: date
    dissolved_on: date | None


@dataclass(frozen=True)
class Evaluation:
    """The result of one period, with all that it depends on; `groups`, `measurement` and `scores` share one order."""

    generation: Generation
    methodology: Methodology
    period: Period
    as_of: date
    groups: tuple[Group, ...]
    measurement: Measurement
    scores: Scores

    @property
    def is_running(self) -> bool:
        """Whether the period had not ended on the as-of date, so that the figures are of a part of it."""
        return self.as_of < self.period.end

    @property
    def at_risk(self) -> NDArray[np.bool_]:
        """Which groups (U,) are at risk: those with the lowest of several grades, or with one lowered by a gate."""
        grades, scores = self.methodology.grades, self.scores
        lowest = grades[-1].code if len(grades) > 1 else None
        found = [
            rated and (grade == lowest or bool(gates))
            for rated, grade, gates in zip(scores.rated, scores.grade, scores.capped_by, strict=True)
        ]
        return np.array(found, dtype=bool)

    @property
    def conditions(self) -> Conditions:
        """The gates and adjustments as measured, in the order of the groups."""
        column = {code: position for position, code in enumerate(self.measurement.indicators)}
        return _conditions(self.measurement, self.methodology, column)

    def table(self) -> pd.DataFrame:
        """One row per group: ranked ones by rank, then the others; after the status one column per node below the root.

        Nodes are in full precision; score, grade and rank are empty for groups that are not rated.
        """
        scores = self.scores
        frame = pd.DataFrame(
            {
                "group_id": scores.units,
                "name_zh": [group.name.zh for group in self.groups],
                "name_en": [group.name.en for group in self.groups],
                "sector_id": [group.sector_id for group in self.groups],
                "score": scores.score,
                "grade": list(scores.grade),
                "rank": nullable_ranks(scores),
                "coverage": scores.coverage,
                "status": [str(status) for status in scores.status],
            }
            | {node.code: scores.nodes[:, column] for column, node in enumerate(self.methodology.nodes) if column}
        )
        return frame.sort_values(["rank", "group_id"], na_position="last", ignore_index=True)


def require_groups(evaluation: Evaluation) -> Evaluation:
    """The evaluation, if there is any group in it.

    Raises:
        NoDataError: the period had not begun on the as-of date, or no working group of it was known then.

    """
    names = {"as_of": evaluation.as_of.isoformat(), "period": evaluation.period.code}
    if evaluation.as_of < evaluation.period.start:
        raise NoDataError(Message(N_("{period} had not begun on {as_of}: there is nothing to evaluate"), names))
    if not evaluation.groups:
        text = N_("as of {as_of}, no working group of {period} is known: there is nothing to evaluate")
        raise NoDataError(Message(text, names))
    return evaluation


def evaluate(reading: Reading, methodology: Methodology, period: Period) -> Evaluation:
    """Measure and score the groups of one period, as the reading sees them.

    Raises:
        FaultsError: an indicator has no query or an undeclared parameter, or the methodology cannot take a value.

    """
    return evaluate_periods(reading, methodology, [period])[0]


def evaluate_periods(reading: Reading, methodology: Methodology, periods: Sequence[Period]) -> tuple[Evaluation, ...]:
    """Evaluate several periods that do not overlap, measured in one statement; the results in their order.

    Raises:
        FaultsError: as in `evaluate`.
        UsageError: two of the periods overlap.

    """
    measured = measure(reading, methodology, periods)
    rows = _rows(reading) if periods else []
    return tuple(
        _evaluated(reading, methodology, period, measured[period], [row for row in rows if row.period == period.start])
        for period in periods
    )


def evaluate_measured(
    reading: Reading,
    methodology: Methodology,
    period: Period,
    measurement: Measurement,
    *,
    same_groups: Evaluation | None = None,
) -> Evaluation:
    """Score values that were measured elsewhere, of the groups of a reading whose period is set.

    `same_groups` is an evaluation with the same groups in every respect, where there is one at hand.

    Raises:
        FaultsError: the methodology cannot take a value.

    """
    if same_groups is None:
        return _evaluated(reading, methodology, period, measurement, _rows(reading))
    life = [one if one in _OF_LIFE else Status.RATED for one in same_groups.scores.status]
    return _scored(reading, methodology, period, measurement, same_groups.groups, life)


def evaluate_part(
    reading: Reading, methodology: Methodology, period: Period, measurement: Measurement, stated: Stated
) -> Evaluation:
    """Score the groups of a reading that holds only some of those scored together, from values measured elsewhere.

    What depends on the other groups is taken from `stated`; ranks and quotas count the groups of the reading alone.

    Args:
        reading: knows the groups; its period is set.
        methodology: the one by which `stated` came about.
        period: the period of `measurement`.
        measurement: of the groups of the reading that existed in the period, in the order of their codes.
        stated: of the same groups.

    Raises:
        FaultsError: the methodology cannot take a value.

    """
    return _evaluated(reading, methodology, period, measurement, _rows(reading), stated)


def _rows(reading: Reading) -> list[_Row]:
    return [_Row(*row) for row in reading.fetch(_GROUPS.read_text(encoding="utf-8"))]


def _evaluated(
    reading: Reading,
    methodology: Methodology,
    period: Period,
    measurement: Measurement,
    rows: list[_Row],
    stated: Stated | None = None,
) -> Evaluation:
    groups, status = tuple(row.group() for row in rows), [row.status() for row in rows]
    return _scored(reading, methodology, period, measurement, groups, status, stated)


def _scored(
    reading: Reading,
    methodology: Methodology,
    period: Period,
    measurement: Measurement,
    groups: tuple[Group, ...],
    status: Sequence[Status],
    stated: Stated | None = None,
) -> Evaluation:
    column = {code: position for position, code in enumerate(measurement.indicators)}
    values = measurement.values  # noqa: PD011 - an array, not a frame
    scores = score(
        values[:, [column[indicator.code] for indicator in methodology.scored]],
        methodology,
        units=measurement.groups,
        conditions=_conditions(measurement, methodology, column),
        years=period.years,
        status=status,
        stated=stated,
    )
    return Evaluation(reading.generation, methodology, period, reading.as_of, groups, measurement, scores)


def _conditions(measurement: Measurement, methodology: Methodology, column: dict[str, int]) -> Conditions:
    gates = [column[gate.indicator] for gate in methodology.gates]
    adjustments = [column[adjustment.indicator] for adjustment in methodology.adjustments]
    values = measurement.values  # noqa: PD011 - an array, not a frame
    return Conditions(values[:, gates], measurement.rows[:, gates] == 0, values[:, adjustments])


class _Row(NamedTuple):
    """The columns of the query, in its order."""

    period: date
    group_id: str
    name_zh: str | None
    name_en: str | None
    sector_id: str
    sector_zh: str | None
    sector_en: str | None
    tier: str | None
    lead_id: str | None
    lead_zh: str | None
    lead_en: str | None
    established_on: date
    dissolved_on: date | None
    is_new: bool
    is_dissolved: bool

    def group(self) -> Group:
        """The group that the row describes."""
        return Group(
            group_id=self.group_id,
            name=Title(self.name_zh, self.name_en),
            sector_id=self.sector_id,
            sector=Title(self.sector_zh, self.sector_en),
            tier=self.tier,
            lead_id=self.lead_id,
            lead=Title(self.lead_zh, self.lead_en),
            established_on=self.established_on,
            dissolved_on=self.dissolved_on,
        )

    def status(self) -> Status:
        """Whether the group may be rated, as far as its life tells."""
        if self.is_dissolved:
            return Status.DISSOLVED
        return Status.NEW if self.is_new else Status.RATED
