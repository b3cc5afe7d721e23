"""Values of all indicators for all groups, and the evidence rows of some of them, from one reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from brep_metrics.errors import UsageError
from brep_metrics.evidence.queries import evaluated_groups_sql, listing_statement, measuring_statement, prepare
from brep_metrics.evidence.reductions import REDUCTIONS, reduce_aggregates
from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from brep_metrics.methodology import Methodology
    from brep_metrics.periods import Period
    from brep_metrics.store import Reading

EVIDENCE_COLUMNS = ("indicator", "group_id", "source", "record_id", "item", "numerator", "denominator")


@dataclass(frozen=True)
class Measurement:
    """The measured values of one period: G groups in the order of their codes, I indicators in that of the file.

    `values` (G, I) are in each indicator's unit, nan where missing; `rows` (G, I) count the evidence rows;
    `numerators` and `denominators` (G, I) are the reduction's two parts, nan where there are no rows.
    """

    groups: tuple[str, ...]
    indicators: tuple[str, ...]
    values: NDArray[np.float64]
    rows: NDArray[np.int64]
    numerators: NDArray[np.float64]
    denominators: NDArray[np.float64]


def measure(
    reading: Reading, methodology: Methodology, periods: Sequence[Period], *, only: Collection[str] | None = None
) -> dict[Period, Measurement]:
    """Measure every indicator for every group that existed within each period, in one statement.

    Args:
        reading: the generation and its as-of date.
        methodology: names the indicators, their reductions and the parameters of their queries.
        periods: any number that do not overlap; contiguous ones of one length are the fastest.
        only: the codes of the indicators to measure, at least one; the others are left as if they had no rows.

    Raises:
        FaultsError: an indicator has no query, or its query binds a parameter that the methodology does not declare.
        UsageError: two of the periods overlap.

    """
    if not periods:
        return {}
    # Grouped by its period too, every row of a single one would cost a tenth more.
    keys = ("period", "group_id") if len(periods) > 1 else ("group_id",)
    statement = measuring_statement(reading, methodology, keys, only)
    prepare(reading, periods, [one for one in methodology.measured if only is None or one.code in only])
    existing = reading.query(evaluated_groups_sql())
    found = reading.query(statement.sql, statement.parameters)
    starts = pd.Index(pd.to_datetime([period.start for period in periods]))
    groups = pd.Index(existing["group_id"].unique()).sort_values()
    of_period = _places(starts, found["period"]) if "period" in keys else np.zeros(len(found), dtype=np.intp)
    cube = _Cube.filled(
        (len(starts), len(groups), len(methodology.measured)),
        (of_period, _places(groups, found["group_id"]), found["indicator"].to_numpy()),
        found,
    )
    exists = np.zeros(cube.rows.shape[:2], dtype=bool)
    exists[_places(starts, existing["period"]), _places(groups, existing["group_id"])] = True
    return {
        period: cube.measurement(methodology, groups, position, exists[position])
        for position, period in enumerate(periods)
    }


def measure_rows(rows: pd.DataFrame, methodology: Methodology, groups: Sequence[str]) -> Measurement:
    """The same measurement from evidence rows at hand instead of a reading: of `groups`, by the same reductions.

    Args:
        rows: `EVIDENCE_COLUMNS`, in any order.
        methodology: names the indicators and their reductions.
        groups: the codes, in order; a group without rows has the empty values.

    """
    cube = _Cube.empty((1, len(groups), len(methodology.measured)))
    found = dict(iter(rows.groupby(["group_id", "indicator"])))
    for place, group in enumerate(groups):
        for column, indicator in enumerate(methodology.measured):
            if (own := found.get((group, indicator.code))) is not None:
                reduction = REDUCTIONS[indicator.value]
                cube.rows[0, place, column] = len(own)
                cube.numerators[0, place, column] = reduction.numerator(own)
                cube.denominators[0, place, column] = reduction.denominator(own)
    return cube.measurement(methodology, pd.Index(list(groups), dtype="str"), 0, np.ones(len(groups), dtype=bool))


def evidence_rows(
    reading: Reading,
    methodology: Methodology,
    period: Period,
    *,
    indicator: str | None = None,
    group_id: str | None = None,
) -> pd.DataFrame:
    """The rows behind the values of one period: `EVIDENCE_COLUMNS`, in a fixed order.

    Numerators and denominators are floats that show the exact decimals; `reduce_rows` adds them exactly.

    Raises:
        FaultsError: as in `measure`.
        UsageError: the methodology has no such indicator.

    """
    wanted = tuple(one for one in methodology.measured if indicator in (None, one.code))
    if not wanted:
        text = N_("The methodology {methodology} has no indicator “{indicator}”")
        raise UsageError(Message(text, {"methodology": methodology.id, "indicator": indicator}))
    statement = listing_statement(reading, methodology, wanted, group_id=group_id)
    prepare(reading, [period], wanted)
    rows = reading.query(statement.sql, statement.parameters)
    rows["indicator"] = np.array([one.code for one in wanted])[rows["indicator"].to_numpy()]
    return rows.loc[:, list(EVIDENCE_COLUMNS)]


def _places(axis: pd.Index[Any], labels: pd.Series[Any]) -> NDArray[np.intp]:
    """Where each label is on the axis; -1 where it does not."""
    return axis.get_indexer(pd.Index(labels))


@dataclass(frozen=True)
class _Cube:
    """Aggregates of P periods, G groups that exist in any of them, and I indicators: arrays (P, G, I)."""

    rows: NDArray[np.int64]
    numerators: NDArray[np.float64]
    denominators: NDArray[np.float64]

    @classmethod
    def empty(cls, shape: tuple[int, int, int]) -> _Cube:
        """No row anywhere."""
        return cls(np.zeros(shape, dtype=np.int64), np.full(shape, np.nan), np.full(shape, np.nan))

    @classmethod
    def filled(cls, shape: tuple[int, int, int], place: tuple[NDArray[np.intp], ...], found: pd.DataFrame) -> _Cube:
        """Put each aggregate in its place; rows of groups that do not exist (place -1) are left out."""
        inside = (place[0] >= 0) & (place[1] >= 0)
        target = tuple(axis[inside] for axis in place)
        cube = cls.empty(shape)
        cube.rows[target] = found["evidence_rows"].to_numpy()[inside]
        cube.numerators[target] = found["numerator"].to_numpy()[inside]
        cube.denominators[target] = found["denominator"].to_numpy()[inside]
        return cube

    def measurement(
        self, methodology: Methodology, groups: pd.Index[str], position: int, exists: NDArray[np.bool_]
    ) -> Measurement:
        """The part of one period, for the groups that existed in it."""
        numerators, denominators = self.numerators[position][exists], self.denominators[position][exists]
        empty = np.array([REDUCTIONS[indicator.value].empty for indicator in methodology.measured])
        return Measurement(
            groups=tuple(groups[exists]),
            indicators=tuple(indicator.code for indicator in methodology.measured),
            values=reduce_aggregates(numerators, denominators, empty),
            rows=self.rows[position][exists],
            numerators=numerators,
            denominators=denominators,
        )
