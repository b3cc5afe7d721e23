"""Reviewers resampled within each outcome."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from brep_metrics.errors import FaultsError
from brep_metrics.methodology import Robustness
from brep_metrics.periods import Period
from brep_metrics.robustness import rank_uncertainty, resample_reviews, sensitivity
from brep_metrics.robustness.draws import batches
from brep_metrics.robustness.factors import factors_of
from brep_metrics.robustness.problem import problem_of
from brep_metrics.robustness.reviews import resampled_means, review_based
from brep_metrics.scoring import evaluate, score


def test_an_outcome_keeps_its_number_of_reviews():
    """Means of resamples are between the lowest and the highest review; a single review stays as it is."""
    reviews = pd.DataFrame({"outcome_id": ["a", "a", "a", "b"], "score": [60.0, 70.0, 95.0, 80.0]})
    outcomes, means = resampled_means(reviews, np.random.default_rng(0), {"a", "b"})
    assert outcomes.tolist() == ["a", "b"]
    assert means.shape == (201, 2)
    np.testing.assert_allclose(means[0], [75, 80])
    assert (means[1:, 1] == 80).all()
    assert set(np.unique(means[1:, 0].round(6))) <= {
        round((x + y + z) / 3, 6) for x in (60, 70, 95) for y in (60, 70, 95) for z in (60, 70, 95)
    }
    assert means[1:, 0].mean() == pytest.approx(75, abs=3)
    alone, same = resampled_means(reviews, np.random.default_rng(0), {"a"})
    assert alone.tolist() == ["a"]
    np.testing.assert_array_equal(same[:, 0], means[:, 0])


def test_reviewers_are_one_of_the_factors(demo_store, network_methodologies):
    """Resampled reviews move ranks through review_quality alone, and nothing else moves."""
    methodology = replace(network_methodologies[0], robustness=Robustness(draws=500, reviewers=True))
    assert [one.code for one in review_based(methodology)] == ["review_quality"]
    with demo_store.read() as reading:
        evaluation = evaluate(reading, methodology, Period.parse("2025"))
        reviews = resample_reviews(reading, evaluation)
    scores = evaluation.scores
    column = [one.code for one in methodology.scored].index("review_quality")
    np.testing.assert_allclose(reviews["review_quality"].mean(axis=0), scores.values[:, column], atol=2)  # noqa: PD011
    found = rank_uncertainty(scores, methodology, reviews=reviews)
    assert found.factors == ("reviewers",)
    assert found.mean_rank_shift > 0
    assert sensitivity(scores, methodology, draws=100, reviews=reviews).method == "saltelli"


def test_a_resample_is_scored_as_the_engine_scores_it(demo_store, network_methodologies):
    """A draw's ranks are those of `scoring.score` with the resampled values in place."""
    methodology = replace(network_methodologies[0], robustness=Robustness(draws=1, seed=3, reviewers=True))
    with demo_store.read() as reading:
        evaluation = evaluate(reading, methodology, Period.parse("2025"))
        reviews = resample_reviews(reading, evaluation)
    factors = factors_of(methodology, replicates=200)
    problem = problem_of(evaluation.scores, methodology, factors, resampled=reviews)
    (draws,) = batches(problem.tree, factors, 1, 3)
    values = evaluation.scores.values.copy()  # noqa: PD011
    column = [one.code for one in methodology.scored].index("review_quality")
    values[:, column] = reviews["review_quality"][draws.levels["reviewers"][0]]
    expected = score(values, methodology, units=evaluation.scores.units, status=evaluation.scores.status)
    found = rank_uncertainty(evaluation.scores, methodology, reviews=reviews)
    np.testing.assert_array_equal(found.rank_median, expected.rank[expected.rated])


def test_without_the_factor_no_review_is_read(demo_store, network_methodologies):
    """A methodology that does not vary the reviewers gets no resamples."""
    with demo_store.read() as reading:
        evaluation = evaluate(reading, network_methodologies[0], Period.parse("2025"))
        varied = evaluation.methodology.robustness.reviewers
        assert bool(resample_reviews(reading, evaluation)) is varied


def test_an_indicator_of_another_kind_is_refused(demo_store, network_methodologies):
    """An indicator that reads reviews but sums them cannot be resampled by its mean."""
    annual = network_methodologies[0]
    summed = tuple(replace(one, value="sum") if one.code == "review_quality" else one for one in annual.indicators)
    methodology = replace(annual, indicators=summed, robustness=Robustness(reviewers=True))
    with demo_store.read() as reading:
        evaluation = evaluate(reading, methodology, Period.parse("2025"))
        with pytest.raises(FaultsError):
            resample_reviews(reading, evaluation)
