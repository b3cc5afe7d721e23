"""A switch of generation on a store of about 500 MB, against a copy of the same file with fsync.

Prints one JSON line: seconds of ours and of the baseline, each the median of its runs, and the ratio.
"""

from __future__ import annotations

import json
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from brep_metrics.store import open_store
from brep_metrics.store.fsync import sync

if TYPE_CHECKING:
    from collections.abc import Callable

    from brep_metrics.store import Store

ROWS = 6_000_000
RUNS = 5
# Texts that do not compress, so that the file has its size from few rows.
FILL = """
insert into activity
select 'A' || i, 'G' || i % 1000, 'technical_cooperation', md5(i::varchar) || md5((-i)::varchar) || sha256(i::varchar),
    day, ['CN'], ['O' || i % 5000], [], i % 300, day
from (select i, date '2021-07-01' + (i % 1800)::integer as day from range($rows) as numbers (i))
"""


def main() -> None:
    """Measure both in turn, so that a noisy machine disturbs both alike."""
    with tempfile.TemporaryDirectory(dir=".") as folder:
        store = open_store(Path(folder) / "store")
        with store.write(who="benchmark", why="fill") as draft:
            draft.execute(FILL, {"rows": ROWS})
        source = Path(folder) / "store" / "generations" / "g000001.duckdb"
        ours, baseline = [], []
        for _ in range(RUNS):
            baseline.append(_seconds(lambda: _copy(source, Path(folder) / "copy")))
            ours.append(_seconds(lambda: _switch(store)))
        size = source.stat().st_size
    seconds, floor = statistics.median(ours), statistics.median(baseline)
    print(
        json.dumps(
            {
                "benchmark": "switch",
                "megabytes": round(size / 1e6),
                "ours": round(seconds, 3),
                "baseline": round(floor, 3),
                "ratio": round(seconds / floor, 2),
            }
        )
    )


def _switch(store: Store) -> None:
    with store.write(who="benchmark", why="switch") as draft:
        draft.execute("update activity set participants = 1 where activity_id = 'A1'")
    with store.read() as reading:
        reading.fetch("select 1 from activity limit 1")


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    sync(target)
    target.unlink()


def _seconds(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
