"""Files broken at random: never a traceback, never a partial load."""

from __future__ import annotations

import csv
import io
import shutil
from typing import TYPE_CHECKING

import pytest
from copies import copy_store
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from brep_metrics.errors import FaultsError
from brep_metrics.i18n import LANGUAGES
from brep_metrics.intake import load
from brep_metrics.store import Store, open_store

from .conftest import FILES, write_network
from .meaning import held, meaning

if TYPE_CHECKING:
    from pathlib import Path

MARKS = [b",", b'"', b'""', b"\n", b"\r", b"\r\n", b";", b"\t", b" ", b"\0", b"'", b"=", b"-"]
BYTES = [b"\xef\xbb\xbf", b"\xff", b"\xe5\xb7", "组".encode("gb18030"), "，".encode()]
WORDS = [b"2025-02-29", b"infinity", b"1e9", b"99999999999999999999", b"NULL", b"group_id"]
TABLES = ("activity", "report", "outcome", "review", "membership", "country")


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, bytes]:
    """A table's name and its file with one to four passages cut, doubled or overwritten."""
    table = draw(st.sampled_from(TABLES))
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]))
    data = FILES[table].encode(encoding)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(start + draw(st.integers(0, 12)), len(data))
        piece = draw(
            st.one_of(st.sampled_from(MARKS + BYTES + WORDS), st.binary(max_size=4), st.just(data[start:end] * 2))
        )
        data = data[:start] + piece + data[end:]
    return table, data


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("pristine")
    store = open_store(folder / "store")
    load(store, [write_network(folder / "good")], who="test", why="base")
    return store


def check_one(pristine: Store, folder: Path, table: str, data: bytes) -> None:
    """Either the file is refused and the store is as before, or every record of it is in the next generation."""
    address = folder / "store"
    shutil.rmtree(address, ignore_errors=True)
    copy_store(pristine.address, address)
    store, path = open_store(address), folder / f"{table}.csv"
    path.write_bytes(data)
    before = {file.name: file.stat().st_mtime_ns for file in address.rglob("g*.*")}
    try:
        made = load(store, [path], who="test", why="mutated")
    except FaultsError as error:
        faults = error.faults
    else:
        rows = rows_in(data)
        assert made.files[0].rows == len(rows)
        # The day of receipt is the store's own; the other values are those of the file.
        with store.read(as_of=max(made.latest, made.date)) as reading:
            now = {row[:-1] for row in held(reading, table)}
        assert [row for row in rows if meaning(table, row)[:-1] not in now] == []
        return
    assert faults
    assert all(fault.problem.text(language) for fault in faults for language in LANGUAGES)
    assert {file.name: file.stat().st_mtime_ns for file in address.rglob("g*.*")} == before
    assert store.current() == pristine.current()


def rows_in(data: bytes) -> list[dict[str, str]]:
    """The rows of the file by their columns, told by Python's reader alone; those that show nothing are none."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    read = csv.reader(io.StringIO(text, newline=""))
    records = [record for record in read if any(one.isprintable() and one != " " for one in "".join(record))]
    return [dict(zip(records[0], record, strict=True)) for record in records[1:]]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mutated())
def test_a_mutated_file_is_refused_or_loaded_whole(pristine: Store, tmp_path: Path, mutation: tuple[str, bytes]):
    """300 random files: refused with faults and nothing changed, or loaded with every record."""
    check_one(pristine, tmp_path, *mutation)


@pytest.mark.long
@pytest.mark.parametrize("number", range(10))
def test_5000_mutated_files_are_refused_or_loaded_whole(pristine: Store, tmp_path: Path, number: int):
    """5,000 random files, by hand, in ten parts of a seed each: the same rule."""

    @seed(number)
    @settings(max_examples=500, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(mutated())
    def check_some(mutation: tuple[str, bytes]) -> None:
        check_one(pristine, tmp_path, *mutation)

    check_some()
