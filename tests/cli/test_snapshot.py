from __future__ import annotations

import hashlib
import json

import pytest
from copies import copy_store

from brep_metrics.cli.main import run


@pytest.fixture(scope="module")
def store(demo_store, tmp_path_factory):
    """A copy of the demonstration: making a snapshot writes to the journal."""
    folder = tmp_path_factory.mktemp("store") / "store"
    copy_store(demo_store.address, folder)
    return str(folder)


@pytest.fixture(scope="module")
def file(store, tmp_path_factory):
    target = tmp_path_factory.mktemp("snapshots") / "2025.zip"
    assert run(["snapshot", "create", "--store", store, "--period", "2025", "--out", str(target), "--lang", "en"]) == 0
    return target


def test_a_snapshot_that_was_made_holds(file, capsys):
    """`create` then `verify`: exit 0 and one sentence."""
    assert run(["snapshot", "verify", str(file), "--lang", "en"]) == 0
    assert "2025.zip holds" in capsys.readouterr().out


def test_a_snapshot_that_was_changed_does_not_hold(file, tmp_path, capsys):
    """Exit 1, one sentence in the chosen language, no traceback."""
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    (tmp_path / "2025.zip").write_bytes(bytes(raw))
    assert run(["snapshot", "verify", str(tmp_path / "2025.zip"), "--lang", "zh"]) == 1
    error = capsys.readouterr().err
    assert "快照 2025.zip 核验未通过" in error
    assert "Traceback" not in error


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path):
    """Exit 2, as for any path that is not there."""
    assert run(["snapshot", "verify", str(tmp_path / "absent.zip")]) == 2


def test_the_list_names_what_was_made(file, store, capsys):
    """One row per snapshot, with its inputs and the sha256 of the file."""
    assert run(["snapshot", "list", "--store", store, "--format", "json"]) == 0
    # The store is that of all tests, and some make snapshots of their own.
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    made = [entry for entry in json.loads(capsys.readouterr().out) if entry["sha256_of_file"] == sha256]
    assert ("2025.zip", "g000001", "2025") in {(entry["file"], entry["generation"], entry["period"]) for entry in made}


def test_a_snapshot_does_not_differ_from_itself(file, capsys):
    """`diff` prints the heading and no group."""
    assert run(["snapshot", "diff", str(file), str(file), "--format", "csv", "--lang", "en"]) == 0
    printed = capsys.readouterr()
    assert printed.out.count("\n") == 1
    assert "0 of 23 groups differ" in printed.err


def test_a_snapshot_for_a_lead_holds_its_group_alone(store, tmp_path, capsys):
    """`--group` makes it, `verify` says what it could compute and what not."""
    made = tmp_path / "WG01.zip"
    common = ["--store", store, "--period", "2025", "--lang", "en"]
    assert run(["snapshot", "create", *common, "--group", "WG01", "--out", str(made)]) == 0
    assert run(["snapshot", "verify", str(made), "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert "WG01.zip holds" in printed
    assert "ranks and all else that needs the other groups is as stated" in printed


def test_a_group_that_is_not_there_is_wrong_usage(store, tmp_path):
    """Exit 2, and no file."""
    out = tmp_path / "none.zip"
    assert run(["snapshot", "create", "--store", store, "--group", "no-such", "--out", str(out)]) == 2
    assert not out.exists()


def test_different_scopes_are_wrong_usage(file, store, tmp_path, capsys):
    """Exit 2 with both scopes named."""
    made = tmp_path / "WG01.zip"
    assert run(["snapshot", "create", "--store", store, "--period", "2025", "--group", "WG01", "--out", str(made)]) == 0
    assert run(["snapshot", "diff", str(file), str(made), "--lang", "en"]) == 2
    assert "all and group:WG01" in capsys.readouterr().err
