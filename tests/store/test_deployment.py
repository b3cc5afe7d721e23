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

from brep_metrics.errors import StoreError
from brep_metrics.store import create_store, open_store

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
