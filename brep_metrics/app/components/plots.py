"""Figures on a page: the same settings everywhere, a text for those who cannot see them, and what was clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    import plotly.graph_objects as go

# No button bar: its tips are English, and its camera would send nobody the date of the data.
CONFIG = {"displayModeBar": False, "showTips": False, "scrollZoom": False, "doubleClick": False}


def plot(figure: go.Figure, *, alt: str, key: str) -> None:
    """Show a figure that answers no clicks."""
    st.plotly_chart(figure, key=key, alt=alt, config=CONFIG)


def clickable(figure: go.Figure, *, alt: str, key: str) -> tuple[str, ...] | None:
    """Show a figure and return the codes of a mark that was clicked just now, once.

    Streamlit repeats a selection on every later run, so one that was already answered is not answered again.
    """
    state = st.plotly_chart(figure, key=key, alt=alt, config=CONFIG, on_select="rerun", selection_mode="points")
    points = state["selection"]["points"] if state else []
    codes = tuple(str(code) for code in points[0].get("customdata") or ()) if points else None
    answered = f"{key}.answered"
    if codes is None or codes == st.session_state.get(answered):
        st.session_state[answered] = codes
        return None
    st.session_state[answered] = codes
    return codes if codes[0] else None
