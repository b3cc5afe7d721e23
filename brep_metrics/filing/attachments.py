"""Files that are handed in with a filing: which kinds are taken, where their bytes are, and how they are erased.

A file is kept under its sha256, and fetched only by those who may read one of its filings. Its name is a label.
"""

from __future__ import annotations

import hashlib
import zlib
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal
from zipfile import BadZipFile, ZipFile

from brep_metrics.errors import UsageError
from brep_metrics.filing.filings import find, relations
from brep_metrics.filing.states import Act, after
from brep_metrics.i18n import N_, Message
from brep_metrics.store.filing_projections import ATTACHMENT_ERASED
from brep_metrics.store.filings import Attachment
from brep_metrics.zip_files import first_bytes, lists_more_than

if TYPE_CHECKING:
    from brep_metrics.filing.actors import Actor
    from brep_metrics.filing.filings import Filing
    from brep_metrics.store import Store

MAX_BYTES = 20 << 20
MAX_FILES = 20
MAX_NAME = 120
_FOLDER: Literal["attachments"] = "attachments"
_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".docx": f"{_OFFICE}wordprocessingml.document",
    ".xlsx": f"{_OFFICE}spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}presentationml.presentation",
}
KINDS = "PDF, DOCX, XLSX, PPTX, PNG, JPEG"
_STARTS = {"application/pdf": b"%PDF-", "image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
_CONTENT_TYPES, _MAX_CONTENT_TYPES, _MAX_PARTS = "[Content_Types].xml", 1 << 20, 10_000


def attach(store: Store, actor: Actor, filing: Filing, name: str, data: bytes) -> Attachment:
    """Keep a file with a draft or a returned filing.

    Raises:
        UsageError: the filing takes no edits, or the file is of another kind than it says, too large, or was erased.
        StoreError: the store takes no files.

    """
    after(filing.state, Act.SAVE, relations(filing, actor), number=filing.number)
    if actor.is_applicant:
        raise UsageError(Message(N_("an applicant attaches no files")))
    made = attachment_of(store, name, data)
    if len(filing.attachments) >= MAX_FILES and made.sha256 not in {one.sha256 for one in filing.attachments}:
        raise UsageError(Message(N_("a filing has at most {count} attachments"), {"count": MAX_FILES}))
    store.files.put(_FOLDER, made.sha256, data)
    if not store.filings.attach(filing.id, made, who=actor.who):
        now = find(store, actor, filing.id)
        after(now.state, Act.SAVE, relations(now, actor), number=now.number)
    return made


def attachment_of(store: Store, name: str, data: bytes) -> Attachment:
    """What a file is as an attachment, if it can be one.

    Raises:
        UsageError: it is of another kind than it says, too large, or was erased.

    """
    label = safe_name(name)
    if len(data) > MAX_BYTES:
        raise UsageError(Message(N_("{file} is larger than {size} MB"), {"file": label, "size": MAX_BYTES >> 20}))
    media_type = _media_type(label, data)
    if media_type is None:
        values = {"file": label, "kinds": KINDS}
        raise UsageError(Message(N_("{file} is not what its name says, or of no kind that is taken: {kinds}"), values))
    made = Attachment(label, hashlib.sha256(data).hexdigest(), len(data), media_type)
    if store.filings.is_erased(made.sha256):
        raise UsageError(Message(N_("{file} was handed in by mistake before, and erased"), {"file": label}))
    return made


def detach(store: Store, actor: Actor, filing: Filing, sha256: str) -> None:
    """Take a file off a draft or a returned filing.

    Raises:
        UsageError: the filing takes no edits.

    """
    now = find(store, actor, filing.id)
    after(now.state, Act.SAVE, relations(now, actor), number=now.number)
    store.filings.detach(filing.id, sha256)


def content(store: Store, actor: Actor, id_: int, sha256: str) -> tuple[Attachment, bytes]:
    """A file of a filing that is open to `actor`, of this revision or an earlier one.

    Raises:
        UsageError: the filing is not open to them or has no such file, or the file was erased.

    """
    filing = find(store, actor, id_)
    found = next((one for one in _ever_attached(store, filing) if one.sha256 == sha256), None)
    if found is None:
        raise UsageError(Message(N_("{number} has no such attachment"), {"number": filing.number}))
    if store.filings.is_erased(sha256):
        raise UsageError(Message(N_("{file} was handed in by mistake before, and erased"), {"file": found.name}))
    return found, store.files.content(_FOLDER, sha256)


def erase(store: Store, actor: Actor, sha256: str, reason: str) -> None:
    """Remove the bytes of a file that was handed in by mistake, wherever it is attached; its name and hash stay.

    Raises:
        UsageError: `actor` is no evaluator, or there is no reason.

    """
    actor.require_evaluator()
    said = reason.strip()
    if not said:
        raise UsageError(Message(N_("say why the attachment is erased")))
    if not store.filings.is_erased(sha256):
        store.register.append(ATTACHMENT_ERASED, who=actor.who, sha256=sha256, reason=said, **actor.named)
    store.files.remove(_FOLDER, [sha256])


def safe_name(name: str) -> str:
    """A sender's name of a file as a label: without folders and characters that nobody sees, and of bounded length."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(letter for letter in bare if letter.isprintable()).strip(" .")
    path = PurePosixPath(shown or "_")
    ending = path.suffix if path.suffix.lower() in MEDIA_TYPES else ""
    return shown.removesuffix(ending)[: MAX_NAME - len(ending)] + ending if shown else "_"


def _ever_attached(store: Store, filing: Filing) -> list[Attachment]:
    lines = (line.content.get("attachments") or [] for line in store.filings.lines(filing.id))
    return [*filing.attachments, *(Attachment(**one) for listed in lines for one in listed)]


def _media_type(name: str, data: bytes) -> str | None:
    """What the file is, if its name and its content agree."""
    claimed = MEDIA_TYPES.get(PurePosixPath(name).suffix.lower())
    if claimed is None or not data:
        return None
    if start := _STARTS.get(claimed):
        return claimed if data.startswith(start) else None
    return claimed if _is_office(data, claimed) else None


def _is_office(data: bytes, claimed: str) -> bool:
    """Whether a package declares its main part to be of this kind; one with macros declares another."""
    content = BytesIO(data)
    if lists_more_than(content, _MAX_PARTS):
        return False
    try:
        with ZipFile(content) as package:
            declared = first_bytes(package, _CONTENT_TYPES, _MAX_CONTENT_TYPES)
    except (BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return False
    return f"{claimed}.main+xml".encode() in declared and b"vbaProject" not in declared
