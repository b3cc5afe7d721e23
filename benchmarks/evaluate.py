"""How long all indicators of a year take, against a floor, against pandas, as the network grows, and for timelines.

The floor is one aggregate scan a fact table: `select max(a), max(b), … from report`, over every column that the
indicators use, without as-of views. Ours is a reading as of a date in the middle of the data, so with as-of views, and
all 22 indicators of `brep-annual`, from the open store to arrays of values. Both run in turn, and the best of several
rounds counts. Prints one JSON line.

    python benchmarks/evaluate.py [--groups 1000] [--rows 1000000] [--rounds 7] [--without-growth]
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from pandas_indicators import PandasIndicators, load_tables
from synthetic import Size, write_network

from brep_metrics.evidence import measure
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import Period
from brep_metrics.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from brep_metrics.methodology import Methodology
    from brep_metrics.store import Reading, Store

YEAR = Period.parse("2025")
QUARTERS = Period.parse("2021-07..2026-06").split(3)
AS_OF = date(2026, 3, 31)
GROWTH_ROWS = (100_000, 10_000_000)

USED_COLUMNS = {
    "report": ("group_id", "kind", "period_end", "due_on", "submitted_on", "accepted_on"),
    "plan_item": ("group_id", "organization_id", "due_on", "completed_on"),
    "activity": (
        "group_id", "work_content", "held_on", "country_codes", "organization_ids", "partner_group_ids", "participants",
    ),
    "outcome": (
        "outcome_id", "group_id", "kind", "delivered_on", "country_codes", "organization_ids", "partner_group_ids",
    ),
    "review": ("outcome_id", "score", "reviewed_on"),
    "showcase": ("outcome_id", "channel", "shown_on"),
    "need": ("group_id", "raised_on", "answered_on"),
    "issue": ("group_id", "raised_on", "escalated_on", "resolved_on"),
    "membership": ("group_id", "organization_id", "joined_on", "role", "left_on"),
}  # fmt: skip


def best_of(rounds: int, *tasks: Callable[[], object]) -> list[float]:
    """The shortest time of each task in seconds; the tasks take turns, so that a busy machine slows all alike."""
    times: list[list[float]] = [[] for _ in tasks]
    for _ in range(rounds):
        for task, measured in zip(tasks, times, strict=True):
            began = time.perf_counter()
            task()
            measured.append(time.perf_counter() - began)
    return [min(measured) for measured in times]


def floor(reading: Reading) -> None:
    """One aggregate scan of each fact table over the columns used."""
    for table, columns in USED_COLUMNS.items():
        aggregates = ", ".join(f"max({column})" for column in columns)
        reading.fetch(f"select {aggregates} from {table}")  # noqa: S608 - the names stand above


def against_floor_and_pandas(store: Store, methodology: Methodology, rounds: int) -> dict[str, object]:
    """Ours, the floor and pandas in turn; the values of ours and pandas must agree."""
    latest = store.generations()[-1].latest
    with store.read(as_of=AS_OF) as as_of_views, store.read(as_of=latest) as plain:
        tables = load_tables(plain, USED_COLUMNS)
        groups = list(measure(as_of_views, methodology, [YEAR])[YEAR].groups)
        in_pandas = PandasIndicators(tables, methodology, YEAR, AS_OF)
        ours, without_as_of, lowest, pandas = best_of(
            rounds,
            lambda: measure(as_of_views, methodology, [YEAR]),
            lambda: measure(plain, methodology, [YEAR]),
            lambda: floor(plain),
            lambda: in_pandas.measure(groups),
        )
        found = measure(as_of_views, methodology, [YEAR])[YEAR]
        expected = in_pandas.measure(groups)[list(found.indicators)].to_numpy(dtype=np.float64)
    np.testing.assert_allclose(found.values, expected, rtol=1e-5, atol=1e-5, err_msg="pandas disagrees")
    return {
        "seconds": ours,
        "seconds_without_as_of": without_as_of,
        "floor_seconds": lowest,
        "times_floor": ours / lowest,
        "pandas_seconds": pandas,
        "times_faster_than_pandas": pandas / ours,
    }


def timelines(store: Store, methodology: Methodology, rounds: int) -> dict[str, object]:
    """Twenty quarters in one statement against twenty evaluations of one quarter."""
    with store.read(as_of=AS_OF) as reading:
        together, single = best_of(
            rounds,
            lambda: measure(reading, methodology, QUARTERS),
            lambda: [measure(reading, methodology, [quarter]) for quarter in QUARTERS],
        )
    return {"quarters_seconds": together, "quarters_one_by_one_seconds": single, "quarters_share": together / single}


def growth(folder: Path, groups: int, methodology: Methodology, rounds: int) -> dict[str, object]:
    """The time at the larger number of rows over that at the smaller one."""
    seconds = []
    for rows in GROWTH_ROWS:
        store = open_store(folder / str(rows))
        write_network(store, Size(groups, rows))
        with store.read(as_of=AS_OF) as reading:
            seconds += best_of(rounds, partial(measure, reading, methodology, [YEAR]))
    return {"growth_rows": GROWTH_ROWS, "growth_seconds": seconds, "growth_times": seconds[1] / seconds[0]}


def main() -> None:
    """Build the networks in a temporary folder, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--groups", type=int, default=1_000)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--without-growth", action="store_true")
    options = parser.parse_args()
    methodology = load_methodology(DEFAULT_METHODOLOGY)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "network")
        write_network(store, Size(options.groups, options.rows))
        result = {
            "benchmark": "evaluate",
            "groups": options.groups,
            "rows": options.rows,
            "indicators": len(methodology.measured),
            **against_floor_and_pandas(store, methodology, options.rounds),
            **timelines(store, methodology, max(2, options.rounds // 3)),
        }
        if not options.without_growth:
            result |= growth(Path(folder), options.groups, methodology, options.rounds)
    print(json.dumps({key: round(value, 4) if isinstance(value, float) else value for key, value in result.items()}))


if __name__ == "__main__":
    main()
