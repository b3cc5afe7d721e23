"""The frame around every page: menu, language, and the banner of local mode."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.pages import PAGES, PageEntry
from brep_metrics.app.session import settle_language
from brep_metrics.i18n import LANGUAGES, Language, translator

if TYPE_CHECKING:
    from collections.abc import Callable

# A picture of our own: an icon by name would be fetched from outside.
MARK, WORDMARK = (Path(__file__).with_name(name) for name in ("mark.svg", "wordmark.svg"))
LANGUAGE_NAMES = {"zh": "中文", "en": "English"}


def run() -> None:
    """Draw the frame and run the page that the address names."""
    language = settle_language()
    _ = translator(language).gettext
    st.set_page_config(page_title=_("BREP working groups"), page_icon=MARK, layout="wide")
    st.logo(WORDMARK, size="large", icon_image=MARK)
    chosen = st.navigation(_menu(_))
    with st.sidebar:
        _language_switch(language)
        st.caption(_("Local mode: one evaluator on this machine, without sign-in."))
    chosen.run()


def _menu(_: Callable[[str], str]) -> dict[str, list[st.Page]]:
    return {
        _(section): [_entry(entry, _) for entry in entries]
        for section, entries in groupby(PAGES, key=lambda entry: entry.section)
    }


def _entry(entry: PageEntry, _: Callable[[str], str]) -> st.Page:
    return st.Page(
        entry.file, title=_(entry.name), icon=entry.icon, url_path=entry.code, default=entry.code == PAGES[0].code
    )


def _language_switch(language: Language) -> None:
    if st.session_state.get("language-switch") != language:
        st.session_state["language-switch"] = language
    st.segmented_control(
        "语言 / Language",
        LANGUAGES,
        format_func=LANGUAGE_NAMES.__getitem__,
        key="language-switch",
        required=True,
        on_change=_take_language,
    )


def _take_language() -> None:
    st.session_state["language"] = st.session_state["language-switch"]
