"""Records of a CSV text with their physical lines, read slowly and exactly.

The fast reader is DuckDB's (see `staging`); this one serves what that one cannot: the header, files that break the
rules, and the line of a faulty cell, which quoted newlines shift.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RECORD_LIMIT = 400_000
"""Characters in one record: far more than the network's texts need, and in any encoding less than the 2 MB at which
the fast reader stops, so that both readers accept the same files."""

_NEWLINE = re.compile(r"\r\n|\r|\n")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_BROKEN_QUOTES = Message(N_("a quotation mark is not closed, or text follows it"))
_UNCLOSED = Message(N_("a quotation mark in this row is never closed; nothing after it was read"))
_TOO_LONG = Message(N_("the row is longer than {limit} characters"), {"limit": RECORD_LIMIT})


@dataclass(frozen=True)
class Record:
    """One record: the line on which it begins, and its cells, or why it cannot be read."""

    line: int
    cells: list[str]
    broken: Message | None = None

    def line_of(self, position: int) -> int:
        """The line on which the cell at `position` begins."""
        return self.line + sum(len(_NEWLINE.findall(cell)) for cell in self.cells[:position])


def declared_separator(path: Path) -> str | None:
    """The separator that a first line `sep=;` declares, as spreadsheet programs write it; None without such a line."""
    with path.open(encoding="utf-8-sig", newline="") as text:
        found = _SEPARATOR_LINE.fullmatch(text.readline(len("sep=,\r\n")))
    return found[1] if found else None


def read_records(path: Path) -> Iterator[Record]:
    """Every record of a UTF-8 file, empty lines left out; the first one is the header.

    Nothing is read after a quotation mark that is never closed: what follows it is one endless cell.
    """
    csv.field_size_limit(RECORD_LIMIT)
    separator = declared_separator(path)
    with path.open(encoding="utf-8-sig", newline="") as text:
        skipped = 0
        if separator:
            text.readline()
            skipped = 1
        reader = csv.reader(text, strict=True, delimiter=separator or ",")
        while True:
            line = reader.line_num + 1 + skipped
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                broken = _reason(str(error), lines=reader.line_num + skipped - line)
                yield Record(line, [], broken)
                if broken is _UNCLOSED:
                    return
                continue
            if sum(map(len, cells)) > RECORD_LIMIT:
                yield Record(line, [], _TOO_LONG)
            elif cells:
                yield Record(line, cells)


def _reason(error: str, *, lines: int) -> Message:
    """Why a record is broken; one that became too long over several lines began with an open quotation mark."""
    if "field limit" in error:
        return _UNCLOSED if lines > 0 else _TOO_LONG
    return _UNCLOSED if "unexpected end" in error else _BROKEN_QUOTES
