"""Stopped or killed at any instant of a load, a store holds the old generation or the new."""

from __future__ import annotations

import random
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brep_metrics.store import folder as folder_module

if TYPE_CHECKING:
    from brep_metrics.store import Store


@pytest.mark.parametrize("step", ["g000002.json", "CURRENT", "journal.head"])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_stopped_while_publishing(store: Store, monkeypatch: pytest.MonkeyPatch, step: str, moment: str, load, rounds):
    """Stopped at any step of publishing, the store has the old data or the new, and the next load goes through."""
    replace_text = folder_module.replace_text

    class Killed(BaseException):
        pass

    def stop(path: Path, text: str) -> None:
        if moment == "after" or path.name != step:
            replace_text(path, text)
        if path.name == step:
            raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(folder_module, "replace_text", stop)
        patched.setattr("brep_metrics.store.journal.replace_text", stop)
        remove = folder_module.FolderStore._remove_unpublished
        calls: list[object] = []
        # A killed process cleans nothing up behind itself.
        patched.setattr(
            folder_module.FolderStore, "_remove_unpublished", lambda self: calls or (calls.append(self), remove(self))
        )
        with pytest.raises(Killed):
            load(store, 2)
    published = step == "journal.head" or (step == "CURRENT" and moment == "after")
    assert rounds(store) == [("2" if published else "1", 6)]
    load(store, 3)
    assert rounds(store) == [("3", 6)]
    assert store.verify() == ()
    assert [one.id for one in store.generations()] == [f"g00000{n}" for n in range(1, 4 if published else 3)]


KILLED = textwrap.dedent("""
    import os, signal, sys, time
    sys.path.insert(0, {tests!r})
    from brep_metrics.store.declarations import declared_tables
    from conftest import load, open_store
    declared_tables()
    store = open_store({store!r})
    for line in sys.stdin:
        round_, patience = line.split()
        begun = time.monotonic()
        child = os.fork()
        if child == 0:
            try:
                load(store, int(round_), rows=5_000)
            finally:
                os._exit(0)
        if patience != "whole":
            time.sleep(float(patience))
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        print(time.monotonic() - begun, flush=True)
""")


def test_killed_at_any_instant(store: Store, tmp_path: Path, load, rounds):
    """50 loads killed at random instants: the store opens each time and holds the old generation or the new."""
    code = KILLED.format(tests=str(Path(__file__).parent), store=store.address)
    writer = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def attempt(round_: int, patience: float | str) -> float:
        print(round_, patience, file=writer.stdin, flush=True)
        return float(writer.stdout.readline())

    whole = sorted(attempt(round_, "whole") for round_ in (2, 3, 4))[1]
    instants = random.Random(20210608)  # noqa: S311 - reproducible, not secret
    held, changed = 4, 0
    with writer:
        for round_ in range(5, 60):
            if round_ % 10 == 0:  # the machine may have become faster or slower
                whole, held = attempt(round_, "whole"), round_
                continue
            attempt(round_, instants.uniform(0, whole * 1.5))
            ((seen, rows),) = rounds(store)
            assert (int(seen) in (held, round_), rows) == (True, 10_000)
            changed += int(seen) == round_
            held = int(seen)
        writer.stdin.close()
    assert 0 < changed < 50
    load(store, 99)
    assert rounds(store) == [("99", 6)]
    assert store.verify() == ()
    assert sorted(path.name for path in (tmp_path / "store" / "generations").iterdir()) == sorted(
        name for one in store.generations() for name in (f"{one.id}.duckdb", f"{one.id}.json")
    )
