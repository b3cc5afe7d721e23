"""Whether the reader's window is as narrow as a phone's, so that tables show what fits.

No server is told how wide a window is: until a chart in it has reported that, the browser's name must do.
"""

from __future__ import annotations

import streamlit as st

_NARROW = "narrow"


def is_narrow() -> bool:
    """Whether there is room for no more than a few columns."""
    if _NARROW not in st.session_state:
        reported(narrow=_calls_itself_a_phone())
    return bool(st.session_state[_NARROW])


def reported(*, narrow: bool) -> None:
    """Keep what a chart reported, for this and all later runs of the session."""
    st.session_state[_NARROW] = narrow


def _calls_itself_a_phone() -> bool:
    return "Mobi" in st.context.headers.get("User-Agent", "") if st.context.headers else False
