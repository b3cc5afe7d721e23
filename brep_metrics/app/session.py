"""Who is visiting, in which language, and which data: what every page knows before it draws anything.

The guard is here too. Until sign-in is configured there is one local evaluator, and `server` refuses any address that
others could reach.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import streamlit as st

from brep_metrics.app.components import address
from brep_metrics.i18n import LANGUAGES, Language, translator
from brep_metrics.store import open_store

if TYPE_CHECKING:
    from brep_metrics.store import Generation, Store

STORE_VARIABLE = "BREP_STORE"
DEFAULT_STORE = "data/store"
_LANGUAGE = "language"
_TOKEN = "token"  # noqa: S105 - the key under which one is kept, not a secret


@dataclass(frozen=True)
class Visit:
    """One run of one page. `scope` names the rows this reader may see and is part of every cache key."""

    page: str
    language: Language
    store: Store
    generation: Generation
    scope: str

    def gettext(self, text: str) -> str:
        """`text` in the reader's language."""
        return translator(self.language).gettext(text)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The form of the text that fits `count`."""
        return translator(self.language).ngettext(one, many, count)


def guard(page: str) -> Visit:
    """Let the reader in and say what they see; stops the run where there is nothing to see.

    Every page calls it first: a page must not rely on the shell having run.
    """
    language = settle_language()
    address.enter(page)
    store = the_store(os.environ.get(STORE_VARIABLE, DEFAULT_STORE))
    generation = store.current()
    if generation is None:
        _say_empty(language)
        st.stop()
    return Visit(page, language, store, generation, scope="network")


@st.cache_resource(show_spinner=False)
def the_store(where: str) -> Store:
    """The store of this process; it keeps one connection for all sessions."""
    return open_store(where)


def settle_language() -> Language:
    """The language of this session: the address's, else the one chosen, else the browser's."""
    given = st.query_params.get("lang")
    held = st.session_state.get(_LANGUAGE)
    written = st.session_state.get("language.written")
    if given in LANGUAGES and given != written:
        held = given
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


def session_token() -> str:
    """Random and this session's own: in a download's name, it keeps two sessions' files apart."""
    return str(st.session_state.setdefault(_TOKEN, secrets.token_urlsafe(9)))


def _browser_language() -> Language:
    preferred = st.context.headers.get("Accept-Language", "") if st.context.headers else ""
    for entry in (preferred or str(st.context.locale or "")).split(","):
        for language in LANGUAGES:
            if entry.strip().lower().startswith(language):
                return language
    return "en"


def _say_empty(language: Language) -> None:
    _ = translator(language).gettext
    st.title(_("There are no data yet"))
    st.markdown(
        _("Load the demonstration network with `brep demo`, or your own tables with `brep load`, and reload this page.")
    )
