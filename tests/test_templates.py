"""Templates and the data dictionary say what the schema says."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from brep_metrics.dictionary import dictionary
from brep_metrics.intake import NOTES_SHEET, check
from brep_metrics.schema import load_schema
from brep_metrics.store import open_store
from brep_metrics.templates import workbook_template, write_templates

ROOT = Path(__file__).parents[1]


def test_the_committed_dictionary_is_the_schema():
    """`data/dictionary.md` is what `python -m brep_metrics.dictionary` writes."""
    assert (ROOT / "data" / "dictionary.md").read_text(encoding="utf-8") == dictionary()


def test_the_dictionary_explains_every_column_and_value_in_both_languages():
    """Each column and each value it may take is there with its two titles."""
    text = dictionary()
    for table in load_schema().tables.values():
        for column in table.columns.values():
            assert f"{column.title.zh} | {column.title.en}" in text
            assert all(f"{value} = {title.zh}" in text for value, title in column.values.items())
            assert all(f"{value} = {title.en}" in text for value, title in column.values.items())


def test_blank_templates_are_files_without_a_fault(tmp_path: Path):
    """What `brep templates` writes can be checked as it is: every column is there, and no row."""
    write_templates(tmp_path / "templates")
    report = check(open_store(tmp_path / "store"), [tmp_path / "templates"])
    assert report.faults == ()
    assert report.rows == dict.fromkeys(load_schema().tables, 0)


def test_csv_templates_open_as_utf_8_in_a_spreadsheet(tmp_path: Path):
    """Each begins with the byte-order mark and holds the heading line alone."""
    write_templates(tmp_path)
    for name, table in load_schema().tables.items():
        assert (tmp_path / f"{name}.csv").read_bytes() == b"\xef\xbb\xbf" + ",".join(table.columns).encode() + b"\r\n"


def test_the_workbook_explains_itself_and_offers_the_choices():
    """The notes name every column; each sheet offers the values of its enumerated columns; headings carry comments."""
    workbook = load_workbook(BytesIO(workbook_template()))
    tables = load_schema().tables
    assert workbook.sheetnames == [NOTES_SHEET, *tables]
    noted = {(row[0], row[1]) for row in workbook[NOTES_SHEET].iter_rows(values_only=True)}
    for name, table in tables.items():
        sheet = workbook[name]
        choices = {rule.formula1.strip('"') for rule in sheet.data_validations.dataValidation}
        assert choices == {",".join(column.values) for column in table.columns.values() if column.values}
        for cell, column in zip(sheet[1], table.columns.values(), strict=True):
            assert (name, column.name) in noted
            assert cell.value == column.name
            assert f"{column.title.zh} {column.title.en}" in cell.comment.text
