"""Attachments: told by content and name, kept by hash, fetched within one's reach, erased with a reason."""

from __future__ import annotations

import struct
import tracemalloc
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from brep_metrics import filing
from brep_metrics.errors import UsageError
from brep_metrics.filing.attachments import safe_name

PDF = b"%PDF-1.7\n%demo"


def office(kind: str, *, macros: bool = False) -> bytes:
    content = BytesIO()
    main = f"application/vnd.openxmlformats-officedocument.{kind}.main+xml"
    with ZipFile(content, "w") as package:
        package.writestr("[Content_Types].xml", f"<Types>{main}{'vbaProject' if macros else ''}</Types>")
    return content.getvalue()


def workbook() -> bytes:
    content = BytesIO()
    Workbook().save(content)
    return content.getvalue()


GOOD = {
    "report.pdf": PDF,
    "总结.PDF": PDF,
    "photo.png": b"\x89PNG\r\n\x1a\nxx",
    "photo.jpeg": b"\xff\xd8\xff\xe0",
    "text.docx": office("wordprocessingml.document"),
    "slides.pptx": office("presentationml.presentation"),
    "table.xlsx": workbook(),
}
BAD = {
    "photo.pdf": b"\x89PNG\r\n\x1a\nxx",  # another content
    "report.exe": b"MZ",
    "report.pdf.exe": PDF,
    "report": PDF,
    "page.html": b"<html>",
    "drawing.svg": b"<svg/>",
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "text.docx": workbook(),  # a table that calls itself a text
    "table.xlsx": b"PK\x03\x04broken",
    "macros.docx": office("wordprocessingml.document", macros=True),
    "empty.pdf": b"",
}


def inflating() -> bytes:
    """A package of 60 KB whose list of types unpacks to 60 MB, though it states 1,000 bytes."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", bytes(60 << 20))
    made = bytearray(content.getvalue())
    struct.pack_into("<L", made, made.rfind(b"PK\x01\x02") + 24, 1000)
    return bytes(made)


def listing() -> bytes:
    """20 MB of a directory, which lists 400,000 members that are not there."""
    entries = (b"PK\x01\x02" + bytes(42)) * 400_000
    return entries + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(entries), 0, 0)


@pytest.mark.parametrize("made", [inflating, listing])
def test_what_a_package_claims_decides_over_no_work(store, people, activity, made):
    """Refused like any other content, and in less memory than what it would unpack to, or list."""
    draft, content = activity(), made()
    tracemalloc.start()
    try:
        with pytest.raises(UsageError):
            filing.attach(store, people.lead, draft, "a.docx", content)
        assert tracemalloc.get_traced_memory()[1] < 25 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", GOOD)
def test_kinds_that_are_taken(store, people, activity, name):
    """PDF, DOCX, XLSX, PPTX, PNG and JPEG, whatever the capitals of the ending; the bytes come back unchanged."""
    draft = activity()
    made = filing.attach(store, people.lead, draft, name, GOOD[name])
    assert filing.find(store, people.lead, draft.id).attachments == (made,)
    assert filing.content(store, people.lead, draft.id, made.sha256) == (made, GOOD[name])


@pytest.mark.parametrize("name", BAD)
def test_kinds_that_are_not(store, people, activity, name):
    """What is not what its name says, carries macros, or is of another kind; nothing is kept."""
    draft = activity()
    with pytest.raises(UsageError, match="not what its name says"):
        filing.attach(store, people.lead, draft, name, BAD[name])
    assert filing.find(store, people.lead, draft.id).attachments == ()


def test_the_size(store, people, activity):
    """20 MB, and not a byte more."""
    draft = activity()
    whole = PDF.ljust(20 << 20)
    assert filing.attach(store, people.lead, draft, "a.pdf", whole).size == 20 << 20
    with pytest.raises(UsageError, match="20 MB"):
        filing.attach(store, people.lead, draft, "b.pdf", whole + b" ")


@pytest.mark.parametrize(
    ("given", "label"),
    [
        ("../../etc/report.pdf", "report.pdf"),
        (r"C:\\files\\总结.pdf", "总结.pdf"),
        ("re\u202eport\x00.pdf", "report.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("....", "_"),
    ],
)
def test_a_name_is_a_label(given, label):
    """No folder, nothing that nobody sees, and of bounded length; its ending stays."""
    assert safe_name(given) == label


def test_who_may_fetch(store, people, activity):
    """Those who may read the filing, and nobody by knowing a hash."""
    draft = activity(partner_group_ids="H")
    made = filing.attach(store, people.lead, draft, "a.pdf", PDF)
    other = filing.start(store, people.member, "need", "G")
    for actor in (people.member, people.partner, people.stranger, people.evaluator):
        with pytest.raises(UsageError):
            filing.content(store, actor, draft.id, made.sha256)
    with pytest.raises(UsageError, match="no such attachment"):
        filing.content(store, people.member, other.id, made.sha256)
    filing.submit(store, people.lead, draft.id)
    for actor in (people.partner, people.evaluator, people.lead):
        assert filing.content(store, actor, draft.id, made.sha256)[1] == PDF
    with pytest.raises(UsageError):
        filing.content(store, people.stranger, draft.id, made.sha256)


def test_a_submitted_filing_takes_no_file(store, people, activity):
    """It is frozen; what a page of before hands in is refused as well."""
    before = activity()
    filing.submit(store, people.lead, before.id)
    with pytest.raises(UsageError, match="has been submitted"):
        filing.attach(store, people.lead, before, "a.pdf", PDF)
    with pytest.raises(UsageError, match="has been submitted"):
        filing.detach(store, people.lead, before, "0" * 64)


def test_an_attachment_handed_in_by_mistake(store, people, activity):
    """An evaluator erases the bytes with a reason; the name and the hash stay, and it does not come back."""
    draft = activity()
    made = filing.attach(store, people.lead, draft, "a.pdf", PDF)
    filing.submit(store, people.lead, draft.id)
    with pytest.raises(UsageError):
        filing.erase(store, people.lead, made.sha256, "private")
    with pytest.raises(UsageError, match="say why"):
        filing.erase(store, people.evaluator, made.sha256, " ")
    filing.erase(store, people.evaluator, made.sha256, "names of private persons")
    assert filing.find(store, people.evaluator, draft.id).attachments == (made,)
    assert store.files.listed("attachments") == ()
    with pytest.raises(UsageError, match="erased"):
        filing.content(store, people.evaluator, draft.id, made.sha256)
    with pytest.raises(UsageError, match="erased"):
        filing.attach(store, people.lead, activity(), "b.pdf", PDF)
    [line] = store.journal.entries("attachment_erased")
    assert (line["who"], line["reason"]) == ("evaluator@example.org", "names of private persons")
    assert store.verify() == ()


def test_files_of_drafts_and_filings_are_kept_by_those_who_tidy_up(store, people, activity):
    """What a draft or a filing names is no left-over."""
    draft = activity()
    made = filing.attach(store, people.lead, draft, "a.pdf", PDF)
    assert made.sha256 in store.attachments()
    filing.submit(store, people.lead, draft.id)
    assert made.sha256 in store.attachments()
    filing.erase(store, people.evaluator, made.sha256, "mistake")
    assert made.sha256 not in store.attachments()
