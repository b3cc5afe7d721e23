"""CSV for people: what Excel and WPS open with Chinese intact and without running a formula.

Data for programs (`brep export`) are written verbatim elsewhere, so that they load back unchanged.
"""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import numpy as np
import pandas as pd

# Full-width forms count too: Chinese spreadsheets treat them like their ASCII twins.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "=", "+", "-", "@")


def csv_for_people(frame: pd.DataFrame) -> bytes:
    """The rows of `frame` as RFC 4180: UTF-8 with byte-order mark, CRLF.

    A text cell that a spreadsheet would run as a formula gets a leading apostrophe; numbers, negative ones too, stay as
    they are. A list is joined by `;`, a missing value is empty.
    """
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([neutralised(str(name)) for name in frame.columns])
    writer.writerows([_cell(value) for value in row] for row in frame.itertuples(index=False, name=None))
    return text.getvalue().encode("utf-8-sig")


def neutralised(text: str) -> str:
    """`text`, with an apostrophe before it where a spreadsheet would read a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _cell(value: Any) -> object:  # noqa: ANN401 - a cell of a frame is anything
    if isinstance(value, str):
        return neutralised(value)
    if isinstance(value, list | tuple | np.ndarray):
        return neutralised(";".join(str(item) for item in value))
    return "" if pd.isna(value) else value
