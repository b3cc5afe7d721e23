from __future__ import annotations

import csv
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest

from brep_metrics.i18n import Title
from brep_metrics.snapshot import workbook as module
from brep_metrics.snapshot.resources import Field, Resource
from brep_metrics.snapshot.workbook import write_workbook


@pytest.fixture(scope="module")
def workbook(unpacked):
    return openpyxl.load_workbook(unpacked / "snapshot.xlsx")


def test_scores_are_typed_and_graded_in_words(workbook, unpacked):
    """Numbers are numbers and dates are dates; grades are in words of both languages."""
    rows = list(workbook["得分与排名 Scores and ranks"].iter_rows(values_only=True))
    headings = [heading.split("\n")[-1] for heading in rows[0]]
    first = dict(zip(headings, rows[1], strict=True))
    with (unpacked / "scores.csv").open(encoding="utf-8-sig", newline="") as file:
        stated = {heading.split(" ")[0]: cell for heading, cell in next(csv.DictReader(file)).items()}
    assert (first["Rank"], first["Score"]) == (int(stated["rank"]), float(stated["score"]))
    assert first["As of"] == datetime(2026, 3, 31)  # noqa: DTZ001 - a spreadsheet's dates have no zone
    assert (first["Grade in Chinese"], first["Grade in English"]) == (stated["grade_zh"], stated["grade_en"])


def test_every_row_of_every_table_is_there(workbook, unpacked):
    """One sheet per table, with as many rows as its file; headings stay in sight and can be filtered."""
    tables = workbook.worksheets[1:-1]
    assert len(tables) == len(list(unpacked.rglob("*.csv")))
    for sheet in tables:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")
    counts = sorted(sheet.max_row - 1 for sheet in tables)
    assert counts == sorted(len(pd.read_csv(path, encoding="utf-8-sig", dtype=str)) for path in unpacked.rglob("*.csv"))


def test_a_text_that_looks_like_a_formula_stays_text(workbook):
    """The cell shows what was entered, without the apostrophe of the CSV file, and computes nothing."""
    cells = [
        cell
        for row in workbook["合作需求 Cooperation need"].iter_rows()
        for cell in row
        if cell.value == "=1+1 \uff1dx"
    ]
    assert [cell.data_type for cell in cells] == ["s"]


@pytest.fixture
def awkward(tmp_path, snapshot):
    table = Resource(
        "t",
        "t.csv",
        Title("表", "Table"),
        Title(),
        (Field("x", "varchar", Title("文", "Text")), Field("d", "date", Title("日", "Day"))),
    )

    def written(rows):
        (tmp_path / "t.csv").write_bytes(("\ufeffx,d\r\n" + rows).encode())
        write_workbook(tmp_path / "t.xlsx", tmp_path, snapshot.provenance, [table])
        return openpyxl.load_workbook(tmp_path / "t.xlsx")

    return written


def test_what_xml_cannot_hold_becomes_a_space(awkward):
    """A control character in a text does not make a workbook that nobody can open."""
    sheet = awkward('"a\x01<&>b",2025-02-28\r\n').worksheets[1]
    assert sheet["A2"].value == "a <&>b"
    assert sheet["B2"].value.date() == date(2025, 2, 28)


def test_a_table_too_long_for_a_workbook_is_left_to_its_file(awkward, monkeypatch):
    """The first sheet says where its rows are."""
    monkeypatch.setattr(module, "MAX_ROWS", 2)
    book = awkward("a,\r\nb,\r\nc,\r\n")
    assert len(book.worksheets) == 2
    assert [row[2] for row in book.worksheets[0].iter_rows(values_only=True)][-1] == "> 2: t.csv"
