"""The frame around every page: the menu of the reader's role, language, sign-out, and the banner of local mode."""

from __future__ import annotations

from base64 import b64encode
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from brep_metrics.app.auth import access_screens, identity
from brep_metrics.app.context.guard import enter, role_of_visitor
from brep_metrics.app.context.language import resolve_language
from brep_metrics.app.context.reconnection import survive_a_lost_server
from brep_metrics.app.context.stores import current_store, shows_demonstration
from brep_metrics.app.pages import PAGES, PageEntry, pages_of
from brep_metrics.app.widgets.browser_history import keep_browser_history
from brep_metrics.app.widgets.detail_dialog import serve_the_keyboard
from brep_metrics.app.widgets.first_steps import show_first_steps
from brep_metrics.app.wording.formats import plain
from brep_metrics.errors import BrepError
from brep_metrics.i18n import LANGUAGES, Language, translator

if TYPE_CHECKING:
    from collections.abc import Callable

    from brep_metrics.access import Role


def _picture(name: str) -> str:
    """A picture of our own, in its address, so that no run reads the file again."""
    return "data:image/svg+xml;base64," + b64encode(Path(__file__).with_name(name).read_bytes()).decode()


# An icon by name would be fetched from outside.
MARK, WORDMARK = _picture("mark.svg"), _picture("wordmark.svg")
START = "start"
MAX_QUOTED = 60
# Streamlit writes white on the theme's colour, a light one in the dark theme, cuts what a box has no room for,
# makes a link of every e-mail address in a text, and gives what opens over the sidebar its ground without its letters.
STYLE = """<style>
[data-testid="stMain"] :is([data-testid="stBaseButton-primary"]:enabled, [data-testid="stBaseLinkButton-primary"],
  [data-testid="stMultiSelectTagsContainer"] :is(span, button)) { color: light-dark(#ffffff, #10171e); }
[class*="st-key-due-open"] button * { white-space: normal; text-align: start }
[data-testid="stSelectbox"] input { text-overflow: ellipsis }
[data-testid="stPopoverBody"]:has(.st-key-save-view, .st-key-show-first-steps) { color: #f2f6fa }
a[href^="mailto:"] { color: inherit; text-decoration: none; pointer-events: none }
@media print { .st-key-first-steps { display: none } }
</style>"""
LANGUAGE_NAMES = {"zh": "中文", "en": "English"}
_MENU = "shell.menu"


def run() -> None:
    """Draw the frame and run the page that the address names."""
    language = resolve_language()
    _ = translator(language).gettext
    st.set_page_config(page_title=_("BREP working groups"), page_icon=MARK, layout="wide")
    st.html(STYLE)
    keep_browser_history()
    serve_the_keyboard()
    st.logo(WORDMARK, size="large", icon_image=MARK)
    store = current_store()
    role = role_of_visitor(store)
    # The navigation comes first, so that the address that was asked for outlives the sign-in.
    chosen = st.navigation(_menu(language, role), position="sidebar" if role else "hidden")
    st.set_page_config(page_title=" · ".join((chosen.title, _("BREP working groups"))))
    with st.sidebar:
        _language_switch(language)
    survive_a_lost_server(language)
    found, viewer = enter(language, store, page=chosen.url_path)
    try:
        is_demonstration = shows_demonstration(store)
    except BrepError as error:  # such as a register of another version, which nothing has asked in local mode so far
        access_screens.explain_outage(language, error)
    with st.sidebar:
        if is_demonstration:
            st.markdown("**" + _("Fictional demonstration data") + "**")
        if identity.provider() is None:
            st.caption(_("Local mode: one evaluator on this machine, without sign-in."))
        else:
            st.caption(plain(found.email))
            access_screens.sign_out_button(language, store, found)
    _explain_unknown_address(language)
    show_first_steps(language, store, found.who, viewer.role, is_start=chosen.url_path in {"", START})
    chosen.run()


def _explain_unknown_address(language: Language) -> None:
    """Say that an address names no page: Streamlit says it in English only, in a dialog that is closed at once."""
    run = get_script_run_ctx()
    # Not from the address: only Streamlit's script knows the path below which the dashboard is served.
    asked = run.pages_manager.intended_page_name if run else None
    if asked and asked not in {START, *(entry.code for entry in PAGES)}:
        text = translator(language).gettext("There is no page “{page}”; this is your start page.")
        st.info(plain(text.format(page=unquote(asked)[:MAX_QUOTED])), icon=":material/link_off:")


def _menu(language: Language, role: Role | None) -> dict[str, list[st.Page]]:
    """Every page, since an address may name any of them; those that are not open to the role are not listed.

    A session keeps it: Streamlit looks for the file of each page whenever one is made.
    """
    held: dict[object, dict[str, list[st.Page]]] = st.session_state.setdefault(_MENU, {})
    if (language, role) not in held:
        held[language, role] = _made_menu(translator(language).gettext, role)
    return held[language, role]


def _made_menu(_: Callable[[str], str], role: Role | None) -> dict[str, list[st.Page]]:
    listed = pages_of(role) if role else PAGES
    menu = {
        _(section): [_entry(entry, _, listed) for entry in entries]
        for section, entries in groupby(PAGES, key=lambda entry: entry.section)
    }
    menu[_(PAGES[0].section)].append(_own_address(listed[0]))
    return menu


def _entry(entry: PageEntry, _: Callable[[str], str], listed: tuple[PageEntry, ...]) -> st.Page:
    return st.Page(
        entry.file,
        title=_(entry.name),
        icon=entry.icon,
        url_path=START if entry == listed[0] else entry.code,
        default=entry == listed[0],
        visibility="visible" if entry in listed else "hidden",
    )


def _own_address(start: PageEntry) -> st.Page:
    """The start page by its own name: Streamlit knows it at the root only, and calls its own name unknown."""

    def to_the_root() -> None:
        given = {name: st.query_params.get_all(name) for name in st.query_params}
        st.switch_page(start.file, query_params=given)

    return st.Page(to_the_root, title=start.code, url_path=start.code, visibility="hidden")


def _language_switch(language: Language) -> None:
    if st.session_state.get("language-switch", language) != language:
        st.session_state["language-switch"] = language
    st.segmented_control(
        "语言 / Language",
        LANGUAGES,
        default=language,
        format_func=LANGUAGE_NAMES.__getitem__,
        key="language-switch",
        required=True,
        on_change=_take_language,
    )


def _take_language() -> None:
    st.session_state["language"] = st.session_state["language-switch"]
