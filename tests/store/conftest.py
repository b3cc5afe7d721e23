"""Loads that a mixture of two generations would betray; other processes import the functions from this file."""

from __future__ import annotations

import os
import sys
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from brep_metrics.store import SourceFile, create_store, open_store
from brep_metrics.store.engine import WRITES

sys.path.insert(0, str(Path(__file__).parents[1]))  # other processes import this file without pytest
from servers import Servers, missing, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from brep_metrics.store import Draft, Store


def fill(draft: Draft, round_: int, rows: int = 3) -> None:
    """Put the same number into two tables, so that a mixture would show."""
    draft.execute("delete from sector; delete from organization")
    draft.execute(f"insert into sector select 'S' || range, '{round_}', null, 'network', null from range({rows})")
    draft.execute(
        f"insert into organization select 'O' || range, '{round_}', null, 'other', null, null from range({rows})"
    )
    draft.add_file(SourceFile("sector.csv", "0" * 64, rows))


def load(store: Store, round_: int, rows: int = 3) -> None:
    """One load of such rows."""
    store.build(lambda draft: fill(draft, round_, rows), who=f"writer {round_}", why="a load")


def rounds(store: Store) -> list[tuple[str, int]]:
    """Which loads a reading sees, with their number of rows."""
    with store.read() as reading:
        return reading.fetch(
            "select name_zh, count(*) from (select name_zh from sector union all select name_zh from organization)"
            " group by all"
        )


def content(folder: Path) -> dict[str, bytes]:
    """Everything that a refused load must leave to the byte; SQLite's index of its log is no content."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith("-shm")
    }


def change(store: Store, *statements: str) -> None:
    """Change the register behind the store's back, as anyone can who may write to its database."""
    with store.location.engine().connect() as connection:
        writing = connection.execution_options(**{WRITES: True})
        if connection.dialect.name == "sqlite":
            connection.connection.execute("pragma foreign_keys = off")
        with writing.begin():
            if connection.dialect.name != "sqlite":
                writing.execute(text("set local session_replication_role = replica"))
            for statement in statements:
                writing.execute(text(statement))
        if connection.dialect.name == "sqlite":
            connection.connection.execute("pragma foreign_keys = on")


@pytest.fixture(name="load")
def _load() -> Callable[..., None]:
    return load


@pytest.fixture(name="fill")
def _fill() -> Callable[..., None]:
    return fill


@pytest.fixture(name="rounds")
def _rounds() -> Callable[[Store], list[tuple[str, int]]]:
    return rounds


@pytest.fixture(name="content")
def _content() -> Callable[[Path], dict[str, bytes]]:
    return content


@pytest.fixture(name="change")
def _change() -> Callable[[Store, str], None]:
    return change


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """A database server and an S3 server; where they are missing, CI fails and a laptop goes on without."""
    if (reason := missing()) is not None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    with running() as started:
        yield started


@pytest.fixture(params=["folder", "servers"])
def new_address(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """Addresses of empty stores, of either kind in turn."""
    numbers = count(1)
    if request.param == "folder":
        return lambda: str(tmp_path / f"store-{next(numbers)}")
    started: Servers = request.getfixturevalue("servers")
    for name, value in started.bucket.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("BREP_CACHE", str(tmp_path / "cache"))

    def make() -> str:
        address, files = started.new()
        create_store(address, files=files)
        return address

    return make


@pytest.fixture
def store(new_address: Callable[[], str]) -> Store:
    """One generation."""
    made = open_store(new_address(), wait=0.1)
    load(made, 1)
    return made


@pytest.fixture
def folder_store(tmp_path: Path) -> Store:
    """One generation in a folder, for what only folders can suffer."""
    made = open_store(tmp_path / "store", wait=0.1)
    load(made, 1)
    return made
