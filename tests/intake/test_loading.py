"""What a load leaves in the store: rows added, replaced, removed, whatever form the files had."""

from __future__ import annotations

import struct
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from brep_metrics.errors import StoreBusy, UsageError
from brep_metrics.intake import check, load
from brep_metrics.store import Store, export_tables, open_store

from .conftest import FILES, broken, write_network

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 6, 30)


def exported(store: Store, folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in export_tables(store, folder)}


def put(store: Store, folder: Path, table: str, content: str, **options: object) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / f"{table}.csv"
    path.write_text(content, encoding="utf-8", newline="")
    load(store, [path], who="test", why="again", **options)


@pytest.fixture
def loaded(store: Store, tmp_path: Path) -> Store:
    load(store, [write_network(tmp_path / "good")], who="test", why="base", today=DAY)
    return store


def test_an_export_loads_back_as_the_same_data(loaded: Store, tmp_path: Path):
    """Formulas, quotes, newlines, lists and Chinese survive export → load → export byte for byte."""
    first = exported(loaded, tmp_path / "first")
    again = open_store(tmp_path / "again")
    load(again, [tmp_path / "first"], who="test", why="copy")
    assert b'"=SUM(A1), ""so called""\nsecond line"' in first["activity.csv"]
    assert exported(again, tmp_path / "second") == first


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_the_encodings_give_the_same_data(encoding: str, loaded: Store, tmp_path: Path):
    """UTF-8 with a byte-order mark and GB18030 load like plain UTF-8."""
    files = write_network(tmp_path / "encoded", **{name: text.encode(encoding) for name, text in FILES.items()})
    other = open_store(tmp_path / "other")
    load(other, [files], who="test", why="encoded", today=DAY)
    assert exported(other, tmp_path / "b") == exported(loaded, tmp_path / "a")


@pytest.mark.parametrize("new_line", ["\r\n", "\r"])
def test_new_lines_and_column_order_do_not_matter(new_line: str, loaded: Store, tmp_path: Path):
    """Windows and old Macintosh files load, and columns may come in any order."""
    rows = [line.split(",") for line in FILES["report"].splitlines()]
    content = new_line.join(",".join(reversed(row)) for row in rows)
    before = exported(loaded, tmp_path / "a")
    put(loaded, tmp_path / "new", "report", content)
    assert exported(loaded, tmp_path / "b") == before


def test_a_known_key_is_replaced_and_a_new_one_added(loaded: Store, tmp_path: Path):
    """A row replaces the one with its key; `recorded_on` stays the first where the new one is empty."""
    header = FILES["report"].splitlines()[0]
    changed = (
        "r1,g2,work_plan,2025-01-01,2025-12-31,2025-01-31,,,new,\nr3,g2,progress,2025-04-01,2025-06-30,2025-07-15,,,,"
    )
    put(loaded, tmp_path / "new", "report", f"{header}\n{changed}\n", today=date(2026, 7, 1))
    with loaded.read() as reading:
        rows = reading.fetch("select report_id, group_id, recorded_on from report order by all")
    assert rows == [
        ("r1", "g2", date(2025, 1, 5)),
        ("r2", "g1", date(2025, 1, 5)),
        ("r3", "g2", date(2026, 7, 1)),
    ]


def test_a_file_of_keys_removes_rows(loaded: Store, tmp_path: Path):
    """The named rows go; several key columns are all given."""
    keys = tmp_path / "membership.csv"
    keys.write_text("group_id,organization_id,joined_on\ng1,o2,2021-10-18\n", encoding="utf-8")
    made = load(loaded, [], remove=[keys], who="test", why="left by mistake")
    assert made.rows["membership"] == 1


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("outcome_id\nu9\n", "no such record in table outcome"),
        ("outcome_id\nu1\n", "still used in review.outcome_id, rows: 1"),
        ("outcome_id\nu1\nu1\n", "the key is repeated"),
        ("outcome_id,kind\nu1,project\n", "unknown column"),
    ],
)
def test_a_removal_that_does_not_fit_is_refused(content: str, problem: str, loaded: Store, tmp_path: Path):
    """A key the store does not have, one that other rows still use, a repeated one, and more than keys."""
    keys = tmp_path / "outcome.csv"
    keys.write_text(content, encoding="utf-8")
    problems = [fault.problem.text("en") for fault in check(loaded, [], remove=[keys]).faults]
    assert problem in problems


def test_a_workbook_loads_like_csv(loaded: Store, tmp_path: Path):
    """Typed cells become the text of the same CSV: dates, whole numbers, fractions; empty rows are left out."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "review"
    sheet.append(FILES["review"].splitlines()[0].split(","))
    sheet.append([])
    sheet.append(["v1", "u1", "-A", None, 0.1 + 0.2, datetime.fromisoformat("2025-06-01"), None])
    workbook.save(tmp_path / "book.xlsx")
    load(loaded, [tmp_path / "book.xlsx"], who="test", why="workbook")
    with loaded.read() as reading:
        ((reviewer, score, day),) = reading.fetch("select reviewer, score, reviewed_on from review")
    assert (reviewer, float(score), day) == ("-A", 0.3, date(2025, 6, 1))


def test_faults_of_a_workbook_name_sheet_and_row(loaded: Store, tmp_path: Path):
    """Wrong cells, uncomputed formulas, error values and unknown sheets are faults with their row."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "review"
    sheet.append(FILES["review"].splitlines()[0].split(","))
    sheet.append(["v1", "u1", "A", None, 101, "2025-06-31", None])
    sheet.append(["v2", "u1", "=A1", None, "#DIV/0!", datetime.fromisoformat("2025-06-01T08:00"), None])
    workbook.create_sheet("reviews").append(["x"])
    workbook.save(tmp_path / "book.xlsx")
    found = {(fault.file, fault.line, fault.column) for fault in check(loaded, [tmp_path / "book.xlsx"]).faults}
    name = "book.xlsx[review]"
    assert found == {
        (name, 2, "score"),
        (name, 2, "reviewed_on"),
        (name, 3, "reviewer"),
        (name, 3, "score"),
        (name, 3, "reviewed_on"),
        ("book.xlsx[reviews]", None, None),
    }


def test_a_broken_workbook_is_one_fault(loaded: Store, tmp_path: Path):
    """What is no workbook, though it is called one, is refused without a traceback."""
    (tmp_path / "book.xlsx").write_bytes(b"PK\x03\x04 nothing")
    (fault,) = check(loaded, [tmp_path / "book.xlsx"]).faults
    assert fault.problem.text("en") == "the workbook cannot be read"


def test_a_workbook_that_lists_too_many_parts_is_not_listed(loaded: Store, tmp_path: Path, monkeypatch):
    """They are counted before the directory is opened, which would make an object of each."""
    monkeypatch.setattr("brep_metrics.intake.workbook.package.zipfile.ZipFile", None)
    entries = (b"PK\x01\x02" + bytes(42)) * 10_001
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(entries), 0, 0)
    (tmp_path / "book.xlsx").write_bytes(b"PK\x03\x04" + bytes(26) + entries + end)
    (fault,) = check(loaded, [tmp_path / "book.xlsx"]).faults
    assert fault.problem.text("en") == "the workbook is too large when unpacked"


def test_a_workbook_that_unpacks_too_large_is_not_unpacked(loaded: Store, tmp_path: Path, monkeypatch):
    """The limit is checked before anything is read."""
    Workbook().save(tmp_path / "book.xlsx")
    monkeypatch.setattr("brep_metrics.intake.workbook.package.UNPACKED_LIMIT", 10)
    (fault,) = check(loaded, [tmp_path / "book.xlsx"]).faults
    assert fault.problem.text("en") == "the workbook is too large when unpacked"


def test_a_path_that_is_not_there_is_wrong_usage(store: Store, tmp_path: Path):
    """So is a folder without anything to load, and no path at all."""
    for paths in ([tmp_path / "nowhere"], [tmp_path], []):
        with pytest.raises(UsageError):
            check(store, paths)


def test_a_check_runs_beside_a_writer_and_a_second_load_does_not(loaded: Store, tmp_path: Path):
    """`check` publishes nothing and waits for nobody; a second writer finds the store busy."""
    impatient = open_store(loaded.address, wait=0)
    with loaded.write(who="test", why="holds the lock"):
        assert check(impatient, [tmp_path / "good"]).faults == ()
        with pytest.raises(StoreBusy):
            load(impatient, [tmp_path / "good"], who="test", why="second")
    assert [generation.why for generation in loaded.generations()] == ["base", "holds the lock"]


def test_references_hold_across_the_load_and_the_store(loaded: Store, tmp_path: Path):
    """A child may refer to a parent of the same load or of the store; replacing a parent keeps its children."""
    put(loaded, tmp_path / "new", "outcome", broken("outcome", "660.5", "700"))
    with loaded.read() as reading:
        assert reading.fetch("select quantity::double, (select count(*) from review) from outcome") == [(700.0, 1)]


def test_a_load_after_a_long_silence_asks_about_the_clock(loaded: Store, tmp_path: Path, monkeypatch):
    """The question comes with the warnings, and not where the day is given."""
    path = tmp_path / "sector.csv"
    path.write_text("sector_id,name_zh,name_en,tier,recorded_on\nwind,风电,,frontier,\n", "utf-8")

    class Ahead(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(days=40)

    monkeypatch.setattr("brep_metrics.store.clock.datetime", Ahead)
    asked = [warning for warning in check(loaded, [path]).warnings if "40 days after" in warning.problem.text("en")]
    assert len(asked) == 1
    assert check(loaded, [path], today=loaded.current().date).warnings == ()
