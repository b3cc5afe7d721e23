"""A store that cannot be written: readers go on, a writer gets a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from brep_metrics.store import Store

READER = """
import sys
sys.path.insert(0, sys.argv[1])
import conftest
from brep_metrics.errors import StoreError
store = conftest.open_store(sys.argv[2], wait=0.1)
for _turn in sys.stdin:
    print(conftest.rounds(store), len(store.journal), store.verify(), flush=True)
for write in (lambda: conftest.load(store, 9), lambda: store.journal.append("x", who=None)):
    try:
        write()
    except StoreError as error:
        print(error.text("en"), flush=True)
"""
# What lets root write where nobody may is taken from it.
UNPRIVILEGED = ["setpriv", "--bounding-set=-dac_override"] if os.getuid() == 0 else []


@pytest.mark.parametrize("in_use", [True, False], ids=["in use", "closed"])
def test_a_folder_that_takes_no_files(folder_store: Store, load, *, in_use: bool):
    """By the rights or because its file system is read-only; what others load there meanwhile is seen."""
    folder = Path(folder_store.address)

    def close() -> None:
        if not in_use:
            folder_store.location._forget()
        assert Path(f"{folder}/register.sqlite-shm").exists() is in_use
        folder.chmod(0o555)

    close()
    command = [*UNPRIVILEGED, sys.executable, "-c", READER, str(Path(__file__).parent), str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        print("look", file=reader.stdin, flush=True)
        assert reader.stdout.readline() == "[('1', 6)] 1 ()\n"
        folder.chmod(0o755)
        load(folder_store, 2)
        close()
        said, _ = reader.communicate("look\n")
    folder.chmod(0o755)
    first, *refused = said.splitlines()
    assert first == "[('2', 6)] 2 ()"
    assert [line.partition(": ")[0] for line in refused] == [f"Cannot write {folder}"] * 2
    assert (len(folder_store.journal), folder_store.verify()) == (2, ())
