"""Rows of a spreadsheet as XML (ECMA-376, part 1, 18.3.1): fast enough for every row of a snapshot.

Text is always an inline string, so that nothing a cell says can become a formula.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from brep_metrics.csv_export import restored

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# XML 1.0 has no other control characters, and no unpaired surrogates.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Most cells have none of these and are written as they are.
_NEEDS_CARE = re.compile("[\x00-\x1f<>&'\ud800-\udfff\ufffe\uffff]")
# Day 0 of the 1900 date system, as far as dates after February 1900 go.
_DAY_ZERO = date(1899, 12, 30).toordinal()
_MAX_TEXT_LENGTH = 32_767  # characters in a cell, by Excel


def row_writer(kinds: Sequence[str], styles: Sequence[int]) -> Callable[[int, Sequence[str]], str]:
    """What makes the XML of a row from its number, from 1, and its cells as their CSV texts.

    Args:
        kinds: the DuckDB type of each column.
        styles: the workbook's number of the style of each column.

    """
    # Most texts of a column are there many times over, and a sheet has few rows.
    columns = [cache(partial(_cell_xml, kind=kind, style=style)) for kind, style in zip(kinds, styles, strict=True)]

    def row_xml(number: int, cells: Sequence[str]) -> str:
        inside = "".join([column(text) for column, text in zip(columns, cells, strict=True)])
        return f'<row r="{number}">{inside}</row>'

    return row_xml


def _cell_xml(text: str, kind: str, style: int) -> str:
    if not text:
        return f'<c s="{style}"/>'
    if kind.startswith("varchar"):
        shown = _as_xml(text) if len(text) > _MAX_TEXT_LENGTH or _NEEDS_CARE.search(text) else text
        return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'
    if kind == "boolean":
        return f'<c s="{style}" t="b"><v>{int(text == "true")}</v></c>'
    value = date.fromisoformat(text).toordinal() - _DAY_ZERO if kind == "date" else text
    return f'<c s="{style}"><v>{value}</v></c>'


def _as_xml(text: str) -> str:
    return escape(_NOT_XML.sub(" ", restored(text))[:_MAX_TEXT_LENGTH])
