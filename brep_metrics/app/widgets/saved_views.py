"""Saved views: a name for the address of a page as the reader has set it, kept for this reader only."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

import streamlit as st

from brep_metrics.app.auth.error_sentences import sentence
from brep_metrics.app.context import query_parameters
from brep_metrics.app.pages import pages_of
from brep_metrics.app.wording.formats import plain
from brep_metrics.errors import BrepError

if TYPE_CHECKING:
    from collections.abc import Callable

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.store import Personal

KIND = "view"
MAX_VIEWS, MAX_NAME, MAX_ADDRESS = 50, 60, 2000
_BOX, _NAME, _CHOSEN, _NEW_NAME = "saved-views", "saved-views-name", "saved-views-chosen", "saved-views-new-name"
_OPENED, _OUTCOME = "saved_views.opened", "saved_views.outcome"
_LANGUAGE = "lang"


def saved_views(visit: Visit) -> None:
    """A fold in the sidebar with the reader's views to open, the name for this one, and what to do with the others."""
    _go_to_opened()
    _ = visit.gettext
    with st.sidebar:
        box = st.popover(_("Saved views"), icon=":material/bookmarks:", key=_BOX, on_change="rerun")
        _say_outcome()
        if box.open:
            with box:
                _contents(visit)


def _contents(visit: Visit) -> None:
    _ = visit.gettext
    views = _kept(visit).all()
    if not views:
        st.caption(_("Give the page as you have set it a name, and find it here again."))
    for position, (name, address) in enumerate(views.items()):
        st.button(
            plain(name),
            key=f"open-view-{position}",
            type="tertiary",
            icon=":material/bookmark:",
            on_click=_open,
            args=(visit, name, address),
        )
    st.text_input(_("Name for this view"), key=_NAME, max_chars=MAX_NAME)
    st.button(_("Save this view"), key="save-view", icon=":material/bookmark_add:", on_click=_save, args=(visit,))
    if views:
        chosen = st.selectbox(
            _("Rename or delete"), list(views), None, key=_CHOSEN, placeholder=_("Choose a saved view")
        )
        if chosen is not None:
            st.text_input(_("New name"), key=_NEW_NAME, max_chars=MAX_NAME)
            with st.container(horizontal=True):
                st.button(_("Rename"), key="rename-view", on_click=_rename, args=(visit, chosen))
                st.button(_("Delete"), key="delete-view", on_click=_delete, args=(visit, chosen))


def _kept(visit: Visit) -> Personal:
    return visit.store.personal(visit.who, KIND)


def _save(visit: Visit) -> None:
    """Keep what the page shows now, whatever will be usual later, but for the language: it is the reader's."""
    name = " ".join((st.session_state.get(_NAME) or "").split())
    given = {key: codes for key, codes in query_parameters.shown().items() if key != _LANGUAGE}
    address = f"{visit.page}?{urlencode(given, doseq=True)}"
    if not name:
        _say(visit.gettext("Type a name first."))
    elif len(address) > MAX_ADDRESS:
        _say(visit.gettext("The address of this page is too long to be kept."))
    elif _tried(visit, lambda: _kept(visit).keep(name, address, limit=MAX_VIEWS)):
        st.session_state[_NAME] = ""
    else:
        _say(visit.gettext("There are {count} saved views already; delete one first.").format(count=MAX_VIEWS))


def _rename(visit: Visit, name: str) -> None:
    to = " ".join((st.session_state.get(_NEW_NAME) or "").split())
    if not to:
        _say(visit.gettext("Type a name first."))
    elif not _tried(visit, lambda: to == name or _kept(visit).rename(name, to)):
        _say(visit.gettext("There is a saved view with this name already."))


def _delete(visit: Visit, name: str) -> None:
    _tried(visit, lambda: _kept(visit).forget(name))


def _open(visit: Visit, name: str, address: str) -> None:
    """Open a view in the run that follows, unless its page is not open to the reader any more."""
    page, _question, query = address.partition("?")
    viewer = visit.visitor.viewer
    entry = next((one for one in pages_of(viewer.role) if one.code == page), None) if viewer else None
    if entry is None:
        text = visit.gettext("“{name}” cannot be opened (any more): its page is not one of yours.")
        _say(text.format(name=name))
        return
    st.session_state[_OPENED] = entry.file, parse_qs(query, keep_blank_values=True)


def _go_to_opened() -> None:
    opened = st.session_state.pop(_OPENED, None)
    if opened is None:
        return
    file, given = opened
    query_parameters.forget()
    language = st.query_params.get_all(_LANGUAGE)
    st.switch_page(file, query_params=given | ({_LANGUAGE: language} if language else {}))


def _tried(visit: Visit, change: Callable[[], bool | None]) -> bool:
    """Make a change; False where it was refused. A register that is away is said, and is no refusal."""
    try:
        return change() is not False
    except BrepError as error:
        _say(sentence(error, visit.language))
        return True


def _say(text: str) -> None:
    st.session_state[_OUTCOME] = text


def _say_outcome() -> None:
    text = st.session_state.pop(_OUTCOME, None)
    if text:
        st.warning(plain(text), icon=":material/bookmark:")
