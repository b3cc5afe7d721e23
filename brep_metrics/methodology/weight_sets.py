"""Weight sets: a table beside the methodology file with one column of weights an expert, checked cell by cell.

The table becomes part of the methodology's text, as one more entry under `[files]` at its end. A publication or a
snapshot, which keep that text, can therefore be shown and verified again without the table's file, and the hash of the
methodology tells one table from another.
"""

from __future__ import annotations

import csv
import io
import math
import re
from typing import TYPE_CHECKING, Any

from brep_metrics.errors import Fault, FaultsError
from brep_metrics.given_files import content_of
from brep_metrics.i18n import N_, Message
from brep_metrics.methodology.findings import one_of
from brep_metrics.methodology.limits import MAX_FILE_BYTES, MAX_NUMBER, MAX_WEIGHT_SETS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    Document = Mapping[str, Any]
    Rows = list[tuple[int, list[str]]]

CODE = "code"
FILE_NAME = r"[^/\\\x00-\x1f\x7f]+\.csv"

# What a TOML text in quotation marks may not hold as it is.
_TO_ESCAPE = re.compile(r'["\\\x00-\x08\x0b-\x1f\x7f]')
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+")


def named_file(document: Document) -> str | None:
    """The file that `[robustness]` names, as far as it is the name of a file."""
    robustness = document.get("robustness")
    name = robustness.get("weight_sets") if isinstance(robustness, dict) else None
    return name if isinstance(name, str) and re.fullmatch(FILE_NAME, name) else None


def with_file(text: str, document: Document, folder: Path) -> str:
    """The methodology's text with the table that it names, read from `folder`, at its end.

    A text that carries the table already, or has a `[files]` of its own, stays as it is.

    Raises:
        FaultsError: the table is not text.
        UsageError: there is no such file.

    """
    name = named_file(document)
    if name is None or "files" in document:
        return text
    data = content_of(folder / name, MAX_FILE_BYTES)
    quoted = _TO_ESCAPE.sub(lambda found: f"\\u{ord(found[0]):04x}", _decoded(data, name))
    key = _TO_ESCAPE.sub(lambda found: f"\\u{ord(found[0]):04x}", name)
    return f'{text.rstrip()}\n\n[files]\n"{key}" = """\n{quoted}"""\n'


def _decoded(data: bytes, name: str) -> str:
    # Few methodologies have weight sets, and the others should not wait for all that reads files.
    from brep_metrics.intake.decoding import as_utf8, faults_of_bytes, is_utf8  # noqa: PLC0415

    if faults := faults_of_bytes(data, name, ""):
        raise FaultsError(Message(N_("{file} is not a table of weights"), {"file": name}), faults)
    text = (data if is_utf8(data) else as_utf8(data)).decode("utf-8-sig")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def faults_of_sets(document: Document) -> list[Fault]:
    """What is wrong with the table that the document carries, with its line, column and value."""
    name, files = named_file(document), document.get("files")
    if name is None or not isinstance(files, dict) or not isinstance(files.get(name), str):
        return []
    return list(_Check(name, files[name], document).faults())


def sets_of(table: str) -> dict[str, dict[str, float]]:
    """The weights by code of every expert, in the order of the columns of a checked table."""
    (_, header), *rows = _records(table)
    return {
        expert: {cells[0]: float(cells[column]) for _, cells in rows}
        for column, expert in enumerate(header[1:], start=1)
    }


def _records(table: str) -> Rows:
    """Each row with the physical line it begins on; empty lines are passed over."""
    reader = csv.reader(io.StringIO(table, newline=""), strict=True)
    records, line = [], 1
    for cells in reader:
        if any(cells):
            records.append((line, cells))
        line = reader.line_num + 1
    return records


class _Check:
    """One reading of the table: every rule, every fault."""

    def __init__(self, file: str, table: str, document: Document) -> None:
        self.file, self.table = file, table
        self.parents = {
            entry["code"]: entry.get("parent")
            for kind in ("node", "indicator")
            for entry in document.get(kind, ())
            if isinstance(entry, dict) and isinstance(entry.get("code"), str)
        }

    def faults(self) -> Iterator[Fault]:
        try:
            records = _records(self.table)
        except csv.Error:
            yield Fault(self.file, Message(N_("a quotation mark is not closed, or text follows it")))
            return
        if not records:
            expected = Message(N_("a line of column names"))
            yield Fault(self.file, Message(N_("the file is empty")), expected=expected)
            return
        (line, header), *rows = records
        found = [*self._header(line, header), *self._rows(header, rows)]
        yield from found or self._sums(header, rows)

    def _header(self, line: int, header: list[str]) -> Iterator[Fault]:
        if header[0] != CODE:
            expected = Message(N_("“{nearest}”"), {"nearest": CODE})
            yield Fault(self.file, Message(N_("not the first column")), line, header[0], expected=expected)
        if len(header) == 1:
            yield Fault(self.file, Message(N_("no expert has a column")), line)
        if len(header) - 1 > MAX_WEIGHT_SETS:
            expected = Message(N_("at most {limit} of them"), {"limit": MAX_WEIGHT_SETS})
            problem = Message(N_("{count} entries"), {"count": len(header) - 1})
            yield Fault(self.file, problem, line, expected=expected)
        for column, expert in enumerate(header[1:], start=1):
            if not expert or not expert.isprintable():
                yield Fault(self.file, Message(N_("a column without a readable name")), line, str(column + 1))
            elif expert in header[:column]:
                yield Fault(self.file, Message(N_("this column appears twice")), line, expert)

    def _rows(self, header: list[str], rows: Rows) -> Iterator[Fault]:
        if not rows:
            yield Fault(self.file, Message(N_("the table has no rows")))
        seen: set[str] = set()
        for line, cells in rows:
            if len(cells) != len(header):
                expected = Message(N_("{count} cells"), {"count": len(header)})
                yield Fault(
                    self.file, Message(N_("the row has {count} cells"), {"count": len(cells)}), line, expected=expected
                )
                continue
            yield from self._code(line, cells[0], seen)
            for expert, cell in zip(header[1:], cells[1:], strict=True):
                if not _NUMBER.fullmatch(cell) or float(cell) > MAX_NUMBER:
                    expected = Message(N_("a number that is not negative"))
                    yield Fault(self.file, Message(N_("not a weight")), line, expert, cell, expected)

    def _code(self, line: int, code: str, seen: set[str]) -> Iterator[Fault]:
        weighed = [known for known, parent in self.parents.items() if parent is not None]
        if code not in weighed:
            problem = Message(N_("neither a node below the root nor a scored indicator"))
            yield Fault(self.file, problem, line, CODE, code, one_of(weighed, code))
        elif code in seen:
            yield Fault(self.file, Message(N_("this code is used twice")), line, CODE, code)
        seen.add(code)

    def _sums(self, header: list[str], rows: Rows) -> Iterator[Fault]:
        """An expert may leave a place without weight, but not all that are below one node."""
        lines = {cells[0]: line for line, cells in rows}
        for column, expert in enumerate(header[1:], start=1):
            weights = {cells[0]: float(cells[column]) for _, cells in rows}
            for parent in dict.fromkeys(self.parents.values()):
                below = [code for code, above in self.parents.items() if above == parent and parent is not None]
                if below and math.fsum(weights.get(code, 1.0) for code in below) == 0:
                    problem = Message(N_("no weight is left below {node}"), {"node": parent})
                    expected = Message(N_("a number above {limit}"), {"limit": 0})
                    yield Fault(self.file, problem, lines[below[0]], expert, "0", expected)
