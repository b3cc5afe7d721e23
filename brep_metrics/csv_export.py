"""CSV for people: what Excel and WPS open with Chinese intact and without running a formula.

UTF-8 with byte-order mark, CRLF, quoting by RFC 4180, text that a spreadsheet would run made harmless. There are two
writers of the same bytes: `csv_for_people` for a frame in memory, and for a million rows DuckDB's own COPY, for which
this module gives the projection and the store the connection. Data for programs (`brep export`) are written verbatim
elsewhere, so that they load back unchanged.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
NEW_LINE = "\r\n"
LIST_SEPARATOR = ";"
# Full-width forms count too: Chinese spreadsheets treat them like their ASCII twins; escapes, because many an editor
# turns one into the other.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_HYPHEN = r"\-"  # elsewhere between brackets it would make a range
# Apostrophes before such a start count as well, so that a text which came with its own gets that one back.
_FORMULA = re.compile(f"'*[{''.join(FORMULA_STARTS).replace('-', _HYPHEN)}]")
_NEUTRALISED = re.compile(f"'{_FORMULA.pattern}")
# `#` is no RFC 4180 matter, but DuckDB's writer quotes it, and the two writers agree.
_NEEDS_QUOTES = re.compile(r'[,"\r\n#]')


def csv_for_people(frame: pd.DataFrame) -> bytes:
    """The rows of `frame`, for frames that fit in memory.

    A text cell that a spreadsheet would run as a formula gets a leading apostrophe; numbers, negative ones too, ISO
    dates and leading zeros stay as they are. A list is joined by `;`, a missing value is empty and an empty text is
    `""`.
    """
    columns = [_column(frame.iloc[:, position]) for position in range(frame.shape[1])]
    lines = (",".join(cells) + NEW_LINE for cells in zip(*columns, strict=True))
    return header_for_people(frame.columns) + "".join(lines).encode()


def header_for_people(names: Iterable[object]) -> bytes:
    """The byte-order mark and the heading line, which come before what COPY has written."""
    return BYTE_ORDER_MARK + (",".join(cell_for_people(str(name)) for name in names) + NEW_LINE).encode()


def projection_for_people(columns: Iterable[tuple[str, str]]) -> str:
    """The select list under which COPY, without heading and with CRLF, writes the bytes of `csv_for_people`.

    Args:
        columns: name and DuckDB type of each column, in order.

    """
    return ", ".join(_projected(f'"{name.replace(chr(34), chr(34) * 2)}"', kind) for name, kind in columns)


def neutralised(text: str) -> str:
    """`text`, with an apostrophe before it where a spreadsheet would read a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def restored(text: str) -> str:
    """The text that `neutralised` was given."""
    return text[1:] if _NEUTRALISED.match(text) else text


def restored_sql(expression: str) -> str:
    """`restored` as an expression of DuckDB."""
    return f"case when {_matches(expression, _NEUTRALISED)} then {expression}[2:] else {expression} end"


def cell_for_people(value: Any) -> str:  # noqa: ANN401 - a cell of a frame is anything
    """One cell, quoted where it must be; a midnight without time zone is a date, as pandas has no type for dates."""
    if isinstance(value, list | tuple | np.ndarray):
        value = LIST_SEPARATOR.join(str(item) for item in value)
    if isinstance(value, str):
        return _text(value)
    if pd.isna(value):
        return ""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, float | np.floating):
        return repr(float(value))
    if isinstance(value, datetime):
        return str(value).removesuffix(" 00:00:00")
    return str(value)


def _column(values: pd.Series[Any]) -> list[str]:
    # What most columns of results hold, an array of floats, needs no look at each cell's type.
    if isinstance(values.dtype, np.dtype) and values.dtype.kind == "f":
        return ["" if value != value else repr(value) for value in values.tolist()]  # noqa: PLR0124 - nan alone
    # Most texts of a column are there many times over.
    known: dict[str, str] = {}
    return [
        cell_for_people(value) if type(value) is not str else known.get(value) or known.setdefault(value, _text(value))
        for value in values.tolist()
    ]


def _text(value: str) -> str:
    return _quoted(neutralised(value))


def _quoted(text: str) -> str:
    escaped = text.replace('"', '""')
    return f'"{escaped}"' if not text or _NEEDS_QUOTES.search(text) else text


def _projected(column: str, kind: str) -> str:
    text = column
    if kind.endswith("[]"):
        text = f"array_to_string({column}, '{LIST_SEPARATOR}')"
    elif kind != "VARCHAR":
        return column
    return f"case when {_matches(text, _FORMULA)} then '''' || {text} else {text} end as {column}"


def _matches(expression: str, pattern: re.Pattern[str]) -> str:
    # Both languages read these patterns alike; `match` begins at the start, as `^` does.
    quoted = pattern.pattern.replace("'", "''")
    return f"regexp_matches({expression}, '^{quoted}')"
