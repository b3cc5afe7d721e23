"""The search for a working group beside every page: by name, by code, and by the pinyin initials of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.navigation import open_page
from brep_metrics.app.queries.ranking_frame import chinese_names, group_names

if TYPE_CHECKING:
    from brep_metrics.app.queries.selection import Selection

_KEY, _FOUND = "group-search", "group-search.found"


def search_group(selection: Selection) -> None:
    """A box in the sidebar that leads to the scorecard of the group that is found."""
    _, labels = selection.visit.gettext, _labels(selection)
    found = st.session_state.pop(_FOUND, None)
    if found in labels:
        open_page("scorecard", group=found)
    if len(labels) > 1:
        with st.sidebar:
            st.selectbox(
                _("Find a working group"),
                list(labels),
                None,
                format_func=labels.__getitem__,
                key=_KEY,
                placeholder=_("Name, pinyin initials or code"),
                on_change=_note,
            )


@cached_for_selection(200)
def _labels(selection: Selection) -> dict[str, str]:
    """What the box shows and looks in: of each group its name, the initials of its Chinese name, and its code."""
    chinese = chinese_names(selection)
    return {
        code: " · ".join(filter(None, (name, initials(chinese.get(code, "")), code)))
        for code, name in group_names(selection).items()
    }


def initials(name: str) -> str:
    """The first letters of a Chinese name's syllables; empty for a name without Chinese characters."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - its table takes a while to load

    if name.isascii():
        return ""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="ignore"))


def _note() -> None:
    # The box is emptied, so that the same group can be looked for again; the run that follows leads to it.
    st.session_state[_FOUND], st.session_state[_KEY] = st.session_state[_KEY], None
