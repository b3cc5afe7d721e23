"""Files attached in a round: the kinds and sizes of filings, for evaluators and the group's lead alone."""

from __future__ import annotations

import hashlib

import pytest

from brep_metrics.access import Role
from brep_metrics.errors import UsageError
from brep_metrics.rounds import Actor, attached, keep_attachments
from brep_metrics.store import open_store

PDF = b"%PDF-1.7\n%demo"
SHA256 = hashlib.sha256(PDF).hexdigest()


@pytest.fixture
def store(tmp_path):
    return open_store(tmp_path / "store")


def test_a_file_is_kept_under_its_hash_by_a_name_without_folders(store):
    assert keep_attachments(store, [("c:\\proof\\postmark.pdf", PDF)]) == {SHA256: "postmark.pdf"}


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("postmark.exe", b"MZ", "is not what its name says, or of no kind that is taken"),
        ("postmark.pdf", b"<html>", "is not what its name says, or of no kind that is taken"),
        ("postmark.pdf", PDF + b"x" * (20 << 20), "is larger than 20 MB"),
    ],
)
def test_what_a_filing_would_not_take_is_refused_and_nothing_kept(store, name, data, said):
    with pytest.raises(UsageError, match=said):
        keep_attachments(store, [("first.pdf", PDF), (name, data)])
    assert store.files.listed("attachments") == ()


def test_more_files_than_a_filing_takes_are_refused(store):
    with pytest.raises(UsageError, match="at most 20 files"):
        keep_attachments(store, [(f"{number}.pdf", PDF + bytes([number])) for number in range(21)])


@pytest.mark.parametrize(
    ("actor", "may"),
    [
        (Actor("evaluator", Role.EVALUATOR), True),
        (Actor("lead", Role.LEAD, frozenset({"A"}), frozenset({"A"})), True),
        (Actor("other", Role.LEAD, frozenset({"B"}), frozenset({"A", "B"})), False),
        (Actor("member", Role.MEMBER, frozenset(), frozenset({"A"})), False),
    ],
)
def test_who_may_read_it(store, actor, may):
    """Nobody reads by its hash a file that the group did not attach."""
    kept = keep_attachments(store, [("postmark.pdf", PDF)])
    if may:
        assert attached(store, actor, "A", kept, SHA256) == PDF
    else:
        with pytest.raises(UsageError, match="there is no such attachment"):
            attached(store, actor, "A", kept, SHA256)
    with pytest.raises(UsageError, match="there is no such attachment"):
        attached(store, actor, "A", {}, SHA256)
