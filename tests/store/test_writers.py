"""Many who write at once: each load counts once or is refused as busy, and the chain has no gap."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brep_metrics.store import Store

WRITER = textwrap.dedent("""
    import sys
    sys.path.insert(0, {tests!r})
    import conftest
    store = conftest.open_store({store!r})
    store.current()
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range({loads}):
        key = f"{name}-{{number}}"
        store.build(
            lambda draft: draft.execute(f"insert into sector values ('{{key}}', 'x', null, 'network', null)"),
            who={name!r}, why=key,
        )
        store.journal.append("exported", who={name!r}, what=key)
""")


def test_eight_processes_load_at_once(store: Store):
    """Every row of sixteen disjoint loads is there once, every load is one generation, and every event has its line."""
    str(Path(__file__).parent)
    writers = [
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                WRITER.format(tests=str(Path(__file__).parent), store=store.address, name=name, loads=2),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in "abcdefgh"
    ]
    assert [writer.stdout.readline() for writer in writers] == ["ready\n"] * 8
    for writer in writers:
        writer.stdin.write("\n")
        writer.stdin.flush()
    for writer in writers:
        _, errors = writer.communicate(timeout=120)
        assert (writer.returncode, errors) == (0, "")
    expected = {f"{name}-{number}" for name in "abcdefgh" for number in range(2)}
    with store.read() as reading:
        assert {key for (key,) in reading.fetch("select sector_id from sector where name_zh = 'x'")} == expected
    generations = store.generations()
    assert [one.number for one in generations] == list(range(1, 18))
    assert {one.why for one in generations[1:]} == expected
    assert len(store.journal) == 1 + 2 * len(expected)
    assert store.verify() == ()
