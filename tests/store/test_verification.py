"""Whatever is done to a register or to a file behind the store's back is found, and named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import obstore
import pytest
from sqlalchemy import delete, insert, select

from brep_metrics.errors import StoreDamaged, StoreError, UsageError
from brep_metrics.store import open_store
from brep_metrics.store.engine import WRITES
from brep_metrics.store.tables import metadata

if TYPE_CHECKING:
    from pathlib import Path

    from brep_metrics.store import Store

SWAP = (
    "update event set seq = -3 where seq = 3; update event set seq = 3 where seq = 4;"
    " update event set seq = 4 where seq = -3"
)


@pytest.fixture
def three(store: Store, load) -> Store:
    """Three generations, two sign-ins that ended, and an account: six lines."""
    load(store, 2)
    load(store, 3)
    for sign_in in ("one", "two"):
        store.journal.append("signed_out", who="a@example.org", sign_in=sign_in)
    store.journal.append("account_set", who="b", email="a@example.org", role="evaluator", organization=None)
    assert store.verify() == ()
    return store


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("update event set who = 'z' where seq = 2", ("journal", 2)),
        ("update event set at = '2020-01-01T00:00:00+00:00' where seq = 2", ("journal", 2)),
        ("update event set details = replace(details, 'two', 'owt') where seq = 5", ("journal", 5)),
        ("update event set details = '[]' where seq = 5", ("journal", 5)),
        ("update event set details = 'no JSON' where seq = 6", ("journal", 6)),
        ("update event set event = 'other' where seq = 6", ("journal", 6)),
        ("update event set sha256 = previous where seq = 4", ("journal", 4)),
        ("delete from event where seq = 5", ("journal", 6)),
        ("delete from event where seq = 6", ("journal", None)),
        (SWAP, ("journal", 3)),
        ("update head set seq = 5", ("journal", None)),
        ("update generation set sha256 = 'x' where number = 1", ("generation", None)),
        ("update generation set date = '2020-01-01' where number = 3", ("generation", None)),
        ("delete from generation where number = 2", ("generation", None)),
        ("update generation set parent = 1 where number = 3", ("generation", None)),
        ("delete from ended_sign_in where sign_in = 'one'", ("ended_sign_in", None)),
        ("update account set role = 'lead', organization = 'ORG001'", ("account", None)),
        ("insert into account values ('z@example.org', 'evaluator', null, 6)", ("account", None)),
        ("delete from once", ("once", None)),
    ],
)
def test_a_change_of_the_register_is_found(three: Store, change, statement: str, named: tuple[str, int | None]):
    """The first fault names the line, or the table that does not follow from the journal."""
    change(three, *statement.split(";"))
    first = three.verify()[0]
    assert (first.file, first.line) == named


def test_a_cut_end_is_found_by_an_anchor(three: Store, change):
    """Somebody who also moves the head back leaves a whole chain; a line that was printed before tells."""
    anchor = three.journal.anchor()
    assert three.verify(anchor) == ()
    change(
        three,
        "delete from account",
        "delete from event where seq = 6",
        "update head set seq = 5, sha256 = (select sha256 from event where seq = 5)",
    )
    assert three.verify() == ()
    assert [(fault.file, fault.line) for fault in three.verify(anchor)] == [("journal", 6)]


@pytest.mark.parametrize("anchor", ["", "6", "6:", "six:" + "0" * 64, "6:abc", "-1:" + "0" * 64])
def test_what_is_no_anchor(three: Store, anchor: str):
    """A text that was not printed as an anchor is refused, rather than not found."""
    with pytest.raises(UsageError, match="anchor"):
        three.verify(anchor)


def _place(store: Store, number: int) -> tuple[object, str]:
    return store.files._store, f"generations/{store.generations()[number - 1].file_name}"


def _name(store: Store, number: int) -> str:
    return store.generations()[number - 1].file_name


def _file(store: Store, number: int) -> Path:
    return store.files.folder / "generations" / _name(store, number)


def test_a_file_that_changed_is_found(three: Store):
    """One bit, with the same size: the file's name is told."""
    content = bytearray(three.files.content("generations", _name(three, 2)))
    content[len(content) // 2] ^= 1
    obstore.put(*_place(three, 2), bytes(content))
    assert [fault.file for fault in three.verify()] == [_name(three, 2)]


def test_a_file_that_is_gone_is_found(three: Store):
    """The current generation's and an earlier one's alike."""
    for number in (1, 3):
        obstore.delete(*_place(three, number))
    assert [fault.file for fault in three.verify()] == [_name(three, 1), _name(three, 3)]


def test_swapped_files_are_found(three: Store):
    """Each is a whole database, and each is told."""
    one, two = (three.files.content("generations", _name(three, number)) for number in (1, 2))
    obstore.put(*_place(three, 1), two)
    obstore.put(*_place(three, 2), one)
    assert [fault.file for fault in three.verify()] == [_name(three, 1), _name(three, 2)]


def test_a_register_older_than_its_files(three: Store, load):
    """A register from yesterday's copy is found, and nothing is loaded over what it does not know of."""
    tables = [table for table in metadata.sorted_tables if table.name != "setting"]
    with three.register.reading() as connection:
        kept = {table: [row._asdict() for row in connection.execute(select(table))] for table in tables}
    load(three, 4)
    lost = three.current()
    with three.location.engine().connect() as connection:
        writing = connection.execution_options(**{WRITES: True})
        with writing.begin():
            for table in reversed(tables):
                writing.execute(delete(table))
            for table in tables:
                if kept[table]:
                    writing.execute(insert(table), kept[table])

    restored = open_store(three.location._url if hasattr(three.location, "_url") else three.address)
    assert restored.current().id == "g000003"
    assert [fault.file for fault in restored.verify()] == [f"{7:012d}-{lost.anchor.split(':')[1]}"]
    before = restored.files.listed("generations")
    with pytest.raises(StoreDamaged, match=lost.file_name):
        load(restored, 5)
    assert restored.files.listed("generations") == before


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"no database, but more than the hundred bytes of its header" * 10),
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
    ],
    ids=["gone", "empty", "other", "cut"],
)
def test_a_damaged_register_is_named(folder_store: Store, tmp_path: Path, damage, load, rounds):
    """A register that cannot be read is damage, for readers and writers alike, and never an empty store."""
    folder = tmp_path / "store"
    folder_store.location.engine().dispose()
    for name in ("register.sqlite-wal", "register.sqlite-shm"):
        (folder / name).unlink(missing_ok=True)
    damage(folder / "register.sqlite")
    with pytest.raises(StoreError, match="register"):
        rounds(open_store(folder))
    with pytest.raises(StoreError, match="register"):
        load(open_store(folder), 2)


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
        lambda path: path.write_bytes(b"\0" * path.stat().st_size),
    ],
    ids=["gone", "empty", "cut", "zeros"],
)
def test_a_damaged_file_is_named(folder_store: Store, tmp_path: Path, damage, load, rounds):
    """The error names the file, for readers and for a writer that would build on it."""
    path = _file(folder_store, 1)
    damage(path)
    with pytest.raises(StoreDamaged, match=path.name):
        rounds(open_store(tmp_path / "store"))
    with pytest.raises(StoreError):
        load(open_store(tmp_path / "store"), 2)
    assert open_store(tmp_path / "store").current().id == "g000001"


def test_a_damaged_block_is_named(tmp_path: Path, load, rounds):
    """A block whose checksum fails is found when it is read, and other stores stay readable."""
    store, other = open_store(tmp_path / "store"), open_store(tmp_path / "other")
    load(store, 1, rows=200_000)
    load(other, 1)
    path = _file(store, 1)
    with path.open("r+b") as file:
        for block in range(1, path.stat().st_size // 262_144):
            file.seek(12_288 + block * 262_144 + 5_000)
            file.write(b"damage" * 100)
    with pytest.raises(StoreDamaged, match=path.name):
        rounds(store)
    assert rounds(other) == [("1", 6)]
