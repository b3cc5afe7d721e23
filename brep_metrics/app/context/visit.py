"""The visit: who is reading, in which language, and which data; what every page knows before it draws anything."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from brep_metrics.access import RESULT_PUBLISHED, Action, allowed, publications
from brep_metrics.app.auth import identity
from brep_metrics.app.cache import cached
from brep_metrics.i18n import translator

if TYPE_CHECKING:
    from datetime import date

    from brep_metrics.access import Publication
    from brep_metrics.app.auth.identity import Visitor
    from brep_metrics.i18n import Language
    from brep_metrics.periods import Period
    from brep_metrics.store import AccessScope, Generation, Store

NO_GENERATION = "g000000"


@dataclass(frozen=True)
class Visit:
    """One run of one page. `access_scope` is what this reader may see.

    `generation` and `asked_day` are what the address asks for, else the latest.
    """

    page: str
    language: Language
    store: Store
    generation: Generation
    visitor: Visitor
    access_scope: AccessScope
    asked_day: date | None = None

    @property
    def as_of(self) -> date:
        """The day on which the data are looked at."""
        return self.asked_day or self.generation.date

    @property
    def is_first(self) -> bool:
        """Whether nothing has been loaded yet; only the Data page is drawn then."""
        return self.generation.id == NO_GENERATION

    @cached_property
    def publications(self) -> tuple[Publication, ...]:
        """What had been published when this run began; a page asks for it a dozen times."""
        return _publications(self.store, self.store.journal.latest(RESULT_PUBLISHED))

    def publication(self, period: Period, methodology_id: str) -> Publication | None:
        """The publication in force for a period by a methodology."""
        found = [one for one in self.publications if (one.period, one.methodology_id) == (period, methodology_id)]
        return found[-1] if found else None

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

    def gettext(self, text: str) -> str:
        """`text` in the reader's language."""
        return translator(self.language).gettext(text)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The form of the text that fits `count`."""
        return translator(self.language).ngettext(one, many, count)


@cached(10, key=lambda store, latest: (store.address, latest))
def _publications(store: Store, latest: int) -> tuple[Publication, ...]:  # noqa: ARG001 - the line of the latest one
    return publications(store)
