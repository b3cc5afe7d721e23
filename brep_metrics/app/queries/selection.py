"""What the pages show, kept once per key and shared by all sessions.

Whole evaluations are kept under the network's key and cut down to the reader's reach before they leave this module;
everything else is read within that reach, which is part of its key. A new generation is shown on a page's next run.
What is returned here is shared: read it, never change it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeGuard

import numpy as np

from brep_metrics.access import Distribution, Publication, distribution, restrict
from brep_metrics.app.cache import cached, cached_for_selection
from brep_metrics.app.queries import background
from brep_metrics.calibration import calibrate
from brep_metrics.evidence import evidence_rows
from brep_metrics.explain import Side, contributions, explain_change, next_grade
from brep_metrics.facts import facts
from brep_metrics.robustness import RankUncertainty, Sensitivity, rank_uncertainty, resample_reviews, sensitivity
from brep_metrics.scoring import evaluate, evaluate_periods

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from concurrent.futures import Future
    from contextlib import AbstractContextManager
    from datetime import date

    import pandas as pd
    from numpy.typing import NDArray

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.calibration import Calibration
    from brep_metrics.explain import Change, Contributions, NextGrade
    from brep_metrics.methodology import Methodology
    from brep_metrics.periods import Period
    from brep_metrics.scoring import Evaluation
    from brep_metrics.store import Generation, Reading, Store


@dataclass(frozen=True)
class Selection:
    """What a page is about: which visit, by which methodology, over which period.

    `day` is the as-of date where it is not the visit's.
    """

    visit: Visit
    methodology: Methodology
    period: Period
    day: date | None = None

    @cached_property
    def key(self) -> Hashable:
        """All that changes what a page about this selection shows; made once a run."""
        return self._key(), self.period, self.visit.language, len(self.visit.publications)

    @property
    def as_of(self) -> date:
        """The day on which the data are looked at."""
        return self.day or self.visit.as_of

    def as_published(self) -> Selection:
        """For all but evaluators, who work on the current data: the result of the period as it was published."""
        official = self.publication()
        if self.visit.access_scope is None or official is None:
            return self
        generation = _generation(self.visit.store, official.generation)
        methodology = _methodology(official)
        return replace(
            self, visit=replace(self.visit, generation=generation), methodology=methodology, day=official.as_of
        )

    def publication(self, period: Period | None = None) -> Publication | None:
        """The publication in force for this or another period."""
        wanted = period or self.period, self.methodology.id
        found = [one for one in self.visit.publications if (one.period, one.methodology_id) == wanted]
        return found[-1] if found else None

    @property
    def is_published(self) -> bool:
        """Whether the figures of this selection are the published ones."""
        official = self.publication()
        here = self.visit.generation.id, self.as_of, self.methodology.hash
        return official is not None and here == (official.generation, official.as_of, official.methodology_hash)

    def evaluation(self, period: Period | None = None) -> Evaluation:
        """The evaluation of this or another period, as far as the reader may see it."""
        return self._seen(*self._whole(period or self.period))

    def history(self, periods: tuple[Period, ...]) -> tuple[Evaluation, ...]:
        """The evaluations of several periods, as far as the reader may see them."""
        together = _history(self.visit.store, self.methodology, self._network_key(), periods)
        if self.visit.access_scope is None:
            return together
        return tuple(
            self.evaluation(period) if self._counts(self.publication(period)) else self._seen(one, published=False)
            for period, one in zip(periods, together, strict=True)
        )

    @cached_for_selection(200)
    def distribution(self, sector_id: str | None = None) -> Distribution:
        """The rated groups of this period, or those of a sector, as a whole and none of them named."""
        whole, published = self._whole(self.period)
        return distribution(whole, self.visit.access_scope, published=published, sector_id=sector_id)

    @cached_for_selection(1000)
    def contributions(self, group_id: str) -> Contributions | None:
        """What makes the score of a group; None where its score, or the median of the others, is not for the reader."""
        whole, _ = self._whole(self.period)
        seen = self.evaluation().scores
        if group_id not in seen.units or np.isnan(seen.normalised[seen.units.index(group_id)]).all():
            return None
        if self.visit.access_scope is not None and np.isnan(self.distribution().normalised).any():
            return None
        return contributions(whole.scores, self.methodology, group_id)

    @cached_for_selection(1000)
    def change(self, group_id: str) -> Change | None:
        """Why a group's score differs from that of the period before; None where that is not for the reader."""
        if not self._opens(group_id):
            return None
        before, now = (
            Side(self.evaluation(period).scores, self.methodology, period.years)
            for period in (self.period.previous(), self.period)
        )
        if np.isnan(_score_of(before, group_id)) or np.isnan(_score_of(now, group_id)):
            return None
        return explain_change(before, now, group_id)

    def next_grade(self, group_id: str) -> NextGrade | None:
        """What would raise a group's grade; None where its score, values or the others' median is not for the reader.

        Where all places are taken, a target would tell the score of a group that holds one: only evaluators get it.
        """
        seen = self.evaluation().scores
        if group_id not in seen.units or np.isnan(seen.score[seen.units.index(group_id)]):
            return None
        if not self._opens(group_id):
            return None
        whole, _ = self._whole(self.period)
        key = self._network_key()._replace(generation=whole.generation.id, as_of=whole.as_of)
        found = _next_grade(whole, group_id, key)
        if found is None or self.visit.access_scope is None:
            return found
        if np.isnan(self.distribution().normalised).any():
            return None
        return replace(found, needs=()) if found.quota_full else found

    def rank_uncertainty(self) -> RankUncertainty | None:
        """How sure the ranks of this period are; None where nothing is declared to vary, or for one group alone."""
        if self.visit.access_scope is not None or self.methodology.robustness is None:
            return None
        evaluation = self.evaluation()
        if not evaluation.scores.rated.any():
            return None
        return _cached_rank_uncertainty(self.visit.store, evaluation, self._network_key())

    def sensitivity(self) -> Future[Sensitivity]:
        """Which assumptions move the ranks most: seconds of work, begun in the background."""
        return _sensitivity(self.visit.store, self.evaluation(), self._network_key())

    def calibration(self, periods: tuple[Period, ...]) -> Calibration | None:
        """What the goalposts did to these periods; None for whoever does not see every group, or if none is rated."""
        together = self.history(periods) if self.visit.access_scope is None else ()
        if not any(evaluation.scores.rated.any() for evaluation in together):
            return None
        return _calibration(together, self._network_key())

    def evidence(self, indicator: str, group_id: str) -> pd.DataFrame:
        """The rows behind one indicator of one group; none of a group whose records are not open to the reader.

        They are those that the score was made from, shares of joint work that a partner recorded included; what such a
        record says besides is read within the reader's reach.
        """
        with self.visit.store.read(self.visit.generation.id, as_of=self.as_of) as reading:
            rows = evidence_rows(reading, self.methodology, self.period, indicator=indicator, group_id=group_id)
        return rows if self._opens(group_id) else rows.iloc[:0]

    def facts(self, name: str, **parameters: object) -> pd.DataFrame:
        """The rows of a named query of `brep_metrics.facts`, within the reader's reach."""
        return _facts(self, self._key(), name, **parameters)

    def span(self) -> pd.DataFrame:
        """From when until when the network has data: which periods there are is no secret of any group."""
        return replace(self, visit=replace(self.visit, access_scope=None)).facts("span")

    def reading(self) -> AbstractContextManager[Reading]:
        """The generation as it looks on the as-of date, within the reader's reach."""
        return self.visit.store.read(self.visit.generation.id, as_of=self.as_of, scope=self.visit.access_scope)

    def _opens(self, group_id: str) -> bool:
        """Whether the indicators of a group, and the rows behind them, are for the reader."""
        access_scope = self.visit.access_scope
        return access_scope is None or group_id in access_scope.visible_groups

    def _whole(self, period: Period) -> tuple[Evaluation, bool]:
        """The evaluation of all groups, which must not leave this class, and whether it is the published one."""
        official = self.publication(period)
        key = self._network_key()
        if self.visit.access_scope is not None and self._counts(official):
            key = key._replace(generation=official.generation, as_of=official.as_of)
            return _evaluation(self.visit.store, self.methodology, key, period), True
        return _evaluation(self.visit.store, self.methodology, key, period), False

    def _counts(self, official: Publication | None) -> TypeGuard[Publication]:
        """Whether a publication was made by this very methodology, so that its figures fit beside the others."""
        return official is not None and official.methodology_hash == self.methodology.hash

    def _seen(self, whole: Evaluation, published: bool) -> Evaluation:  # noqa: FBT001 - the second half of `_whole`
        access_scope = self.visit.access_scope
        return whole if access_scope is None else restrict(whole, access_scope, published=published)

    def _key(self) -> Key:
        return self._network_key()._replace(scope=self.visit.scope)

    def _network_key(self) -> Key:
        visit = self.visit
        return Key(visit.store.address, visit.generation.id, self.methodology.hash, self.as_of, "network")


def _score_of(side: Side, group_id: str) -> float:
    units = side.scores.units
    return float(side.scores.score[units.index(group_id)]) if group_id in units else np.nan


class Key(NamedTuple):
    """What every cached result depends on."""

    store: str
    generation: str
    methodology: str
    as_of: date
    scope: str


@cached(200, key=lambda store, methodology, key, period: (key, period))  # noqa: ARG005 - the key says all of it
def _evaluation(store: Store, methodology: Methodology, key: Key, period: Period) -> Evaluation:
    with store.read(key.generation, as_of=key.as_of) as reading:
        return evaluate(reading, methodology, period)


@cached(50, key=lambda store, methodology, key, periods: (key, periods))  # noqa: ARG005 - as above
def _history(store: Store, methodology: Methodology, key: Key, periods: tuple[Period, ...]) -> tuple[Evaluation, ...]:
    with store.read(key.generation, as_of=key.as_of) as reading:
        return evaluate_periods(reading, methodology, periods)


@cached(1000, key=lambda evaluation, group_id, key: (key, evaluation.period, group_id))
def _next_grade(evaluation: Evaluation, group_id: str, key: Key) -> NextGrade | None:  # noqa: ARG001 - as above
    years = evaluation.period.years
    return next_grade(
        evaluation.scores, evaluation.methodology, group_id, conditions=evaluation.conditions, years=years
    )


@cached(100, key=lambda store, evaluation, key: (key, evaluation.period))  # noqa: ARG005 - as above
def _cached_rank_uncertainty(store: Store, evaluation: Evaluation, key: Key) -> RankUncertainty:
    reviews, years = _reviews(store, evaluation, key), evaluation.period.years
    return rank_uncertainty(evaluation.scores, evaluation.methodology, years=years, reviews=reviews)


@cached(100, key=lambda store, evaluation, key: (key, evaluation.period))  # noqa: ARG005 - as above
def _sensitivity(store: Store, evaluation: Evaluation, key: Key) -> Future[Sensitivity]:
    def indices() -> Sensitivity:
        reviews, years = _reviews(store, evaluation, key), evaluation.period.years
        return sensitivity(evaluation.scores, evaluation.methodology, years=years, reviews=reviews)

    return background.begin(indices)


@cached(50, key=lambda evaluations, key: (key, tuple(one.period for one in evaluations)))
def _calibration(evaluations: tuple[Evaluation, ...], key: Key) -> Calibration:  # noqa: ARG001 - as above
    return calibrate(evaluations)


def _reviews(store: Store, evaluation: Evaluation, key: Key) -> Mapping[str, NDArray[np.float64]]:
    with store.read(key.generation, as_of=key.as_of) as reading:
        return resample_reviews(reading, evaluation)


@cached(400, key=lambda selection, key, name, **parameters: (key, name, *sorted(parameters.items())))  # noqa: ARG005 - as above
def _facts(selection: Selection, key: Key, name: str, **parameters: object) -> pd.DataFrame:  # noqa: ARG001 - as above
    with selection.reading() as reading:
        return facts(reading, name, **parameters)


@cached(50, key=lambda official: official.methodology_hash)
def _methodology(official: Publication) -> Methodology:
    return official.methodology()


@cached(50, key=lambda store, wanted: (store.address, wanted))
def _generation(store: Store, wanted: str) -> Generation:
    with store.read(wanted) as reading:
        return reading.generation
