"""How long all indicators of a year take, against a floor, pandas and Polars, as the network grows, and for timelines.

The floor is one aggregate scan a fact table: `select max(a), max(b), … from report`, over every column that the
indicators use, without as-of views; the maximum of a list compares what is in it. The lower floor asks for the lists'
lengths only and so reads nothing of their contents. Ours is a reading as of a date before the last rows, so with as-of
views, and all indicators of `brep-annual`, from the open store to arrays of values. All run in turn, and the best of
several rounds counts: seconds on the clock, and of the processors, which other programs disturb less. Two layouts: the
rows spread over the five years (`spread`), or all within the evaluated year (`dense`), where every row counts.
Polars is no dependency of this package: it takes part where it is installed.

Prints one JSON line.

    python benchmarks/evaluate.py [--groups 1000] [--rows 1000000] [--rounds 7] [--growth 100000 10000000]
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from datetime import date
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from pandas_indicators import PandasIndicators, load_tables
from synthetic import FIRST_DAY, LAST_DAY, Size, write_network

from brep_metrics.evidence import measure
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import Period
from brep_metrics.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from brep_metrics.evidence import Measurement
    from brep_metrics.methodology import Methodology
    from brep_metrics.store import Reading, Store

YEAR = Period.parse("2025")
QUARTERS = Period.parse("2021-07..2026-06").split(3)
# First day, last day, as-of date of each layout.
LAYOUTS = {
    "spread": (FIRST_DAY, LAST_DAY, date(2026, 3, 31)),
    "dense": (YEAR.start, YEAR.end, date(2025, 12, 15)),
}
GROWTH_ROWS = (100_000, 10_000_000)
HAS_POLARS = find_spec("polars") is not None

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
LISTS = ("_codes", "_ids")


def best_of(rounds: int, *tasks: Callable[[], object]) -> list[tuple[float, float]]:
    """The least seconds of each task, on the clock and of the processors; the tasks take turns."""
    times: list[list[tuple[float, float]]] = [[] for _ in tasks]
    for _ in range(rounds):
        for task, measured in zip(tasks, times, strict=True):
            began, used = time.perf_counter(), time.process_time()
            task()
            measured.append((time.perf_counter() - began, time.process_time() - used))
    return [(min(clock), min(used)) for clock, used in (zip(*measured, strict=True) for measured in times)]


def floor(reading: Reading, of_list: str) -> None:
    """One aggregate scan of each fact table over the columns used."""
    for table, columns in USED_COLUMNS.items():
        values = (of_list.format(column) if column.endswith(LISTS) else column for column in columns)
        aggregates = ", ".join(f"max({value})" for value in values)
        reading.fetch(f"select {aggregates} from {table}")  # noqa: S608 - the names are above


def against_others(store: Store, methodology: Methodology, as_of: date, rounds: int) -> dict[str, object]:
    """Ours, the floors, pandas and Polars in turn; the values of all but the floors must agree."""
    latest = store.generations()[-1].latest
    with store.read(as_of=as_of) as reading, store.read(as_of=latest) as plain:
        found = measure(reading, methodology, [YEAR])[YEAR]
        groups, codes = list(found.groups), list(found.indicators)
        in_pandas = PandasIndicators(load_tables(plain, USED_COLUMNS), methodology, YEAR, as_of)
        assert_agrees(found, in_pandas.measure(groups)[codes].to_numpy(dtype=np.float64), "pandas")
        tasks: dict[str, Callable[[], object]] = {
            "ours": lambda: measure(reading, methodology, [YEAR]),
            "floor": lambda: floor(plain, "{}"),
            "lower_floor": lambda: floor(plain, "len({})"),
            "pandas": lambda: in_pandas.measure(groups),
        }
        if HAS_POLARS:
            import polars_indicators  # noqa: PLC0415 - only where it is installed

            tables = polars_indicators.load_tables(plain, USED_COLUMNS)
            in_polars = polars_indicators.PolarsIndicators(tables, methodology, YEAR, as_of)
            assert_agrees(found, in_polars.measure(groups).select(codes).to_numpy().astype(np.float64), "Polars")
            tasks["polars"] = lambda: in_polars.measure(groups)
        measured = best_of(rounds, *tasks.values())
    result: dict[str, object] = {}
    for kind, seconds in zip(("clock", "processor"), zip(*measured, strict=True), strict=True):
        spent = dict(zip(tasks, seconds, strict=True))
        result[f"{kind}_seconds"] = spent
        result |= {f"{kind}_times_{name}": spent["ours"] / spent[name] for name in ("floor", "lower_floor")}
        peers = (name for name in ("pandas", "polars") if name in spent)
        result |= {f"{kind}_times_faster_than_{name}": spent[name] / spent["ours"] for name in peers}
    return result


def assert_agrees(found: Measurement, values: NDArray[np.float64], peer: str) -> None:
    """A peer that computes something else is no baseline."""
    np.testing.assert_allclose(found.values, values, rtol=1e-5, atol=1e-5, err_msg=f"{peer} disagrees")


def timelines(store: Store, methodology: Methodology, rounds: int) -> dict[str, object]:
    """Twenty quarters in one statement against twenty evaluations of one quarter."""
    with store.read(as_of=LAYOUTS["spread"][-1]) as reading:
        (together, _), (single, _) = best_of(
            rounds,
            lambda: measure(reading, methodology, QUARTERS),
            lambda: [measure(reading, methodology, [quarter]) for quarter in QUARTERS],
        )
    return {"quarters_seconds": together, "quarters_one_by_one_seconds": single, "quarters_share": together / single}


def growth(
    folder: Path, groups: int, numbers: Sequence[int], methodology: Methodology, rounds: int
) -> dict[str, object]:
    """The time at the last number of rows over that at the first one."""
    seconds = []
    for rows in numbers:
        store = open_store(folder / str(rows))
        write_network(store, Size(groups, rows))
        with store.read(as_of=LAYOUTS["spread"][-1]) as reading:
            seconds += [clock for clock, _ in best_of(rounds, partial(measure, reading, methodology, [YEAR]))]
    return {"growth_rows": numbers, "growth_seconds": seconds, "growth_times": seconds[-1] / seconds[0]}


def main() -> None:
    """Build the networks in a temporary folder, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--groups", type=int, default=1_000)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument(
        "--growth", type=int, nargs="*", default=GROWTH_ROWS, metavar="ROWS", help="none to leave it out"
    )
    options = parser.parse_args()
    methodology = load_methodology(DEFAULT_METHODOLOGY)
    with tempfile.TemporaryDirectory() as folder:
        size = Size(options.groups, options.rows)
        result: dict[str, object] = {"benchmark": "evaluate", "groups": size.groups, "rows": size.rows}
        result |= {"indicators": len(methodology.measured)}
        for layout, (first_day, last_day, as_of) in LAYOUTS.items():
            store = open_store(Path(folder) / layout)
            write_network(store, size, first_day=first_day, last_day=last_day)
            result[layout] = against_others(store, methodology, as_of, options.rounds)
        spread = open_store(Path(folder) / "spread")
        result |= timelines(spread, methodology, max(2, options.rounds // 3))
        if options.growth:
            result |= growth(Path(folder), options.groups, options.growth, methodology, options.rounds)
    print(json.dumps(json.loads(json.dumps(result), parse_float=lambda text: round(float(text), 4))))


if __name__ == "__main__":
    main()
