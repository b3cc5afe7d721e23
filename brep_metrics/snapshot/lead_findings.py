"""The findings of a snapshot that holds some groups only, as it is handed to their lead.

The network is evaluated whole, then cut down by `access.restrict`, the rule by which a lead sees it on the pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brep_metrics.access import Publication, distribution, publication_of, publications, restrict
from brep_metrics.scoring import evaluate, evaluate_each, require_groups
from brep_metrics.snapshot.attachments import attachments_resource, attachments_table
from brep_metrics.snapshot.changes import changes_of, changes_resource, changes_table
from brep_metrics.snapshot.distribution import distribution_resource, distribution_table
from brep_metrics.snapshot.findings import uncertainty_of
from brep_metrics.snapshot.redaction import evidence_within
from brep_metrics.snapshot.results import (
    evidence_resource,
    indicators_resource,
    indicators_table,
    intervals_resource,
    intervals_table,
    scores_resource,
    scores_table,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from brep_metrics.methodology import Methodology
    from brep_metrics.periods import Period
    from brep_metrics.scoring import Evaluation
    from brep_metrics.snapshot.provenance import Provenance
    from brep_metrics.snapshot.resources import Resource
    from brep_metrics.store import AccessScope, Reading, Store


@dataclass(frozen=True)
class ScopedFindings:
    """What is stated of some groups: their evaluation as their lead may see it, and the rows of the other results."""

    evaluation: Evaluation
    intervals: pd.DataFrame
    changes: pd.DataFrame
    distribution: pd.DataFrame
    evidence: pd.DataFrame

    def tables(self, provenance: Provenance) -> list[tuple[Resource, pd.DataFrame]]:
        """Every result with its rows."""
        methodology, listed = self.evaluation.methodology, provenance.attachments
        return [
            (scores_resource(methodology), scores_table(self.evaluation, provenance)),
            (indicators_resource(methodology), indicators_table(self.evaluation)),
            (intervals_resource(methodology), self.intervals),
            (changes_resource(methodology), self.changes),
            (distribution_resource(methodology), self.distribution),
            (evidence_resource(methodology), self.evidence),
            *([(attachments_resource(), attachments_table(listed))] if listed else []),
        ]


def published_results(
    store: Store, methodology: Methodology, period: Period, reading: Reading
) -> tuple[Publication, ...]:
    """The published results that a snapshot of some groups may state: this very one, and that of the period before.

    What was ever published stays so, also where a later result replaced it: made again, the snapshot is the same.
    """
    here = (period, reading.generation.id, reading.as_of, methodology.hash)
    own = [one for one in publications(store) if here == (one.period, one.generation, one.as_of, one.methodology_hash)]
    before = publication_of(store, period.previous(), methodology.id)
    return (*own[:1], *([before] if before and before.methodology_hash == methodology.hash else []))


def find_within(
    store: Store,
    network: Reading,
    own: Reading,
    scope: AccessScope,
    methodology: Methodology,
    period: Period,
    hidden: Mapping[str, str],
) -> ScopedFindings:
    """The findings about the groups of `scope`.

    Args:
        store: where the publications and the published result of the period before are.
        network: all groups; it is restricted here before anything leaves.
        own: the same generation and date within `scope`.
        scope: the groups of the snapshot.
        methodology: the methodology.
        period: the period.
        hidden: stand-ins for codes, as `redaction.hidden_codes` gives them.

    Raises:
        FaultsError: the methodology cannot be evaluated on these data.

    """
    published = {one.period: one for one in published_results(store, methodology, period, network)}
    whole = require_groups(evaluate(network, methodology, period))
    evaluation = restrict(whole, scope, published=period in published)
    before = _before(store, network, scope, methodology, period.previous(), published.get(period.previous()))
    uncertainty = uncertainty_of(network, whole) if period in published else None
    intervals = intervals_table(uncertainty, methodology)
    return ScopedFindings(
        evaluation=evaluation,
        intervals=intervals[intervals["group_id"].isin(scope.named_groups)],
        changes=changes_table(before, evaluation, changes_of(before, evaluation)),
        distribution=distribution_table(distribution(whole, scope, published=period in published), methodology),
        evidence=evidence_within(network, own, methodology, period, scope.visible_groups, hidden),
    )


def _before(
    store: Store,
    network: Reading,
    scope: AccessScope,
    methodology: Methodology,
    period: Period,
    official: Publication | None,
) -> Evaluation:
    """The period before as its lead sees it: the published result, else what was measured, without a score."""
    if official is None:
        return restrict(evaluate_each(network, methodology, [period])[0], scope, published=False)
    with store.read(official.generation, as_of=official.as_of) as reading:
        return restrict(evaluate(reading, methodology, period), scope, published=True)
