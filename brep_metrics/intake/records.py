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
_BROKEN_QUOTES = Message(N_("a quotation mark is not closed, or text follows it"))
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


def read_records(path: Path) -> Iterator[Record]:
    """Every record of a UTF-8 file, blank lines left out; the first one is the header."""
    csv.field_size_limit(RECORD_LIMIT)
    with path.open(encoding="utf-8-sig", newline="") as text:
        reader = csv.reader(text, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Record(line, [], _TOO_LONG if "field limit" in str(error) else _BROKEN_QUOTES)
                continue
            if sum(map(len, cells)) > RECORD_LIMIT:
                yield Record(line, [], _TOO_LONG)
            elif cells:
                yield Record(line, cells)
