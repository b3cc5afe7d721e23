"""Work apart: the answers are those of doing it here, within limits, and it ends with the process that began it."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from copies import copy_store

from brep_metrics import isolated
from brep_metrics.cli.main import run
from brep_metrics.errors import FaultsError, StoreError, UsageError
from brep_metrics.intake import check
from brep_metrics.isolated import Limits, Work, result_of, started
from brep_metrics.isolated.child import is_want_of_memory
from brep_metrics.load_effect import preview
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import Period
from brep_metrics.robustness import resample_reviews, sensitivity
from brep_metrics.scoring import evaluate
from brep_metrics.store import export_tables, open_store

SECTOR = "sector_id,name_zh,name_en,tier,recorded_on\noil,油气,Oil,conventional,\n"
BEGIN = """
import sys, time
from brep_metrics.isolated import started
with started("preview", sys.argv[1], [sys.argv[2]], []) as work:
    print(work.process.pid, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def file(tmp_path) -> Path:
    """A table that loads."""
    path = tmp_path / "sector.csv"
    path.write_text(SECTOR, "utf-8")
    return path


def is_running(pid: int) -> bool:
    """Whether there is such a process that is not merely waiting to be forgotten."""
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text("utf-8").rsplit(")", 1)[1].split()[0] != "Z"


def test_a_preview_is_that_of_checking_here(demo_store, tmp_path):
    """Rows, warnings and groups that move, to the last value; the methodology crosses over too."""
    export_tables(demo_store, tmp_path / "tables")
    plan = tmp_path / "tables" / "plan_item.csv"
    lines = plan.read_text("utf-8").splitlines()
    plan.write_text("\n".join(lines[: len(lines) // 2]) + "\n", "utf-8")
    there = result_of("preview", demo_store.address, [plan], [])
    assert there == preview(demo_store, [plan])


def test_a_load_is_published(tmp_path, file):
    """What it made is what the store then has."""
    store = open_store(tmp_path / "store")
    made, done = result_of("load", store.address, [file], [], "Li", "first")
    assert made == store.current()
    assert done.effect.moves == ()
    assert (made.who, made.why, made.rows["sector"]) == ("Li", "first", 1)


def test_faults_cross_over(tmp_path, file):
    """All of them, as checking here lists them."""
    file.write_text(SECTOR + "gas,,,none,\n" * 30, "utf-8")
    store = open_store(tmp_path / "store")
    with pytest.raises(FaultsError) as refused:
        result_of("load", store.address, [file], [], "Li", "")
    assert refused.value.faults == check(store, [file]).faults
    assert store.current() is None


def test_it_says_how_far_it_is(tmp_path, file):
    """The file that is read, or the table that is checked, and the share that is done."""
    with started("preview", str(tmp_path / "store"), [file], []) as work:
        assert work.is_done(60)
        what, share = work.progress()
    assert "sector" in what.text("en")
    assert 0 < share <= 1


def test_indices_are_those_of_computing_here(demo_store):
    """Same seed, same numbers, whichever process."""
    methodology, period = load_methodology(DEFAULT_METHODOLOGY), Period.parse("2025")
    with demo_store.read() as reading:
        evaluation = evaluate(reading, methodology, period)
        reviews = resample_reviews(reading, evaluation)
    there = result_of("sensitivity", evaluation.scores, methodology, period.years, reviews)
    here = sensitivity(evaluation.scores, methodology, years=period.years, reviews=reviews)
    assert there.factors == here.factors
    np.testing.assert_array_equal(there.total, here.total)
    np.testing.assert_array_equal(there.first, here.first)


@pytest.mark.parametrize(
    ("code", "kind", "said"),
    [
        (-signal.SIGXCPU, UsageError, "This needs more than 3 seconds of computing, which is the limit"),
        (77, UsageError, "This needs more than 2 GB of memory, which is the limit"),
        (1, UsageError, "This needs more than 2 GB of memory, which is the limit"),
        (78, StoreError, "The work ended before it was done (78)"),
        (0, StoreError, "The work ended before it was done (0)"),
        (-signal.SIGKILL, StoreError, "The work ended before it was done (SIGKILL)"),
        (-signal.SIGSEGV, StoreError, "The work ended before it was done (SIGSEGV)"),
    ],
)
def test_it_is_told_why_there_is_no_answer(tmp_path, code, kind, said):
    """Too much time or memory is the file's; a crash, or a kill from outside, is not."""
    with pytest.raises(kind) as raised:
        Work(SimpleNamespace(returncode=code), tmp_path, Limits(seconds=3, bytes=2 << 30)).result()
    assert raised.value.text("en").startswith(said)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (MemoryError(), True),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), True),
        (ImportError("x.so: failed to map segment from shared object"), True),
        (type("OutOfMemoryException", (Exception,), {})(), True),
        (OSError(errno.ENOSPC, "No space left on device"), False),
        (ImportError("No module named x"), False),
        (ValueError("memory"), False),
    ],
)
def test_what_is_want_of_memory(error, expected):
    """As Python, the loader and the database say it."""
    assert is_want_of_memory(error) is expected


def test_an_error_of_the_program_is_not_the_files(tmp_path):
    """Its sentence names the code; the traceback is in the log of the process that began it."""
    with pytest.raises(StoreError, match=r"before it was done \(78\)"):
        result_of("preview", None, [tmp_path], [])


@pytest.mark.parametrize(
    ("limits", "said"), [(Limits(seconds=1), "1 seconds of computing"), (Limits(bytes=200 << 20), "of memory")]
)
def test_a_load_that_needs_too_much_is_ended_with_a_sentence(tmp_path, limits, said):
    """A file decides how much work it makes; the store is as it was."""
    path = tmp_path / "organization.csv"
    rows = "".join(f"x{number},演示机构{number},Demo body {number},business,,2021-06-08\n" for number in range(300_000))
    path.write_text("organization_id,name_zh,name_en,kind,country_code,recorded_on\n" + rows, "utf-8")
    store = open_store(tmp_path / "store")
    with pytest.raises(UsageError, match=said):
        result_of("load", store.address, [path], [], "Li", "", limits=limits)
    assert store.current() is None


def test_what_is_not_wanted_any_more_ends(tmp_path, file):
    """At the next look, and its process with it."""
    with pytest.raises(TimeoutError):
        result_of("preview", str(tmp_path / "store"), [file], [], wanted=lambda: False)


def test_it_ends_with_a_process_that_is_killed(tmp_path, file):
    """A server that is killed leaves no work behind that nobody waits for."""
    os.mkfifo(tmp_path / "register.sqlite")  # opening it waits for ever
    with subprocess.Popen(
        [sys.executable, "-c", BEGIN, tmp_path, file], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        pid = int(server.stdout.readline())
        time.sleep(1)
        assert is_running(pid)
        server.send_signal(signal.SIGKILL)
    until = time.monotonic() + 20
    while is_running(pid) and time.monotonic() < until:
        time.sleep(0.1)
    assert not is_running(pid)


@pytest.mark.parametrize("command", [("verify", "x.zip"), ("diff", "x.zip", "x.zip")])
def test_the_command_line_has_the_same_limits(demo_store, tmp_path, monkeypatch, capsys, command):
    """A snapshot that was sent to somebody stops neither their machine nor their evening."""
    monkeypatch.chdir(tmp_path)
    copy_store(demo_store.address, "own")
    assert run(["snapshot", "create", "--out", "x.zip", "--store", "own"]) == 0
    monkeypatch.setattr(isolated, "USUAL", Limits(seconds=1))
    assert run(["snapshot", *command]) == 2
    assert "needs more than 1 seconds" in capsys.readouterr().err


def test_nothing_is_left(tmp_path, file, monkeypatch):
    """No temporary file, whether it ended well or not."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    result_of("preview", str(tmp_path / "store"), [file], [])
    with pytest.raises(TimeoutError):
        result_of("preview", str(tmp_path / "store"), [file], [], wanted=lambda: False)
    assert list(folder.iterdir()) == []
