"""Decided corrections of single records: looked up, checked like any load, and applied to a copy of the fixed data.

A correction names only the cells that change. It is applied within the as-of date of its round: a new record counts
as received on that date, and no event that it states is later.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from brep_metrics import intake
from brep_metrics.errors import FaultsError, UsageError
from brep_metrics.filing.records import record_texts, records_texts
from brep_metrics.i18n import N_, Message
from brep_metrics.intake import Inputs
from brep_metrics.record_effect import ChangedRecord, put_changed
from brep_metrics.rounds.claims import Correction, Record
from brep_metrics.schema import load_schema
from brep_metrics.store.declarations import RECORDED_ON
from brep_metrics.table_files import write_tables
from brep_metrics.temporary_folders import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from brep_metrics.store import Draft, Reading

    Cells = Mapping[str, str]


class Conflict(NamedTuple):
    """A cell that changed in the current data since the round fixed its own, so that a correction does not fit."""

    record: Record
    column: str
    expected: str | None
    found: str | None


def cells_of(source: Reading | Draft, record: Record) -> dict[str, str] | None:
    """The cells of a record as the CSV files write them; None where there is none."""
    return record_texts(source, record.table, "/".join(record.key))


def correction_of(source: Reading | Draft, record: Record, cells: Cells | None, *, as_of: date) -> Correction:
    """What setting `cells` of a record changes, or removing it where they are None.

    Raises:
        UsageError: the record is not there to be removed, a column does not exist, an event is after the as-of date,
            or nothing would change.

    """
    table = load_schema().tables[record.table]
    held = cells_of(source, record)
    if cells is None:
        if held is None:
            raise UsageError(Message(N_("there is no record “{record}”"), {"record": str(record)}))
        return Correction(record, held, None)
    for column in cells:
        if column not in table.columns or column in (*table.key, RECORDED_ON):
            text = N_("{table} has no column “{column}” that can be corrected")
            raise UsageError(Message(text, {"table": record.table, "column": column}))
        if table.columns[column].is_event and cells[column] > as_of.isoformat():
            text = N_("{column} of “{record}” would be after {as_of}, the day up to which the round's data count")
            values = {"column": column, "record": str(record), "as_of": as_of.isoformat()}
            raise UsageError(Message(text, values))
    if held is None:
        own = dict(zip(table.key, record.key, strict=True))
        empty = dict.fromkeys(table.columns, "")
        return Correction(record, None, {**empty, **own, **cells, RECORDED_ON: as_of.isoformat()})
    changed = {column: cell for column, cell in cells.items() if held[column] != cell}
    if not changed:
        raise UsageError(Message(N_("“{record}” says that already"), {"record": str(record)}))
    return Correction(record, {column: held[column] for column in changed}, changed)


def patch(draft: Draft, corrections: Sequence[Correction]) -> None:
    """Bring corrections that were checked before into a draft, in their order and without checking them again."""
    put_changed(draft, changed_by(draft, corrections))


def changed_by(source: Reading | Draft, corrections: Sequence[Correction]) -> list[ChangedRecord]:
    """What corrections change in data that do not hold them yet."""
    changed = _changed(source, corrections)
    held = _held(source, changed)
    return [ChangedRecord(record.table, held.get(record), cells) for record, cells in changed.items()]


def _changed(source: Reading | Draft, corrections: Sequence[Correction]) -> dict[Record, Cells | None]:
    """The cells of each record after all corrections; None where it is removed."""
    held = _held(source, {one.record for one in corrections})
    changed: dict[Record, Cells | None] = {}
    for one in corrections:
        now = changed[one.record] if one.record in changed else held.get(one.record)
        if one.after is not None and one.before is not None and now is None:
            raise UsageError(Message(N_("there is no record “{record}”"), {"record": str(one.record)}))
        changed[one.record] = None if one.after is None else {**(now or {}), **one.after}
    return changed


def _held(source: Reading | Draft, records: Collection[Record]) -> dict[Record, Cells]:
    """The cells of records as the CSV files write them, of those that are there."""
    found: dict[Record, Cells] = {}
    for table in sorted({one.table for one in records}):
        keys = {"/".join(one.key): one for one in records if one.table == table}
        declared = load_schema().tables[table]
        condition = f"{declared.key_text} in (select unnest($keys::varchar[]))"
        for cells in records_texts(source, table, condition, keys=list(keys)):
            found[keys["/".join(cells[name] for name in declared.key)]] = cells
    return found


def apply(draft: Draft, corrections: Sequence[Correction]) -> None:
    """Bring corrections into a draft, in their order, with all the checks of a load.

    Raises:
        FaultsError: a corrected record breaks a rule of its table, or across tables.
        UsageError: a record that changes is not there.

    """
    changed = _changed(draft, corrections)
    held = _held(draft, changed)
    rows: dict[str, list[Cells]] = defaultdict(list)
    keys: dict[str, list[str]] = defaultdict(list)
    for record, cells in changed.items():
        if cells is not None:
            rows[record.table].append(cells)
        elif record in held:
            keys[record.table].append(",".join(record.key))
    with scratch_folder("round") as folder:
        paths = write_tables(rows, folder / "rows")
        files = tuple((path, path.name) for path in (*paths, *_key_files(keys, folder)))
        report = intake.fill(draft, Inputs(files, ()), len(paths), folder, tells_changes=False)
    if report.faults:
        raise FaultsError(Message(N_("the corrections do not fit the data")), report.faults)


def conflicts(draft: Draft, corrections: Sequence[Correction]) -> tuple[Conflict, ...]:
    """Where a draft of newer data no longer holds what was corrected, nor what it was corrected to."""
    found: list[Conflict] = []
    held_now = _held(draft, {one.record for one in corrections})
    for one in corrections:
        held = held_now.get(one.record)
        columns = {**(one.before or {}), **(one.after or {})}
        for column in columns:
            cell = None if held is None else held[column]
            sides = [None if side is None else side.get(column) for side in (one.before, one.after)]
            if cell not in sides:
                found.append(Conflict(one.record, column, sides[0], cell))
    return tuple(found)


def _key_files(keys: Mapping[str, list[str]], folder: Path) -> list[Path]:
    folder = folder / "keys"
    folder.mkdir()
    paths = []
    for table, lines in keys.items():
        path = folder / f"{table}.csv"
        path.write_text("\n".join([",".join(load_schema().tables[table].key), *lines, ""]), "utf-8")
        paths.append(path)
    return paths
