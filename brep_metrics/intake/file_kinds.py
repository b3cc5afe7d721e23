"""What a file is by its first bytes, where that is not what its name says; and why a file of a folder is left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from brep_metrics.errors import Fault
from brep_metrics.i18n import N_, Message
from brep_metrics.intake.snapshot_files import from_snapshot, is_packed_snapshot

if TYPE_CHECKING:
    from pathlib import Path

TEXT_SUFFIXES = (".csv",)
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm")
SUFFIXES = (*TEXT_SUFFIXES, *WORKBOOK_SUFFIXES)
EXPECTED = Message(N_("a CSV file or an XLSX workbook"))

_OLD_WORKBOOK = N_("a workbook of an older kind, or one with a password")
_ZIP = N_("a workbook or another packed file")
_SIGNATURES = (
    (b"PK\x03\x04", _ZIP),
    (b"PK\x05\x06", _ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLD_WORKBOOK),
    (b"%PDF-", N_("a PDF document")),
    (b"\x1f\x8b", N_("a compressed file")),
    (b"7z\xbc\xaf\x27\x1c", N_("a compressed file")),
    (b"Rar!", N_("a compressed file")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"{\\rtf", N_("a text document")),
    (b"PAR1", N_("a Parquet file")),
)
_PAGE_STARTS = (b"<!doctype html", b"<html", b"<head", b"<table", b"<body", b"<meta", b"<!--")
_JSON_START = re.compile(rb"\s*[\[{]+\s*[\"\[{]")
_SAVE_AS = Message(N_("a CSV file or an XLSX workbook; open it in a spreadsheet program and save it as one of these"))
_LOOKED_AT = 4096


def foreign_kind(data: bytes) -> str | None:
    """What the bytes are, as a text of the catalogue; None for anything that may be text."""
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    start = data[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(_PAGE_STARTS):
        return N_("a web page")
    if _JSON_START.match(start):
        return N_("a JSON document")
    if start.startswith(b"<?xml"):
        return N_("a web page") if b"<html" in start else N_("an XML document")
    return None


def kind_fault(path: Path, file: str, data: bytes) -> Fault | None:
    """The fault of a file that is not what its name says, or is of no kind that is read."""
    suffix = path.suffix.lower()
    kind = foreign_kind(data)
    if suffix in WORKBOOK_SUFFIXES and kind != _ZIP and data:
        found = kind or N_("not a workbook")
        return Fault(file, Message(N_("the file is {kind}"), {"kind": Message(found)}), expected=_SAVE_AS)
    if suffix in TEXT_SUFFIXES and kind:
        problem = Message(N_("the file is {kind}"), {"kind": Message(kind)})
        return Fault(file, problem, table=path.stem, expected=_SAVE_AS)
    if suffix not in SUFFIXES:
        if is_packed_snapshot(path):
            return from_snapshot(file)
        return Fault(file, Message(N_("unknown kind of file")), value=path.suffix or None, expected=_SAVE_AS)
    return None
