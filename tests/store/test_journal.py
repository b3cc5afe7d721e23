"""The journal's chain: whatever is done to a line is found, and an unfinished line harms nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from brep_metrics.store import Journal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """Five events."""
    made = Journal(tmp_path)
    for number in range(1, 6):
        made.append("load", who="评估员", number=number)
    return made


def _changed(lines: list[str]) -> list[str]:
    return [lines[0], lines[1].replace('"number": 2', '"number": 7'), *lines[2:]]


def _removed(lines: list[str]) -> list[str]:
    return [lines[0], *lines[2:]]


def _reordered(lines: list[str]) -> list[str]:
    return [lines[0], lines[2], lines[1], *lines[3:]]


def _first_removed(lines: list[str]) -> list[str]:
    return lines[1:]


def _repeated(lines: list[str]) -> list[str]:
    return [*lines[:2], *lines[1:]]


def _garbled(lines: list[str]) -> list[str]:
    return [lines[0], "no JSON", *lines[2:]]


def _truncated(lines: list[str]) -> list[str]:
    return lines[:-1]


def _emptied(lines: list[str]) -> list[str]:
    return lines[:0]


def test_whole(journal: Journal):
    """An untouched journal has no fault and gives its events in order."""
    assert journal.verify() == ()
    assert [(entry["event"], entry["who"], entry["number"]) for entry in journal.entries()] == [
        ("load", "评估员", number) for number in range(1, 6)
    ]


@pytest.mark.parametrize(
    ("tamper", "line"),
    [
        (_changed, 2),
        (_removed, 2),
        (_reordered, 2),
        (_first_removed, 1),
        (_repeated, 3),
        (_garbled, 2),
        (_truncated, None),
        (_emptied, None),
    ],
)
def test_tampering_is_found(journal: Journal, tamper: Callable[[list[str]], list[str]], line: int | None):
    """The first fault names the line at which the chain breaks; a cut end has no line to name."""
    lines = journal.path.read_text("utf-8").splitlines(keepends=True)
    journal.path.write_text("".join(text if text.endswith("\n") else f"{text}\n" for text in tamper(lines)), "utf-8")
    faults = journal.verify()
    assert faults
    assert (faults[0].file, faults[0].line) == ("journal.jsonl", line)


def test_tampering_stays_found(journal: Journal):
    """Going on writing after a change hides nothing."""
    lines = journal.path.read_text("utf-8").splitlines(keepends=True)
    journal.path.write_text("".join(_changed(lines)), "utf-8")
    journal.append("load", number=6)
    assert [fault.line for fault in journal.verify()] == [2]


def test_a_line_cut_short_is_dropped(journal: Journal):
    """A line that a kill cut short was never confirmed; the next event takes its place."""
    with journal.path.open("a", encoding="utf-8") as file:
        file.write('{"at": "20')
    assert journal.verify() == ()
    journal.append("load", number=6)
    assert journal.verify() == ()
    assert journal.entries()[-1]["number"] == 6


def test_a_broken_last_line_does_not_stop_the_journal(journal: Journal):
    """Events go on being recorded after a last line that is no JSON, which stays reported."""
    lines = journal.path.read_text("utf-8").splitlines(keepends=True)
    journal.path.write_text("".join([*lines[:-1], "no JSON\n"]), "utf-8")
    journal.append("load", number=6)
    assert next(fault.line for fault in journal.verify()) == 5


def test_an_absent_journal_is_whole(tmp_path: Path):
    """A store without events has nothing to find fault with."""
    journal = Journal(tmp_path)
    assert (journal.entries(), journal.verify()) == ((), ())
