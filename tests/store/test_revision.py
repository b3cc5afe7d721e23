"""The register's schema: what the migrations make is what the code declares, older and newer ones are told apart."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from brep_metrics.errors import StoreError
from brep_metrics.store import create_store, open_store, revision, upgrade_store
from brep_metrics.store.tables import REVISION, metadata

if TYPE_CHECKING:
    from pathlib import Path

    from brep_metrics.store import Store


def test_the_migrations_make_what_is_declared(store: Store):
    """A column that is declared and not migrated, or the other way round, would be found by the first user only."""
    with store.register.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_newest_revision_is_the_one_that_is_named():
    """The constant saves every start from reading the scripts."""
    assert ScriptDirectory.from_config(revision._config()).get_current_head() == REVISION


def test_a_newer_register_is_refused(folder_store: Store, tmp_path: Path, change, rounds):
    """Written by software that knows more than this one, it is neither read nor written nor changed."""
    change(folder_store, "update alembic_version set version_num = 'ff01'")
    again = open_store(tmp_path / "store")
    for look in (lambda: rounds(again), again.current, lambda: again.journal.append("x", who=None)):
        with pytest.raises(StoreError, match="newer version"):
            look()
    with pytest.raises(StoreError):
        upgrade_store(tmp_path / "store")


def test_an_older_register_is_upgraded_after_a_copy(folder_store: Store, tmp_path: Path, monkeypatch):
    """It is refused with the command that helps; that command keeps a copy and loses nothing."""
    for module in ("revision", "checking"):
        monkeypatch.setattr(f"brep_metrics.store.{module}.REVISION", "9999")
    with pytest.raises(StoreError, match="brep store upgrade"):
        open_store(tmp_path / "store").current()
    monkeypatch.undo()
    assert upgrade_store(tmp_path / "store") is False
    assert [path.name for path in (tmp_path / "store").glob("register-*.sqlite")] == [f"register-{REVISION}.sqlite"]
    with closing(sqlite3.connect(tmp_path / "store" / f"register-{REVISION}.sqlite")) as copy:
        assert copy.execute("select count(*) from event").fetchone() == (1,)


@pytest.fixture
def written_by_0001(new_address, load, monkeypatch) -> str:
    """The address of a register as the first revision made it, with two loads, a publication and an account."""
    with monkeypatch.context() as before:
        before.setattr("brep_metrics.store.location.migrate", _to_the_first)
        before.setattr("brep_metrics.store.revision.REVISION", "0001")
        address = new_address()
        store = open_store(address)
        load(store, 1)
        load(store, 2)
        store.journal.append("result_published", who="x", period="2025", methodology_id="m", generation="g000001")
        store.journal.append("account_set", who="x", email="a@example.org", role="evaluator", organization=None)
    return address


def _to_the_first(connection) -> None:
    config = revision._config()
    config.attributes["connection"] = connection
    command.upgrade(config, "0001")


def test_a_register_of_the_first_revision_is_upgraded(written_by_0001: str, load, rounds):
    """Refused until then, it has today's tables afterwards, loses nothing, and the work goes on."""
    with pytest.raises(StoreError, match="brep store upgrade"):
        open_store(written_by_0001).current()
    assert [upgrade_store(written_by_0001), upgrade_store(written_by_0001)] == [True, False]
    store = open_store(written_by_0001)
    with store.register.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert (rounds(store), len(store.journal), store.verify()) == ([("2", 6)], 4, ())
    assert store.accounts() == [("a@example.org", "evaluator", None)]
    load(store, 3)
    assert (rounds(store), store.verify()) == ([("3", 6)], ())
    with store.read("g000001") as reading:
        assert reading.fetch("select count(*) from sector") == [(3,)]


@pytest.mark.parametrize("name", ["CURRENT", "journal.jsonl"])
def test_a_folder_of_version_0_1(tmp_path: Path, name: str, load, content):
    """It is recognised, told the way out, and left as it is."""
    (tmp_path / name).write_text("g000001\n")
    before = content(tmp_path)
    store = open_store(tmp_path)
    for look in (store.current, lambda: load(store, 1), lambda: store.journal.append("x", who=None), store.verify):
        with pytest.raises(StoreError, match="brep export"):
            look()
    assert content(tmp_path) == before


def test_a_store_is_made_once(tmp_path: Path, load, rounds):
    """Its files may be kept elsewhere; a second making is refused."""
    made = create_store(tmp_path / "store", files=str(tmp_path / "files"))
    load(made, 1)
    assert [one.name for one in (tmp_path / "files" / "generations").iterdir()] == [made.current().file_name]
    assert rounds(open_store(tmp_path / "store")) == [("1", 6)]
    with pytest.raises(StoreError, match="already"):
        create_store(tmp_path / "store")
