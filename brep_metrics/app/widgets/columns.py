"""The kinds of columns that tables are made of, each with its heading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from brep_metrics.app.context.viewport import is_narrow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


_ROWS = "columns.rows."
NARROW_COLUMN = 140  # pixels at most in a narrow window: a name is cut, so that its figures fit beside it
LETTER, FREE = 6.3, 26  # pixels of a narrow character, and those of a cell that are beside its text


@dataclass(frozen=True)
class Shown:
    """A column on the page: its heading, which the download repeats, its pixels, and how Streamlit draws it."""

    title: str
    width: int | None
    column: Callable[..., Any]
    names: bool = False
    opens: str | None = None  # the key of its clicks

    @property
    def is_cut(self) -> bool:
        """Whether it holds names and the reader's window is too narrow for them; sentences are left whole."""
        return self.names and (self.width or 0) > NARROW_COLUMN and is_narrow()

    @property
    def letters(self) -> int | None:
        """How many narrow characters of a name fit; None for a column without names or without a width."""
        return int((self.width - FREE) / LETTER) if self.names and self.width else None

    def config(self) -> Any:  # noqa: ANN401 - Streamlit's own
        """The column as wide as the reader's window lets it be."""
        return self.column(self.title, width=NARROW_COLUMN if self.is_cut else self.width)


def text(title: str, width: int | None = None, *, note: str | None = None, right: bool = False) -> Shown:
    """Text as it is."""
    return Shown(title, width, partial(st.column_config.TextColumn, help=note, alignment="right" if right else "left"))


def named(title: str, width: int) -> Shown:
    """Names, which a narrow window shortens."""
    return Shown(title, width, partial(st.column_config.TextColumn), names=True)


def number(
    title: str, width: int | None = None, *, decimals: int = 0, unit: str = "", note: str | None = None
) -> Shown:
    """A number with fixed decimals and, behind it, a unit such as `%`."""
    pattern = f"%.{decimals}f{' ' + unit.replace('%', '%%') if unit else ''}"
    return Shown(title, width, partial(st.column_config.NumberColumn, format=pattern, help=note))


def bar(title: str, scale: tuple[float, float], width: int | None = None, *, decimals: int = 1) -> Shown:
    """A number on a scale, with a bar as long."""
    low, high = scale
    pattern = f"%.{decimals}f"
    column = partial(st.column_config.ProgressColumn, min_value=low, max_value=high, format=pattern, color="blue")
    return Shown(title, width, column)


def badge(title: str, looks: Mapping[str, str], width: int | None = None) -> Shown:
    """Coloured labels; `looks` gives each text its colour. The cells are lists of texts."""
    column = partial(st.column_config.MultiselectColumn, options=list(looks), color=list(looks.values()))
    return Shown(title, width, column)


def opener(title: str, key: str, width: int | None = None) -> Shown:
    """A text that opens what it names; the clicked row is then `clicked_row(key)`."""
    column = partial(st.column_config.ButtonColumn, type="tertiary", alignment="left", key=key)
    return Shown(title, width, column, names=True, opens=key)


def note_rows(columns: Iterable[Shown], rows: int) -> None:
    """Keep how many rows a table has, so that no click on another is taken for one of them."""
    for column in columns:
        if column.opens is not None:
            st.session_state[_ROWS + column.opens] = rows


def clicked_row(key: str) -> int | None:
    """The row whose opener was clicked just now, if the table has it: a browser may claim any."""
    click = st.session_state.get(key)
    row = click.get("row") if isinstance(click, Mapping) else None
    rows: int = st.session_state.get(_ROWS + key, 0)
    return row if isinstance(row, int) and 0 <= row < rows else None
