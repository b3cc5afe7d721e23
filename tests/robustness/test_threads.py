"""Threads change no figure: the same seed gives the same bytes, whatever the number of threads."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from brep_metrics.cli.main import run

# Every library below NumPy reads one of these when it is loaded; DuckDB takes what the machine has unless it is told.
VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
PROGRAM = """
import sys
import duckdb
from brep_metrics.cli.main import run
opened = duckdb.connect
def connect(*arguments, **settings):
    connection = opened(*arguments, **settings)
    connection.execute("set threads = {threads}")
    return connection
duckdb.connect = connect
code = run(sys.argv[1:])
used = connect().execute("select current_setting('threads')").fetchone()[0]
print(f"threads {{used}}", file=sys.stderr)
sys.exit(code)
"""


def printed(threads: int, *arguments: str) -> bytes:
    """What `brep` prints in a process of its own with so many threads."""
    environment = os.environ | dict.fromkeys(VARIABLES, str(threads))
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(threads=threads), *arguments],
        env=environment,
        capture_output=True,
        check=True,
        timeout=300,
    )
    assert done.stderr.decode().splitlines()[-1] == f"threads {threads}"
    return done.stdout


@pytest.mark.parametrize("part", ["ranks", "sensitivity"])
def test_one_thread_and_eight_give_the_same_bytes(demo_store, part, capsys):
    """All declared factors together, the resampled reviewers from the store among them, to the last digit."""
    asked = ["robustness", "--part", part, "--period", "2025", "--draws", "500", "--format", "csv", "--lang", "en"]
    asked += ["--store", demo_store.address, "--seed"]
    one, eight = (printed(threads, *asked, "7") for threads in (1, 8))
    assert one == eight
    assert run([*asked, "8"]) == 0
    assert capsys.readouterr().out.encode() != one
