"""From one page to another by code: what the reader chose goes along, in the address."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from brep_metrics.app.pages import page

CARRIED = ("lang", "period", "methodology", "generation", "as_of")


def open_page(code: str, **codes: str) -> NoReturn:
    """Go to page `code` with these parameters and the period, methodology, data and language of this one."""
    given = st.query_params.to_dict()
    st.switch_page(page(code).file, query_params={name: given[name] for name in CARRIED if name in given} | codes)
