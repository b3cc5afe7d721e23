"""What a chart's picture names beside its title: what it is about and its source, kept for the charts of a run."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterator

_SOURCE, _PERIOD, _SUBJECT, _SAVE = "charts.source", "charts.period", "charts.subject", "charts.save"


def note_source(source: str, *, period: str, save: str) -> None:
    """Keep source and period, and what saving a picture is called; what the page is about may be told after it."""
    st.session_state.update({_SOURCE: source, _PERIOD: period, _SUBJECT: "", _SAVE: save})


def note_subject(subject: str) -> None:
    """Keep what the page is about, such as a group."""
    st.session_state[_SUBJECT] = subject


@contextmanager
def of_no_period(source: str | None = None) -> Iterator[None]:
    """For charts that are not about the page's period, and whose data may have another source."""
    before = {key: st.session_state.get(key, "") for key in (_SOURCE, _PERIOD)}
    st.session_state.update({_SOURCE: before[_SOURCE] if source is None else source, _PERIOD: ""})
    try:
        yield
    finally:
        st.session_state.update(before)


def noted_source() -> dict[str, str]:
    """`about`, `source` and `save` as they were noted; empty where a page has charts of no selection."""
    noted = {key: st.session_state.get(key, "") for key in (_SOURCE, _PERIOD, _SUBJECT, _SAVE)}
    about = " · ".join(filter(None, (noted[_SUBJECT], noted[_PERIOD])))
    return {"about": about, "source": noted[_SOURCE], "save": noted[_SAVE]}
