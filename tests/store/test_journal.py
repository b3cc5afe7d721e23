"""The journal: each line sealed with the one before, effects in the same transaction, read in pages."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from brep_metrics.errors import StoreError
from brep_metrics.store import open_store
from brep_metrics.store.events import canonical

if TYPE_CHECKING:
    from pathlib import Path

    from brep_metrics.store import Store, Transaction


@pytest.fixture
def journal_store(new_address) -> Store:
    """Five events."""
    made = open_store(new_address())
    for number in range(1, 6):
        made.journal.append("load", who="评估员", number=number)
    return made


def test_a_line_is_sealed_with_the_line_before(journal_store: Store):
    """The hash is that of the canonical text, the first line follows on 64 zeros, and the places have no gaps."""
    entries = list(journal_store.journal.entries())
    assert [entry["seq"] for entry in entries] == [1, 2, 3, 4, 5]
    assert [entry["previous"] for entry in entries] == ["0" * 64, *(entry["sha256"] for entry in entries[:-1])]
    first = entries[0]
    text = f'[1,"{first["at"]}","load","评估员","{{\\"number\\":1}}","{"0" * 64}"]'
    assert first["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert journal_store.journal.anchor() == f"5:{entries[-1]['sha256']}"


def test_pages(journal_store: Store):
    """A page begins with the latest line, and can be asked for one kind of event only."""
    journal = journal_store.journal
    journal.append("other", who=None)
    assert [entry["seq"] for entry in journal.page(limit=2)] == [6, 5]
    assert [entry["seq"] for entry in journal.page(limit=2, offset=5)] == [1]
    assert [entry["number"] for entry in journal.page(limit=2, offset=1, name="load")] == [4, 3]
    assert [entry["number"] for entry in journal.entries("load")] == [1, 2, 3, 4, 5]
    assert (len(journal), journal.latest("load"), journal.latest("never")) == (6, 5, 0)


def test_an_event_that_is_said_once(journal_store: Store):
    """The same sign-in has one line; another one, or another person, has its own."""
    journal = journal_store.journal
    said = [
        journal.append("signed_in", who=who, sign_in=sign_in).seq
        for who, sign_in in [("a", "1"), ("a", "1"), ("a", "2"), ("b", "1"), ("a", "1")]
    ]
    assert said == [6, 6, 7, 8, 6]
    assert len(journal) == 8


def test_a_change_that_fails_leaves_neither_line_nor_effect(journal_store: Store):
    """What was appended before the failure is gone with it."""

    def change(transaction: Transaction) -> None:
        transaction.append("signed_out", who="a", sign_in="1")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        journal_store.register.write(change)
    assert (len(journal_store.journal), journal_store.has_ended("1")) == (5, False)
    journal_store.journal.append("signed_out", who="a", sign_in="1")
    assert journal_store.has_ended("1")


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "“” | ` $x$", "\u202e", "x" * 100_000])
def test_any_text_can_be_written(journal_store: Store, text: str):
    """Whatever a browser or a file name brings is kept, and does not break the chain."""
    journal_store.journal.append("exported", who=text, what=text)
    assert journal_store.journal.page(limit=1)[0]["what"] == text
    assert journal_store.verify() == ()


def test_canonical_text():
    """Keys are sorted, nothing is escaped that need not be, and halves of characters are."""
    assert canonical({"b": 1, "a": ["评", "\ud800", None]}) == '{"a":["评","\\ud800",null],"b":1}'


def test_a_store_without_events(tmp_path: Path):
    """There is nothing to find fault with, and looking makes no folder."""
    store = open_store(tmp_path / "store")
    assert (list(store.journal.entries()), store.journal.page(limit=5), len(store.journal)) == ([], (), 0)
    assert (store.verify(), store.journal.anchor()) == ((), f"0:{'0' * 64}")
    assert not (tmp_path / "store").exists()


NO_LINE = {
    "sqlite": (
        ["create trigger no_line before insert on event begin select raise(abort, 'no'); end"],
        ["drop trigger no_line"],
    ),
    "postgresql": (
        ["alter table event add constraint no_line check (seq < 2)"],
        ["alter table event drop constraint no_line"],
    ),
}


def test_no_line_no_effect(store: Store, change, rounds, load):
    """Where the journal cannot take the line of a load, the load does not count."""
    refuse, allow = NO_LINE[store.location.engine().dialect.name]
    change(store, *refuse)
    with pytest.raises(StoreError):
        load(store, 2)
    assert (rounds(store), store.current().id) == ([("1", 6)], "g000001")
    change(store, *allow)
    load(store, 3)
    assert (rounds(store), store.current().id) == ([("3", 6)], "g000002")
    assert store.verify() == ()
