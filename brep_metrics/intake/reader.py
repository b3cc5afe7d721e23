"""From files to sources: one table's worth of one file each.

Everything that keeps a file from being staged at all is found here: an unknown table, unreadable bytes, a wrong header,
broken records. What the cells say is left to the checks.
"""

from __future__ import annotations

import csv
import hashlib
import re
from array import array
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from brep_metrics.errors import Fault, shown
from brep_metrics.given_files import content_of
from brep_metrics.i18n import N_, Message
from brep_metrics.intake.blanks import is_blank_row
from brep_metrics.intake.decoding import as_utf8, faults_of_bytes, is_utf8
from brep_metrics.intake.fault_list import FaultList
from brep_metrics.intake.file_kinds import TEXT_SUFFIXES, kind_fault
from brep_metrics.intake.header import LOOKED_AT, header_faults, misplaced_header, named_positions
from brep_metrics.intake.records import declared_separator, read_records
from brep_metrics.intake.sheets import SheetTable
from brep_metrics.intake.snapshot_files import (
    RESULTS,
    from_snapshot,
    is_snapshot_workbook,
    neutralised_fault,
    snapshot_folder,
)
from brep_metrics.intake.sources import Source
from brep_metrics.intake.wording import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from brep_metrics.intake.workbook import Sheet


@dataclass
class Sources:
    """What the paths hold: sources to stage, the faults of those that cannot be, and what is worth a warning."""

    sources: list[Source] = field(default_factory=list)
    faults: FaultList = field(default_factory=FaultList)
    warnings: list[Fault] = field(default_factory=list)
    hashes: dict[Path, tuple[str, str]] = field(default_factory=dict)  # path → name of the file, sha256 of its bytes


class Reader:
    """Reads files into sources; `wanted` gives the columns that each table must have.

    Copies in another form go into `folder`, under names that begin with `prefix`.
    """

    def __init__(self, wanted: Mapping[str, Sequence[str]], folder: Path, prefix: str) -> None:
        self.prefix = prefix
        self._wanted = wanted
        self._folder = folder
        self._copies = 0
        self._snapshots: set[Path] = set()
        self.result = Sources()

    def read(self, path: Path, file: str) -> None:
        """Add what one file holds to the result."""
        data = content_of(path)
        self.result.hashes[path] = (file, hashlib.sha256(data).hexdigest())
        if snapshot := snapshot_folder(path):
            # The folder is told once, whichever of its files were named.
            if snapshot not in self._snapshots:
                self.result.faults.add(from_snapshot(snapshot.name))
            self._snapshots.add(snapshot)
        elif fault := kind_fault(path, file, data):
            self.result.faults.add(fault)
        elif path.suffix.lower() in TEXT_SUFFIXES:
            self._read_csv(path, file, data)
        else:
            del data
            self._read_workbook(path, file)

    def check_records(self, source: Source) -> None:
        """Look at every record of a source, as the fast reader cannot: list the broken ones and stage the others."""
        source.rewrite(self._new_path(), self.result.faults.add)

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
        if fault := neutralised_fault(file, table, data):
            self.result.faults.add(fault)
            return
        separators = data.count(b",")
        shown_rows = (record for record in read_records(text) if record.broken or not is_blank_row(record.cells))
        first = list(islice(shown_rows, LOOKED_AT))
        if not first or first[0].broken:
            reason = first[0].broken if first else None
            problem = reason or Message(N_("the file is empty"))
            self.result.faults.add(Fault(file, problem, first[0].line if first else None, table=table))
            return
        header, positions = first[0].cells, named_positions(first[0].cells)
        names = tuple(header[at] for at in positions)
        source = Source(file, table, names, text, path, positions, len(header), text, separators=separators)
        lines = [(record.line, record.cells) for record in first if not record.broken]
        if not self._header_is_readable(source, lines):
            return
        if first[0].line > 1 or len(names) == 1 or len(names) < len(header) or declared_separator(text):
            self.check_records(source)
        self.result.sources.append(source)

    def _read_workbook(self, path: Path, file: str) -> None:
        from brep_metrics.intake.workbook import open_workbook, workbook_fault  # noqa: PLC0415 - slow to import

        filled = 0
        try:
            with open_workbook(path, file) as sheets:
                if is_snapshot_workbook(sheet.name for sheet in sheets):
                    self.result.faults.add(from_snapshot(file))
                    return
                for sheet in sheets:
                    filled += self._read_sheet(sheet, path)
        except Exception as error:  # noqa: BLE001 - `workbook_fault` says why
            self.result.faults.add(workbook_fault(error, file))
            return
        if not filled:
            expected = Message(N_("one sheet per table"))
            self.result.faults.add(Fault(file, Message(N_("the workbook is empty")), expected=expected))

    def _read_sheet(self, sheet: Sheet, origin: Path) -> bool:
        """Whether the sheet holds anything."""
        reading = SheetTable(sheet)
        if not reading.first:
            return False
        if not self._knows(sheet.name, sheet.file):
            return True
        path = self._new_path()
        source = Source(sheet.file, sheet.name, reading.header, path, origin)
        if not self._header_is_readable(source, reading.first):
            return True
        numbers = array("L")
        with path.open("w", encoding="utf-8", newline="") as text:
            writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
            writer.writerow(source.columns)
            for number, cells in reading.rows(self.result.faults.add):
                numbers.append(number)
                writer.writerow(cells)
        if merged := reading.merged_fault():
            # Empty cells among its rows are no faults of their own.
            self.result.faults.add(merged)
            return True
        source.sheet_rows = numbers
        self.result.warnings.extend(reading.hidden_warnings())
        self.result.sources.append(source)
        return True

    def _knows(self, table: str, file: str) -> bool:
        if table in self._wanted:
            return True
        within = [name for name in self._wanted if re.search(rf"(?<![A-Za-z_]){name}(?![A-Za-z_])", table)]
        expected = nearest(table, within or self._wanted)
        unknown = Fault(file, Message(N_("unknown table")), value=shown(table), expected=expected)
        self.result.faults.add(from_snapshot(file) if table in RESULTS else unknown)
        return False

    def _header_is_readable(self, source: Source, first: Sequence[tuple[int, Sequence[str]]]) -> bool:
        """List the header's faults; whether the columns that are right can still be checked."""
        wanted = self._wanted[source.table]
        if fault := misplaced_header(first, wanted, file=source.file, table=source.table):
            self.result.faults.add(fault)
            return False
        faults = list(header_faults(source.columns, wanted, file=source.file, table=source.table, line=first[0][0]))
        self.result.faults.extend(faults)
        distinct = len(set(source.columns)) == len(source.columns)
        return not faults or (distinct and any(name in wanted for name in source.columns))

    def _new_path(self) -> Path:
        self._copies += 1
        return self._folder / f"{self.prefix}{self._copies}.csv"
