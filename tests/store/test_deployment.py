"""The examples under `deploy/`: each is used here as it is there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import psycopg
import pytest
from replicas import certificate
from sqlalchemy import insert

from brep_metrics.errors import StoreError
from brep_metrics.store import create_store, open_store
from brep_metrics.store.filings import _SAVE
from brep_metrics.store.tables import filing_draft

DEPLOY = Path(__file__).parents[2] / "deploy"


def _needs(program: str) -> None:
    if not shutil.which(program):
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{program} is not installed")


def test_the_role_of_the_program(servers, tmp_path, load, rounds, monkeypatch):
    """With the rights of `role.sql` the store does all its work, and the journal cannot be changed."""
    for name, value in servers.bucket.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("BREP_CACHE", str(tmp_path / "cache"))
    owner, files = servers.new()
    create_store(owner, files=files)
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute((DEPLOY / "role.sql").read_text("utf-8"))
    store = open_store(owner.replace("brep@", "brep_program@"))
    load(store, 1)
    load(store, 2)
    journal = store.journal
    journal.append("account_set", who="x", email="a@example.org", role="evaluator", organization=None)
    journal.append("account_removed", who="x", email="a@example.org")
    journal.append("signed_out", who="a@example.org", sign_in="1")
    journal.append("result_published", who="x", period="2025", methodology_id="m", generation="g000002")
    journal.append("snapshot", who="x", generation="g000002")
    journal.append("pruned", who="x", generations=["g000001"])
    assert all(one.in_order for one in store.check())
    assert (rounds(store), store.verify()) == ([("2", 6)], ())
    with psycopg.connect(owner.replace("brep@", "brep_program@"), autocommit=True) as connection:
        for statement in ("update event set who = 'z'", "delete from event", "truncate event", "drop table event"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


# What the program may do with each table, besides reading it.
RIGHTS = {
    "alembic_version": "",
    "setting": "",
    "event": "INSERT",
    "head": "UPDATE",
    "generation": "INSERT",  # and to note that its file was removed, in that column alone
    "publication": "INSERT",
    "snapshot": "INSERT",
    "ended_sign_in": "INSERT",
    "account": "DELETE INSERT",
    "once": "INSERT",
    "filing": "DELETE INSERT UPDATE",
    "filing_line": "INSERT",
    "attachment": "INSERT UPDATE",
    "filing_draft": "INSERT UPDATE",
    "filing_field": "INSERT UPDATE",
    "filing_attachment": "DELETE INSERT",
    "personal": "DELETE INSERT UPDATE",
}


def test_the_rights_of_the_program(servers):
    """A table of the register that `role.sql` does not know would stop the program on servers, and there only."""
    owner, files = servers.new()
    create_store(owner, files=files)
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute((DEPLOY / "role.sql").read_text("utf-8"))
        rows = connection.execute(
            "select t.table_name, coalesce(string_agg(g.privilege_type, ' ' order by g.privilege_type)"
            " filter (where g.privilege_type <> 'SELECT'), '') from information_schema.tables t"
            " left join information_schema.role_table_grants g on g.table_name = t.table_name"
            " and g.table_schema = t.table_schema and g.grantee = 'brep_program'"
            " where t.table_schema = 'public' group by 1"
        ).fetchall()
    assert dict(rows) == RIGHTS


def test_drafts_with_the_rights_of_the_program(servers):
    """What is typed into a draft is saved with them too, its first version and the next."""
    owner, files = servers.new()
    create_store(owner, files=files)
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute((DEPLOY / "role.sql").read_text("utf-8"))
    register = open_store(owner.replace("brep@", "brep_program@")).register
    row = {"organization_id": "O", "group_id": "G", "table_name": "need", "kind": "new", "base": "g000001", "old": "{}"}
    said = {"who": "a@example.org", "at": "2027-01-01T00:00:00+00:00"}
    statement = insert(filing_draft).values(row | said | {"role": "lead", "is_open": True}).returning(filing_draft.c.id)
    draft = register.save(lambda connection: connection.execute(statement).scalar_one())
    assert [
        register.save(
            lambda connection, seen=seen: connection.execute(
                _SAVE, {"draft": draft, "field": "title", "value": "x", "seen": seen, **said}
            ).scalar()
        )
        for seen in (0, 1)
    ] == [1, 2]


def test_a_dump_restored_is_the_same_store(servers, tmp_path, load, rounds, monkeypatch):
    """Register by `pg_dump`, files as they are: everything verifies, and the next load goes through."""
    _needs("pg_dump")
    for name, value in servers.bucket.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("BREP_CACHE", str(tmp_path / "cache"))
    address, files = servers.new()
    store = create_store(address, files=files)
    load(store, 1)
    anchor = store.journal.anchor()
    dump, other = tmp_path / "register.dump", servers.database.new()
    subprocess.run(["pg_dump", "--format=custom", f"--file={dump}", address], check=True)
    subprocess.run(["pg_restore", f"--dbname={other}", str(dump)], check=True)
    restored = open_store(other)
    assert (rounds(restored), restored.verify(anchor)) == ([("1", 6)], ())
    load(restored, 2)
    assert rounds(restored) == [("2", 6)]
    with pytest.raises(StoreError, match="older than its files"):
        load(store, 3)


def test_the_balancers_configuration(tmp_path):
    """HAProxy itself finds nothing wrong with it."""
    _needs("haproxy")
    _needs("openssl")
    text = (DEPLOY / "haproxy.cfg").read_text("utf-8")
    file = tmp_path / "haproxy.cfg"
    file.write_text(text.replace("/etc/haproxy/brep.pem", str(certificate(tmp_path))), "utf-8")
    done = subprocess.run(["haproxy", "-c", "-f", str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "GET /ready" in text


def test_the_buckets_policy_is_json():
    """What the store does with files, and nothing else."""
    policy = json.loads((DEPLOY / "bucket-policy.json").read_text("utf-8"))
    allowed = {action for statement in policy["Statement"] for action in statement["Action"]}
    assert allowed == {"s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket"}


def test_the_unit_of_systemd(tmp_path):
    """Systemd itself finds nothing wrong with it, on a machine where its paths are there."""
    _needs("systemd-analyze")
    streamlit = tmp_path / "streamlit"
    streamlit.write_text("#!/bin/sh\n")
    streamlit.chmod(0o755)
    text = (DEPLOY / "brep.service").read_text("utf-8")
    unit = tmp_path / "brep.service"
    unit.write_text(text.replace("/opt/brep/.venv/bin/streamlit", str(streamlit)), "utf-8")
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
