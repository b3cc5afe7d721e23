from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brep_metrics.csv_export import (
    FORMULA_STARTS,
    csv_for_people,
    header_for_people,
    neutralised,
    projection_for_people,
    restored,
    restored_sql,
)

CONNECTION = duckdb.connect()
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)
texts_like_formulas = st.text(st.sampled_from([*FORMULA_STARTS, "'", "a", '"', ",", "#", "\n", "中"]), max_size=5)


def test_golden_bytes():
    """The byte order mark, CRLF and quoting are what Excel and WPS expect, byte for byte."""
    frame = pd.DataFrame(
        {"名称": ["油气", 'a "b", c'], "分数": [88.5, None], "日": [date(2025, 1, 2), date(2025, 1, 3)]}
    )
    assert csv_for_people(frame) == (
        b"\xef\xbb\xbf" + '名称,分数,日\r\n油气,88.5,2025-01-02\r\n"a ""b"", c",,2025-01-03\r\n'.encode()
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_a_text_that_begins_like_a_formula_is_neutralised(start):
    """A cell that a spreadsheet would run is shown as the text that it is, full-width forms included."""
    assert neutralised(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["2025-01-02", "007", "3.5", "a=b", " =1", "'", "", "油气"])
def test_any_other_text_is_left_alone(text):
    """Dates, leading zeros and ordinary words are written as they are."""
    assert neutralised(text) == text


@pytest.mark.parametrize("number", [-3.5, -4, Decimal("-2.50")])
def test_negative_numbers_stay_numbers(number):
    """Protection against formulas leaves negative numbers alone."""
    assert csv_for_people(pd.DataFrame({"n": [number]})).decode("utf-8-sig") == f"n\r\n{number}\r\n"


def test_a_header_is_neutralised_too():
    """A column's title may come from a methodology file, so it is as untrusted as a cell."""
    assert csv_for_people(pd.DataFrame({"=a": [1]})).decode("utf-8-sig").startswith("'=a\r\n")


def test_a_list_is_one_cell():
    """A list keeps the separator of the input files."""
    assert csv_for_people(pd.DataFrame({"a": [["DE", "CN"]]})).decode("utf-8-sig") == "a\r\nDE;CN\r\n"


@settings(deadline=None)
@given(st.lists(texts | texts_like_formulas, min_size=1, max_size=5))
def test_every_text_comes_back(values):
    """Apart from the apostrophe, reading the file gives the texts that were written."""
    written = csv_for_people(pd.DataFrame({"t": values, "n": range(len(values))})).decode("utf-8-sig")
    read = [row[0] for row in csv.reader(StringIO(written, newline=""))][1:]
    assert read == [neutralised(text) for text in values]


@settings(deadline=None)  # a busy machine is no fault of the rule
@given(texts | texts_like_formulas)
def test_neutralising_loses_nothing(text):
    """The text comes back exactly, also one that brought its own apostrophe, in Python and in DuckDB."""
    assert restored(neutralised(text)) == text
    query = f"select {restored_sql('x')} from (select $x as x)"
    assert CONNECTION.execute(query, {"x": neutralised(text)}).fetchone() == (text,)


def test_both_writers_give_the_same_bytes(tmp_path):
    """A table written set-based and the same rows written from a frame cannot be told apart."""
    awkward = ["", "a", " a ", '"', ",", "#", "\r\n", "\ta", "=1", "'=1", "\uff1d1", "-5", "NULL", "中文", "007", None]
    connection = duckdb.connect()
    connection.execute(
        "create table t (x varchar, n integer, d double, m decimal(9, 3), day date, ok boolean, l varchar[])"
    )
    for number, text in enumerate(awkward):
        values = [text, number - 3, (number - 3) / 7e5, Decimal(number) - 3, date(2024, 1, 1 + number), number % 2 == 0]
        connection.execute(
            "insert into t values (?, ?, ?, ?, ?, ?, ?)", [*values, None if text is None else [text, "x"]]
        )
    for number in (1e15, 1e16, 1e22, 0.1, -0.0, 5e-324, 1 / 3):
        connection.execute("insert into t (d) values (?)", [number])
    columns = [(str(name), str(kind)) for name, kind, *_ in connection.execute("describe t").fetchall()]
    target = tmp_path / "body.csv"
    connection.execute(
        f"copy (select {projection_for_people(columns)} from t) to '{target}' (header false, new_line '\\r\\n')"
    )
    rows = connection.execute("select * from t").fetchall()
    frame = pd.DataFrame(
        {name: pd.Series([row[i] for row in rows], dtype=object) for i, (name, _) in enumerate(columns)}
    )
    assert header_for_people(frame.columns) + target.read_bytes() == csv_for_people(frame)


def test_pandas_and_duckdb_read_the_same_values(tmp_path):
    """What people open, programs read too: every value comes back with its type, Chinese included."""
    frame = pd.DataFrame({"name": ["绿色, 金融", "007", 'a"b'], "score": [-3.25, 88.5, 0.1], "n": [-4, 5, 6]})
    target = tmp_path / "t.csv"
    target.write_bytes(csv_for_people(frame))
    pd.testing.assert_frame_equal(pd.read_csv(target, dtype={"name": str}), frame)
    read = duckdb.connect().execute(f"select * from read_csv('{target}', types = {{'name': 'varchar'}})").fetchall()
    assert read == list(frame.itertuples(index=False, name=None))
