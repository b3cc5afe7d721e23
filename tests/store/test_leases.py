"""Readers in threads and processes while generations are switched under them."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brep_metrics.store import Store


READER = textwrap.dedent("""
    import sys
    sys.path.insert(0, {tests!r})
    from conftest import open_store, rounds
    store = open_store({store!r})
    seen = set()
    with store.read() as reading:
        ((draws_progress,),) = reading.fetch("select current_setting('enable_progress_bar')")
    print("ready, drawing progress:", draws_progress, flush=True)
    while "9" not in seen:
        ((round_, rows),) = rounds(store)
        assert rows == 6, rows
        seen.add(round_)
    print(len(seen))
""")


def test_two_processes_read_while_one_writes(store: Store, load):
    """Readers in other processes follow every load without an error, never see a mixture, and print what they mean."""
    code = READER.format(tests=str(Path(__file__).parent), store=store.address)
    readers = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [reader.stdout.readline() for reader in readers] == ["ready, drawing progress: False\n"] * 2
    for round_ in range(2, 10):
        load(store, round_)
    for reader in readers:
        output, errors = reader.communicate(timeout=60)
        assert (reader.returncode, errors) == (0, "")
        assert int(output) >= 2


def test_threads_read_while_generations_switch(store: Store, load):
    """Eight threads, 2,000 queries each, 50 switches: no error, one answer in a reading, and all see the last load."""
    last = 51

    def read() -> set[str]:
        seen: set[str] = set()
        queries = 0
        while queries < 2_000 or str(last) not in seen:
            with store.read() as reading:
                answers = []
                for _ in range(20):
                    answers += reading.fetch("select name_zh from sector")
                    answers += reading.fetch("select name_zh from organization")
            queries += 40
            ((round_,),) = set(answers)
            assert len(answers) == 120
            seen.add(round_)
            # The writer needs its turn once the queries asked for are done.
            time.sleep(0.05 if queries >= 2_000 else 0)
        return seen

    with ThreadPoolExecutor(8) as threads:
        running = [threads.submit(read) for _ in range(8)]
        for round_ in range(2, last + 1):
            load(store, round_)
        seen = [one.result() for one in running]
    assert all(len(rounds) > 1 for rounds in seen)
