"""The store's own costs: a line of the journal among few and many, and a generation's first reading from a bucket.

Prints one JSON line: ours, the baseline of the same run, the ratios. `--servers` measures PostgreSQL and S3 instead of
SQLite and a folder, on servers of its own that sync what is committed; the reading of a new generation, of 170 MB by
default, is measured there only.

    python benchmarks/store.py --lines 1000000
    python benchmarks/store.py --lines 1000000 --servers --rows 7700000
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import obstore
from sqlalchemy import Column, MetaData, Table, Text, insert, update

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from brep_metrics.store import create_store, open_store
from brep_metrics.store.engine import WRITES
from brep_metrics.store.events import START, canonical, digest
from brep_metrics.store.leases import Root
from brep_metrics.store.tables import event, head

if TYPE_CHECKING:
    from collections.abc import Callable

    from brep_metrics.store import Store

FEW = 100
BLOCK = 20_000
BARE = Table("bare", MetaData(), *(Column(column.name, Text) for column in event.columns))


@dataclass(frozen=True)
class Taken:
    """Seconds of one call: the median and the least on the clock, and the least of the processors.

    Where others use the machine, the median says least, and the processors' time most.
    """

    median: float
    least: float
    processor: float

    def over(self, baseline: Taken, name: str) -> dict[str, float]:
        """The three ratios to a baseline."""
        return {
            f"ratio_{name}": round(self.median / baseline.median, 3),
            f"ratio_{name}_least": round(self.least / baseline.least, 3),
            f"ratio_{name}_processor": round(self.processor / baseline.processor, 3),
        }


def taken(actions: dict[str, Callable[[], object]], rounds: int) -> dict[str, Taken]:
    """What each takes, one call in turn, the order turned about each round: no one profits from what ran before it."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in actions}
    for number in range(rounds):
        for name in list(actions)[:: -1 if number % 2 else 1]:
            begun, used = time.perf_counter(), time.process_time()
            actions[name]()
            found[name].append((time.perf_counter() - begun, time.process_time() - used))
    each = {name: tuple(zip(*times, strict=True)) for name, times in found.items()}
    return {name: Taken(statistics.median(clock), min(clock), min(used)) for name, (clock, used) in each.items()}


def fill(store: Store, lines: int) -> None:
    """Bring the journal to so many lines, in one transaction for each block of them."""
    at, text = datetime.now(UTC).isoformat(), canonical({"what": "tables", "generation": "g000001"})
    seq, previous = 0, START
    with store.location.engine(create=True).connect() as connection:
        writing = connection.execution_options(**{WRITES: True})
        while seq < lines:
            rows = []
            for _ in range(min(BLOCK, lines - seq)):
                seq += 1
                sha256 = digest(seq, at, "exported", "a@example.org", text, previous)
                row = (seq, at, "exported", "a@example.org", text, previous, sha256)
                rows.append(dict(zip(event.columns.keys(), row, strict=True)))
                previous = sha256
            with writing.begin():
                writing.execute(insert(event), rows)
                writing.execute(update(head).values(seq=seq, sha256=previous))


def bare(store: Store) -> Callable[[], None]:
    """An INSERT of the same row with its commit, through the same engine, and nothing else."""
    engine = store.location.engine()
    BARE.create(engine, checkfirst=True)
    row = store.journal.page(limit=1)[0]
    values = {name: str(row.get(name, canonical({"what": "tables"}))) for name in BARE.columns.keys()}  # noqa: SIM118 - SQLAlchemy's collection iterates over columns
    statement = insert(BARE)

    def one() -> None:
        with engine.connect() as connection:
            writing = connection.execution_options(**{WRITES: True})
            with writing.begin():
                writing.execute(statement, values)

    return one


def journal(new: Callable[[], str], lines: int, rounds: int) -> dict[str, float]:
    """The cost of a line among few and among many, beside a bare INSERT."""
    short, long = open_store(new()), open_store(new())
    fill(short, FEW)
    fill(long, lines)

    def append(store: Store) -> Callable[[], object]:
        return lambda: store.journal.append("exported", who="a@example.org", what="tables")

    actions = {"few": append(short), "many": append(long), "bare": bare(long)}
    taken(actions, 10)
    found = taken(actions, rounds)
    return {
        "lines": lines,
        "append_ms": round(found["many"].median * 1000, 3),
        f"append_among_{FEW}_ms": round(found["few"].median * 1000, 3),
        "bare_insert_ms": round(found["bare"].median * 1000, 3),
        **found["many"].over(found["few"], "to_few"),
        **found["many"].over(found["bare"], "to_bare"),
    }


def reading(new: Callable[[], str], rows: int, folder: Path, rounds: int) -> dict[str, float]:
    """The first reading of a large generation on a machine that has not seen it, and a later one."""
    statement = "select count(*), max(name_zh) from organization"

    def load(address: str) -> Store:
        store = open_store(address)
        columns = "'O' || i, md5(i::varchar), null, 'other', null, null"
        with store.write(who="benchmark", why="rows") as draft:
            draft.execute(f"insert into organization select {columns} from range({rows}) t(i)")  # noqa: S608 - a number
        return store

    def query(store: Store) -> None:
        with store.read() as found:
            found.fetch(statement)

    def fetch() -> None:
        bucket, name = remote.files._store, f"generations/{made.file_name}"  # noqa: SLF001 - the baseline goes past ours
        with (folder / "alone").open("wb") as file:
            for block in obstore.get(bucket, name).stream(min_chunk_size=1 << 20):
                file.write(block)

    def first() -> None:
        for copy in (Path(os.environ["BREP_CACHE"]) / "files").glob("*.duckdb"):
            copy.unlink()
        path = remote.files.path("generations", made.file_name, sha256=made.sha256, size=made.size)
        with Root().lease(path) as lease:
            lease.cursor.execute(f"select count(*) from {lease.catalog}.main.organization").fetchall()  # noqa: S608 - an alias

    remote, local = load(new()), load(str(folder / "store"))
    made = remote.generation()
    found = taken({"fetch": fetch, "first": first}, 9)
    query(remote)
    query(local)
    found |= taken({"warm": lambda: query(remote), "folder": lambda: query(local)}, rounds)
    return {
        "megabytes": round(made.size / 1e6, 1),
        **{f"{what}_ms": round(one.median * 1000, 2) for what, one in found.items()},
        **found["first"].over(found["fetch"], "first_to_fetch"),
        **found["warm"].over(found["folder"], "warm_to_folder"),
    }


def main() -> None:
    """Measure, and print one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--rows", type=int, default=7_700_000, help="of the generation that is read, with --servers")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--servers", action="store_true")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="brep-benchmark-")))
        numbers = iter(range(1000))
        if not options.servers:
            found = journal(lambda: str(folder / f"store-{next(numbers)}"), options.lines, options.rounds)
        else:
            # The tests' own servers, only where they are asked for.
            started = stack.enter_context(import_module("servers").running(durable=True))
            os.environ.update(started.bucket.environment, BREP_CACHE=str(folder / "cache"))

            def new() -> str:
                address: str
                address, files = started.new()
                create_store(address, files=files)
                return address

            found = journal(new, options.lines, options.rounds) | reading(new, options.rows, folder, options.rounds)
    print(json.dumps({"benchmark": "store", "servers": options.servers, **found}))


if __name__ == "__main__":
    main()
