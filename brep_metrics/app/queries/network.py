"""Evaluations of the whole network, kept once per data version for all sessions; `results` alone may ask for them.

Scores need all groups, so what one reader sees is cut out of these afterwards. What is returned is shared: read it,
never change it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics import calibration, explain, isolated, robustness, scoring
from brep_metrics.app.cache import cached
from brep_metrics.app.queries import background
from brep_metrics.store import WHOLE_NETWORK

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from brep_metrics.app.queries.background import Job, Wanted
    from brep_metrics.app.queries.selection import Key
    from brep_metrics.calibration import Calibration
    from brep_metrics.explain import Combination, NextGrade
    from brep_metrics.methodology import Methodology
    from brep_metrics.periods import Period
    from brep_metrics.robustness import RankUncertainty, Sensitivity
    from brep_metrics.scoring import Evaluation
    from brep_metrics.store import Store


@cached(200, key=lambda store, methodology, key, period: (key, period))  # noqa: ARG005 - the key says all of it
def evaluation(store: Store, methodology: Methodology, key: Key, period: Period) -> Evaluation:
    """One period."""
    with store.read(key.generation, as_of=key.as_of, scope=WHOLE_NETWORK) as reading:
        return scoring.evaluate(reading, methodology, period)


@cached(50, key=lambda store, methodology, key, days: (key, days))  # noqa: ARG005 - as above
def history(
    store: Store, methodology: Methodology, key: Key, days: tuple[tuple[Period, date], ...]
) -> tuple[Evaluation, ...]:
    """Several periods, each as of its day."""
    with store.read(key.generation, scope=WHOLE_NETWORK) as reading:
        return scoring.evaluate_on(reading, methodology, dict(days))


@cached(1000, key=lambda evaluation, group_id, key: (key, evaluation.period, group_id))
def next_grade(evaluation: Evaluation, group_id: str, key: Key) -> NextGrade | None:  # noqa: ARG001 - as above
    """What would raise the grade of a group."""
    return explain.next_grade(
        evaluation.scores,
        evaluation.methodology,
        group_id,
        conditions=evaluation.conditions,
        years=evaluation.period.years,
    )


@cached(1000, key=lambda evaluation, group_id, rows, key: (key, evaluation.period, group_id))  # noqa: ARG005 - as above
def combination(
    evaluation: Evaluation,
    group_id: str,
    rows: pd.DataFrame,
    key: Key,  # noqa: ARG001 - as above
) -> Combination | None:
    """The fewest things to do that raise the grade of a group, whose evidence rows are `rows`."""
    return explain.cheapest_combination(
        evaluation.scores,
        evaluation.methodology,
        group_id,
        rows,
        conditions=evaluation.conditions,
        years=evaluation.period.years,
    )


@cached(100, key=lambda store, evaluation, key: (key, evaluation.period))  # noqa: ARG005 - as above
def rank_uncertainty(store: Store, evaluation: Evaluation, key: Key) -> RankUncertainty:
    """How sure the ranks are."""
    reviews, years = _reviews(store, evaluation, key), evaluation.period.years
    return robustness.rank_uncertainty(evaluation.scores, evaluation.methodology, years=years, reviews=reviews)


@cached(50, key=lambda evaluation, methodology, key: (key, evaluation.period, str(methodology.files)))
def ranks_over(evaluation: Evaluation, methodology: Methodology, key: Key) -> RankUncertainty:  # noqa: ARG001 - as above
    """The ranks over the sets of weights that `methodology` carries."""
    return robustness.rank_uncertainty(evaluation.scores, methodology, years=evaluation.period.years)


@cached(100, key=lambda store, evaluation, key: (key, evaluation.period))  # noqa: ARG005 - as above
def sensitivity(store: Store, evaluation: Evaluation, key: Key) -> Job[Sensitivity]:
    """Which assumptions move the ranks most: seconds of work, begun in the background."""

    def indices(wanted: Wanted) -> Sensitivity:
        reviews, years = _reviews(store, evaluation, key), evaluation.period.years
        given = evaluation.scores, evaluation.methodology, years, reviews
        found: Sensitivity = isolated.result_of("sensitivity", *given, wanted=wanted)
        return found

    return background.begin(indices)


@cached(50, key=lambda evaluations, key: (key, tuple(one.period for one in evaluations)))
def calibrated(evaluations: tuple[Evaluation, ...], key: Key) -> Calibration:  # noqa: ARG001 - as above
    """What the goalposts did to some periods."""
    return calibration.calibrate(evaluations)


def _reviews(store: Store, evaluation: Evaluation, key: Key) -> Mapping[str, NDArray[np.float64]]:
    with store.read(key.generation, as_of=key.as_of, scope=WHOLE_NETWORK) as reading:
        return robustness.resample_reviews(reading, evaluation)
