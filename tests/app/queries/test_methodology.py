"""The model of the Methodology page, without drawing anything."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from typing import TYPE_CHECKING

import pytest

from brep_metrics.app.context.visit import Visit
from brep_metrics.app.queries.methodology import methodology_rules
from brep_metrics.app.queries.selection import Selection
from brep_metrics.periods import Period
from brep_metrics.store import WHOLE_NETWORK

if TYPE_CHECKING:
    from brep_metrics.methodology import Methodology


@pytest.fixture
def selection(demo_store, network_methodologies, app) -> Selection:
    """What an evaluator looks at: the last full year of the demonstration network."""
    visit = Visit("methodology", "en", demo_store, demo_store.current(), visitor=None, access_scope=WHOLE_NETWORK)
    return Selection.of(visit, network_methodologies[0], Period.parse("2025"))


def test_the_sentence_counts_the_weighted_indicators(selection):
    """Those that only open a gate are listed, and not counted."""
    model = methodology_rules(selection)
    assert model.answer == (
        "20 indicators in 5 dimensions, each put on a scale from 0 to 100, make one score; "
        "below 66\u202f% coverage there is none."
    )
    assert len(model.weighted) == 20
    assert model.indicators["code"].tolist()[20:] == ["work_plan_filed", "review_filed"]


def test_a_dimension_weighs_what_its_indicators_weigh(selection):
    """Shares of the total, in the methodology's order."""
    model = methodology_rules(selection)
    assert model.dimensions["title"].tolist() == [
        "Reporting",
        "Plan execution",
        "Pragmatic cooperation",
        "Outcomes",
        "Coordination",
    ]
    assert model.dimensions["weight"].tolist() == pytest.approx([20, 20, 20, 30, 10])
    parts = model.weighted.groupby("dimension_code", sort=False)["weight"].sum()
    assert parts.to_dict() == pytest.approx(dict(model.dimensions[["code", "weight"]].itertuples(index=False)))


def test_an_indicator_says_how_it_is_scored(selection):
    """In words, as the table shows it; without a weight there is no scale."""
    rows = methodology_rules(selection).indicators.set_index("code")
    columns = ["dimension", "open", "weight", "value", "goalposts", "direction", "missing"]
    assert rows.loc["plan_delay", columns].tolist() == [
        "Plan execution",
        "Mean delay of plan items",
        pytest.approx(6),
        "mean",
        "0–90 days",
        "less is better",
        "scored lowest",
    ]
    assert rows.loc["showcased", "goalposts"] == "0–6 points a year"
    assert rows.loc["review_filed", ["dimension", "goalposts"]].tolist() == ["not weighted", "–"]
    assert math.isnan(rows.loc["review_filed", "weight"])


def test_a_deeper_indicator_belongs_to_the_dimension_at_the_top(selection):
    """A node between an indicator and its dimension is neither a dimension nor lost."""
    methodology = selection.methodology
    between = replace(methodology.nodes[1], code="between", parent="reporting")
    indicators = [
        replace(one, parent="between") if one.code == "work_plan_on_time" else one for one in methodology.indicators
    ]
    deeper = replace(methodology, nodes=(*methodology.nodes, between), indicators=tuple(indicators), hash="deeper")
    model = methodology_rules(_of(selection, deeper))
    assert model.dimensions["code"].tolist() == ["reporting", "delivery", "activity", "outcomes", "coordination"]
    assert model.indicators["dimension_code"].iloc[0] == "reporting"


def test_without_dimensions_there_are_only_indicators(selection):
    """All hang on the root, which is no dimension."""
    methodology = selection.methodology
    indicators = tuple(one if one.parent is None else replace(one, parent="index") for one in methodology.indicators)
    flat = replace(methodology, nodes=methodology.nodes[:1], indicators=indicators, hash="flat")
    model = methodology_rules(_of(selection, flat))
    assert model.dimensions.empty
    assert model.weighted.empty
    assert model.answer.startswith("20 indicators in 1 dimensions")


def test_a_model_is_made_once_and_holds_nothing_of_the_reader(selection):
    """It is shared by all who see the same, so no sign-in may be in it."""
    model = methodology_rules(selection)
    assert methodology_rules(replace(selection)) is model
    assert not any(isinstance(getattr(model, field.name), Selection | Visit) for field in fields(model))


def _of(selection: Selection, methodology: Methodology) -> Selection:
    return Selection.of(selection.visit, methodology, selection.period)
