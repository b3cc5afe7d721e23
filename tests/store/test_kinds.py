"""A store on servers: the same results as a folder, and what happens when a server is away."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from servers import missing, running
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from brep_metrics.cli.main import run
from brep_metrics.demo import load_demonstration
from brep_metrics.errors import StoreBusy, StoreDamaged, StoreError, UsageError
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import Period
from brep_metrics.snapshot import create
from brep_metrics.store import create_store, open_store, register

if TYPE_CHECKING:
    from pathlib import Path


ANCHOR = f"1:{'0' * 64}"


class _Noon(datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime(2026, 11, 1, 12, tzinfo=tz or UTC)


@pytest.fixture
def on_servers(servers, tmp_path: Path, monkeypatch) -> str:
    """The address of an empty store on servers."""
    for name, value in servers.bucket.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("BREP_CACHE", str(tmp_path / "cache"))
    address, files = servers.new()
    create_store(address, files=files)
    return address


def test_both_kinds_give_the_same_bytes(on_servers: str, tmp_path: Path, monkeypatch, capsys):
    """The same load at the same moment on a folder and on servers: the same ranking, and the same snapshot."""
    monkeypatch.setattr("brep_metrics.store.register.datetime", _Noon)
    # The line of the load holds the sha256 of the file that DuckDB wrote, which no two writings have in common.
    monkeypatch.setattr("brep_metrics.store.events.Event.anchor", ANCHOR)
    printed, snapshots = [], []
    for number, address in enumerate((str(tmp_path / "store"), on_servers)):
        store = open_store(address)
        load_demonstration(store, "eight")
        assert run(["evaluate", "--store", address, "--period", "2025", "--format", "csv"]) == 0
        printed.append(capsys.readouterr().out)
        target, methodology = tmp_path / f"{number}.zip", load_methodology(DEFAULT_METHODOLOGY)
        create(store, target, methodology=methodology, period=Period.parse("2025"), language="zh", who="x")
        snapshots.append(target.read_bytes())
    assert printed[0] == printed[1] != ""
    assert snapshots[0] == snapshots[1]
    with zipfile.ZipFile(tmp_path / "1.zip") as archive:
        assert json.loads(archive.read("datapackage.json"))["snapshot"]["anchor"] == ANCHOR


def test_a_file_is_checked_when_it_arrives(on_servers: str, tmp_path: Path, load, rounds):
    """A reader with an empty cache does not open what the bucket has under the right name with another content."""
    import obstore  # noqa: PLC0415 - only this test plays the bucket's owner

    store = open_store(on_servers)
    load(store, 1)
    load(store, 2)
    name = store.current().file_name
    obstore.put(
        store.files._store, f"generations/{name}", store.files.content("generations", store.generations()[0].file_name)
    )
    for copy in (tmp_path / "cache" / "files").glob("*.duckdb"):
        copy.unlink()
    with pytest.raises(StoreDamaged, match="sha256"):
        rounds(store)
    assert list((tmp_path / "cache" / "files").glob("*.part")) == []


def test_the_cache_keeps_to_its_size(on_servers: str, tmp_path: Path, load, monkeypatch):
    """What was read longest ago goes; what is asked for again is fetched again."""
    store = open_store(on_servers)
    for round_ in range(5):
        load(store, round_)
    copies = tmp_path / "cache" / "files"
    for copy in copies.glob("*.duckdb"):
        copy.unlink()
    limit = sum(one.size for one in store.generations()[:3]) - 1
    monkeypatch.setenv("BREP_CACHE_GB", str(limit / 1e9))
    for generation in ("g000001", "g000002", "g000001", "g000003"):
        with store.read(generation) as reading:
            assert reading.fetch("select count(*) from sector") == [(3,)]
        assert sum(copy.stat().st_size for copy in copies.glob("*.duckdb")) <= limit
    assert {copy.name.partition("-")[0] for copy in copies.glob("*.duckdb")} == {"g000001", "g000003"}


@pytest.mark.parametrize("limit", ["0", "-1", "many", "inf", "nan"])
def test_a_size_of_the_cache_that_is_none(on_servers: str, load, rounds, limit: str, monkeypatch):
    """A slip in the variable is refused rather than taken for no limit."""
    store = open_store(on_servers)
    load(store, 1)
    monkeypatch.setenv("BREP_CACHE_GB", limit)
    with pytest.raises(UsageError, match="BREP_CACHE_GB"):
        rounds(store)


def test_the_bucket_away(on_servers: str, servers, load, rounds):
    """Readers of what is in the cache go on, a writer gets a sentence; nothing is lost, and it goes on afterwards."""
    store = open_store(on_servers)
    load(store, 1)
    assert rounds(store) == [("1", 6)]
    servers.bucket.stop()
    try:
        assert rounds(store) == [("1", 6)]
        with pytest.raises(StoreError, match="s3://"):
            load(store, 2)
        assert (rounds(store), len(store.journal)) == ([("1", 6)], 1)
    finally:
        servers.bucket.restart()
    load(store, 3)
    assert (rounds(store), store.verify()) == ([("3", 6)], ())


def test_the_database_restarted(on_servers: str, servers, load, rounds):
    """Every connection is gone at once; the next reader and the next writer do not notice."""
    store = open_store(on_servers)
    load(store, 1)
    servers.database.stop("fast")
    with pytest.raises(StoreError, match="register"):
        store.current()
    servers.database.start()
    assert rounds(store) == [("1", 6)]
    servers.database.stop("immediate")
    servers.database.start()
    load(store, 2)
    assert (rounds(store), store.verify()) == ([("2", 6)], ())


def test_a_commit_whose_answer_was_lost_is_not_repeated(on_servers: str, monkeypatch):
    """The line is in the journal; the transaction that is run again finds it there, and adds no second one."""
    store = open_store(on_servers)
    whole, cut = register._run, []

    def run_and_lose(*arguments: object) -> object:
        result = whole(*arguments)
        if not cut:
            cut.append(result)
            raise OperationalError("commit", {}, ConnectionResetError())  # noqa: EM101 - a statement, not a message
        return result

    monkeypatch.setattr(register, "_run", run_and_lose)
    line = store.journal.append("exported", who="x", what="tables")
    assert (cut, len(store.journal), store.verify()) == ([line], 1, ())


def test_no_store_is_made_by_the_way(servers, load):
    """A database without a register is told the command that makes one; its password is told to nobody."""
    address = servers.database.new().replace("brep@", "brep:geheim@")
    for look in (lambda: open_store(address).current(), lambda: load(open_store(address), 1)):
        with pytest.raises(StoreError, match="brep store create") as caught:
            look()
        assert "geheim" not in str(caught.value)
    with pytest.raises(UsageError, match="--files"):
        create_store(address)


def test_an_address_where_nobody_answers(tmp_path: Path):
    """A sentence, and no waiting for minutes."""
    code = run(["history", "--store", "postgresql://brep@127.0.0.1:1/brep"])
    assert code == 3


def test_a_replica_sees_a_load_at_once(on_servers: str, load, rounds):
    """Another process, as on another machine, reads the new generation with its next look."""
    store = open_store(on_servers)
    load(store, 1)
    code = "import sys; from brep_metrics.store import open_store as o; o(sys.argv[1]).journal.append('x', who='other')"
    subprocess.run([sys.executable, "-c", code, on_servers], check=True)
    assert store.journal.page(limit=1)[0]["who"] == "other"
    other = open_store(on_servers)
    load(other, 2)
    assert rounds(store) == [("2", 6)]


def test_messages_in_chinese_are_no_obstacle(tmp_path: Path, load, rounds, monkeypatch):
    """Errors are told apart by their codes: a server that speaks Chinese is explained and tried again like another."""
    if (reason := missing()) is not None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    monkeypatch.setattr("brep_metrics.store.engine.LOCK_SECONDS", 0.3)
    with running(messages="zh_CN.UTF-8") as started:
        for name, value in started.bucket.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("BREP_CACHE", str(tmp_path / "cache"))
        address, files = started.new()
        create_store(address, files=files)
        store = open_store(address, wait=0.1)
        load(store, 1)
        with store.location.queue(5), pytest.raises(StoreBusy):
            load(store, 2)
        with store.location.engine().connect() as other, other.begin():
            other.execute(text("select * from head for update"))
            with pytest.raises(StoreBusy):
                store.journal.append("x", who=None)
        started.database.stop("immediate")
        started.database.start()
        load(store, 3)
        assert (rounds(store), store.verify()) == ([("3", 6)], ())
