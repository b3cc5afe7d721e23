"""Drafts in the register, on either kind of database: saved field by field, and only while they are open."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from brep_metrics.store.filings import Attachment, set_open

if TYPE_CHECKING:
    from brep_metrics.store import Store

DRAFT = {
    "organization_id": "A",
    "group_id": "G",
    "table_name": "activity",
    "key": None,
    "kind": "new",
    "base": "g000001",
    "old": {},
    "who": "a@example.org",
    "role": "lead",
}


@pytest.fixture
def draft(store: Store) -> int:
    """An open draft."""
    store.register.ensure()
    return store.filings.start(**DRAFT)


def test_a_version_a_field(store: Store, draft: int):
    """The version that was seen decides; what another one saved is left alone."""
    assert store.filings.save(draft, {"title": ("one", 0), "held_on": ("2025-01-01", 0)}, who="a") == {
        "title": 1,
        "held_on": 1,
    }
    assert store.filings.save(draft, {"title": ("two", 0)}, who="b") == {}
    assert store.filings.save(draft, {"title": ("two", 1)}, who="b") == {"title": 2}
    found = store.filings.draft(draft)
    assert found is not None
    assert {name: (field.value, field.version, field.who) for name, field in found[1].items()} == {
        "title": ("two", 2, "b"),
        "held_on": ("2025-01-01", 1, "a"),
    }


def test_one_of_many_gets_through(store: Store, draft: int):
    """Eight at once who saw the same version."""
    with ThreadPoolExecutor(8) as pool:
        saved = list(pool.map(lambda at: store.filings.save(draft, {"title": (f"{at}", 0)}, who=f"{at}"), range(8)))
    assert sum(bool(one) for one in saved) == 1


def test_a_closed_draft_takes_nothing(store: Store, draft: int):
    """Neither a field nor a file; opened again it does."""
    file = Attachment("a.pdf", "0" * 64, 5, "application/pdf")
    assert store.filings.attach(draft, file, who="a")
    store.register.save(lambda connection: set_open(connection, draft, is_open=False))
    assert store.filings.save(draft, {"title": ("one", 0)}, who="a") == {}
    assert not store.filings.attach(draft, file, who="a")
    store.register.save(lambda connection: set_open(connection, draft, is_open=True))
    assert store.filings.save(draft, {"title": ("one", 0)}, who="a") == {"title": 1}
    assert store.filings.open_drafts(["A"]) == [draft]
    assert store.filings.open_drafts(["B"]) == []


def test_a_submission_on_either_kind(store: Store, draft: int):
    """Its row follows from the journal, and its file is kept."""
    content = {
        "filing": draft,
        "organization_id": "A",
        "group_id": "G",
        "table": "activity",
        "key": "F000001",
        "kind": "new",
        "role": "lead",
        "revision": 1,
        "values": {"title": "one"},
        "old": {},
        "note": None,
        "submitted_on": "2025-01-01",
        "received_on": "2025-01-01",
        "partners": [],
        "sha256": "1" * 64,
        "attachments": [{"name": "a.pdf", "sha256": "0" * 64, "size": 5, "media_type": "application/pdf"}],
    }
    store.register.append("filing_submitted", who="a", **content)
    store.register.append("filing_returned", who="e", filing=draft, comment="why", returned_on="2025-01-02")
    [found] = store.filings.filings(states=["returned"], groups=["G"])
    assert (found.id, found.comment, found.content["values"]) == (draft, "why", {"title": "one"})
    assert [line.event for line in store.filings.lines(draft)] == ["filing_submitted", "filing_returned"]
    assert store.attachments() == {"0" * 64}


def test_several_drafts_at_once(store: Store, draft: int):
    """Each with its own fields and files, as one by one; a number that no draft has is left out."""
    other = store.filings.start(**DRAFT)
    store.filings.save(draft, {"title": ("one", 0)}, who="a")
    store.filings.save(other, {"title": ("two", 0), "held_on": ("2025-01-01", 0)}, who="b")
    store.filings.attach(other, Attachment("a.pdf", "0" * 64, 5, "application/pdf"), who="b")
    found = store.filings.drafts([other, draft, other + 1])
    assert found == {one: store.filings.draft(one) for one in (draft, other)}
    assert {one: {name: field.value for name, field in fields.items()} for one, (_, fields, _) in found.items()} == {
        draft: {"title": "one"},
        other: {"title": "two", "held_on": "2025-01-01"},
    }
    assert [len(files) for _, _, files in (found[draft], found[other])] == [0, 1]
