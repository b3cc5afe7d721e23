"""What the pages show, kept once per key and shared by all sessions.

The key is (store, generation, methodology, period, as-of, scope), so a new generation is shown on a page's next run and
nobody meets another scope's rows. What is returned here is shared: read it, never change it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - the cache reads the annotations of its keys
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from brep_metrics.evidence import evidence_rows
from brep_metrics.facts import facts
from brep_metrics.periods import Period
from brep_metrics.robustness import RankUncertainty, rank_uncertainty
from brep_metrics.scoring import evaluate, evaluate_periods

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    import pandas as pd

    from brep_metrics.app.session import Visit
    from brep_metrics.methodology import Methodology
    from brep_metrics.scoring import Evaluation
    from brep_metrics.store import Reading, Store


@dataclass(frozen=True)
class Selection:
    """What a page is about: which visit, by which methodology, over which period."""

    visit: Visit
    methodology: Methodology
    period: Period

    @property
    def as_of(self) -> date:
        """The day on which the data are looked at."""
        return self.visit.generation.date

    def evaluation(self, period: Period | None = None) -> Evaluation:
        """The evaluation of this or another period."""
        return _evaluation(self.visit.store, self.methodology, self._key(), (period or self.period).code)

    def history(self, periods: tuple[Period, ...]) -> tuple[Evaluation, ...]:
        """The evaluations of several periods, computed together."""
        return _history(self.visit.store, self.methodology, self._key(), tuple(period.code for period in periods))

    def doubt(self) -> RankUncertainty | None:
        """How sure the ranks of this period are; None where nothing is declared to vary or nobody is rated."""
        if self.methodology.robustness is None or not self.evaluation().scores.rated.any():
            return None
        return _doubt(self.evaluation(), self.methodology, self._key(), self.period.code)

    def evidence(self, indicator: str, group_id: str) -> pd.DataFrame:
        """The rows behind one indicator of one group."""
        with self.reading() as reading:
            return evidence_rows(reading, self.methodology, self.period, indicator=indicator, group_id=group_id)

    def facts(self, name: str, **parameters: object) -> pd.DataFrame:
        """The rows of a named query of `brep_metrics.facts`."""
        return _facts(self.visit.store, self._key(), name, tuple(sorted(parameters.items())))

    def reading(self) -> AbstractContextManager[Reading]:
        """The generation as it looks on the as-of date."""
        return self.visit.store.read(self.visit.generation.id, as_of=self.as_of)

    def _key(self) -> Key:
        visit = self.visit
        return Key(visit.store.address, visit.generation.id, self.methodology.hash, self.as_of, visit.scope)


class Key(NamedTuple):
    """What every cached result depends on."""

    store: str
    generation: str
    methodology: str
    as_of: date
    scope: str


@st.cache_resource(max_entries=200, show_spinner=False)
def _evaluation(_store: Store, _methodology: Methodology, key: Key, period: str) -> Evaluation:
    with _store.read(key.generation, as_of=key.as_of) as reading:
        return evaluate(reading, _methodology, Period.parse(period))


@st.cache_resource(max_entries=50, show_spinner=False)
def _history(_store: Store, _methodology: Methodology, key: Key, periods: tuple[str, ...]) -> tuple[Evaluation, ...]:
    with _store.read(key.generation, as_of=key.as_of) as reading:
        return evaluate_periods(reading, _methodology, [Period.parse(code) for code in periods])


@st.cache_resource(max_entries=100, show_spinner=False)
def _doubt(_evaluation: Evaluation, _methodology: Methodology, key: Key, period: str) -> RankUncertainty:  # noqa: ARG001
    return rank_uncertainty(_evaluation.scores, _methodology, years=_evaluation.period.years)


@st.cache_resource(max_entries=400, show_spinner=False)
def _facts(_store: Store, key: Key, name: str, parameters: tuple[tuple[str, object], ...]) -> pd.DataFrame:
    with _store.read(key.generation, as_of=key.as_of) as reading:
        return facts(reading, name, **dict(parameters))
