"""Calibration: what is said of past periods is what the engine says, and nothing is written."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from brep_metrics.calibration import calibrate, past_periods, proposed_methodology
from brep_metrics.cli.main import run
from brep_metrics.periods import Period
from brep_metrics.scoring import evaluate_periods


@pytest.fixture(scope="module")
def evaluations(demo_store, network_methodologies):
    """Two years of the demonstration network."""
    with demo_store.read() as reading:
        return evaluate_periods(reading, network_methodologies[0], [Period.parse("2024"), Period.parse("2025")])


def test_the_distribution_is_that_of_the_rated_groups(evaluations):
    """Quantiles and shares clipped over all rated groups of all periods."""
    table = calibrate(evaluations).indicators.set_index("code")
    methodology = evaluations[0].methodology
    column = [one.code for one in methodology.scored].index("plan_completion")
    values = np.concatenate([one.scores.values[one.scores.rated, column] for one in evaluations])
    clipped = np.concatenate([one.scores.clipped[one.scores.rated, column] for one in evaluations])
    row = table.loc["plan_completion"]
    assert row["median"] == pytest.approx(np.nanmedian(values))
    assert row["clipped_high"] == pytest.approx((clipped > 0).sum() / (~np.isnan(values)).sum())
    assert (row["lower"], row["upper"]) == (0.5, 0.95)


def test_the_proposal_holds_nine_tenths(evaluations):
    """Proposed goalposts are the 5th and 95th percentile to two figures, never the wrong way round."""
    table = calibrate(evaluations).indicators.dropna(subset=["proposed_lower"])
    assert len(table) > 10
    assert (table["proposed_lower"] < table["proposed_upper"]).all()
    np.testing.assert_allclose(table["proposed_upper"], table["p95"], rtol=0.051)


def test_outcomes_are_the_periods_scored_again(evaluations):
    """Nominal ranks are those of the evaluation; proposed ones those of the proposed methodology."""
    found = calibrate(evaluations)
    for evaluation in evaluations:
        rows = found.outcomes[found.outcomes["period"] == evaluation.period.code]
        np.testing.assert_array_equal(rows["rank"], evaluation.scores.rank[evaluation.scores.rated])
    kept = found.indicators.assign(proposed_lower=None)
    assert proposed_methodology(evaluations[0].methodology, kept) == replace(evaluations[0].methodology)


def test_the_closest_other_indicator_is_named(evaluations):
    """The correlation named is the largest there is, and of another indicator."""
    table = calibrate(evaluations).indicators
    assert (table["code"] != table["correlated_with"]).all()
    assert table["correlation"].abs().max() <= 1


def test_every_pair_of_indicators_is_listed_once(evaluations):
    """Closest first; the correlation of the closest is the one named beside its two indicators."""
    found = calibrate(evaluations)
    count = len(found.indicators)
    assert len(found.correlations) == count * (count - 1) // 2
    closest = found.correlations.iloc[0]
    named = found.indicators.set_index("code").loc[closest["first"]]
    assert (named["correlated_with"], named["correlation"]) == (closest["second"], closest["correlation"])
    assert closest["values"] <= found.indicators["values"].max()


def test_past_periods_end_with_the_given_one():
    """They have its length and follow one another."""
    assert [one.code for one in past_periods(Period.parse("2025H1"), 3)] == ["2024H1", "2024H2", "2025H1"]


def test_the_command_proposes_and_writes_nothing(demo_store, capsys):
    """One row per indicator, and the store's generations are as before."""
    before = demo_store.generations()
    asked = ["methodology", "calibrate", "--period", "2025", "--back", "2", "--store", str(demo_store.address)]
    assert run([*asked, "--format", "csv"]) == 0
    assert capsys.readouterr().out.startswith("code,values,missing,minimum")
    assert run([*asked, "--part", "outcomes"]) == 0
    assert run([*asked, "--part", "correlations"]) == 0
    assert demo_store.generations() == before
