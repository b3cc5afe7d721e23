"""Who is visiting, in which language, and which data: what every page knows before it draws anything.

The guard is here too. Who somebody is lies with `identity`, what is drawn instead of a page with `access_screens`.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, cast

import streamlit as st

from brep_metrics.access import Action, Viewer, allowed, publications, scope_of
from brep_metrics.app import pages
from brep_metrics.app.auth import access_screens, identity
from brep_metrics.app.cache import cached
from brep_metrics.app.context.data_version import resolve_data_version
from brep_metrics.app.context.empty_states import nothing_loaded, nothing_recorded
from brep_metrics.app.widgets import query_parameters
from brep_metrics.errors import BrepError, StoreDamaged, UsageError
from brep_metrics.i18n import LANGUAGES, N_, Language, Message, translator
from brep_metrics.store import Generation, open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from brep_metrics.access import Publication, Role
    from brep_metrics.app.auth.identity import Visitor
    from brep_metrics.store import Scope, Store

STORE_VARIABLE = "BREP_STORE"
DEFAULT_STORE = "data/store"
# The only page that is about an empty store.
FIRST_PAGE, NO_GENERATION = "data", "g000000"
# The stores of which this process has read data.
_seen: set[str] = set()
_LANGUAGE, _NO_LANGUAGE = "language", "language.refused"
_TOKEN = "token"  # noqa: S105 - the key under which one is kept, not a secret


@dataclass(frozen=True)
class Visit:
    """One run of one page. `access_scope` holds the rows that this reader may see; None is the whole network.

    `day` is the as-of date where it is not the generation's own.
    """

    page: str
    language: Language
    store: Store
    generation: Generation
    visitor: Visitor
    access_scope: Scope | None
    day: date | None = None

    @property
    def as_of(self) -> date:
        """The day on which the data are looked at."""
        return self.day or self.generation.date

    @property
    def is_first(self) -> bool:
        """Whether nothing has been loaded yet; only the Data page is drawn then."""
        return self.generation.id == NO_GENERATION

    @cached_property
    def scope(self) -> str:
        """The same rows as a text, which is part of every cache key: readers who share it see the same."""
        if self.access_scope is None:
            return "network"
        groups = sorted(self.access_scope.visible_groups), sorted(self.access_scope.named_groups)
        return repr((*groups, self.access_scope.organization_id))

    @cached_property
    def publications(self) -> tuple[Publication, ...]:
        """What had been published when this run began; a page asks for it a dozen times."""
        try:
            state = self.store.journal.path.stat()
        except FileNotFoundError:
            return ()
        return _publications(self.store, state.st_mtime_ns, state.st_size)

    @property
    def who(self) -> str:
        """The name that the journal keeps."""
        return self.visitor.who

    def may(self, action: Action) -> bool:
        """Whether the reader may do this at all, by the rules and as of now; for parts of a page and for callbacks."""
        viewer = self.visitor.viewer
        return (
            viewer is not None and allowed(viewer.role, action) and identity.is_still_admitted(self.store, self.visitor)
        )

    def exported(self, produce: Callable[[], bytes], what: str, **origin: str) -> Callable[[], bytes]:
        """`produce` as a download: checks the reader once more when it is fetched, and writes it into the journal.

        A download is computed outside the session, so it takes along what it needs.
        """

        def fetched() -> bytes:
            if not identity.is_still_admitted(self.store, self.visitor):
                raise UsageError(Message(N_("This sign-in has ended")))
            content = produce()
            identity.log_export(self.store, self.visitor, what=what, **origin)
            return content

        return fetched

    def gettext(self, text: str) -> str:
        """`text` in the reader's language."""
        return translator(self.language).gettext(text)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The form of the text that fits `count`."""
        return translator(self.language).ngettext(one, many, count)


def guard(page: str) -> Visit:
    """Let the reader in and say what they see; stops the run where there is nothing to see, or not for them.

    Every page calls it first: a page must not rely on the shell having run.
    """
    language = resolve_language()
    store = current_store()
    found, viewer = enter(language, store, page=page)
    if not pages.page(page).is_open_to(viewer.role):
        access_screens.refuse_page(language, store, found, page=page)
    query_parameters.begin_run(page)
    refused = st.session_state.pop(_NO_LANGUAGE, None)
    if refused:
        query_parameters.explain(language, translator(language).gettext("Language"), (refused,))
    generation = _current_of(store)
    if generation is None:
        if page != FIRST_PAGE:
            nothing_loaded(language, viewer.role)
        return Visit(page, language, store, _before_the_first(), found, None)
    access_scope = _reach(store, viewer, generation.id)
    if access_scope is not None and not access_scope.named_groups:
        access_screens.explain_no_group(language)
    visit = resolve_data_version(Visit(page, language, store, generation, found, access_scope))
    if page != FIRST_PAGE and not _knows_groups(store, visit.generation.id, visit.as_of):
        nothing_recorded(visit)
    return visit


def _current_of(store: Store) -> Generation | None:
    """The current generation; None only where there has never been one: a folder that vanished is no empty store.

    Raises:
        StoreDamaged: this process has read data of the store, and they are gone.

    """
    generation = store.current()
    if generation is not None:
        _seen.add(store.address)
    elif store.address in _seen:
        raise StoreDamaged(Message(N_("The data of the store {path} are gone"), {"path": store.address}))
    return generation


def enter(language: Language, store: Store, *, page: str) -> tuple[Visitor, Viewer]:
    """Whoever is visiting, once they are let in; otherwise the door is drawn and the run ends."""
    try:
        found = identity.visitor(store)
    except BrepError as error:
        access_screens.explain_outage(language, error)
    if found.viewer is None:
        access_screens.ask_to_sign_in(language, store, found, page=page)
    return found, found.viewer


def role_of_visitor(store: Store) -> Role | None:
    """The role of whoever is visiting; None while nobody is let in."""
    try:
        viewer = identity.visitor(store).viewer
    except BrepError:
        return None
    return viewer.role if viewer else None


def current_store() -> Store:
    """The store that the environment names."""
    return the_store(os.environ.get(STORE_VARIABLE, DEFAULT_STORE))


@cached(500, key=lambda store, viewer, generation: (store.address, viewer, generation))
def _reach(store: Store, viewer: Viewer, generation: str) -> Scope | None:
    with store.read(generation) as reading:
        return scope_of(viewer, reading)


@cached(10, key=lambda store, changed, size: (store.address, changed, size))
def _publications(store: Store, changed: int, size: int) -> tuple[Publication, ...]:  # noqa: ARG001 - the journal's
    return publications(store)


def shows_demonstration(store: Store) -> bool:
    """Whether the data are the fictional network: every group's name says so, but a chart may shorten it."""
    generation = store.current()
    return generation is not None and _is_demonstration(store, generation.id)


@cached(20, key=lambda store, generation: (store.address, generation))
def _is_demonstration(store: Store, generation: str) -> bool:
    with store.read(generation) as reading:
        ((all_marked,),) = reading.fetch("select bool_and(contains(name_zh, '演示')) from working_group")
    return bool(all_marked)


@st.cache_resource(show_spinner=False)
def the_store(where: str) -> Store:
    """The store of this process; it keeps one connection for all sessions."""
    return open_store(where)


def resolve_language() -> Language:
    """The language of this session: the address's, else the one chosen, else the browser's.

    One that we do not speak is explained by `guard`: who is visiting is not known yet.
    """
    given = st.query_params.get("lang")
    held = st.session_state.get(_LANGUAGE)
    written = st.session_state.get("language.written")
    if given in LANGUAGES and given != written:
        held = given
    elif given and given not in LANGUAGES:
        st.session_state[_NO_LANGUAGE] = given
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
    """Random and this session's own: in a download's name, it keeps two sessions' files apart.

    It begins with the mark of the sign-in, for which `gate` looks before it lets a file go.
    """
    return identity.owner_mark() + str(st.session_state.setdefault(_TOKEN, secrets.token_urlsafe(9)))


def _browser_language() -> Language:
    preferred = st.context.headers.get("Accept-Language", "") if st.context.headers else ""
    for entry in (preferred or str(st.context.locale or "")).split(","):
        for language in LANGUAGES:
            if entry.strip().lower().startswith(language):
                return language
    return "en"


def _before_the_first() -> Generation:
    """What stands for a generation while there is none."""
    now = datetime.now(UTC)
    return Generation(NO_GENERATION, now, now.date(), who="", why="", files=(), rows={}, latest=now.date(), size=0)


@cached(200, key=lambda store, generation, day: (store.address, generation, day))
def _knows_groups(store: Store, generation: str, day: date) -> bool:
    with store.read(generation, as_of=day) as reading:
        return bool(reading.fetch("select 1 from working_group limit 1"))
