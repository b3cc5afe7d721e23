"""Every kind of faulty file is refused, with the place named, in both languages, and nothing in the store changes."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brep_metrics.cli.main import run
from brep_metrics.errors import FaultsError
from brep_metrics.i18n import translator
from brep_metrics.intake import check, load

from .conftest import FILES, broken, write_network
from .faulty_files import CASES, Case

if TYPE_CHECKING:
    from brep_metrics.store import Store


def fingerprint(store: Store) -> dict[str, str]:
    """The sha256 of everything in the store's folder but the index that SQLite keeps of who reads."""
    folder = Path(store.address)
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith("-shm"))
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_faulty_file_is_refused_with_its_place(case: Case, network: Store, tmp_path: Path, capsys):
    """Exit code 1; file, line, column, problem and expectation are printed; the store is unchanged to the byte."""
    before = fingerprint(network)
    code = run(["load", str(case.write(tmp_path)), "--store", network.address, "--lang", "en"])

    said = capsys.readouterr().err.splitlines()
    place = f"{case.table}.csv" + (f":{case.line}" if case.line else "") + (f": {case.column}" if case.column else "")
    (line,) = [line for line in said if line.startswith(place) and case.problem in line]
    assert code == 1
    assert case.expected in line.partition("; expected ")[2]
    assert not any("Traceback" in line for line in said)
    assert fingerprint(network) == before


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_fault_is_told_once_and_in_chinese(case: Case, network: Store, tmp_path: Path):
    """One broken cell draws no further faults after it, and no text falls back to English."""
    faults = check(network, [case.write(tmp_path)]).faults
    assert len(faults) == case.faults
    for message in (text for fault in faults for text in (fault.problem, fault.expected) if text):
        same = message.text("zh") == message.text("en")
        assert message.id in translator("zh")._catalog
        assert not same or message.id == "“{nearest}”"


def test_all_faults_of_all_files_come_in_one_report(network: Store, tmp_path: Path):
    """Faults of different kinds and files are listed together, in the order of files and lines."""
    folder = write_network(
        tmp_path / "bad",
        report=broken("report", "2025-01-31", "soon").replace("progress", "progres"),
        review=FILES["review"].replace("criterion", "criteron").replace("87.5", "x"),
        membership=broken("membership", "participant", "lead"),
        need="",
    )
    with pytest.raises(FaultsError) as refused:
        load(network, [folder], who="test", why="bad")
    assert [(fault.file, fault.line, fault.column) for fault in refused.value.faults] == [
        ("membership.csv", 2, "role"),
        ("membership.csv", 3, "role"),
        ("need.csv", None, None),
        ("report.csv", 2, "due_on"),
        ("report.csv", 3, "kind"),
        ("review.csv", 1, "criteron"),
        ("review.csv", 2, "score"),
    ]


def test_a_quoted_newline_does_not_shift_the_line(network: Store, tmp_path: Path):
    """The line is the physical one of the cell, whether the newline is in an earlier row or earlier in its own."""
    content = broken("activity", "CN;KZ", "CN;XX").replace("2025-04-01", "2025-04-31")
    report = check(network, [write_network(tmp_path / "bad", activity=content)])
    assert [(fault.line, fault.column) for fault in report.faults] == [(3, "country_codes"), (4, "held_on")]


def test_many_equal_faults_are_counted_beyond_those_listed(network: Store, tmp_path: Path, monkeypatch):
    """A report that cannot list every row says how many more there are."""
    monkeypatch.setattr("brep_metrics.intake.fault_finding.LISTED_PER_RULE", 3)
    header, row = FILES["review"].splitlines()
    path = tmp_path / "review.csv"
    rows = [row.replace("v1", f"v{number}").replace("87.5", "?") for number in range(10)]
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    report = check(network, [path])
    assert [fault.line for fault in report.faults] == [None, 2, 3, 4]
    assert report.faults[0].problem.text("en") == "7 more rows have the same fault"


def test_an_unreadable_parent_accuses_no_child(network: Store, tmp_path: Path):
    """References to a table whose own file could not be read are not judged."""
    folder = write_network(tmp_path / "bad", outcome=b"\x00", review=broken("review", "u1", "u2"))
    assert [fault.file for fault in check(network, [folder]).faults] == ["outcome.csv"]
