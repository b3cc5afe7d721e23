"""What a page is about: whose visit, which data judged by which methodology, over which period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from brep_metrics.app.cache import cached
from brep_metrics.app.context.data_version import DataVersion
from brep_metrics.store import WHOLE_NETWORK

if TYPE_CHECKING:
    from collections.abc import Hashable
    from contextlib import AbstractContextManager
    from datetime import date

    from brep_metrics.access import Publication
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.methodology import Methodology
    from brep_metrics.periods import Period
    from brep_metrics.store import AccessScope, Generation, Reading, Store


class Key(NamedTuple):
    """What every cached result depends on."""

    store: str
    generation: str
    methodology: str
    as_of: date
    scope: str


@dataclass(frozen=True)
class Selection:
    """One page's request. `results` answers it, within the access scope of the visit."""

    visit: Visit
    version: DataVersion
    period: Period

    @classmethod
    def of(cls, visit: Visit, methodology: Methodology, period: Period) -> Selection:
        """By the data that the visit asks for; for all but evaluators, by those of the published result, if any."""
        official = None if visit.access_scope.is_network else visit.publication(period, methodology.id)
        if official is None:
            return cls(visit, DataVersion(visit.generation, methodology, visit.asked_day), period)
        generation = _generation(visit.store, official.generation)
        return cls(visit, DataVersion(generation, _methodology(official), official.as_of), period)

    @cached_property
    def key(self) -> Hashable:
        """All that changes what a page about this selection shows; made once a run."""
        return self.key_of(self.visit.access_scope), self.period, self.visit.language, len(self.visit.publications)

    @property
    def generation(self) -> Generation:
        """The generation of the data."""
        return self.version.generation

    @property
    def methodology(self) -> Methodology:
        """The methodology by which they are judged."""
        return self.version.methodology

    @property
    def as_of(self) -> date:
        """The day on which the data of the period are looked at."""
        return self.as_of_period(self.period)

    @property
    def is_running(self) -> bool:
        """Whether the period had not ended on that day."""
        return self.as_of < self.period.end

    def as_of_period(self, period: Period) -> date:
        """The same for another period that is shown beside it: its own cut-off, whatever day is asked for."""
        asked = self.version.day if period == self.period else None
        return asked or self.version.as_of(period)

    def of_period(self, period: Period) -> Selection:
        """The same about another period that is shown beside it."""
        return replace(self, period=period, version=replace(self.version, day=self.as_of_period(period)))

    @property
    def now(self) -> Selection:
        """The same with everything that is known, for what is not about one period: who is late, what is open.

        A published result is of an earlier day and perhaps of an earlier generation: what happened since counts too.
        """
        return replace(self, version=DataVersion(self.visit.generation, self.methodology, self.visit.as_of))

    def publication(self, period: Period | None = None) -> Publication | None:
        """The publication in force for this or another period."""
        return self.visit.publication(period or self.period, self.methodology.id)

    @property
    def is_published(self) -> bool:
        """Whether the figures of this selection are the published ones."""
        official = self.publication()
        here = self.generation.id, self.as_of, self.methodology.hash
        return official is not None and here == (official.generation, official.as_of, official.methodology_hash)

    def key_of(self, scope: AccessScope, period: Period | None = None) -> Key:
        """What results within `scope` are kept under, for this or another period."""
        version = self.version
        as_of = self.as_of_period(period or self.period)
        return Key(self.visit.store.address, version.generation.id, version.methodology.hash, as_of, scope.key)

    def reading(self) -> AbstractContextManager[Reading]:
        """The data as they looked on the as-of date, within the reader's access scope."""
        return self.visit.store.read(self.generation.id, as_of=self.as_of, scope=self.visit.access_scope)


@cached(50, key=lambda official: official.methodology_hash)
def _methodology(official: Publication) -> Methodology:
    return official.methodology()


@cached(50, key=lambda store, wanted: (store.address, wanted))
def _generation(store: Store, wanted: str) -> Generation:
    with store.read(wanted, scope=WHOLE_NETWORK) as reading:
        return reading.generation
