"""A million rows checked and committed, against DuckDB reading the same CSV files into a new file without any check.

Both onto an empty store and onto one that already holds the same million rows, all of which are replaced. Prints one
JSON line: seconds of ours and of the baseline, each the least of its runs, and the ratios; beside the time on the clock
that of the processors, which other programs on the machine disturb less.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from synthetic import Size, write_network

from brep_metrics.intake import load
from brep_metrics.store import export_tables, open_store

if TYPE_CHECKING:
    from collections.abc import Callable

    Seconds = tuple[float, float]  # on the clock, of the processors

GROUPS = 1_000
ROWS = 1_000_000
RUNS = 3
# The baseline runs in its own process, since only the store opens DuckDB; it times itself.
BASELINE = """
import sys, time
from pathlib import Path
import duckdb
started, used = time.perf_counter(), time.process_time()
with duckdb.connect(sys.argv[2]) as connection:
    connection.execute("set enable_progress_bar = false")
    for file in sorted(Path(sys.argv[1]).glob("*.csv")):
        connection.execute(f"create table {file.stem} as select * from read_csv($file)", {"file": str(file)})
print(time.perf_counter() - started, time.process_time() - used)
"""


def main() -> None:
    """Measure all three in turn, so that a noisy machine disturbs them alike."""
    with tempfile.TemporaryDirectory(dir=".") as name:
        folder = Path(name)
        files, rows = _files(folder)
        empty, full, baseline = [], [], []
        for run in range(RUNS):
            baseline.append(_baseline(files, folder / f"plain{run}.duckdb"))
            store = folder / f"store{run}"
            empty.append(_seconds(lambda: _load(store, files)))  # noqa: B023 - called at once
            full.append(_seconds(lambda: _load(store, files)))  # noqa: B023 - as above
            shutil.rmtree(store)
        megabytes = sum(file.stat().st_size for file in files.iterdir()) / 1e6
    least = {name: _least(runs) for name, runs in (("ours", empty), ("onto_full_store", full), ("baseline", baseline))}
    print(json.dumps({"benchmark": "load", "rows": rows, "megabytes": round(megabytes), **_figures(least)}))


def _least(runs: list[Seconds]) -> Seconds:
    clock, processor = zip(*runs, strict=True)
    return min(clock), min(processor)


def _figures(least: dict[str, Seconds]) -> dict[str, float]:
    figures: dict[str, float] = {}
    for position, kind in enumerate(("", "_cpu")):
        seconds = {name: values[position] for name, values in least.items()}
        figures |= {f"{name}{kind}": round(value, 2) for name, value in seconds.items()}
        figures[f"ratio{kind}"] = round(seconds["ours"] / seconds["baseline"], 2)
        figures[f"ratio_onto_full_store{kind}"] = round(seconds["onto_full_store"] / seconds["baseline"], 2)
    return figures


def _files(folder: Path) -> tuple[Path, int]:
    """The CSV files of a synthetic network, and how many rows they hold."""
    store = open_store(folder / "source")
    write_network(store, Size(GROUPS, ROWS))
    files = folder / "files"
    export_tables(store, files)
    current = store.current()
    shutil.rmtree(folder / "source")
    return files, sum(current.rows.values()) if current else 0


def _load(address: Path, files: Path) -> None:
    load(open_store(address), [files], who="benchmark", why="load")


def _baseline(files: Path, database: Path) -> Seconds:
    command = [sys.executable, "-c", BASELINE, str(files), str(database)]
    clock, processor = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(clock), float(processor)


def _seconds(work: Callable[[], None]) -> Seconds:
    started, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - started, time.process_time() - used


if __name__ == "__main__":
    main()
