"""The day up to which the data of a period count, and what came in after it.

By default the books of a period close `cutoff_days` of the methodology after its last day, so that a load long
afterwards does not move a closed ranking. A methodology without the key counts everything that the generation holds.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from brep_metrics.facts import facts
from brep_metrics.scoring.evaluation import Evaluation, evaluate_periods

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    import pandas as pd

    from brep_metrics.methodology import Methodology
    from brep_metrics.periods import Period
    from brep_metrics.store import Reading, Store

# Of the records of a period: above this every figure of the period says how much was left out.
MAX_LATE_SHARE = 0.1


@dataclass(frozen=True)
class LateRecords:
    """What came in after the as-of date of a period's evaluation: `rows` of `of_rows` records of the period.

    `rows` has the columns group_id, source, record_id, title_zh, title_en, belongs_on and came_in_on.
    """

    rows: pd.DataFrame
    of_rows: int

    @property
    def is_serious(self) -> bool:
        """Whether so much was left out that every figure of the period must say so."""
        return len(self.rows) > MAX_LATE_SHARE * self.of_rows


def default_as_of(methodology: Methodology, period: Period, latest: date) -> date:
    """The as-of date of a period where none is asked for: the cut-off, but never later than `latest`.

    `latest` is the generation's date, or the as-of date of what the period is compared with.
    """
    if methodology.cutoff_days is None:
        return latest
    return min(latest, period.end + timedelta(days=methodology.cutoff_days))


@contextmanager
def read_period(
    store: Store,
    methodology: Methodology,
    period: Period,
    *,
    generation: str | None = None,
    as_of: date | None = None,
) -> Iterator[Reading]:
    """A reading as of the date that counts for a period, or as of `as_of` where that is given.

    Raises:
        UsageError: there are no data, or no such generation.

    """
    with store.read(generation, as_of=as_of) as reading:
        day = as_of or default_as_of(methodology, period, reading.as_of)
        with reading.known_on(day) as counted:
            yield counted


def evaluate_each(reading: Reading, methodology: Methodology, periods: Sequence[Period]) -> tuple[Evaluation, ...]:
    """Evaluate periods that do not overlap, each as of its own default date; the results in their order.

    No period sees more than the reading does.

    Raises:
        FaultsError: as in `evaluate`.
        UsageError: two of the periods overlap.

    """
    days = {period: default_as_of(methodology, period, reading.as_of) for period in periods}
    return evaluate_on(reading, methodology, days)


def evaluate_on(reading: Reading, methodology: Methodology, days: Mapping[Period, date]) -> tuple[Evaluation, ...]:
    """Evaluate periods, each as of the day that is given for it; raises what `evaluate_each` raises.

    Periods of one as-of date are measured in one statement, and only they must not overlap.
    """
    by_day: dict[date, list[Period]] = defaultdict(list)
    for period, day in days.items():
        by_day[day].append(period)
    found: dict[Period, Evaluation] = {}
    for day, together in by_day.items():
        with reading.known_on(day) as counted:
            found |= zip(together, evaluate_periods(counted, methodology, together), strict=True)
    return tuple(found[period] for period in days)


def late_records(reading: Reading, period: Period, as_of: date) -> LateRecords:
    """What the records of a period lack as of `as_of`, from a reading of the whole generation."""
    rows = facts(reading, "late_records", as_of=as_of, starts_on=period.start, ends_on=period.end)
    of_rows = int(rows["of_rows"].iloc[0]) if len(rows) else 0
    return LateRecords(rows.drop(columns="of_rows"), of_rows)
