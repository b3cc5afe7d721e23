"""A snapshot of some groups computed again from its own tables, as far as these go; the rest is taken as it states it.

Computed are the evidence of the groups' own records, the values, the scores and the grades. Taken as stated is what the
other groups have a part in: shares of joint work that a partner recorded and of targets of the whole network, values
normalised against the network, places within a quota, ranks and their intervals, the distribution, and how the score of
the period before came about.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brep_metrics.access import restrict
from brep_metrics.evidence import measure_rows
from brep_metrics.evidence.queries import evaluated_groups_sql
from brep_metrics.scoring import Stated, evaluate_part, is_relative
from brep_metrics.snapshot.changes import changes_resource, with_scores_of
from brep_metrics.snapshot.distribution import distribution_resource
from brep_metrics.snapshot.lead_findings import ScopedFindings
from brep_metrics.snapshot.opening import stated_rows
from brep_metrics.snapshot.redaction import evidence_again
from brep_metrics.snapshot.results import evidence_resource, indicators_resource, intervals_resource, scores_resource
from brep_metrics.store import AccessScope

if TYPE_CHECKING:
    from brep_metrics.methodology import Grade, Methodology
    from brep_metrics.periods import Period
    from brep_metrics.scoring import Evaluation, Scores
    from brep_metrics.snapshot.opening import Opened
    from brep_metrics.store import Reading


@dataclass(frozen=True)
class Recomputation:
    """A snapshot of some groups, opened again: its `reading` of their tables, its methodology, what it states."""

    snapshot: Opened
    reading: Reading
    methodology: Methodology
    period: Period

    def findings(self) -> ScopedFindings:
        """What the snapshot should state, computed again; its files follow if they can be written from this anew."""
        methodology = self.methodology
        evidence = self.evidence(methodology)
        evaluation = self.evaluation(evidence)
        return ScopedFindings(
            evaluation=evaluation,
            intervals=stated_rows(self.snapshot, self.reading, intervals_resource(methodology)),
            changes=with_scores_of(evaluation, stated_rows(self.snapshot, self.reading, changes_resource(methodology))),
            distribution=stated_rows(self.snapshot, self.reading, distribution_resource(methodology)),
            evidence=evidence,
        )

    def evidence(self, methodology: Methodology) -> pd.DataFrame:
        """The evidence of the groups by this or another methodology."""
        stated = stated_rows(self.snapshot, self.reading, evidence_resource(self.methodology))
        return evidence_again(self.reading, methodology, self.period, stated)

    def evaluation(self, evidence: pd.DataFrame) -> Evaluation:
        """The evaluation that follows from evidence by the snapshot's own methodology, as the lead may see it."""
        methodology = self.methodology
        indicators = stated_rows(self.snapshot, self.reading, indicators_resource(methodology))
        scores = stated_rows(self.snapshot, self.reading, scores_resource(methodology)).set_index("group_id")
        found = self._scored(methodology, evidence, indicators)
        found = replace(found, scores=_as_stated(found.scores, scores, methodology.grades))
        return self._restricted(found)

    def under(self, methodology: Methodology) -> Evaluation | None:
        """The evaluation by another methodology, without ranks; None where that one needs the other groups."""
        if any(is_relative(indicator) for indicator in methodology.scored):
            return None
        return self._restricted(self._scored(methodology, self.evidence(methodology), None))

    def _scored(self, methodology: Methodology, evidence: pd.DataFrame, indicators: pd.DataFrame | None) -> Evaluation:
        self.reading.set_periods([self.period])
        groups = tuple(str(group) for _, group in self.reading.fetch(evaluated_groups_sql()))
        unlimited = replace(methodology, grades=tuple(replace(grade, quota=None) for grade in methodology.grades))
        measurement = measure_rows(evidence, methodology, groups)
        stated = _stated(indicators, methodology, groups)
        found = evaluate_part(self.reading, unlimited, self.period, measurement, stated)
        return replace(found, methodology=methodology)

    def _restricted(self, evaluation: Evaluation) -> Evaluation:
        groups = frozenset(self.snapshot.provenance.groups or ())
        scope = AccessScope.of_groups(groups)
        return restrict(evaluation, scope, published=self.snapshot.provenance.is_published)


def _stated(indicators: pd.DataFrame | None, methodology: Methodology, groups: tuple[str, ...]) -> Stated:
    """The columns of `indicators.csv` as arrays (U, I); nothing where there are none."""
    shape = len(groups), len(methodology.scored)
    if indicators is None:
        return Stated(np.full(shape, np.nan), np.zeros(shape, dtype=np.int8), np.zeros(shape, dtype=bool))
    codes = [indicator.code for indicator in methodology.scored]
    places = pd.MultiIndex.from_product([groups, codes], names=["group_id", "indicator"])
    cells = indicators.drop_duplicates(["group_id", "indicator"]).set_index(["group_id", "indicator"]).reindex(places)
    return Stated(
        cells["normalised"].to_numpy(dtype=float).reshape(shape),
        cells["clipped"].fillna(0).clip(-1, 1).to_numpy(dtype=np.int8).reshape(shape),
        cells["treated"].eq(other=True).to_numpy(dtype=bool).reshape(shape),
    )


def _as_stated(scores: Scores, stated: pd.DataFrame, grades: tuple[Grade, ...]) -> Scores:
    """Ranks as stated, and grades where a quota can have lowered the one that was earned."""
    known = stated[~stated.index.duplicated()].reindex(list(scores.units))
    ranks = np.where(scores.rated, known["rank"].fillna(0).to_numpy(dtype=np.int64), 0)
    pairs = zip(scores.grade, known["grade"], strict=True)
    return replace(scores, rank=ranks, grade=tuple(_lowered(*pair, grades) for pair in pairs))


def _lowered(earned: str | None, stated: str | None, grades: tuple[Grade, ...]) -> str | None:
    codes = [grade.code for grade in grades]
    if earned not in codes or stated not in codes:
        return earned
    passed = grades[codes.index(earned) : codes.index(stated)]
    return stated if passed and all(grade.quota is not None for grade in passed) else earned
