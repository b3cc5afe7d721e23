"""A page for paper: what the browser prints instead of the page on the screen, where it is not to be seen.

Tables on the screen are drawn on a canvas and charts keep the screen's width, so paper gets plain tables of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Line:
    """A bar on paper: what it is, its length and the place of its mark as shares of the scale (None: none)."""

    title: str
    text: str
    length: float | None
    mark: float | None


_sheet = st.components.v2.component(
    "brep_sheet",
    html='<div class="print-sheet"></div>',
    js=Path(__file__).with_suffix(".js").read_text("utf-8"),
    css=Path(__file__).with_suffix(".css").read_text("utf-8"),
    isolate_styles=False,
)


def print_view(parts: Sequence[str]) -> None:
    """Give the page its version for paper; `parts` are made by the functions below, which escape every text."""
    _sheet(key="sheet", data="".join(parts))


def words(kind: str, text: str) -> str:
    """A line of text: a `title`, an `answer`, the heading of a `part`, `text`, a `signature`, or the `provenance`."""
    return f'<div class="{kind}">{escape(text)}</div>'


def figures(named: Sequence[tuple[str, str]]) -> str:
    """Name and value of a few figures, side by side."""
    cells = "".join(f"<div>{escape(name)}<b>{escape(text)}</b></div>" for name, text in named)
    return f'<div class="figures">{cells}</div>'


def bars(lines: Sequence[Line]) -> str:
    """One bar per line, each with its mark."""
    return f"<table>{''.join(map(_bar, lines))}</table>"


def grid(headings: Sequence[str], rows: Sequence[Sequence[str]], *, right: frozenset[int]) -> str:
    """A table; the columns whose positions are in `right` hold numbers."""

    def cells(texts: Sequence[str], tag: str) -> str:
        return "".join(
            f'<{tag} class="{"right" if at in right else ""}">{escape(text)}</{tag}>' for at, text in enumerate(texts)
        )

    body = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in rows)
    return f"<table><tr>{cells(headings, 'th')}</tr>{body}</table>"


def _bar(line: Line) -> str:
    drawn = "" if line.length is None else f'<div class="bar" style="width:{line.length:.1%}"></div>'
    drawn += "" if line.mark is None else f'<div class="mark" style="left:{line.mark:.1%}"></div>'
    return (
        f'<tr><td>{escape(line.title)}</td><td><div class="track">{drawn}</div></td>'
        f'<td class="right">{escape(line.text)}</td></tr>'
    )
