"""The help and the complaints of the command line are in the reader's language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from brep_metrics.cli import lazy
from brep_metrics.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Iterator

# Three words of lower-case English in a row are a sentence; names of options, files and columns are not.
ENGLISH = re.compile(r"\b[A-Za-z]?[a-z]+ [a-z]+ [a-z]+\b")


def every_command() -> Iterator[tuple[str, ...]]:
    """The words by which each command and group is called."""

    def below(words: tuple[str, ...], command: Any) -> Iterator[tuple[str, ...]]:
        yield words
        for name, one in getattr(command, "commands", {}).items():
            yield from below((*words, name), one)

    yield ()
    for name in lazy.COMMANDS:
        yield from below((name,), lazy.command(name))


@pytest.mark.parametrize("words", list(every_command()), ids=" ".join)
def test_the_help_of_every_command_speaks_chinese(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]):
    """Its text, its options, and the words around them."""
    assert run(["--lang", "zh", *words, "--help"]) == 0
    shown = capsys.readouterr().out
    assert "用法：brep" in shown
    assert "显示本帮助并退出" in shown
    for own in ("Usage", "Options", "Arguments", "Commands", "default:", "env var", "required]", "OPTIONS"):
        assert own not in shown
    assert not ENGLISH.findall(" ".join(shown.split()).replace(" ".join(("brep", *words)), ""))


@pytest.mark.parametrize("variable", ["LC_ALL", "LANG", "BREP_LANG"])
def test_a_chinese_locale_is_enough(variable: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Nobody need say `--lang zh` on a machine that is set to Chinese."""
    for name in ("BREP_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, "zh_CN.UTF-8")
    assert run(["load", "--help"]) == 0
    assert "[选项]" in capsys.readouterr().out


def test_one_call_leaves_no_language_to_the_next(capsys: pytest.CaptureFixture[str]):
    """The words of typer are put back into English."""
    run(["--lang", "zh", "evaluate", "--help"])
    capsys.readouterr()
    assert run(["--lang", "en", "evaluate", "--help"]) == 0
    shown = capsys.readouterr().out
    assert "Usage: brep evaluate [OPTIONS]" in shown
    assert "[default: table]" in shown
    assert not re.search("[\u4e00-\u9fff]", shown)


MISTAKES = {
    ("nosuch",): ("there is no command nosuch", "没有命令 nosuch"),
    ("snapshot", "crea"): ("there is no command crea; did you mean create?", "没有命令 crea；是否为 create？"),
    ("evaluate", "--nosuch"): ("there is no option --nosuch", "没有选项 --nosuch"),
    ("history", "--verif"): (
        "there is no option --verif; did you mean --verify?",
        "没有选项 --verif；是否为 --verify？",
    ),
    ("evaluate", "--format", "xml"): (
        "--format: xml is not one of table, csv, json",
        "--format：xml 不在可选值之列：table, csv, json",
    ),
    ("evaluate", "--late=yes"): ("--late takes no value", "--late 不带值"),
    ("evaluate", "--period"): ("--period needs a value", "--period 须带一个值"),
    ("explain",): ("GROUP is missing", "缺少 GROUP"),
    ("accounts", "add", "a@b"): (
        "--role is missing; one of evaluator, lead, member",
        "缺少 --role，可选值：evaluator, lead, member",
    ),
    ("history", "a", "b"): ("more arguments than the command takes: b", "参数多于该命令所需：b"),
    ("robustness", "--draws", "many"): (
        "“many” is not a whole number from 1 to 100000",
        "“many”不是 1 至 100000 之间的整数",
    ),
}


@pytest.mark.parametrize("arguments", list(MISTAKES), ids=" ".join)
def test_wrong_usage_is_told_in_the_readers_language(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]):
    """Exit code 2, and the last line says what is wrong."""
    for language, expected in zip(("en", "zh"), MISTAKES[arguments], strict=True):
        assert run(["--lang", language, *arguments]) == 2
        assert capsys.readouterr().err.splitlines()[-1] == expected


@pytest.mark.parametrize("text", ["１０", "1_0", " 10", "10.0", "+10", "010", "1e2", "٣", "0", "-1", "9" * 30])
def test_a_number_is_spelled_one_way(text: str, capsys: pytest.CaptureFixture[str]):
    """Digits of other scripts, blanks, signs, and what is out of bounds."""
    assert run(["--lang", "en", "robustness", f"--draws={text}"]) == 2
    assert capsys.readouterr().err.strip() == f"“{text}” is not a whole number from 1 to 100000"
