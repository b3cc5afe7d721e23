"""The button that prints a page: its version for paper where it has one, else what is shown without the menu."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from brep_metrics.app.context.visit import Visit

_OWN = Path(__file__)
PART = (
    f"<style>{_OWN.with_suffix('.css').read_text('utf-8')}</style>"
    f"<script>{_OWN.with_suffix('.js').read_text('utf-8')}</script>"
)


def print_button(visit: Visit) -> None:
    """The button in the sidebar, and the script that makes its click print."""
    with st.sidebar:
        st.button(visit.gettext("Print"), icon=":material/print:", key="print")
        with st.container(key="print-script"):
            st.html(PART, unsafe_allow_javascript=True)
