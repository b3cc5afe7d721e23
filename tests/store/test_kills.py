"""Killed at any instant of a load, a publication, a snapshot or a removal, a store holds the old state or the new one.

The register and the journal always agree on which.
"""

from __future__ import annotations

import random
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from brep_metrics.store import Store

KILLED = textwrap.dedent("""
    import os, signal, sys, time
    sys.path.insert(0, {tests!r})
    import conftest
    from pathlib import Path
    from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
    from brep_metrics.periods import Period
    from brep_metrics.snapshot import create
    from brep_metrics.store import pruning
    from brep_metrics.store.declarations import declared_tables
    declared_tables()
    pruning.MIN_KEEP_DAYS = -1
    store = conftest.open_store({store!r})

    def load(number):
        conftest.load(store, number, rows=5_000)

    def publish(number):
        store.journal.append(
            "result_published", who=None, period=str(number), methodology_id="m", generation="g000001"
        )

    def prune(number):
        store.prune(keep_days=-1, who=str(number))

    def snapshot(number):
        target = Path(store.location.scratch).parent / f"snapshot-{{number}}.zip"
        methodology = load_methodology(DEFAULT_METHODOLOGY)
        create(store, target, methodology=methodology, period=Period.parse("2025"), language="en", who=str(number))

    def add_account(number):
        details = {{"role": "evaluator", "organization": None}}
        store.journal.append("account_set", who=None, email=f"{{number}}@example.org", **details)

    for line in sys.stdin:
        act, number, patience = line.split()
        begun = time.monotonic()
        child = os.fork()
        if child == 0:
            try:
                globals()[act](int(number))
            finally:
                os._exit(0)
        if patience != "whole":
            time.sleep(float(patience))
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        print(time.monotonic() - begun, flush=True)
""")
GROUP = (
    "insert into working_group select * from (select 'WG1' as group_id, '组' as name_zh, null as name_en,"
    " 'S0' as sector_id, date '2021-06-01' as established_on, null::date as dissolved_on, date '2021-06-01')"
)
ACTS = ("load", "publish", "snapshot", "prune", "add_account")


def killed_at_random(store: Store, kills: int, rounds) -> dict[str, int]:
    """Kill acts in turn at random instants, look each time; gives how many of each took effect all the same."""
    # A snapshot needs a group; the loads leave it as it is.
    store.build(lambda draft: draft.execute(GROUP), who="test", why="a group")
    code = KILLED.format(tests=str(Path(__file__).parent), store=store.address)
    writer = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def attempt(act: str, number: int, patience: float | str) -> float:
        print(act, number, patience, file=writer.stdin, flush=True)
        return float(writer.stdout.readline())

    whole = {act: attempt(act, 10_000, "whole") for act in ACTS}
    # Left alone, each act has its line: what is killed below is not an act that fails by itself.
    said = {entry["event"] for entry in store.journal.entries()}
    assert said == {"published", "result_published", "snapshot", "pruned", "account_set"}
    instants = random.Random(20210608)  # noqa: S311 - reproducible, not secret
    held, took_effect = 10_000, dict.fromkeys(ACTS, 0)
    with writer:
        for number in range(10_001, 10_001 + kills):
            act = ACTS[number % len(ACTS)]
            if act == "prune":
                # Something to remove: of the generations before, a snapshot may keep each.
                attempt("load", number, "whole")
                attempt("load", held := number, "whole")
            before = len(store.journal)
            attempt(act, number, instants.uniform(0, whole[act] * 1.5))
            after = len(store.journal)
            took_effect[act] += after - before
            ((seen, rows),) = rounds(store)
            if act == "load":
                held = number if after > before else held
            assert (int(seen), rows) == (held, 10_000)
            assert store.verify() == ()
        writer.stdin.close()
    return took_effect


@pytest.mark.slow
def test_killed_at_any_instant(store: Store, load, rounds):
    """Ten kills: the store opens each time, whole, and the next load goes through."""
    killed_at_random(store, 10, rounds)
    load(store, 99)
    assert (rounds(store), store.verify()) == ([("99", 6)], ())


@pytest.mark.long
def test_a_hundred_kills(store: Store, load, rounds):
    """Some took effect and some did not, so that the instants are on both sides of the moment that counts."""
    took_effect = killed_at_random(store, 100, rounds)
    print(took_effect)  # noqa: T201 - run by hand, and reported
    assert all(0 < took_effect[act] < 20 for act in ("load", "prune"))
    load(store, 99)
    assert (rounds(store), store.verify()) == ([("99", 6)], ())
