"""What a unit's records could still bring: the value of each indicator once some are put right or more are added.

A record is put right by giving its evidence row all that it can have: a report filed on time, a plan item without
delay. Numbers and sums grow by one record more, as large as the largest so far. Means of judgements (reviews) are
nobody's to put right, so they stay as they are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from brep_metrics.evidence import reduce_rows

if TYPE_CHECKING:
    from collections.abc import Collection

    from brep_metrics.methodology import Indicator

_COUNTED = {"count", "distinct", "sum"}
_AVERAGED = {"mean", "median"}
_TOLERANCE = 1e-9


class Record(NamedTuple):
    """A record that evidence rows name."""

    source: str
    record_id: str


@dataclass(frozen=True)
class Records:
    """The evidence rows of one indicator and one unit, and the value that they reduce to."""

    indicator: Indicator
    rows: pd.DataFrame
    value: float

    @cached_property
    def improvable(self) -> tuple[Record, ...]:
        """The records that can be put right, those that bring most first."""
        if self._grows or (self.indicator.value in _AVERAGED and self.indicator.direction > 0):
            return ()
        gaps = (self._aims - self.rows["numerator"]).fillna(0.0) * self.indicator.direction
        found = self.rows.assign(gap=gaps)[gaps > 0].groupby(["source", "record_id"], sort=True)["gap"].sum()
        return tuple(Record(*map(str, key)) for key in found.sort_values(ascending=False, kind="stable").index)

    def most_added(self, far: float) -> int:
        """How many records more bring points until the value is `far`."""
        if not self._grows:
            return 0
        return max(0, math.ceil((far - self.value) / (self.with_changes((), 1) - self.value) - _TOLERANCE))

    def with_changes(self, right: Collection[Record], added: int = 0) -> float:
        """The value with the records in `right` put right and `added` ones more."""
        if added:
            denominator = self.rows["denominator"].sum() if self.indicator.value == "ratio" else 1.0
            return self.value + added * self._size / denominator
        chosen = self.touched(right)
        if not chosen:
            return self.value
        keys = zip(self.rows["source"], self.rows["record_id"], strict=True)
        mask = pd.Series([Record(*map(str, key)) in chosen for key in keys], index=self.rows.index)
        return reduce_rows(
            self.rows.assign(numerator=self.rows["numerator"].mask(mask, self._aims)), self.indicator.value
        )

    def touched(self, right: Collection[Record]) -> frozenset[Record]:
        """Which of the records in `right` this indicator looks at and could have more of."""
        return frozenset(right).intersection(self.improvable)

    @property
    def _grows(self) -> bool:
        """Whether it takes records more: also a ratio to a target, whose records are no part of the denominator."""
        if self.indicator.direction < 0 or math.isnan(self.value):
            return False
        if self.indicator.value == "ratio":
            return bool((self.rows["denominator"] == 0).any()) or bool((self.rows["source"] == "target").any())
        return self.indicator.value in _COUNTED

    @property
    def _size(self) -> float:
        largest = self.rows["numerator"].max() if self.indicator.value == "sum" else 1.0
        return 1.0 if math.isnan(largest) or largest <= 0 else float(largest)

    @property
    def _aims(self) -> pd.Series[float]:
        """The numerator that each row should have."""
        return self.rows["denominator"] if self.indicator.direction > 0 else self.rows["numerator"] * 0.0
