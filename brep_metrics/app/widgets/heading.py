"""The top and the bottom of every page: the question, the sentence that answers it, and what it was computed from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.queries.provenance import caveats, provenance_text
from brep_metrics.app.wording.formats import plain

if TYPE_CHECKING:
    from brep_metrics.app.queries.selection import Selection


def answer(text: str, about: Selection | None = None) -> None:
    """The sentence that answers the page's question, with what a reader of figures `about` a period must know."""
    st.markdown(f"##### {plain(text)}")
    for caveat in caveats(about) if about else ():
        st.warning(plain(caveat), icon=":material/event_upcoming:")


def name_window(*parts: str) -> None:
    """Call the browser's window by what the page is about, so that several of them are told apart."""
    st.set_page_config(page_title=" · ".join(parts))


def section(title: str, explanation: str = "") -> None:
    """A part of the page; the explanation says how to read what follows."""
    st.subheader(plain(title), anchor=False)
    if explanation:
        st.caption(plain(explanation))


def statement(text: str) -> None:
    """A sentence that answers the question of a part of the page."""
    st.markdown(plain(text))


def empty(text: str) -> None:
    """Say that there is nothing to show, which is an answer too."""
    st.info(plain(text), icon=":material/inbox:")


def show_provenance(selection: Selection) -> None:
    """The line under every page: data, methodology and generation of all figures above it."""
    st.caption(plain(provenance_text(selection)))
