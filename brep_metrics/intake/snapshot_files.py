"""Files that were taken from a snapshot: they are for reading, and loading them back would change what they came from.

An as-of view has emptied what happened later, and a text that a spreadsheet would run has an apostrophe before it. What
loads back unchanged is `brep export`.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING

from brep_metrics.csv_export import BYTE_ORDER_MARK, FORMULA_STARTS, NEW_LINE, restored
from brep_metrics.errors import Fault, shown
from brep_metrics.i18n import N_, Message
from brep_metrics.schema import load_schema
from brep_metrics.zip_files import lists_more_than

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

DESCRIPTOR = "datapackage.json"
_MAX_MEMBERS = 10_000
STAMP = "snapshot"
"""The entry of a snapshot's descriptor that no other Data Package has."""

ABOUT_SHEET = "说明 About"
RESULTS = frozenset({"scores", "indicators", "rank_intervals", "changes", "evidence", "distribution", "notes"})

_TO_LOAD = Message(N_("tables as `brep export` writes them, which load back unchanged"))
_APOSTROPHES = tuple(f"'{start}".encode() for start in FORMULA_STARTS)
_NEUTRALISED = re.compile(f"'+[{re.escape(''.join(FORMULA_STARTS))}]")


def snapshot_folder(path: Path) -> Path | None:
    """The folder of an unpacked snapshot that lists the file; None for any other file."""
    for folder in path.absolute().parents[:2]:
        try:
            content = json.loads((folder / DESCRIPTOR).read_bytes())
            listed = {folder / str(one["path"]) for one in content["resources"]} if STAMP in content else set()
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if path.absolute() in listed:
            return folder
    return None


def is_packed_snapshot(path: Path) -> bool:
    """Whether this is the zip of a snapshot."""
    try:
        with path.open("rb") as file:
            if lists_more_than(file, _MAX_MEMBERS):
                return False
            with zipfile.ZipFile(file) as archive:
                return DESCRIPTOR in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def is_snapshot_workbook(sheets: Iterable[str]) -> bool:
    """Whether the sheets are those of a snapshot's workbook."""
    return ABOUT_SHEET in sheets


def from_snapshot(file: str, *, table: str | None = None) -> Fault:
    """The one fault of a folder, an archive, a workbook or a table that belongs to a snapshot."""
    return Fault(file, Message(N_("is part of a snapshot")), table=table, expected=_TO_LOAD)


def neutralised_fault(file: str, table: str, data: bytes) -> Fault | None:
    """The fault of a table of a snapshot that was taken out of its folder; `data` is UTF-8.

    A text may well begin with an apostrophe. Only where the whole file is as a snapshot writes its tables, to the order
    of its rows, is one before a formula taken for what the snapshot has added.
    """
    columns = list(load_schema().tables[table].columns)
    start = BYTE_ORDER_MARK + (",".join(columns) + NEW_LINE).encode()
    if not data.startswith(start) or not any(mark in data for mark in _APOSTROPHES):
        return None
    try:
        rows = list(csv.reader(io.StringIO(data[len(start) :].decode(), newline="")))
    except csv.Error:
        return None
    keys = [columns.index(name) for name in load_schema().tables[table].key]
    if any(len(row) != len(columns) or not row[-1] for row in rows):
        return None
    order = [[restored(row[at]) for at in keys] for row in rows]
    found = next((cell for row in rows for cell in row if _NEUTRALISED.match(cell)), None)
    if found is None or order != sorted(order):
        return None
    problem = Message(N_("is a table of a snapshot: what begins like a formula has an apostrophe before it"))
    return Fault(file, problem, value=shown(found), table=table, expected=_TO_LOAD)
