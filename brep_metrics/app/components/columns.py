"""The kinds of columns that tables are made of, each with its heading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Shown:
    """A column on the page: its heading, which the download repeats, and how Streamlit draws it."""

    title: str
    config: Any


def text(title: str, width: int | None = None, *, note: str | None = None, right: bool = False) -> Shown:
    """Text as it stands."""
    return Shown(
        title, st.column_config.TextColumn(title, width=width, help=note, alignment="right" if right else "left")
    )


def number(
    title: str, width: int | None = None, *, decimals: int = 0, unit: str = "", note: str | None = None
) -> Shown:
    """A number with fixed decimals and, behind it, a unit such as `%`."""
    pattern = f"%.{decimals}f{' ' + unit.replace('%', '%%') if unit else ''}"
    return Shown(title, st.column_config.NumberColumn(title, width=width, format=pattern, help=note))


def bar(title: str, scale: tuple[float, float], width: int | None = None, *, decimals: int = 1) -> Shown:
    """A number on a scale, with a bar as long."""
    low, high = scale
    shown = st.column_config.ProgressColumn(
        title, width=width, min_value=low, max_value=high, format=f"%.{decimals}f", color="blue"
    )
    return Shown(title, shown)


def badge(title: str, looks: Mapping[str, str], width: int | None = None) -> Shown:
    """Coloured labels; `looks` gives each text its colour. The cells are lists of texts."""
    shown = st.column_config.MultiselectColumn(title, width=width, options=list(looks), color=list(looks.values()))
    return Shown(title, shown)


def opener(title: str, key: str, width: int | None = None) -> Shown:
    """A text that opens what it names; the clicked row is then `clicked_row(key)`."""
    shown = st.column_config.ButtonColumn(title, width=width, type="tertiary", alignment="left", key=key)
    return Shown(title, shown)


def clicked_row(key: str) -> int | None:
    """The row whose opener was clicked just now."""
    click = st.session_state.get(key)
    return int(click["row"]) if click else None
