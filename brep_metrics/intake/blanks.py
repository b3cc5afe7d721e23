"""What counts as an empty cell, for both readers of a file and in both kinds of file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

BLANKS = (
    " \t\r\n\v\f\x85\xa0\xad\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u2028"
    "\u2029\u202f\u205f\u2060\u3000\ufeff"
)
"""Blanks of all widths, line breaks, and characters without any width."""


def is_blank(cell: str) -> bool:
    """Whether a cell shows nothing."""
    return not cell.strip(BLANKS)


def is_blank_row(cells: Iterable[str]) -> bool:
    """Whether a row shows nothing, so that it is skipped."""
    return all(map(is_blank, cells))


def not_blank_sql(columns: Iterable[str]) -> str:
    """The condition that a row of these columns shows something; the first column alone decides it for most rows.

    Comparing comes before trimming, which takes ten times as long as reading the row.
    """
    return " or ".join(f"\"{name}\" between '!' and '~' or trim(\"{name}\", '{BLANKS}') <> ''" for name in columns)
