"""Many who write at once: each load counts once or is refused as busy, and the chain has no gap."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from servers import missing, running
from sqlalchemy import text

from brep_metrics.store import create_store

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


def eight_processes_load(store: Store, address: str) -> None:
    """Every row of sixteen disjoint loads is there once, every load is one generation, and every event has its line."""
    writers = [
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                WRITER.format(tests=str(Path(__file__).parent), store=address, name=name, loads=2),
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


def test_eight_processes_load_at_once(store: Store):
    """On either kind of store."""
    eight_processes_load(store, store.address)


@pytest.mark.slow
def test_eight_processes_load_where_messages_are_chinese(tmp_path: Path, load, monkeypatch):
    """Who has to wait, or try again, is told by codes: the server's language is none of the program's business."""
    if (reason := missing()) is not None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    with running(messages="zh_CN.UTF-8") as started:
        for name, value in started.bucket.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("BREP_CACHE", str(tmp_path / "cache"))
        address, files = started.new()
        store = create_store(address, files=files)
        with store.register.reading() as connection:
            assert connection.execute(text("show lc_messages")).scalar() == "zh_CN.UTF-8"
        load(store, 1)
        eight_processes_load(store, address)
