"""The language of a session."""

from __future__ import annotations

from typing import cast

import streamlit as st

from brep_metrics.app.context import query_parameters
from brep_metrics.i18n import LANGUAGES, Language, translator

_LANGUAGE, _NOT_SPOKEN = "language", "language.refused"


def resolve_language() -> Language:
    """The language of this session: the address's, else the one chosen, else the browser's.

    One that we do not speak is explained by `explain_refused` later: who is visiting is not known yet.
    """
    given = st.query_params.get("lang")
    held = st.session_state.get(_LANGUAGE)
    written = st.session_state.get("language.written")
    if given in LANGUAGES and given != written:
        held = given
    elif given and given not in LANGUAGES:
        st.session_state[_NOT_SPOKEN] = given
    language = cast("Language", held if held in LANGUAGES else _browser_language())
    st.session_state[_LANGUAGE] = language
    shown = None if language == _browser_language() else language
    if given != shown:
        if shown is None:
            del st.query_params["lang"]
        else:
            st.query_params["lang"] = shown
    st.session_state["language.written"] = shown
    return language


def explain_refused(language: Language) -> None:
    """Say that the address asked for a language that we do not speak."""
    refused = st.session_state.pop(_NOT_SPOKEN, None)
    if refused:
        query_parameters.explain(language, translator(language).gettext("Language"), (refused,))


def _browser_language() -> Language:
    preferred = st.context.headers.get("Accept-Language", "") if st.context.headers else ""
    for entry in (preferred or str(st.context.locale or "")).split(","):
        for language in LANGUAGES:
            if entry.strip().lower().startswith(language):
                return language
    return "en"
