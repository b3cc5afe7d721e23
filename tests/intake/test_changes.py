"""What a load changes is counted by table, told cell by cell, and kept with the generation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.intake import ChangedCell, check, load
from brep_metrics.store import open_store

from .conftest import FILES, broken, write_network

if TYPE_CHECKING:
    from pathlib import Path

    from brep_metrics.store import Store


def test_a_first_load_is_all_new(store: Store, tmp_path: Path):
    """Every record of every table, as the generation says afterwards too."""
    made = load(store, [write_network(tmp_path / "good")], who="test", why="base")
    assert made.changes["report"] == {"new": 2, "changed": 0, "equal": 0, "removed": 0}
    assert {table: counts["new"] for table, counts in made.changes.items()} == {
        table: made.rows[table] for table in FILES
    }


def test_records_are_counted_by_what_becomes_of_them(loaded: Store, tmp_path: Path):
    """One record of each kind in one load: added, changed, sent again as it was, removed."""
    (tmp_path / "report.csv").write_text(
        broken("report", "2025-04-15,,", "2025-04-15,2025-04-14,")
        + "r3,g1,progress,2025-04-01,2025-06-30,2025-07-15,,,,\n"
    )
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "review.csv").write_text("review_id\nv1\n")
    report = check(loaded, [tmp_path / "report.csv"], remove=[tmp_path / "keys" / "review.csv"])
    assert {table: change.counts for table, change in report.changes.items()} == {
        "report": {"new": 1, "changed": 1, "equal": 1, "removed": 0},
        "review": {"new": 0, "changed": 0, "equal": 0, "removed": 1},
    }
    assert report.changes["report"].cells == (ChangedCell("report", "r2", "submitted_on", None, "2025-04-14"),)


def test_changed_cells_are_told_as_they_were_and_will_be(loaded: Store, tmp_path: Path):
    """Lists by semicolons, numbers with the decimals of their column, columns in the order of the table."""
    content = broken("outcome", "660.5,MW", "12,").replace("KZ,o1,", "KZ;CN,,")
    (tmp_path / "outcome.csv").write_text(content)
    (change,) = check(loaded, [tmp_path / "outcome.csv"]).changes.values()
    assert [(cell.column, cell.old, cell.new) for cell in change.cells] == [
        ("country_codes", "KZ", "KZ;CN"),
        ("organization_ids", "o1", ""),
        ("quantity", "660.500", "12.000"),
        ("unit", "MW", None),
    ]


def test_a_record_whose_day_of_receipt_is_left_empty_is_equal(loaded: Store, tmp_path: Path):
    """An empty `recorded_on` keeps the day that the store has, which is no change."""
    (tmp_path / "review.csv").write_text(FILES["review"])
    (change,) = check(loaded, [tmp_path / "review.csv"]).changes.values()
    assert change.counts == {"new": 0, "changed": 0, "equal": 1, "removed": 0}


def test_an_accent_in_two_characters_changes_nothing(loaded: Store, tmp_path: Path):
    """Text is brought to NFC before it is compared, so that a record from another machine is not a changed one."""
    composed = FILES["organization"].replace("Demo Grid", "Caf\u00e9")
    (tmp_path / "organization.csv").write_text(composed)
    load(loaded, [tmp_path / "organization.csv"], who="test", why="accent")
    (tmp_path / "organization.csv").write_text(composed.replace("\u00e9", "e\u0301"))
    (change,) = check(loaded, [tmp_path / "organization.csv"]).changes.values()
    assert change.counts == {"new": 0, "changed": 0, "equal": 2, "removed": 0}


def test_the_history_keeps_the_numbers(loaded: Store, tmp_path: Path):
    """They are in the generation's record, as another process reads it."""
    (tmp_path / "report.csv").write_text(broken("report", "工作计划,", "年度计划,"))
    load(loaded, [tmp_path / "report.csv"], who="test", why="title")
    first, second = open_store(loaded.address).generations()
    assert first.changes["report"]["new"] == 2
    assert second.changes == {"report": {"new": 0, "changed": 1, "equal": 1, "removed": 0}}


def test_a_file_with_faults_changes_nothing_and_says_so(loaded: Store, tmp_path: Path):
    """Numbers of a load that cannot happen would mislead."""
    (tmp_path / "report.csv").write_text(broken("report", "2025-01-31", "soon"))
    report = check(loaded, [tmp_path / "report.csv"])
    assert report.faults
    assert not report.changes
