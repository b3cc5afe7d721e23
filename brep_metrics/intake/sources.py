"""From the paths that a person gives to sources: one source is one table's worth of one file, ready to be staged.

Everything that keeps a file from being staged at all (unknown table, unreadable bytes, wrong header, broken records) is
found here; what the cells say is left to the checks.
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from brep_metrics.errors import Fault, UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.intake.decoding import as_utf8, faults_of_bytes, is_utf8
from brep_metrics.intake.header import header_faults
from brep_metrics.intake.records import Record, read_records
from brep_metrics.intake.wording import nearest, shown
from brep_metrics.intake.workbook import Sheet, read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

SUFFIXES = (".csv", ".xlsx")


@dataclass
class Source:
    """A UTF-8 CSV at `staged`, every record of it as wide as `columns`, and the way back to the person's own lines."""

    file: str
    table: str
    columns: tuple[str, ...]
    staged: Path
    origin: Path
    text: Path | None = None  # the CSV as the person wrote it; None for a sheet
    sheet_rows: Sequence[int] = ()
    separators: int | None = None  # in the whole text; None once every record is known to have the right width
    rows: int = 0

    def lines(self, cells: Mapping[int, Iterable[str]]) -> dict[tuple[int, str], int]:
        """The physical line of each cell, given as columns by record number (the first below the header is 0)."""
        if self.text is None:
            rows = self.sheet_rows
            return {(number, column): rows[number] for number, columns in cells.items() for column in columns}
        found: dict[tuple[int, str], int] = {}
        for number, record in enumerate(self.good_records()):
            for column in cells.get(number, ()):
                known = column in self.columns
                found[number, column] = record.line_of(self.columns.index(column)) if known else record.line
        return found

    def good_records(self) -> Iterator[Record]:
        """The records below the header that have the right width."""
        return (record for record in self._records() if not record.broken and len(record.cells) == len(self.columns))

    def broken_records(self) -> Iterator[Fault]:
        """A fault for each record that has not."""
        width = len(self.columns)
        for record in self._records():
            if record.broken:
                yield Fault(self.file, record.broken, record.line, table=self.table)
            elif len(record.cells) != width:
                short = len(record.cells) < width
                text = N_("the row is too short: {found} cells") if short else N_("the row is too long: {found} cells")
                problem = Message(text, {"found": len(record.cells)})
                expected = Message(N_("{width} cells"), {"width": width})
                yield Fault(self.file, problem, record.line, table=self.table, expected=expected)

    def rewrite(self, path: Path) -> None:
        """Stage the good records alone, in the one form that the fast reader always accepts."""
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
            writer.writerow(self.columns)
            writer.writerows(record.cells for record in self.good_records())
        self.staged, self.separators = path, None

    def _records(self) -> Iterator[Record]:
        if self.text is not None:
            records = read_records(self.text)
            next(records, None)
            yield from records


@dataclass
class Sources:
    """What the paths hold: sources to stage, and the faults of those that cannot be."""

    sources: list[Source] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    hashes: dict[Path, tuple[str, str]] = field(default_factory=dict)  # path → name of the file, sha256 of its bytes


def input_files(paths: Iterable[Path]) -> list[tuple[Path, str]]:
    """Each file to read and the name to speak of it: its own, or the path as given where two share a name.

    Raises:
        UsageError: a path is not there, or a folder holds neither CSV files nor workbooks.

    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(child for child in path.iterdir() if _is_input(child))
            if not inside:
                raise UsageError(Message(N_("{path} holds no CSV file and no XLSX workbook"), {"path": str(path)}))
            files.extend(inside)
        elif path.exists():
            files.append(path)
        else:
            raise UsageError(Message(N_("{path} is not there"), {"path": str(path)}))
    names = [path.name for path in files]
    return [(path, path.name if names.count(path.name) == 1 else str(path)) for path in files]


def _is_input(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~$"))


class Reader:
    """Reads files into sources; `wanted` gives the columns that each table must have.

    Copies in another form go into `folder`, under names that begin with `prefix`.
    """

    def __init__(self, wanted: Mapping[str, Sequence[str]], folder: Path, prefix: str) -> None:
        self.prefix = prefix
        self._wanted = wanted
        self._folder = folder
        self._copies = 0
        self.result = Sources()

    def read(self, path: Path, file: str) -> None:
        """Add what one file holds to the result."""
        try:
            data = path.read_bytes()
        except OSError as error:
            raise UsageError(Message(N_("{path} cannot be read"), {"path": str(path)})) from error
        self.result.hashes[path] = (file, hashlib.sha256(data).hexdigest())
        suffix = path.suffix.lower()
        if suffix == ".csv":
            self._read_csv(path, file, data)
        elif suffix == ".xlsx":
            self._read_workbook(path, file)
        else:
            expected = Message(N_("a CSV file or an XLSX workbook"))
            self.result.faults.append(Fault(file, Message(N_("unknown kind of file")), expected=expected))

    def _read_csv(self, path: Path, file: str, data: bytes) -> None:
        table = path.stem
        if not self._knows(table, file):
            return
        if faults := faults_of_bytes(data, file, table):
            self.result.faults.extend(faults)
            return
        text = path
        if not is_utf8(data):
            text = self._new_path()
            data = as_utf8(data)
            text.write_bytes(data)
        separators = data.count(b",")
        header = next(read_records(text))
        if header.broken:
            self.result.faults.append(Fault(file, header.broken, header.line, table=table))
            return
        source = Source(file, table, tuple(header.cells), text, path, text, separators=separators)
        if not self._header_is_readable(source, header.line):
            return
        if header.line > 1 or len(header.cells) == 1:
            self.check_records(source)
        self.result.sources.append(source)

    def check_records(self, source: Source) -> None:
        """Look at every record of a source, as the fast reader cannot: list the broken ones and stage the others."""
        self.result.faults.extend(source.broken_records())
        source.rewrite(self._new_path())

    def _read_workbook(self, path: Path, file: str) -> None:
        sheets, faults = read_workbook(path, file)
        self.result.faults.extend(faults)
        if not sheets and not faults:
            expected = Message(N_("one sheet per table"))
            self.result.faults.append(Fault(file, Message(N_("the workbook is empty")), expected=expected))
        for sheet in sheets:
            self._read_sheet(sheet, path, f"{file}[{sheet.name}]")

    def _read_sheet(self, sheet: Sheet, origin: Path, file: str) -> None:
        if not self._knows(sheet.name, file):
            return
        self.result.faults.extend(sheet.faults)
        path = self._new_path()
        source = Source(file, sheet.name, sheet.header, path, origin)
        if not self._header_is_readable(source, sheet.header_line):
            return
        source.sheet_rows = [number for number, _ in sheet.rows]
        with path.open("w", encoding="utf-8", newline="") as text:
            writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
            writer.writerow(sheet.header)
            writer.writerows(cells for _, cells in sheet.rows)
        self.result.sources.append(source)

    def _knows(self, table: str, file: str) -> bool:
        if table in self._wanted:
            return True
        self.result.faults.append(
            Fault(file, Message(N_("unknown table")), value=shown(table), expected=nearest(table, self._wanted))
        )
        return False

    def _header_is_readable(self, source: Source, line: int) -> bool:
        """List the header's faults; whether the columns that are right can still be checked."""
        wanted = self._wanted[source.table]
        faults = list(header_faults(source.columns, wanted, file=source.file, table=source.table, line=line))
        self.result.faults.extend(faults)
        distinct = len(set(source.columns)) == len(source.columns)
        return not faults or (distinct and any(name in wanted for name in source.columns))

    def _new_path(self) -> Path:
        self._copies += 1
        return self._folder / f"{self.prefix}{self._copies}.csv"
