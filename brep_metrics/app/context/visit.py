"""The visit: who is reading, in which language, and which data; what every page knows before it draws anything."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.access import RESULT_PUBLISHED, Action, allowed, publications
from brep_metrics.app.auth import identity
from brep_metrics.app.cache import cached
from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message, translator

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from brep_metrics.access import Publication
    from brep_metrics.app.auth.identity import Visitor
    from brep_metrics.i18n import Language
    from brep_metrics.store import Generation, Scope, Store

NO_GENERATION = "g000000"
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
        return _publications(self.store, self.store.journal.latest(RESULT_PUBLISHED))

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


@cached(10, key=lambda store, latest: (store.address, latest))
def _publications(store: Store, latest: int) -> tuple[Publication, ...]:  # noqa: ARG001 - the line of the latest one
    return publications(store)


def session_token() -> str:
    """Random and this session's own: in a download's name, it keeps two sessions' files apart.

    It begins with the mark of the sign-in, for which `auth.middleware` looks before it lets a file go.
    """
    return identity.owner_mark() + str(st.session_state.setdefault(_TOKEN, secrets.token_urlsafe(9)))
