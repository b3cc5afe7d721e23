"""The browser's way back: one step for each act of the reader, whatever Streamlit writes into the history."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_SCRIPT = Path(__file__).with_suffix(".js").read_text("utf-8")
# Nothing of it is seen, so it must not take the height of a line.
PART = f"<style>.st-key-way-back {{ display: none }}</style><script>{_SCRIPT}</script>"


def keep_browser_history() -> None:
    """Enter in the history only what the reader does; the first page that draws this does it for all."""
    with st.container(key="way-back"):
        st.html(PART, unsafe_allow_javascript=True)
