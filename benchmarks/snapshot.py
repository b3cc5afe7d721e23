"""How long a snapshot with a million evidence rows takes and how much memory, against DuckDB's own COPY of its rows.

The baseline writes the rows, evidence and tables, with `COPY … TO` as DuckDB writes CSV by itself, and compresses them
as the archive does. Ours writes the same rows in a fixed order as CSV for people, hashes, describes and packs them. The
whole is all of `create`: besides that it evaluates two periods, explains every change, draws the rank intervals, and
makes results, workbook and brief. Each runs in a process of its own, in turn, and the best of several rounds counts;
where others use the machine too, the ratio of processor time says more. Some minutes; prints one JSON line.

    python benchmarks/snapshot.py [--groups 1000] [--rows 1060000] [--rounds 3]
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from synthetic import Size, write_network

from brep_metrics.evidence.queries import listing_statement, prepare
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import Period
from brep_metrics.schema import load_schema
from brep_metrics.snapshot import Provenance, create
from brep_metrics.snapshot.archive import write_archive
from brep_metrics.snapshot.descriptor import write_descriptor
from brep_metrics.snapshot.tables import write_evidence, write_facts
from brep_metrics.store import open_store

if TYPE_CHECKING:
    from brep_metrics.store import Store

# Half of the five years, so that there is a previous period to compare with.
PERIOD = Period.parse("2024-01..2026-06")
_LEVEL = 6
_BLOCK = 1 << 20


def whole(store: Store, folder: Path) -> None:
    """One snapshot."""
    methodology = load_methodology(DEFAULT_METHODOLOGY)
    create(store, folder / "whole.zip", methodology=methodology, period=PERIOD, language="zh")


def ours(store: Store, folder: Path) -> None:
    """The part of it that the baseline does too, for the same rows."""
    methodology = load_methodology(DEFAULT_METHODOLOGY)
    with store.read() as reading:
        day = reading.as_of
        provenance = Provenance.of(
            reading.generation, methodology, period=PERIOD.code, as_of=day, scope="all", language="zh", software="0"
        )
        tables = (write_evidence(reading, methodology, PERIOD, folder), *write_facts(reading, folder))
        write_archive(folder / "ours.zip", folder, write_descriptor(folder, provenance, tables, {}))


def baseline(store: Store, folder: Path) -> None:
    """The same rows by COPY, then compressed."""
    methodology = load_methodology(DEFAULT_METHODOLOGY)
    with store.read() as reading:
        prepare(reading, [PERIOD], methodology.measured)
        listing = listing_statement(reading, methodology, methodology.measured, group_id=None)
        statements = {"evidence": (listing.sql, listing.parameters)}
        statements |= {table: (f"select * from {table}", {}) for table in load_schema().tables}  # noqa: S608 - the schema's names
        for name, (sql, parameters) in statements.items():
            reading.fetch(f"copy ({sql}) to '{folder / name}.csv' (header)", parameters)
    with (folder / "baseline.z").open("wb") as target:
        for name in statements:
            packer = zlib.compressobj(_LEVEL)
            with (folder / f"{name}.csv").open("rb") as source:
                while block := source.read(_BLOCK):
                    target.write(packer.compress(block))
            target.write(packer.flush())


TASKS = {"whole": whole, "ours": ours, "baseline": baseline}


def measured(task: str, address: str) -> dict[str, float]:
    """Seconds, those of the processors, peak memory in MiB, of one task in this process, without its imports."""
    store = open_store(address)
    with tempfile.TemporaryDirectory() as folder:
        began, began_cpu = time.perf_counter(), time.process_time()
        TASKS[task](store, Path(folder))
        seconds, cpu = time.perf_counter() - began, time.process_time() - began_cpu
    return {"seconds": seconds, "cpu": cpu, "mebibytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def evidence_count(store: Store) -> int:
    """The number of evidence rows of the period."""
    methodology = load_methodology(DEFAULT_METHODOLOGY)
    with store.read() as reading:
        prepare(reading, [PERIOD], methodology.measured)
        listing = listing_statement(reading, methodology, methodology.measured, group_id=None)
        return int(reading.fetch(f"select count(*) from ({listing.sql})", listing.parameters)[0][0])  # noqa: S608


def in_process(task: str, address: str) -> dict[str, float]:
    """The task in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--task", task, "--store", address], check=True, capture_output=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Build the network in a temporary folder, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--groups", type=int, default=1_000)
    parser.add_argument("--rows", type=int, default=1_060_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--task", choices=tuple(TASKS), help="run one task only, on --store")
    parser.add_argument("--store")
    options = parser.parse_args()
    if options.task:
        print(json.dumps(measured(options.task, options.store)))
        return
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "network")
        write_network(store, Size(options.groups, options.rows))
        rounds = [{task: in_process(task, store.address) for task in TASKS} for _ in range(options.rounds)]
        evidence = evidence_count(store)
    seconds, cpu = ({task: min(one[task][name] for one in rounds) for task in TASKS} for name in ("seconds", "cpu"))
    result = {
        "benchmark": "snapshot",
        "groups": options.groups,
        "rows": options.rows,
        "evidence_rows": evidence,
        **{f"{task}_seconds": spent for task, spent in seconds.items()},
        **{f"{task}_cpu_seconds": spent for task, spent in cpu.items()},
        "times_baseline": seconds["ours"] / seconds["baseline"],
        "whole_times_baseline": seconds["whole"] / seconds["baseline"],
        "whole_cpu_times_baseline": cpu["whole"] / cpu["baseline"],
        "whole_mebibytes": max(one["whole"]["mebibytes"] for one in rounds),
    }
    print(json.dumps({key: round(value, 3) if isinstance(value, float) else value for key, value in result.items()}))


if __name__ == "__main__":
    main()
