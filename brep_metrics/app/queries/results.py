"""What the pages ask about a selection, answered within its reader's access scope.

Whole evaluations come from `network` and are cut down here before anybody sees them; everything else is read within the
scope, which is part of its key. A new generation is shown on a page's next run. What is returned is shared by all
sessions: read it, never change it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from brep_metrics import access, evidence, explain, facts, scoring
from brep_metrics.app.cache import cached, cached_for_selection
from brep_metrics.app.queries import network
from brep_metrics.explain import Side
from brep_metrics.store import WHOLE_NETWORK

if TYPE_CHECKING:
    import pandas as pd

    from brep_metrics.access import Distribution, Publication
    from brep_metrics.app.queries.background import Job
    from brep_metrics.app.queries.selection import Key, Selection
    from brep_metrics.calibration import Calibration
    from brep_metrics.explain import Change, Combination, Contributions, NextGrade
    from brep_metrics.methodology import Methodology
    from brep_metrics.periods import Period
    from brep_metrics.robustness import RankUncertainty, Sensitivity
    from brep_metrics.scoring import Evaluation, LateRecords


def evaluation(selection: Selection, period: Period | None = None) -> Evaluation:
    """The evaluation of the selection's or another period, as far as the reader may see it."""
    return _seen(selection, *_whole(selection, period or selection.period))


def history(selection: Selection, periods: tuple[Period, ...]) -> tuple[Evaluation, ...]:
    """The evaluations of several periods, as far as the reader may see them."""
    days = tuple((period, selection.as_of_period(period)) for period in periods)
    key = selection.key_of(WHOLE_NETWORK)
    together = network.history(selection.visit.store, selection.methodology, key, days)
    if selection.visit.access_scope.is_network:
        return together
    return tuple(
        evaluation(selection, period)
        if _published_by_this(selection, period)
        else _seen(selection, one, published=False)
        for period, one in zip(periods, together, strict=True)
    )


@cached_for_selection(200)
def distribution(selection: Selection, sector_id: str | None = None) -> Distribution:
    """The rated groups of this period, or those of a sector, as a whole and none of them named."""
    whole, published = _whole(selection, selection.period)
    return access.distribution(whole, selection.visit.access_scope, published=published, sector_id=sector_id)


@cached_for_selection(1000)
def contributions(selection: Selection, group_id: str) -> Contributions | None:
    """What makes the score of a group; None where its score, or the median of the others, is not for the reader."""
    whole, _ = _whole(selection, selection.period)
    seen = evaluation(selection).scores
    if group_id not in seen.units or np.isnan(seen.normalised[seen.units.index(group_id)]).all():
        return None
    # The median that an evaluator is shown is that of the groups open to them.
    scores = seen if selection.visit.access_scope.is_evaluator else whole.scores
    return None if _hides_a_median(selection) else explain.contributions(scores, whole.methodology, group_id)


@cached_for_selection(1000)
def change(selection: Selection, group_id: str) -> Change | None:
    """Why a group's score differs from that of the period before; None where that is not for the reader."""
    if not selection.visit.access_scope.may_see(group_id):
        return None
    before, now = (
        Side(evaluation(selection, period).scores, selection.methodology, period.years)
        for period in (selection.period.previous(), selection.period)
    )
    if np.isnan(_score_of(before, group_id)) or np.isnan(_score_of(now, group_id)):
        return None
    return explain.explain_change(before, now, group_id)


def next_grade(selection: Selection, group_id: str) -> NextGrade | None:
    """What would raise a group's grade; None where its score, values or the others' median is not for the reader.

    Where all places are taken, a target would tell the score of a group that holds one: only evaluators get it.
    """
    seen, scope = evaluation(selection).scores, selection.visit.access_scope
    if group_id not in seen.units or np.isnan(seen.score[seen.units.index(group_id)]) or not scope.may_see(group_id):
        return None
    whole, key = _whole_with_key(selection)
    found = network.next_grade(whole, group_id, key)
    if found is None or scope.is_network:
        return found
    if _hides_a_median(selection):
        return None
    return replace(found, needs=()) if found.quota_full else found


def combination(selection: Selection, group_id: str) -> Combination | None:
    """The fewest things to do for the next grade, for those who may know what the single indicators could do."""
    way = next_grade(selection, group_id)
    if way is None or not way.needs:
        return None
    whole, key = _whole_with_key(selection)
    return network.combination(whole, group_id, evidence_rows(selection, None, group_id), key)


def rank_uncertainty(selection: Selection) -> RankUncertainty | None:
    """How sure the ranks of this period are; None where nothing is declared to vary, or for one group alone."""
    if not selection.visit.access_scope.is_network or selection.methodology.robustness is None:
        return None
    whole, _ = _whole(selection, selection.period)
    if not whole.scores.rated.any():
        return None
    return network.rank_uncertainty(selection.visit.store, whole, selection.key_of(WHOLE_NETWORK))


def ranks_over(selection: Selection, weighed: Methodology) -> RankUncertainty | None:
    """The ranks of this period over the sets of weights of `weighed`, for those who have `rank_uncertainty`."""
    whole, key = _whole_with_key(selection)
    if not selection.visit.access_scope.is_network or not whole.scores.rated.any():
        return None
    return network.ranks_over(whole, weighed, key)


def rank_interval(selection: Selection, group_id: str) -> tuple[int, int] | None:
    """The ranks between which a group is in nine of ten draws; None where there is none for the reader."""
    found = rank_uncertainty(selection)
    if found is None or group_id not in found.units:
        return None
    at = found.units.index(group_id)
    return int(found.rank_p05[at]), int(found.rank_p95[at])


def sensitivity(selection: Selection) -> Job[Sensitivity]:
    """Which assumptions move the ranks most, in the background; for those who have `rank_uncertainty`."""
    return network.sensitivity(selection.visit.store, evaluation(selection), selection.key_of(WHOLE_NETWORK))


def calibration(selection: Selection, periods: tuple[Period, ...]) -> Calibration | None:
    """What the goalposts did to these periods; None for those who do not see every group, or if none is rated."""
    together = history(selection, periods) if selection.visit.access_scope.is_network else ()
    if not any(one.scores.rated.any() for one in together):
        return None
    return network.calibrated(together, selection.key_of(WHOLE_NETWORK))


def evidence_rows(selection: Selection, indicator: str | None, group_id: str) -> pd.DataFrame:
    """The rows behind one indicator of one group, or behind all; none of a group whose records are not open.

    They are those that the score was made from, shares of joint work that a partner recorded included; what such a
    record says besides is read within the reader's access scope.
    """
    store, methodology = selection.visit.store, selection.methodology
    with store.read(selection.generation.id, as_of=selection.as_of, scope=WHOLE_NETWORK) as reading:
        rows = evidence.evidence_rows(reading, methodology, selection.period, indicator=indicator, group_id=group_id)
    return rows if selection.visit.access_scope.may_see(group_id) else rows.iloc[:0]


def rows_of(selection: Selection, name: str, **parameters: object) -> pd.DataFrame:
    """The rows of a named query of `brep_metrics.facts`, within the reader's access scope."""
    return _facts(selection, selection.key_of(selection.visit.access_scope), name, **parameters)


@cached_for_selection(400)
def late_records(selection: Selection) -> LateRecords:
    """What came in after the as-of date, as far as the reader may see it."""
    with selection.now.reading() as reading:
        return scoring.late_records(reading, selection.period, selection.as_of)


def span(selection: Selection) -> pd.DataFrame:
    """From when until when the network has data: which periods there are is no secret of any group."""
    return rows_of(replace(selection, visit=replace(selection.visit, access_scope=WHOLE_NETWORK)).now, "span")


def _whole(selection: Selection, period: Period) -> tuple[Evaluation, bool]:
    """The evaluation of all groups, which must not leave this module, and whether it is the published one."""
    store, key = selection.visit.store, selection.key_of(WHOLE_NETWORK, period)
    official = None if selection.visit.access_scope.is_network else _published_by_this(selection, period)
    if official is not None:
        key = key._replace(generation=official.generation, as_of=official.as_of)
    return network.evaluation(store, selection.methodology, key, period), official is not None


def _whole_with_key(selection: Selection) -> tuple[Evaluation, Key]:
    """The evaluation of all groups of the selection's period, and what it is kept under."""
    whole, _ = _whole(selection, selection.period)
    return whole, selection.key_of(WHOLE_NETWORK)._replace(generation=whole.generation.id, as_of=whole.as_of)


def _published_by_this(selection: Selection, period: Period) -> Publication | None:
    """The publication of a period if it was made by this very methodology: else its figures do not fit the others."""
    official = selection.publication(period)
    return official if official is not None and official.methodology_hash == selection.methodology.hash else None


def _seen(selection: Selection, whole: Evaluation, published: bool) -> Evaluation:  # noqa: FBT001 - the second half of `_whole`
    return access.restrict(whole, selection.visit.access_scope, published=published)


def _hides_a_median(selection: Selection) -> bool:
    """Whether too few groups are behind a median for this reader to know it."""
    return not selection.visit.access_scope.is_network and bool(np.isnan(distribution(selection).normalised).any())


def _score_of(side: Side, group_id: str) -> float:
    units = side.scores.units
    return float(side.scores.score[units.index(group_id)]) if group_id in units else np.nan


@cached(400, key=lambda selection, key, name, **parameters: (key, name, *sorted(parameters.items())))  # noqa: ARG005 - the key says all of it
def _facts(selection: Selection, key: Key, name: str, **parameters: object) -> pd.DataFrame:  # noqa: ARG001 - as above
    with selection.reading() as reading:
        return facts.facts(reading, name, **parameters)
