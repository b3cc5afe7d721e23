"""The rows of one sheet, as they come out of its XML: typed cells, not yet texts.

Neither the declared extent nor the numbers of rows and cells are believed: a row costs what it holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from brep_metrics.errors import Fault
from brep_metrics.i18n import N_, Message
from brep_metrics.intake.workbook.formats import GENERAL, Format
from brep_metrics.intake.workbook.package import TEXT_LIMIT, TextRuns, UnreadableWorkbookError, events, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brep_metrics.intake.workbook.package import Package

ROW_LIMIT = 1_048_576
COLUMN_LIMIT = 16_384
"""The extent of a sheet in the spreadsheet programs themselves."""

MERGED_LISTED = 1_000
"""Merged ranges of a sheet that are looked at."""

_YES, _NO_EXTENT = frozenset({"1", "true"}), frozenset({"0", "0.0"})


class Kind(Enum):
    """What a cell holds."""

    TEXT = auto()
    NUMBER = auto()
    BOOLEAN = auto()
    ISO_DATE = auto()
    ERROR = auto()
    UNCOMPUTED = auto()  # a formula without a value


class Cell(NamedTuple):
    """A cell that holds something: `text` is its content as written in the file."""

    position: int
    kind: Kind
    text: str
    format: Format = GENERAL


@dataclass(slots=True)
class Row:
    """One row; `cells` holds only those that are not empty."""

    number: int
    hidden: bool
    cells: list[Cell] = field(default_factory=list)


_KINDS = {
    "s": Kind.TEXT,
    "inlineStr": Kind.TEXT,
    "str": Kind.TEXT,
    "b": Kind.BOOLEAN,
    "e": Kind.ERROR,
    "d": Kind.ISO_DATE,
}


class SheetRows:
    """The rows of a sheet in file order; once they have been read, `hidden_columns` and `merged` ranges are known."""

    def __init__(self, package: Package, part: str, file: str) -> None:
        self._package, self._part, self._file = package, part, file
        self._done: list[Row] = []
        self._row: Row | None = None
        self._number = 0
        self._cell: dict[str, str] = {}
        self._position = -1
        self._value: list[str] | None = None
        self._has_formula = False
        self._runs = TextRuns()
        self.hidden_columns: list[tuple[int, int]] = []
        self.merged: list[str] = []

    def __iter__(self) -> Iterator[Row]:
        """Each row that holds anything.

        Raises:
            UnreadableWorkbookError: a row or cell is outside of what a sheet can have.

        """
        with self._package.archive.open(self._part) as stream:
            for _ in events(stream, start=self._start, end=self._end, text=self._add):
                yield from self._done
                self._done.clear()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._cell, self._value, self._has_formula = attributes, None, False
            reference = attributes.get("r")
            self._position = _column(reference.rstrip("0123456789")) if reference else self._position + 1
        elif name == "v":
            self._value = []
        elif name in {"t", "rPh"}:
            self._runs.start(name)
        elif name == "is":
            self._runs.clear()
        elif name == "f":
            self._has_formula = True
        elif name == "row":
            self._begin_row(attributes)
        elif name == "mergeCell" and "ref" in attributes and len(self.merged) < MERGED_LISTED:
            self.merged.append(attributes["ref"])
        elif name == "col" and (attributes.get("hidden") in _YES or attributes.get("width") in _NO_EXTENT):
            self.hidden_columns.append((int(attributes["min"]) - 1, int(attributes["max"]) - 1))

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._number = int(attributes.get("r", self._number + 1))
        if not 0 < self._number <= ROW_LIMIT:
            raise self._outside(N_("row {number} is beyond the end of a sheet"), self._number, ROW_LIMIT)
        hidden = attributes.get("hidden") in _YES or attributes.get("ht") in _NO_EXTENT
        self._row = Row(self._number, hidden)
        self._position = -1

    def _end(self, name: str) -> None:
        if name == "c":
            self._end_cell()
        elif name in {"t", "rPh"}:
            self._runs.end(name)
        elif name == "row" and self._row is not None:
            if self._row.cells:
                self._done.append(self._row)
            self._row = None

    def _add(self, piece: str) -> None:
        if self._value is not None:
            self._value.append(piece)
        else:
            self._runs.add(piece)

    def _end_cell(self) -> None:
        word, value, row = self._cell.get("t", "n"), self._value, self._row
        if value is None and word != "inlineStr" and not self._has_formula:
            return  # it has a style at the most
        text = self._runs.text() if word == "inlineStr" else "".join(value or ())
        self._value = None
        if row is None or (not text and (word == "str" or not self._has_formula)):
            return
        if not 0 <= self._position < COLUMN_LIMIT:
            raise self._outside(N_("column {number} is beyond the end of a sheet"), self._position + 1, COLUMN_LIMIT)
        kind = _KINDS.get(word, Kind.NUMBER) if text else Kind.UNCOMPUTED
        if word == "s" and text:
            text = self._package.texts[int(text)]
        elif word == "str":
            text = plain_text(text)
        if len(text) > TEXT_LIMIT:
            raise self._outside(N_("a cell holds {number} characters"), len(text), TEXT_LIMIT)
        row.cells.append(Cell(self._position, kind, text, self._format() if kind is Kind.NUMBER else GENERAL))

    def _format(self) -> Format:
        formats, style = self._package.formats, int(self._cell.get("s", "0"))
        return formats[style] if style < len(formats) else GENERAL

    def _outside(self, text: str, number: int, limit: int) -> UnreadableWorkbookError:
        problem, expected = Message(text, {"number": number}), Message(N_("at most {limit}"), {"limit": limit})
        line = self._number if 0 < self._number <= ROW_LIMIT else None
        return UnreadableWorkbookError(Fault(self._file, problem, line, expected=expected))


@lru_cache(COLUMN_LIMIT)
def _column(letters: str) -> int:
    position = 0
    for letter in letters:
        position = position * 26 + ord(letter) - ord("A") + 1
    return position - 1
