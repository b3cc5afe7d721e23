"""The program as a whole: what it lists, in which language, and how it ends."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from brep_metrics.cli import lazy
from brep_metrics.cli.main import run

BREP = (sys.executable, "-c", "from brep_metrics.cli import main; main()")
HEAVY = {"pandas", "duckdb", "sqlalchemy", "pydantic", "openpyxl", "numpy"}


@pytest.mark.parametrize("name", lazy.COMMANDS)
def test_the_list_says_of_each_command_what_the_command_says_of_itself(name):
    """The first paragraph of its own help, on one line."""
    own = lazy.command(name)
    assert " ".join(own.help.split("\n\n")[0].split()) == lazy.COMMANDS[name].summary


def test_the_help_does_not_wait_for_what_only_commands_need():
    program = "import sys; from brep_metrics.cli.main import run; run(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not HEAVY & set(done.stderr.split())


@pytest.mark.parametrize("asked", [("--lang", "zh"), ()])
def test_the_list_speaks_chinese(asked):
    """With `--lang zh`, or in a Chinese locale."""
    locale = {"LC_ALL": "C.UTF-8" if asked else "zh_CN.UTF-8", "BREP_LANG": "", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [*BREP, *asked, "--help"], capture_output=True, check=True, encoding="utf-8", env=os.environ | locale
    )
    assert "在浏览器中打开看板。" in done.stdout
    assert "Open the dashboard" not in done.stdout


def test_an_unknown_command_is_wrong_usage(capsys):
    assert run(["rank"]) == 2
    assert "rank" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "gbk"])
def test_a_console_that_is_not_utf8_gets_what_it_can_show(demo_store, encoding):
    """No traceback: a character that the console does not have is shown as its code."""
    environment = os.environ | {"PYTHONIOENCODING": encoding, "BREP_STORE": demo_store.address}
    for command in (("history", "--lang", "zh"), ("evaluate", "--lang", "zh")):
        done = subprocess.run([*BREP, *command], capture_output=True, env=environment, check=False)
        assert done.returncode == 0, done.stderr
        assert b"Traceback" not in done.stderr


def test_a_reader_that_has_seen_enough_ends_it_without_a_message(demo_store):
    """`brep history | head -0`: nothing on stderr but what belongs to the figures."""
    environment = os.environ | {"BREP_STORE": demo_store.address}
    with subprocess.Popen([*BREP, "history"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as brep:
        brep.stdout.close()
        said = brep.stderr.read()
    assert said == b""


def test_an_interruption_ends_with_the_code_that_a_shell_expects(monkeypatch, capsys):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("brep_metrics.cli.data.open_store", interrupted)
    assert run(["check", "nothing.csv"]) == 130
    assert capsys.readouterr().out == ""


def test_nothing_is_a_little_less_than_nothing(capsys):
    """A difference that rounds to zero has no sign."""
    import pandas as pd  # noqa: PLC0415 - only this test needs it

    from brep_metrics.cli.options import OutputFormat  # noqa: PLC0415 - as above
    from brep_metrics.cli.output import print_data  # noqa: PLC0415 - as above

    print_data(pd.DataFrame({"points": [-0.001, -1.0]}), OutputFormat.TABLE, "en")
    printed = capsys.readouterr().out
    assert "-0.00" not in printed
    assert "-1.00" in printed
