"""The first line of a table: every column present, none unknown, none twice."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from brep_metrics.errors import Fault
from brep_metrics.i18n import N_, Message
from brep_metrics.intake.wording import nearest, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SEPARATORS = (";", "\t", "|")


def header_faults(
    header: Sequence[str], wanted: Sequence[str], *, file: str, table: str, line: int = 1
) -> Iterator[Fault]:
    """What is wrong with `header`, given the columns that the table must have, in any order."""
    if len(header) == 1 and (separator := _other_separator(header[0])):
        problem = Message(N_("the columns are separated by “{separator}”"), {"separator": separator})
        yield Fault(file, problem, line, table=table, expected=Message(N_("commas between the columns")))
        return
    missing = [name for name in wanted if name not in header]
    for name, times in Counter(header).items():
        if name not in wanted:
            expected = nearest(name, missing or wanted)
            yield Fault(file, Message(N_("unknown column")), line, shown(name), table=table, expected=expected)
        elif times > 1:
            yield Fault(file, Message(N_("the column appears more than once")), line, name, table=table)
    for name in missing:
        expected = Message(N_("the columns {columns}"), {"columns": ", ".join(wanted)})
        yield Fault(file, Message(N_("missing column")), line, name, table=table, expected=expected)


def _other_separator(only_cell: str) -> str | None:
    return next((mark for mark in _SEPARATORS if mark in only_cell), None)
