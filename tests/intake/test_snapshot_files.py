"""What was taken from a snapshot is refused with the way that loads back; what only looks a little like it is taken."""

from __future__ import annotations

import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest
from copies import copy_store

from brep_metrics.csv_export import csv_for_people
from brep_metrics.intake import check
from brep_metrics.intake.snapshot_files import RESULTS
from brep_metrics.periods import Period
from brep_metrics.snapshot import create
from brep_metrics.store import Store, export_tables, open_store

if TYPE_CHECKING:
    from pathlib import Path

    from brep_metrics.intake import Report
    from brep_metrics.methodology import Methodology

ISSUE = ["issue_id", "group_id", "title", "raised_on", "escalated_on", "resolved_on", "resolution", "recorded_on"]


@pytest.fixture(scope="module")
def unpacked(
    demo_store: Store, network_methodologies: tuple[Methodology, ...], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A snapshot of the demonstration beside its zip, unpacked."""
    folder = tmp_path_factory.mktemp("snapshot")
    store = open_store(copy_store(demo_store.address, folder / "store"))
    create(
        store, folder / "snapshot.zip", methodology=network_methodologies[0], period=Period.parse("2025"), language="zh"
    )
    with zipfile.ZipFile(folder / "snapshot.zip") as archive:
        archive.extractall(folder / "unpacked")
    return folder


def told(report: Report) -> list[tuple[str, str]]:
    assert {fault.expected.text("en") for fault in report.faults} == {
        "tables as `brep export` writes them, which load back unchanged"
    }
    return [(fault.file, fault.problem.text("en")) for fault in report.faults]


@pytest.mark.parametrize("part", ["", "tables", "tables/outcome.csv", "scores.csv", "snapshot.xlsx"])
def test_an_unpacked_snapshot_is_one_fault(demo_store: Store, unpacked: Path, part: str):
    """Whichever of its files are named."""
    report = check(demo_store, [unpacked / "unpacked" / part])
    assert told(report) == [("unpacked", "is part of a snapshot")]


@pytest.mark.parametrize("file", ["snapshot.zip", "unpacked/snapshot.xlsx", "unpacked/scores.csv"])
def test_one_file_of_a_snapshot_is_recognised_by_itself(demo_store: Store, unpacked: Path, tmp_path: Path, file: str):
    """Away from its folder, as an upload is."""
    alone = shutil.copy(unpacked / file, tmp_path)
    assert told(check(demo_store, [alone])) == [((tmp_path / alone).name, "is part of a snapshot")]


def test_every_result_of_a_snapshot_is_known_by_its_name(unpacked: Path):
    """None of them is a table of the schema."""
    assert {path.stem for path in (unpacked / "unpacked").glob("*.csv")} == RESULTS - {"distribution", "notes"}


def issues(title: str) -> list[list[str]]:
    return [
        ISSUE,
        ["A1", "WG01", title, "2025-01-02", "", "", "", "2025-01-03"],
        ["A2", "WG02", "演示事项", "2025-01-02", "", "", "", "2025-01-03"],
    ]


def for_people(rows: list[list[str]]) -> bytes:
    import pandas as pd  # noqa: PLC0415 - only these tests need it

    return csv_for_people(pd.DataFrame(rows[1:], columns=rows[0]).replace("", None))


@pytest.mark.parametrize("title", ["=X11-6", "-5 %", "@home", "'=X11-6", "＝甲"])
def test_a_table_of_a_snapshot_is_known_by_its_apostrophes(demo_store: Store, tmp_path: Path, title: str):
    """One that was taken out of its folder: loaded back, every such text would be another one."""
    (tmp_path / "issue.csv").write_bytes(for_people(issues(title)))
    report = check(demo_store, [tmp_path / "issue.csv"])
    ((file, problem),) = told(report)
    assert file == "issue.csv"
    assert problem == "is a table of a snapshot: what begins like a formula has an apostrophe before it"
    assert report.faults[0].value == f"'{title}"


@pytest.mark.parametrize("title", ["'s-Hertogenbosch", "'Abd al-Karim", "rock 'n' roll", "'"])
def test_an_apostrophe_is_a_character_like_any_other(demo_store: Store, tmp_path: Path, title: str):
    """Even in a file that is as a snapshot writes it."""
    (tmp_path / "issue.csv").write_bytes(for_people(issues(title)))
    assert check(demo_store, [tmp_path / "issue.csv"]).faults == ()


@pytest.mark.parametrize(
    "rows",
    [
        [ISSUE, *reversed(issues("'=x")[1:])],
        [ISSUE, *([*row[:-1], ""] for row in issues("'=x")[1:])],
        [["group_id", "issue_id", *ISSUE[2:]], *([row[1], row[0], *row[2:]] for row in issues("'=x")[1:])],
    ],
    ids=["another order of rows", "no day of receipt", "another order of columns"],
)
def test_a_persons_own_table_may_hold_such_a_text(demo_store: Store, tmp_path: Path, rows: list[list[str]]):
    """A file that a snapshot would have written otherwise is the person's own."""
    text = "\r\n".join(",".join(row) for row in rows) + "\r\n"
    (tmp_path / "issue.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert check(demo_store, [tmp_path / "issue.csv"]).faults == ()


def test_an_export_is_no_snapshot(demo_store: Store, tmp_path: Path):
    """It loads back unchanged, whatever its texts begin with."""
    export_tables(demo_store, tmp_path / "exported")
    report = check(demo_store, [tmp_path / "exported"])
    assert report.faults == ()
    assert {change.new + change.changed for change in report.changes.values()} == {0}
