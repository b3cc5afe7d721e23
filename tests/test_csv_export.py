from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brep_metrics.csv_export import FORMULA_STARTS, csv_for_people, neutralised


def test_golden_bytes():
    """The byte order mark, CRLF and quoting are what Excel and WPS expect, byte for byte."""
    frame = pd.DataFrame(
        {"名称": ["油气", 'a "b", c'], "分数": [88.5, None], "日": [date(2025, 1, 2), date(2025, 1, 3)]}
    )
    assert csv_for_people(frame) == (
        b"\xef\xbb\xbf" + '名称,分数,日\r\n油气,88.5,2025-01-02\r\n"a ""b"", c",,2025-01-03\r\n'.encode()
    )


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_a_text_that_begins_like_a_formula_is_neutralised(start):
    """A cell that a spreadsheet would run is shown as the text that it is."""
    assert neutralised(f"{start}1+1") == f"'{start}1+1"


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


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), min_size=1, max_size=5))
def test_every_text_comes_back(texts):
    """Apart from the apostrophe, reading the file gives the texts that were written."""
    written = csv_for_people(pd.DataFrame({"t": texts, "n": range(len(texts))})).decode("utf-8-sig")
    read = [row[0] for row in csv.reader(StringIO(written, newline=""))][1:]
    assert read == [neutralised(text) for text in texts]
