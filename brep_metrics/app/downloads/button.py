"""The button of a download: a link to its address, so that it needs no run of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import streamlit as st

from brep_metrics.app.downloads.offers import offer

if TYPE_CHECKING:
    from brep_metrics.app.downloads.offers import Offer


def download_button(
    label: str, given: Offer, *, key: str, kind: Literal["primary", "secondary", "tertiary"] = "secondary"
) -> None:
    """Offer a file under `label`."""
    st.link_button(label, offer(given), key=key, icon=":material/download:", type=kind)
