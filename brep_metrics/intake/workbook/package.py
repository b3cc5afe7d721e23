"""The package around the sheets of a workbook: which sheets there are, its shared texts, and its number formats.

The parts are read as a stream of XML events, so that memory follows what a file holds and not what it claims. Both
dialects of Office Open XML, Transitional and Strict, differ in the names of their namespaces alone, which are not
looked at.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from brep_metrics.errors import Fault
from brep_metrics.i18n import N_, Message
from brep_metrics.intake.workbook.formats import Format, format_of
from brep_metrics.zip_files import lists_more_than

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import IO

    Attributes = dict[str, str]

UNPACKED_LIMIT = 1 << 30
"""Bytes: a workbook of a million rows unpacks to about half of this; more is a mistake or an attack."""

MEMBER_LIMIT = 10_000
"""Parts of one package: a workbook has a few for each sheet."""

TEXT_LIMIT = 32_767
"""Characters of one cell, as in the spreadsheet programs themselves."""

_CHUNK = 1 << 18
_OTHER_KINDS = {
    "META-INF/manifest.xml": N_("an OpenDocument file"),
    "xl/workbook.bin": N_("a binary workbook (XLSB)"),
    "word/": N_("a text document"),
    "ppt/": N_("a presentation"),
    "Index/Document.iwa": N_("a Numbers document"),
}
_SAVE_AS = Message(N_("an XLSX workbook; open the file in a spreadsheet program and save it as one"))
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


class UnreadableWorkbookError(Exception):
    """The workbook cannot be read, for the reason of a fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault.problem))
        self.fault = fault


@dataclass(frozen=True)
class SheetPart:
    """One sheet as the workbook lists it; `part` is its name in the package."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True)
class Package:
    """An opened workbook; `formats` by the number of a cell's style. Shared texts are as a person wrote them."""

    archive: zipfile.ZipFile
    sheets: tuple[SheetPart, ...]
    texts: list[str]
    formats: tuple[Format, ...]
    counts_from_1904: bool


def open_package(path: Path, file: str) -> Package:
    """Open a workbook and read all but its sheets.

    Raises:
        UnreadableWorkbookError: it is too large when unpacked.
        Exception: it is no workbook, or a broken one; nobody can list the ways.

    """
    with path.open("rb") as file_:
        too_many = lists_more_than(file_, MEMBER_LIMIT)
    archive = None if too_many else zipfile.ZipFile(path)
    if archive is None or sum(member.file_size for member in archive.infolist()) > UNPACKED_LIMIT:
        text = N_("at most {limit} bytes in {members} parts")
        limit = Message(text, {"limit": UNPACKED_LIMIT, "members": MEMBER_LIMIT})
        raise UnreadableWorkbookError(
            Fault(file, Message(N_("the workbook is too large when unpacked")), expected=limit)
        )
    if other := _other_kind(set(archive.namelist())):
        problem = Message(N_("the file is {kind}"), {"kind": Message(other)})
        raise UnreadableWorkbookError(Fault(file, problem, expected=_SAVE_AS))
    main = _main_part(archive)
    parts = _relations(archive, main)
    found: list[tuple[str, str, bool]] = []
    epoch = [False]

    def start(name: str, attributes: Attributes) -> None:
        if name == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            found.append((attributes["name"], _relation_of(attributes), hidden))
        elif name == "workbookPr":
            epoch[0] = attributes.get("date1904", "0") in {"1", "true"}

    with archive.open(main) as stream:
        for _ in events(stream, start=start):
            pass
    sheets = tuple(
        SheetPart(name, parts[key][1], hidden) for name, key, hidden in found if parts[key][0] == "worksheet"
    )
    by_kind = dict(parts.values())
    texts = _shared_texts(archive, by_kind["sharedStrings"]) if "sharedStrings" in by_kind else []
    formats = _formats(archive, by_kind["styles"]) if "styles" in by_kind else ()
    return Package(archive, sheets, texts, formats, epoch[0])


def events(
    stream: IO[bytes],
    *,
    start: Callable[[str, Attributes], None] | None = None,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> Iterator[None]:
    """Parse a part piece by piece, one step of the iteration each; names come without their prefix.

    A document type is refused, since only an attack on the reader brings one along.
    """
    parser: Any = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    # Few workbooks have prefixes, and a name is cut only where there is one: this runs for every tag.
    if start:
        parser.StartElementHandler = lambda name, attributes: start(
            name.rpartition(":")[2] if ":" in name else name, attributes
        )
    if end:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2] if ":" in name else name)
    parser.CharacterDataHandler = text
    while piece := stream.read(_CHUNK):
        parser.Parse(piece, False)  # noqa: FBT003 - expat takes it by position
        yield
    parser.Parse(b"", True)  # noqa: FBT003 - as above
    yield


def plain_text(escaped: str) -> str:
    """A text as a person wrote it: `_x000D_` stands for the character of that number."""
    if "_x" not in escaped:
        return escaped
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), escaped)


def _refuse_doctype(*_: object) -> None:
    raise ValueError("a document type")  # noqa: EM101, TRY003 - only says that the workbook is broken


def _other_kind(members: set[str]) -> str | None:
    """What a zip is that is no XLSX workbook, as a text of the catalogue."""
    found = (kind for member, kind in _OTHER_KINDS.items() if any(name.startswith(member) for name in members))
    return next(found, None if "[Content_Types].xml" in members else N_("a packed file of other files"))


def _main_part(archive: zipfile.ZipFile) -> str:
    found = [part for kind, part in _relations(archive, "").values() if kind == "officeDocument"]
    return found[0]


def _relations(archive: zipfile.ZipFile, of: str) -> dict[str, tuple[str, str]]:
    """The relations of a part by their id: the last word of the kind, and the part that each leads to."""
    folder, name = posixpath.split(of)
    found: dict[str, tuple[str, str]] = {}

    def start(element: str, attributes: Attributes) -> None:
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes["Target"]
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[attributes["Id"]] = attributes["Type"].rpartition("/")[2], part

    with archive.open(posixpath.join(folder, "_rels", f"{name}.rels")) as stream:
        for _ in events(stream, start=start):
            pass
    return found


def _relation_of(attributes: Attributes) -> str:
    return next(value for name, value in attributes.items() if name.rpartition(":")[2] == "id" and ":" in name)


def _shared_texts(archive: zipfile.ZipFile, part: str) -> list[str]:
    texts: list[str] = []
    runs = TextRuns()

    def start(name: str, _: Attributes) -> None:
        if name == "si":
            runs.clear()
        runs.start(name)

    def end(name: str) -> None:
        runs.end(name)
        if name == "si":
            texts.append(runs.text())

    with archive.open(part) as stream:
        for _ in events(stream, start=start, end=end, text=runs.add):
            pass
    return texts


def _formats(archive: zipfile.ZipFile, part: str) -> tuple[Format, ...]:
    codes: dict[int, str] = {}
    styles: list[int] = []
    inside: list[str] = []

    def end(_: str) -> None:
        inside.pop()

    def start(name: str, attributes: Attributes) -> None:
        inside.append(name)
        if name == "numFmt":
            codes[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif name == "xf" and "cellXfs" in inside:
            styles.append(int(attributes.get("numFmtId", "0")))

    with archive.open(part) as stream:
        for _ in events(stream, start=start, end=end):
            pass
    return tuple(format_of(number, codes.get(number)) for number in styles)


class TextRuns:
    """Gathers the text of a cell from its runs, without what is written above them to tell how they are pronounced."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._open = self._phonetic = False

    def clear(self) -> None:
        """Begin another text."""
        self._pieces.clear()

    def start(self, name: str) -> None:
        """An element begins."""
        if name == "t":
            self._open = not self._phonetic
        elif name == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "t":
            self._open = False
        elif name == "rPh":
            self._phonetic = False

    def add(self, piece: str) -> None:
        """Characters between the tags."""
        if self._open:
            self._pieces.append(piece)

    def text(self) -> str:
        """The text so far."""
        return plain_text("".join(self._pieces))
