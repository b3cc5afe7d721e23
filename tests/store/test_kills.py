"""Killed at any instant of a load, a publication or a removal, a store holds the old state or the new one.

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
ACTS = ("load", "publish", "prune", "add_account")


def killed_at_random(store: Store, kills: int, rounds) -> dict[str, int]:
    """Kill acts in turn at random instants, look each time; gives how many of each took effect all the same."""
    code = KILLED.format(tests=str(Path(__file__).parent), store=store.address)
    writer = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def attempt(act: str, number: int, patience: float | str) -> float:
        print(act, number, patience, file=writer.stdin, flush=True)
        return float(writer.stdout.readline())

    whole = {act: attempt(act, 10_000, "whole") for act in ACTS}
    instants = random.Random(20210608)  # noqa: S311 - reproducible, not secret
    held, took_effect = 10_000, dict.fromkeys(ACTS, 0)
    with writer:
        for number in range(10_001, 10_001 + kills):
            act, before = ACTS[number % len(ACTS)], len(store.journal)
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
    assert 0 < took_effect["load"] < 25
    load(store, 99)
    assert (rounds(store), store.verify()) == ([("99", 6)], ())
