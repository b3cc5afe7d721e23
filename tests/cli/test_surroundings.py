"""What surrounds a command: full disks, names that no file can have, devices, terminals, interruptions."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
from copies import copy_store

import brep_metrics as package
from brep_metrics.cli.main import run
from brep_metrics.store import open_store

BREP = (sys.executable, "-c", "from brep_metrics.cli import main; main()")
LISTENING = """
import os, signal
set_handler = signal.signal
signal.signal = lambda *given: (set_handler(*given), os.write(1, b"!"))
from brep_metrics.cli import main
main()
"""
TOO_LONG = "数据" * 60  # 360 bytes; a file system takes 255
COMMANDS_WITH_A_PATH = {
    "check": ("check", "{}.csv"),
    "load": ("load", "{}"),
    "keys": ("load", "--remove", "{}.csv"),
    "faults": ("check", "broken.csv", "--faults", "{}"),
    "store": ("history", "--store", "{}"),
    "new store": ("store", "create", "{}"),
    "store check": ("store", "check", "--store", "{}"),
    "accounts": ("accounts", "list", "--store", "{}"),
    "methodology": ("evaluate", "--methodology", "{}"),
    "methodology check": ("methodology", "check", "{}"),
    "values": ("score", "{}.csv"),
    "robustness": ("robustness", "--values", "{}.csv"),
    "inventory": ("convert", "cofi", "{}", "out"),
    "templates": ("templates", "{}"),
    "export": ("export", "{}"),
    "snapshot": ("snapshot", "create", "--out", "{}.zip"),
    "verify": ("snapshot", "verify", "{}.zip"),
    "diff": ("snapshot", "diff", "{}.zip", "{}.zip"),
}


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch, demo_store):
    """Each command runs in an empty folder, on the demonstration."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BREP_STORE", demo_store.address)
    Path("broken.csv").write_text("nothing\n", "utf-8")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", COMMANDS_WITH_A_PATH)
def test_a_name_that_no_file_can_have_is_a_sentence(name, language, demo_store, capsys):
    """Exit code 2, or 3 where something was to be written there; it names the file, and no line says it was written."""
    lines = len(demo_store.journal)
    arguments = [part.format(TOO_LONG) for part in COMMANDS_WITH_A_PATH[name]]
    assert run([*arguments, "--lang", language]) in {2, 3}
    assert TOO_LONG in capsys.readouterr().err
    assert len(demo_store.journal) == lines


@pytest.mark.parametrize("device", ["/dev/zero", "link.csv"])
@pytest.mark.parametrize(
    "command", [("check",), ("score",), ("methodology", "check"), ("evaluate", "--methodology"), ("snapshot", "verify")]
)
def test_what_never_ends_is_not_read(device, command):
    """Neither by its name nor by a link to it."""
    Path("link.csv").symlink_to("/dev/zero")
    assert run([*command, device]) == 2


def test_a_pipe_is_read_where_one_reading_is_enough(capsys):
    """A methodology that another program prints, as by `--methodology <(…)`."""
    read, write = os.pipe()
    methodology = Path(__file__).parents[2] / "data" / "methodology" / "brep-annual.toml"
    with subprocess.Popen(["cat", methodology], stdout=write):
        os.close(write)
        assert run(["methodology", "check", f"/dev/fd/{read}"]) == 0
    os.close(read)
    assert "Traceback" not in capsys.readouterr().err


def test_a_pipe_is_not_loaded():
    """A load reads a file more than once: it is refused rather than waited for."""
    os.mkfifo("need.csv")
    assert run(["check", "need.csv"]) == 2


@pytest.mark.parametrize("target", [".", "folder", "link"])
def test_a_snapshot_replaces_files_only(target, capsys):
    """A device or a folder that has the name stays what it is."""
    Path("folder").mkdir()
    Path("link").symlink_to("/dev/null")
    assert run(["snapshot", "create", "--out", target]) == 2
    assert "is not a file that a snapshot could replace" in capsys.readouterr().err
    assert Path("folder").is_dir()
    assert Path("link").is_symlink()


@pytest.mark.parametrize("target", ["/proc/x.zip", "missing/x.zip", "broken.csv/x.zip"])
def test_a_snapshot_into_a_folder_that_takes_none(target, demo_store):
    """Read-only, missing, or a file; nothing is recorded and nothing is left."""
    before = demo_store.journal.anchor()
    assert run(["snapshot", "create", "--out", target]) in {2, 3}
    assert demo_store.journal.anchor() == before
    assert sorted(path.name for path in Path.cwd().iterdir()) == ["broken.csv"]


@pytest.mark.parametrize(
    "command", [("evaluate",), ("evaluate", "--format", "csv"), ("history", "--format", "json"), ("--help",)]
)
def test_a_full_disk_behind_the_output(command):
    """One sentence and exit code 3, be it that even stderr is full."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*BREP, *command], stdout=full, stderr=subprocess.PIPE, check=False)
        assert subprocess.run([*BREP, *command], stdout=full, stderr=full, check=False).returncode == 3
    assert done.returncode == 3
    assert done.stderr.splitlines()[-1].endswith(b"No space left on device")
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("locale", [{"PYTHONIOENCODING": "cp1252"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "LANG": "C"}])
@pytest.mark.parametrize("command", [("history", "--lang", "zh"), ("--help", "--lang", "zh"), ("rank", "--lang", "zh")])
def test_chinese_on_a_console_that_has_none(locale, command):
    """Data, help and errors: what the console lacks is shown as its code."""
    environment = {**os.environ, **locale, "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run([*BREP, *command], capture_output=True, check=False, env=environment)
    assert done.returncode == (2 if command[0] == "rank" else 0)
    assert b"\\u" in done.stdout + done.stderr
    assert b"Traceback" not in done.stderr


def test_an_empty_address_is_no_folder(capsys, monkeypatch):
    """An empty variable is no address, so the default counts; an empty or blank option is refused."""
    for blank in ("", " "):
        assert run(["history", "--store", blank]) == 2
        assert run(["dashboard", "--store", blank]) == 2
        assert "address of the store is empty" in capsys.readouterr().err
    monkeypatch.setenv("BREP_STORE", "")
    assert run(["load", "broken.csv"]) == 1
    assert not Path("register.sqlite").exists()


def on_a_terminal(columns: int, *command: str) -> str:
    """What a command prints on a terminal of so many columns."""
    child, terminal = pty.fork()
    if child == 0:
        # Not before the parent has set the size.
        os.read(0, 1)
        os.environ.pop("COLUMNS", None)
        os.execv(BREP[0], [*BREP, *command])  # noqa: S606 - our own program
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    os.write(terminal, b"\n")
    printed = b""
    try:
        while block := os.read(terminal, 65536):
            printed += block
    except OSError:  # how a terminal ends whose program has gone
        pass
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    return printed.decode()


@pytest.mark.parametrize("columns", [200, 110, 40, 10])
def test_no_code_is_cut_on_a_narrow_terminal(columns):
    """Where not even the longest words fit beside each other, each cell has a line of its own."""
    printed = on_a_terminal(columns, "history", "--lang", "en")
    for whole in ("2026-06-30", "g000001", "working_group.csv", "removed"):
        assert whole in printed
    assert "…" not in printed


def test_in_a_pipe_a_row_is_a_line(capsys):
    """However long it is: the next program reads lines."""
    assert run(["history"]) == 0
    (row,) = [line for line in capsys.readouterr().out.splitlines() if "g000001" in line]
    assert "activity.csv" in row
    assert "working_group.csv" in row


def test_cells_are_data(store_of, capsys):
    """Not the printer's markup, and nothing that moves the cursor or renames the window."""
    store = store_of({})
    with store.write(who="[/red] [bold]", why="\x1b]0;owned\x07\x1b[2J"):
        pass
    assert run(["history", "--store", store.address]) == 0
    printed = capsys.readouterr().out
    assert "[/red] [bold]" in printed
    assert "\x1b" not in printed
    assert "\x07" not in printed


def test_a_file_name_that_moves_the_cursor(capsys):
    """It comes from the person who made the file, and is printed with every fault."""
    name = "\x1b[2Jneed.csv"
    Path(name).write_text("nothing\n", "utf-8")
    assert run(["check", name]) == 1
    assert "\x1b" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", [("load", "tables"), ("evaluate", "--period", "2025"), ("snapshot", "create", "--out", "x.zip")]
)
def test_an_interruption_at_any_moment(command, demo_store, tmp_path, monkeypatch):
    """One sentence, the code of a shell, no temporary files, and a store that is as whole as before.

    From when the program listens: before, its start belongs to Python itself.
    """
    copy_store(demo_store.address, "own")
    assert run(["export", "tables", "--store", "own"]) == 0
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    codes = []
    for tenths in (0, 2, 5, 9, 14):
        with subprocess.Popen(
            [sys.executable, "-c", LISTENING, *command, "--store", "new" if command[0] == "load" else "own"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as brep:
            assert brep.stdout.read(1) == b"!"
            time.sleep(tenths / 10)
            brep.send_signal(signal.SIGINT)
            said = brep.communicate()[1].decode()
        assert "Traceback" not in said
        codes.append(brep.returncode)
        if brep.returncode == 130:
            assert said.splitlines()[-1] == "Interrupted; what had not been finished was undone"
    assert set(codes) <= {0, 130}
    assert codes[0] == 130
    assert list(folder.iterdir()) == []
    assert open_store(tmp_path / "new").verify() == ()
    assert open_store("own").verify() == ()


READ_ONLY = """
import sys
from streamlit.testing.v1 import AppTest
from brep_metrics.cli.main import run
page = AppTest.from_file(sys.argv[1], default_timeout=300).run()
read = [run(["evaluate", "--period", "2025"]), run(["history", "--verify"])]
written = run(["snapshot", "create", "--period", "2025", "--out", sys.argv[2]])
print(len(page.title), len(page.error), len(page.exception), read, written)
"""


def test_a_store_that_can_only_be_read(demo_store):
    """Pages, figures and the check of the journal are there; what must leave a line in it gets a sentence."""
    copy = Path(copy_store(demo_store.address, "copy"))
    without_rights = ["setpriv", "--bounding-set=-dac_override"] if os.getuid() == 0 else []
    main = Path(package.__file__).parent / "app" / "main.py"
    for path in (copy, *copy.rglob("*")):
        path.chmod(path.stat().st_mode & ~0o222)
    environment = {**os.environ, "BREP_STORE": str(copy.absolute()), "BREP_LANG": "en"}
    command = [*without_rights, sys.executable, "-c", READ_ONLY, str(main), str(Path("taken.zip").absolute())]
    # In the project's folder, where the dashboard finds its settings.
    root = Path(__file__).parents[2]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=root)
    for path in (copy, *copy.rglob("*")):
        path.chmod(path.stat().st_mode | 0o200)
    assert done.stdout.splitlines()[-1:] == ["1 0 0 [0, 0] 3"], done.stderr
    assert f"Cannot write {copy.absolute()}" in done.stderr
    assert not Path("taken.zip").exists()
