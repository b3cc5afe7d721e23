"""Resampled reviewers: what review-based indicators would be had other reviewers of the same kind been asked.

Within each outcome as many reviews are drawn with replacement as it has (the bootstrap of Efron 1979, Ann. Statist.
7(1) 1-26); an outcome with a single review stays as it is, so that few reviewers are doubted too little rather than
at random.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brep_metrics.errors import Fault, FaultsError
from brep_metrics.evidence import evidence_rows
from brep_metrics.evidence.queries import indicator_sql
from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from brep_metrics.methodology import Indicator, Methodology
    from brep_metrics.scoring import Evaluation
    from brep_metrics.store import Reading

    Floats = NDArray[np.float64]

REPLICATES = 200
_REVIEWS = Path(__file__).parents[1] / "sql" / "reviews_of_outcomes.sql"
_READS_REVIEWS = re.compile(r"\b(?:from|join)\s+review\b", re.IGNORECASE)
_EXACT = 1e-6  # evidence rows carry six decimals
_REDUCTIONS = {"mean", "median"}


def review_based(methodology: Methodology) -> tuple[Indicator, ...]:
    """The scored indicators whose query reads the table `review`."""
    return tuple(one for one in methodology.scored if _READS_REVIEWS.search(indicator_sql(one.code) or ""))


def resample_reviews(reading: Reading, evaluation: Evaluation, *, seed: int | None = None) -> dict[str, Floats]:
    """Raw values (K, U) by indicator code of the review-based indicators, in K resamples of all reviews together.

    Empty where the methodology does not vary the reviewers. `seed` replaces the methodology's.

    Raises:
        FaultsError: an indicator reads reviews but is no mean or median of its outcomes' mean reviews.

    """
    methodology = evaluation.methodology
    declared = methodology.robustness
    if declared is None or not declared.reviewers:
        return {}
    reviews = reading.query(_REVIEWS.read_text(encoding="utf-8"), {"as_of": reading.as_of})
    random = np.random.default_rng(declared.seed if seed is None else seed)
    evidence = {
        indicator: evidence_rows(reading, methodology, evaluation.period, indicator=indicator.code)
        for indicator in review_based(methodology)
    }
    wanted = {record for rows in evidence.values() for record in rows["record_id"].tolist()}
    outcomes, means = resampled_means(reviews, random, wanted)
    found = {}
    for indicator, rows in evidence.items():
        place = outcomes.get_indexer(pd.Index(rows["record_id"].to_numpy(dtype=object)))
        _refuse_other(indicator, rows, place, means[0])
        column = [one.code for one in methodology.scored].index(indicator.code)
        nominal = evaluation.scores.values[:, column]  # noqa: PD011 - an array, not a frame
        values = np.tile(nominal, (REPLICATES, 1))
        own = rows.groupby("group_id").indices
        for unit, group in enumerate(evaluation.scores.units):
            if group in own:
                drawn = means[1:, place[own[group]]]
                values[:, unit] = drawn.mean(axis=1) if indicator.value == "mean" else np.median(drawn, axis=1)
        found[indicator.code] = values
    return found


def resampled_means(
    reviews: pd.DataFrame, random: np.random.Generator, wanted: Collection[str]
) -> tuple[pd.Index[str], Floats]:
    """The `wanted` outcomes reviewed, and their mean reviews (1 + K, O): as given, then in K resamples within each.

    Random numbers are drawn for all `reviews`, so that what is wanted changes no resample.
    """
    # Texts as Python's own: pandas compares its Arrow texts many times more slowly.
    outcomes = reviews["outcome_id"].to_numpy(dtype=object)
    drawn = np.array([outcome in wanted for outcome in outcomes.tolist()], dtype=bool)
    outcomes, scores = outcomes[drawn], reviews["score"].to_numpy()[drawn]
    begins = np.ones(len(outcomes), dtype=bool)
    begins[1:] = outcomes[1:] != outcomes[:-1]
    starts = np.flatnonzero(begins)
    counts = np.diff([*starts, len(outcomes)])
    means = np.empty((1 + REPLICATES, len(starts)))
    if len(starts):
        first, span = np.repeat(starts, counts), np.repeat(counts, counts).astype(float)
        means[0] = np.add.reduceat(scores, starts) / counts
        # One resample at a time: all of them together would not fit into the processor's cache, nor in little memory.
        for replicate in range(1, 1 + REPLICATES):
            chosen = first + (random.random(len(drawn))[drawn] * span).astype(np.intp)
            means[replicate] = np.add.reduceat(scores[chosen], starts) / counts
    return pd.Index(outcomes[starts]), means


def _refuse_other(indicator: Indicator, rows: pd.DataFrame, place: NDArray[np.intp], means: Floats) -> None:
    """Refuse an indicator whose evidence is not the mean review of outcomes: resampling would change its meaning."""
    known = (place >= 0).all()
    same = known and bool((np.abs(rows["numerator"].to_numpy() - means[place]) <= _EXACT).all())
    if same and indicator.value in _REDUCTIONS:
        return
    problem = Message(N_("{indicator} reads reviews, but is not a mean of reviews"), {"indicator": indicator.code})
    fault = Fault(file="robustness.reviewers", column=indicator.code, problem=problem)
    raise FaultsError(Message(N_("the reviewers cannot be resampled")), [fault])
