"""Temporary folders: gone with their block, and swept once the process that had them was killed."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import brep_metrics
from brep_metrics.app import server
from brep_metrics.cli.main import main
from brep_metrics.temporary_folders import scratch_folder, spill_folder, sweep

HOLD = """
import sys, time
from brep_metrics.temporary_folders import scratch_folder
with scratch_folder("load") as folder:
    (folder / "rows.csv").write_text("x" * 1000)
    print(folder, flush=True)
    time.sleep(60)
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    """A folder for temporary files of this test alone."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


@pytest.fixture
def holder():
    """Another process with a folder, and its path."""
    with subprocess.Popen([sys.executable, "-c", HOLD], stdout=subprocess.PIPE, text=True) as process:
        yield process, Path(process.stdout.readline().strip())
        process.kill()


def test_it_goes_with_its_block(temporary):
    """However the block ends."""

    def fail() -> None:
        with scratch_folder("load") as folder:
            assert folder.parent == temporary
            (folder / "rows.csv").write_text("x", "utf-8")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_what_a_killed_process_left_is_swept(holder, number):
    """And not before it is killed."""
    process, folder = holder
    sweep()
    assert (folder / "rows.csv").exists()
    process.send_signal(number)
    process.wait()
    assert folder.exists()
    sweep()
    assert not folder.exists()


def test_the_next_command_sweeps(holder, monkeypatch):
    """Whatever command it is; also where it is itself wrong."""
    process, folder = holder
    process.kill()
    process.wait()
    monkeypatch.setattr(sys, "argv", ["brep", "no-such-command"])
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    with pytest.raises(SystemExit):
        main()
    assert not folder.exists()


def test_a_server_that_starts_sweeps(holder, monkeypatch):
    """Before it answers anybody; what a server that still runs has stays."""
    process, left = holder
    process.kill()
    process.wait()
    monkeypatch.setattr(server, "check", lambda: None)
    monkeypatch.setattr(server.gc, "freeze", lambda: None)

    async def start() -> None:
        with scratch_folder("upload") as kept:
            async with server.lifespan(None):
                assert kept.exists()
                assert not left.exists()

    asyncio.run(start())


def test_what_is_not_ours_stays(temporary, tmp_path):
    """Files, links, folders of other names, of other users, and the spill of a process that may run elsewhere."""
    (tmp_path / "data").mkdir()
    (temporary / "brep-scratch-link").symlink_to(tmp_path / "data")
    (temporary / "brep-scratch-file").write_text("x", "utf-8")
    for name in ("brep-notes", "other", "brep-spill-999999999", f"brep-spill-{os.getpid()}"):
        (temporary / name).mkdir()
    kept = sorted(path.name for path in temporary.iterdir())
    if os.getuid() == 0:
        (temporary / "brep-scratch-theirs").mkdir()
        os.chown(temporary / "brep-scratch-theirs", 12345, 12345)
        kept.append("brep-scratch-theirs")
    os.utime(temporary / f"brep-spill-{os.getpid()}", (0, 0))
    sweep()
    assert sorted(path.name for path in temporary.iterdir()) == sorted(kept)
    assert (tmp_path / "data").is_dir()


def test_an_old_spill_of_a_process_that_is_gone_goes(temporary):
    """The database had no time to remove it."""
    left = temporary / "brep-spill-999999999"
    left.mkdir()
    os.utime(left, (0, 0))
    sweep()
    assert not left.exists()
    assert spill_folder().parent == temporary


def test_there_is_one_way_to_make_a_temporary_folder():
    """One made otherwise would stay after a kill."""
    root = Path(brep_metrics.__file__).parent
    others = [
        path.name
        for path in root.rglob("*.py")
        if re.search(r"TemporaryDirectory|mkdtemp", path.read_text("utf-8")) and path.name != "temporary_folders.py"
    ]
    assert others == []
