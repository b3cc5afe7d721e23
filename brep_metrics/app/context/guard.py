"""The guard before every page: who is let in, and what is shown instead of a page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from brep_metrics.access import Role
from brep_metrics.app import pages
from brep_metrics.app.auth import access_screens, identity
from brep_metrics.app.auth.scopes import current_scope
from brep_metrics.app.context import query_parameters
from brep_metrics.app.context.data_version import resolve_data_version
from brep_metrics.app.context.empty_states import nothing_loaded, nothing_recorded
from brep_metrics.app.context.language import explain_refused, resolve_language
from brep_metrics.app.context.stores import current_store, knows_groups
from brep_metrics.app.context.visit import NO_GENERATION, Visit
from brep_metrics.app.navigation import begin_run
from brep_metrics.errors import BrepError
from brep_metrics.store import Generation

if TYPE_CHECKING:
    from brep_metrics.access import Viewer
    from brep_metrics.app.auth.identity import Visitor
    from brep_metrics.i18n import Language
    from brep_metrics.store import Store

# The only page that is about an empty store.
FIRST_PAGE = "data"


def guard(page: str) -> Visit:
    """Let the reader in and say what they see; stops the run where there is nothing to see, or not for them.

    Every page calls it first: a page must not rely on the shell having run.
    """
    begin_run()
    language = resolve_language()
    store = current_store()
    found, viewer = enter(language, store, page=page)
    if not pages.page(page).is_open_to(viewer.role):
        access_screens.refuse_page(language, store, found, page=page)
    query_parameters.begin_run(page)
    explain_refused(language)
    generation = store.current()
    if generation is None:
        if page != FIRST_PAGE:
            nothing_loaded(language, viewer.role)
        return Visit(page, language, store, _before_the_first(), found, current_scope(store, viewer))
    access_scope = current_scope(store, viewer)
    if viewer.role is not Role.APPLICANT and not (access_scope.is_network or access_scope.named_groups):
        access_screens.explain_no_group(language)
    visit = resolve_data_version(Visit(page, language, store, generation, found, access_scope))
    if page != FIRST_PAGE and not knows_groups(store, visit.generation.id, visit.as_of):
        nothing_recorded(visit)
    return visit


def enter(language: Language, store: Store, *, page: str) -> tuple[Visitor, Viewer]:
    """The visitor, once let in; otherwise an access screen is drawn and the run ends."""
    try:
        found = identity.visitor(store)
    except BrepError as error:
        access_screens.explain_outage(language, error)
    if found.viewer is None:
        access_screens.ask_to_sign_in(language, store, found, page=page)
    return found, found.viewer


def role_of_visitor(store: Store) -> Role | None:
    """The role of the visitor; None while nobody is let in."""
    try:
        viewer = identity.visitor(store).viewer
    except BrepError:
        return None
    return viewer.role if viewer else None


def _before_the_first() -> Generation:
    """What is used for a generation while there is none."""
    now = datetime.now(UTC)
    return Generation(NO_GENERATION, now, now.date(), who="", why="", files=(), rows={}, latest=now.date(), size=0)
