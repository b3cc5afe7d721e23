"""Filing: how long a draft takes to be saved beside a bare INSERT … COMMIT, and a filing's effect beside an evaluation.

`python benchmarks/filing.py [--store PATH|URL] [--writers N] [--saves N] [--rows N] [--groups N]`

Drafts: as many processes save fields of drafts of their own as then insert and commit bare rows into a table of the
same register, each through a connection of its own. Both are measured in the same run; nothing may be lost.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text
from synthetic import Size, write_network

from brep_metrics import filing
from brep_metrics.access import Role, Viewer
from brep_metrics.filing.checking import Row
from brep_metrics.filing.effects import changed_by
from brep_metrics.filing.records import records_texts
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import Period, latest_year
from brep_metrics.record_effect import evaluate_changed, measure_changed
from brep_metrics.schema import load_schema
from brep_metrics.scoring import default_as_of, evaluate_each
from brep_metrics.store import open_store
from brep_metrics.store.declarations import RECORDED_ON
from brep_metrics.store.engine import WRITES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from brep_metrics.record_effect import ChangedRecord
    from brep_metrics.store import Overlay, Store

_BARE = "create table if not exists bare (writer integer, at integer, value text)"
_FILED = ("report", "plan_item", "activity", "outcome", "need", "issue")
_INSERT = text("insert into bare values (:writer, :at, :value)")


def main() -> None:
    """Measure, and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", help="an empty store; a folder of its own if empty")
    parser.add_argument("--writers", type=int, default=20)
    parser.add_argument("--saves", type=int, default=50)
    parser.add_argument("--groups", type=int, default=1_000)
    parser.add_argument("--rows", type=int, default=1_000_000)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        address = wanted.store or str(Path(folder) / "store")
        store = open_store(address)
        write_network(store, Size(wanted.groups, wanted.rows))
        found = {**_drafts(store, address, wanted.writers, wanted.saves), **_effect(store)}
    print(json.dumps(found))


def _drafts(store: Store, address: str, writers: int, saves: int) -> dict[str, float | int]:
    actor = filing.acting(store, Viewer(Role.EVALUATOR, "benchmark@example.org"))
    with store.read() as reading:
        groups = [group for (group,) in reading.fetch("select group_id from working_group limit 1")]
    drafts = [filing.start(store, actor, "activity", groups[0]).id for _ in range(writers)]
    store.register.save(lambda connection: connection.execute(text(_BARE)))
    with ProcessPoolExecutor(writers) as pool:
        ours = _all(pool.map(partial(_save, address, saves), drafts))
        bare = _all(pool.map(partial(_insert, address, saves), range(writers)))
    kept = sum(field.version for draft in drafts for field in filing.find(store, actor, draft).fields.values())
    p95, floor = _p95(ours), _p95(bare)
    return {
        "writers": writers,
        "save_p50_ms": _ms(statistics.median(ours)),
        "save_p95_ms": _ms(p95),
        "bare_p50_ms": _ms(statistics.median(bare)),
        "bare_p95_ms": _ms(floor),
        "ratio_p95": round(p95 / floor, 2),
        "lost": writers * saves - kept,
    }


def _save(address: str, saves: int, draft: int) -> list[float]:
    """Save one field again and again, as somebody who types does."""
    store = open_store(address)
    actor = filing.acting(store, Viewer(Role.EVALUATOR, "benchmark@example.org"))
    found = filing.find(store, actor, draft)
    took = []
    for seen in range(saves):
        begun = time.perf_counter()
        saved = filing.save(store, actor, found, {"title": (f"a title of some words, {seen}", seen)})
        took.append(time.perf_counter() - begun)
        if saved.conflicts:
            sys.exit("a save was lost")
    return took


def _insert(address: str, saves: int, writer: int) -> list[float]:
    engine = open_store(address).location.engine()
    took = []
    with engine.connect() as connection:
        writing = connection.execution_options(**{WRITES: True})
        for at in range(saves):
            begun = time.perf_counter()
            with writing.begin():
                writing.execute(_INSERT, {"writer": writer, "at": at, "value": f"a title of some words, {at}"})
            took.append(time.perf_counter() - begun)
    return took


def _effect(store: Store) -> dict[str, float]:
    """The effect of one new record of each table that a lead files, and whole evaluations, in turns; medians of five.

    `network` is what an evaluator sees of all groups in one year, beside the evaluation of that year. `own` is what the
    filer sees of its group, the raw values before and after in two years, beside the evaluation of both. The records
    of `own` are received today, those of the others so long ago that they move every year: the most that it costs.
    """
    methodology = load_methodology(DEFAULT_METHODOLOGY)
    with store.read() as reading:
        period = latest_year(reading.as_of)
        before = evaluate_each(reading, methodology, [period])[0]

    def evaluation(*periods: Period) -> None:
        with store.read() as reading:
            evaluate_each(reading, methodology, periods)

    def network(table: str) -> None:
        with store.overlay() as draft:
            evaluate_changed(draft, _new(draft, first[table], period.start), before)

    def own(table: str, received: date) -> None:
        with store.overlay() as draft:
            days = {year: default_as_of(methodology, year, draft.date) for year in years}
            [one] = _new(draft, first[table], received)
            measure_changed(draft, [one], methodology, days, (one.after or {})["group_id"])

    with store.overlay() as draft:
        first = {table: _first(draft, table) for table in _FILED}
    years = (period, Period.parse(f"{before.generation.date.year:04}"))
    actions: dict[str, Callable[[], None]] = {"year": partial(evaluation, period), "years": partial(evaluation, *years)}
    for table in _FILED:
        actions[f"network_{table}"] = partial(network, table)
        actions[f"own_{table}"] = partial(own, table, before.generation.date)
        actions[f"own_earlier_{table}"] = partial(own, table, period.start)
    took: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(5):
        for name, action in actions.items():
            begun = time.perf_counter()
            action()
            took[name].append(time.perf_counter() - begun)
    medians = {name: statistics.median(each) for name, each in took.items()}
    one_year, two_years = medians.pop("year"), medians.pop("years")
    ratios = {
        f"ratio_{name}": round(one / (one_year if name.startswith("network") else two_years), 2)
        for name, one in medians.items()
    }
    return {"evaluation_of_year_ms": _ms(one_year), "evaluation_of_years_ms": _ms(two_years), **ratios}


def _first(draft: Overlay, table: str) -> Row:
    """A new record like the first one of a table, which a filing holds before anybody asks what it does."""
    key = load_schema().tables[table].key_text
    [found] = records_texts(draft, table, f"{key} = (select min({key}) from {table})")  # noqa: S608 - declared names
    return Row("F", table, {**found, load_schema().tables[table].key[0]: "new"})


def _new(draft: Overlay, row: Row, received: date) -> list[ChangedRecord]:
    return changed_by(draft, [replace(row, cells={**row.cells, RECORDED_ON: received.isoformat()})])


def _all(measured: Iterable[list[float]]) -> list[float]:
    return [one for took in measured for one in took]


def _p95(took: list[float]) -> float:
    return statistics.quantiles(took, n=20)[-1]


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 2)


if __name__ == "__main__":
    main()
