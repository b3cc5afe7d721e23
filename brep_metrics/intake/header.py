"""The line of column names: where it is, and that every column is present, none unknown, none twice."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from brep_metrics.errors import Fault, shown
from brep_metrics.i18n import N_, Message
from brep_metrics.intake.blanks import is_blank, is_blank_row
from brep_metrics.intake.wording import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

LOOKED_AT = 20
"""Lines among which the column names are looked for, so that a title above them is called one."""

_SEPARATORS = (";", "\t", "|", "，", "；", "、")


def header_faults(
    header: Sequence[str], wanted: Sequence[str], *, file: str, table: str, line: int = 1
) -> Iterator[Fault]:
    """What is wrong with `header`, given the columns that the table must have, in any order."""
    if len(header) == 1 and (separator := _other_separator(header[0])):
        problem = Message(N_("the columns are separated by “{separator}”"), {"separator": separator})
        yield Fault(file, problem, line, table=table, expected=Message(N_("commas between the columns")))
        return
    expected_columns = Message(N_("the columns {columns}"), {"columns": ", ".join(wanted)})
    if not has_known_column(header, wanted):
        names = shown(", ".join(name for name in header if not is_blank(name)))
        problem = Message(N_("the first line names no column of the table"))
        yield Fault(file, problem, line, value=names, table=table, expected=expected_columns)
        return
    if len(otherwise := _written_otherwise(header, wanted)) > 1:
        # One cause, however many columns there are.
        problem, names = Message(N_("column names written otherwise")), shown(", ".join(otherwise))
        yield Fault(file, problem, line, value=names, table=table, expected=expected_columns)
        header = [otherwise.get(name, name) for name in header]
    yield from _faults_of_columns(header, wanted, file=file, table=table, line=line)


def _written_otherwise(header: Sequence[str], wanted: Collection[str]) -> dict[str, str]:
    """The names written otherwise than declared, and the column that each is meant as.

    In other capitals, within blanks or quotation marks, or with a title, a unit or a note behind.
    """
    missing = {_folded(name): name for name in wanted if name not in header}
    meant = {name: missing.get(_folded(name)) or missing.get(_first_part(name)) for name in header}
    return {name: column for name, column in meant.items() if column and name not in wanted}


def _faults_of_columns(
    header: Sequence[str], wanted: Sequence[str], *, file: str, table: str, line: int
) -> Iterator[Fault]:
    """Each column that is unknown, there twice, or missing without an unknown one that may be meant as it."""
    missing = [name for name in wanted if name not in header]
    otherwise = _written_otherwise(header, wanted)
    meant: set[object] = set()
    for name, times in Counter(header).items():
        if name not in wanted:
            expected = nearest(otherwise.get(name, name), missing or wanted)
            meant.add(expected.values.get("nearest"))
            yield Fault(file, Message(N_("unknown column")), line, shown(name), table=table, expected=expected)
        elif times > 1:
            yield Fault(file, Message(N_("the column appears more than once")), line, name, table=table)
    every = Message(N_("the columns {columns}"), {"columns": ", ".join(wanted)})
    for name in missing:
        if name not in meant:
            yield Fault(file, Message(N_("missing column")), line, name, table=table, expected=every)


def misplaced_header(
    rows: Sequence[tuple[int, Sequence[str]]], wanted: Collection[str], *, file: str, table: str
) -> Fault | None:
    """The one fault of a table whose column names are in a later one of its `rows` (line, cells) than the first."""
    if not rows or has_known_column(rows[0][1], wanted):
        return None
    for line, cells in rows[1:LOOKED_AT]:
        known = sum(1 for name in wanted if name in cells)
        if 2 * known >= len(wanted):
            problem = Message(N_("the column names are in line {line}"), {"line": line})
            expected = Message(N_("column names in the first line, and no title above them"))
            return Fault(
                file, problem, rows[0][0], value=shown(_first_word(rows[0][1])), table=table, expected=expected
            )
    return None


def has_known_column(header: Sequence[str], wanted: Collection[str]) -> bool:
    """Whether any cell is meant as a column of the table, if in other capitals or forms of its letters."""
    if len(_written_otherwise(header, wanted)) > 1:
        return True
    known = {_folded(name) for name in wanted}
    return any(_folded(name) in known for name in header) or any(
        nearest_is_close(name, wanted) for name in header if not is_blank(name)
    )


def nearest_is_close(name: str, wanted: Collection[str]) -> bool:
    """Whether a cell is a misspelt column rather than a title: some column is only a letter or two away."""
    return nearest(name, wanted).id == N_("“{nearest}”")


def named_positions(cells: Sequence[str]) -> tuple[int, ...]:
    """Where a line of column names names one; a column without a name is skipped where it is blank throughout."""
    return tuple(at for at, cell in enumerate(cells) if not is_blank(cell))


def _folded(name: str) -> str:
    seen = "".join(one for one in unicodedata.normalize("NFKC", name) if unicodedata.category(one) != "Cf")
    words = seen.strip(" \t\r\n\"'").casefold()
    return re.sub(r"_?[\s-]+_?", "_", words)


def _first_part(name: str) -> str:
    found = re.match(r"\s*([a-z_]+)(?![a-z_])", unicodedata.normalize("NFKC", name), re.IGNORECASE)
    return found[1].casefold() if found else ""


def _first_word(cells: Sequence[str]) -> str:
    return next((cell for cell in cells if not is_blank(cell)), "") if not is_blank_row(cells) else ""


def _other_separator(only_cell: str) -> str | None:
    return next((mark for mark in _SEPARATORS if mark in only_cell), None)
