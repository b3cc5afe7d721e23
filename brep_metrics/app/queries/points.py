"""How evaluators spread 100 points over the dimensions, and what the ranks would be with the weights of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics import rounds
from brep_metrics.app.cache import cached
from brep_metrics.app.queries import results
from brep_metrics.store import POINTS_SPREAD, ROUND_ACT

if TYPE_CHECKING:
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.methodology import Methodology
    from brep_metrics.robustness import RankUncertainty
    from brep_metrics.rounds import Spread
    from brep_metrics.store import Store


def spreads(selection: Selection) -> tuple[Spread, ...]:
    """The spreads that count now."""
    journal = selection.visit.store.journal
    latest = journal.latest(POINTS_SPREAD), journal.latest(ROUND_ACT)
    return _spreads(selection.visit.store, selection.methodology, latest)


def ranks_by(selection: Selection, given: tuple[Spread, ...]) -> RankUncertainty | None:
    """The ranks over all sets of weights, each taken once; None where no group is rated or nobody gave points."""
    return results.ranks_over(selection, rounds.weighed_by(selection.methodology, given)) if given else None


@cached(20, key=lambda store, methodology, latest: (store.address, methodology.hash, latest))
def _spreads(store: Store, methodology: Methodology, latest: tuple[int, int]) -> tuple[Spread, ...]:  # noqa: ARG001 - the lines of the latest ones
    return rounds.spreads_of(store, methodology)
