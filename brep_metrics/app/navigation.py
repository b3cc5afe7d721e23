"""From one page to another by code, and to the same page drawn anew; what the reader chose goes along in the address.

A page leads on because of a click. One that a browser claims in every run would lead on for ever, so only a few such
steps follow each other.
"""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from brep_metrics.app.pages import page

MAX_STEPS = 5
_LED_ON, _STEPS = "navigation.led_on", "navigation.steps"
CARRIED = ("lang", "period", "methodology", "generation", "as_of")


def open_page(code: str, **codes: str) -> NoReturn:
    """Go to page `code` with these parameters and the period, methodology, data and language of this one."""
    given = st.query_params.to_dict()
    if not _may_lead_on():
        st.stop()
    st.switch_page(page(code).file, query_params={name: given[name] for name in CARRIED if name in given} | codes)


def redraw() -> None:
    """Draw the page anew, since what it showed so far has changed."""
    if _may_lead_on():
        st.rerun()


def begin_run() -> None:
    """Count the runs that a page, not the reader, has led to."""
    led = st.session_state.pop(_LED_ON, False)
    st.session_state[_STEPS] = st.session_state.get(_STEPS, 0) + 1 if led else 0


def _may_lead_on() -> bool:
    st.session_state[_LED_ON] = st.session_state.get(_STEPS, 0) < MAX_STEPS
    return bool(st.session_state[_LED_ON])
