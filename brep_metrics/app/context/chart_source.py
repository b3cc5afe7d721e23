"""What a chart's picture names as its source, kept for the charts of a run by what chooses its data."""

from __future__ import annotations

import streamlit as st

_SOURCE, _SAVE = "charts.source", "charts.save"


def note_source(source: str, *, save: str) -> None:
    """Keep the source, and what saving a picture is called in the reader's language."""
    st.session_state[_SOURCE], st.session_state[_SAVE] = source, save


def noted_source() -> dict[str, str]:
    """`source` and `save` as they were noted; empty where a page has charts of no selection."""
    return {"source": st.session_state.get(_SOURCE, ""), "save": st.session_state.get(_SAVE, "")}
