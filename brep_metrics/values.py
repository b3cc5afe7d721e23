"""A plain table of values: one row per unit, one column per indicator, read strictly, for `brep score`.

The first column is `unit`; an empty cell is a missing value. The tables of the network are read by `intake`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from brep_metrics.errors import Fault, FaultsError, shown
from brep_metrics.given_files import content_of
from brep_metrics.i18n import N_, Message
from brep_metrics.identifiers import IdentifierFault, identifier_fault, look_alike_form, normalised
from brep_metrics.intake.blanks import is_blank
from brep_metrics.intake.decoding import as_utf8, faults_of_bytes, is_utf8
from brep_metrics.intake.header import header_faults
from brep_metrics.intake.records import read_records
from brep_metrics.scoring import Conditions
from brep_metrics.temporary_folders import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from brep_metrics.methodology import Methodology

    Floats = NDArray[np.float64]

UNIT = "unit"

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_LARGEST = 1e100  # beyond it, differences and powers of values leave the range of binary numbers


@dataclass(frozen=True)
class Values:
    """U units with their values (U, I), in the order of `methodology.scored`, nan = missing, and their conditions.

    A gate whose indicator has no column was not measured, and no unit fails it.
    """

    units: tuple[str, ...]
    values: Floats
    conditions: Conditions


def read_values(path: str | Path, methodology: Methodology) -> Values:
    """Read the table at `path`, which has a column for every indicator that enters the score.

    Columns of indicators that only gates need may be absent.

    Raises:
        UsageError: there is no such file.
        FaultsError: everything that is wrong with the file, with line, column and value.

    """
    path = Path(path)
    data = content_of(path)
    faults = faults_of_bytes(data, path.name, "")
    table = _read_table(path, data, methodology) if not faults else None
    if table is None or table.faults:
        refusal = Message(N_("{file} is not a table of values for {methodology}"), _names(path, methodology))
        raise FaultsError(refusal, table.faults if table else faults)
    return table.values()


def _names(path: Path, methodology: Methodology) -> dict[str, object]:
    return {"file": path.name, "methodology": methodology.id}


def _read_table(path: Path, data: bytes, methodology: Methodology) -> _Table:
    with scratch_folder("values") as folder:
        # The bytes that were checked are read, not the file, which may have changed since.
        text = folder / "values.csv"
        text.write_bytes(data if is_utf8(data) else as_utf8(data))
        return _Table(path.name, text, methodology)


class _Table:
    """One reading of the file: every row checked, every fault kept."""

    def __init__(self, file: str, text: Path, methodology: Methodology) -> None:
        self.file = file
        self.methodology = methodology
        self.faults: list[Fault] = []
        self.rows: dict[str, dict[str, float]] = {}
        self.lines: dict[str, tuple[int, str]] = {}
        self.header: list[str] = []
        records = self._records(text)
        line, self.header = next(records, (1, []))
        if not self.faults and self._check_header(line):
            for line, cells in records:
                self._add(line, cells)
            if not self.rows and not self.faults:
                self._fault(line, N_("the table has no rows"))

    def values(self) -> Values:
        """The checked rows as arrays."""
        units = tuple(self.rows)
        methodology = self.methodology
        unmeasured = np.array([gate.indicator not in self.header for gate in methodology.gates], dtype=bool)
        conditions = Conditions(
            gates=self._array([gate.indicator for gate in methodology.gates]),
            nothing_due=np.broadcast_to(unmeasured, (len(units), len(unmeasured))),
            adjustments=self._array([adjustment.indicator for adjustment in methodology.adjustments]),
        )
        return Values(units, self._array([indicator.code for indicator in methodology.scored]), conditions)

    def _array(self, codes: list[str]) -> Floats:
        rows = [[row.get(code, np.nan) for code in codes] for row in self.rows.values()]
        return np.array(rows, dtype=float).reshape(len(self.rows), len(codes))

    def _records(self, path: Path) -> Iterator[tuple[int, list[str]]]:
        """Line and cells of each row that shows anything; of one that cannot be read, its fault."""
        for record in read_records(path):
            if record.broken:
                self.faults.append(Fault(self.file, record.broken, record.line))
            elif any(cell.strip() for cell in record.cells):
                yield record.line, record.cells

    def _check_header(self, line: int) -> bool:
        adjusted = {adjustment.indicator for adjustment in self.methodology.adjustments}
        required = [
            indicator.code
            for indicator in self.methodology.indicators
            if indicator.parent is not None or indicator.code in adjusted
        ]
        optional = [
            indicator.code
            for indicator in self.methodology.indicators
            if indicator.code not in required and indicator.code in self.header
        ]
        self.faults += header_faults(self.header, [UNIT, *required, *optional], file=self.file, table="", line=line)
        if self.header and self.header[0] != UNIT and UNIT in self.header:
            expected = Message(N_("“{nearest}”"), {"nearest": UNIT})
            self._fault(line, N_("not the first column"), column=self.header[0], expected=expected)
        return not self.faults

    def _add(self, line: int, cells: list[str]) -> None:
        if len(cells) != len(self.header):
            expected = Message(N_("{count} cells"), {"count": len(self.header)})
            self._fault(line, N_("the row has {count} cells"), {"count": len(cells)}, expected=expected)
            return
        unit, *numbers = normalised(cells[0]), *cells[1:]
        self._check_unit(line, unit)
        named = zip(self.header[1:], numbers, strict=True)
        self.rows[unit] = {code: self._number(line, code, cell) for code, cell in named}

    def _check_unit(self, line: int, unit: str) -> None:
        first = self.lines.setdefault(look_alike_form(unit), (line, unit))
        values = {"line": first[0], "unit": first[1]}
        if not unit.strip():
            self._fault(line, N_("the unit has no name"), column=UNIT)
        elif fault := identifier_fault(unit):
            self.faults.append(self._of_unit(line, unit, fault))
        elif first[0] != line and first[1] == unit:
            self._fault(line, N_("the unit is on line {line} already"), values, column=UNIT, value=unit)
        elif first[0] != line:
            self._fault(line, N_("looks like “{unit}” on line {line}"), values, column=UNIT, value=unit)

    def _of_unit(self, line: int, unit: str, fault: IdentifierFault) -> Fault:
        return Fault(self.file, fault.problem, line, UNIT, shown(unit), fault.expected)

    def _number(self, line: int, code: str, cell: str) -> float:
        if is_blank(cell):
            return np.nan
        if _NUMBER.fullmatch(cell) and abs(float(cell)) <= _LARGEST:
            return float(cell)
        expected = Message(N_("a number such as 1234.5, or an empty cell"))
        self._fault(line, N_("not a number"), column=code, value=shown(cell), expected=expected)
        return np.nan

    def _fault(
        self,
        line: int,
        problem: str,
        names: Mapping[str, object] | None = None,
        *,
        column: str | None = None,
        value: str | None = None,
        expected: Message | None = None,
    ) -> None:
        self.faults.append(Fault(self.file, Message(problem, names or {}), line, column, value, expected))
