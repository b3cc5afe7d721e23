"""A factor that varies a step which the methodology lacks is refused; a mixture stays a level of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brep_metrics.errors import FaultsError, UsageError
from brep_metrics.methodology import Indicator, Methodology, Node, Normalisation, Robustness
from brep_metrics.robustness.factors import Factors, factors_of, with_levels


def methodology(*indicators: Indicator, **factors: object) -> Methodology:
    return Methodology(
        id="m",
        nodes=(Node(code="index"),),
        indicators=indicators,
        robustness=Robustness(**factors),
    )


def indicator(code: str, **rules: object) -> Indicator:
    return Indicator(code=code, parent="index", **rules)


GOALPOSTS = Normalisation(lower=0.0, upper=1.0)
PAIR = (indicator("a"), indicator("b"))

REFUSED = {
    "weights of a single child": ("weights", methodology(indicator("a"), weights=0.2)),
    "leaving out the only indicator": ("leave_out", methodology(indicator("a"), leave_out=True)),
    "normalising values taken as they are": ("normalise", methodology(*PAIR, normalise=("goalposts", "minmax"))),
    "goalposts that are not declared": (
        "normalise",
        methodology(indicator("a", normalise=Normalisation(method="minmax")), normalise=("minmax", "goalposts")),
    ),
    "steps that are not declared": (
        "normalise",
        methodology(indicator("a", normalise=GOALPOSTS), normalise=("goalposts", "steps")),
    ),
    "aggregating a single child": ("aggregate", methodology(indicator("a"), aggregate=("arithmetic", "geometric"))),
    "an exponent that is not declared": ("aggregate", methodology(*PAIR, aggregate=("arithmetic", "power"))),
    "filling where a missing value is an error": (
        "missing",
        methodology(indicator("a", missing="error"), missing=("reweight", "median")),
    ),
    "an error as a way of filling": ("missing", methodology(*PAIR, missing=("reweight", "error"))),
    "reviewers of a table": ("reviewers", methodology(*PAIR, reviewers=True)),
}


@pytest.mark.parametrize(("factor", "refused"), REFUSED.values(), ids=REFUSED)
def test_a_factor_without_its_step_is_refused(factor: str, refused: Methodology):
    """The fault names the factor."""
    with pytest.raises(FaultsError) as caught:
        factors_of(refused)
    assert [fault.column for fault in caught.value.faults] == [f"robustness.{factor}"]


def test_all_refusals_are_listed_together():
    """Every factor that lacks its step is named at once."""
    with pytest.raises(FaultsError) as caught:
        factors_of(methodology(indicator("a"), weights=0.2, leave_out=True, reviewers=True))
    assert len(caught.value.faults) == 3


def test_without_a_declaration_there_is_nothing_to_vary():
    """A methodology without [robustness] is told so."""
    with pytest.raises(UsageError):
        factors_of(replace(methodology(*PAIR), robustness=None))


def test_a_rule_that_is_not_listed_is_kept():
    """An indicator scored worst for missing data stays so, while the estimates of others vary."""
    base = methodology(indicator("a", missing="worst"), indicator("b"), missing=("reweight", "median"))
    factors = factors_of(base)
    assert factors.missing == ("reweight", "median")
    drawn = with_levels(base, factors, missing="median")
    assert [one.missing for one in drawn.indicators] == ["worst", "median"]


def test_a_mixture_is_a_level_of_its_own():
    """Where places declare different options of the list, the declared mixture is drawn too."""
    base = methodology(indicator("a", missing="worst"), indicator("b"), missing=("reweight", "worst"))
    assert factors_of(base).missing == (None, "reweight", "worst")


def test_what_varies_is_named_in_a_fixed_order():
    """One level is no variation."""
    assert Factors(weights=0.1, normalise=("rank",), aggregate=("arithmetic", "geometric"), indicators=3).varied == (
        "weights",
        "aggregate",
        "leave_out",
    )
