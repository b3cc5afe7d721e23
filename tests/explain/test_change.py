"""Changes add up to the difference, split into methodology, data and clipping."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brep_metrics.explain import Side, explain_change
from brep_metrics.methodology import Adjustment, Indicator, Methodology, Node, Normalisation
from brep_metrics.scoring import Conditions, score


@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_changes_add_up_to_the_difference(methodologies, tables, units, data: st.DataObject):
    """Data, clipping and methodology together are the difference of the published scores."""
    methodology = data.draw(methodologies)
    before, after = (score(data.draw(tables(methodology)), methodology, units=units) for _ in range(2))
    for unit in units:
        found = explain_change(Side(before, methodology), Side(after, methodology), unit)
        if found is None:
            continue
        assert found.table["points"].sum() == pytest.approx(found.after - found.before, abs=1e-9)
        parts = found.table[["methodology", "data", "clipping"]].sum(axis=1)
        np.testing.assert_allclose(parts, found.table["points"], atol=1e-9)
        assert (found.table["methodology"].abs() < 1e-9).all()


@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_another_methodology_is_a_part_of_its_own(methodologies, tables, units, data: st.DataObject):
    """The same data under another methodology: all of the difference is the methodology's."""
    earlier = data.draw(methodologies)
    values = data.draw(tables(earlier))
    later = replace(earlier, nodes=tuple(replace(node, aggregate="arithmetic") for node in earlier.nodes), round=1)
    before = Side(score(values, earlier, units=units), earlier)
    after = Side(score(values, later, units=units), later)
    for unit in units:
        found = explain_change(before, after, unit, bridge=after)
        if found is not None:
            assert found.table["methodology"].sum() == pytest.approx(found.after - found.before, abs=1e-9)
            assert (found.table[["data", "clipping"]].abs() < 1e-9).all(axis=None)


def goalposted(**rules: object) -> Methodology:
    indicators = tuple(
        Indicator(code=code, parent="index", normalise=Normalisation(lower=0.0, upper=10.0), **rules) for code in "xy"
    )
    return Methodology(id="two", nodes=(Node(code="index"),), indicators=indicators)


def change_of(before: list[float], after: list[float], methodology: Methodology) -> dict[str, tuple[float, float]]:
    sides = [Side(score(np.array([values]), methodology, units=("u",)), methodology) for values in (before, after)]
    found = explain_change(*sides, "u")
    assert found is not None
    return {row.code: (row.data, row.clipping) for row in found.table.itertuples()}


def test_what_clipping_takes_back_is_shown():
    """From 8 to 12 of 10: the data bring 20 points, of which clipping takes 10."""
    found = change_of([8, 5], [12, 5], goalposted())
    assert found.pop("x") == pytest.approx((20, -10))
    assert set(found.values()) == {(0, 0)}


def test_a_change_beyond_the_goalpost_brings_nothing():
    """From 12 to 15 of 10: what the data bring, clipping takes."""
    assert change_of([12, 5], [15, 5], goalposted())["x"] == pytest.approx((15, -15))


def test_a_value_that_appears_is_a_change_of_that_indicator():
    """Y was missing and re-weighted: 80; now it is 20, and the score 50. All of -30 is y's."""
    found = change_of([8, np.nan], [8, 2], goalposted())
    assert (found["x"], found["y"]) == (pytest.approx((0, 0)), pytest.approx((-30, 0)))


def test_without_a_score_before_there_is_no_change():
    """A unit that was not there, or had no data, is new."""
    methodology = goalposted()
    old = Side(score(np.array([[np.nan, np.nan]]), methodology, units=("u",)), methodology)
    new = Side(score(np.array([[1.0, 2.0], [3.0, 4.0]]), methodology, units=("u", "v")), methodology)
    assert explain_change(old, new, "u") is None
    assert explain_change(old, new, "v") is None


def weighted(first: float, second: float) -> Methodology:
    indicators = (Indicator(code="x", parent="index", weight=first), Indicator(code="y", parent="index", weight=second))
    return Methodology(id="two", nodes=(Node(code="index"),), indicators=indicators)


def test_methodology_and_data_by_hand():
    """20 and 80: equal weights 10 + 40, weights 3 and 1 15 + 20; then 20 rises to 60, which brings 30 of the later."""
    earlier, later = weighted(1, 1), weighted(3, 1)
    old, new = np.array([[20.0, 80.0]]), np.array([[60.0, 80.0]])
    before, bridge, after = (
        Side(score(values, how, units=("u",)), how) for values, how in ((old, earlier), (old, later), (new, later))
    )
    found = explain_change(before, after, "u", bridge=bridge)
    assert found is not None
    assert (found.before, found.after) == (50, 65)
    rows = found.table[["code", "methodology", "data", "clipping", "points"]].to_numpy().tolist()
    assert rows == [["x", 5, 30, 0, 35], ["y", -20, 0, 0, -20], ["adjustment", 0, 0, 0, 0], ["rounding", 0, 0, 0, 0]]


def test_an_adjustment_that_grew_is_a_row_of_its_own():
    """One award of 2 points before, three after: 4 points more beside the indicator's 10."""
    methodology = Methodology(
        id="bonus",
        nodes=(Node(code="index"),),
        indicators=(Indicator(code="x", parent="index"), Indicator(code="award", value="count")),
        adjustments=(Adjustment(indicator="award", points_per_unit=2.0, limit=10.0),),
    )
    before, after = (
        Side(score(np.array([[value]]), methodology, units=("u",), conditions=awards(number)), methodology)
        for value, number in ((40.0, 1.0), (50.0, 3.0))
    )
    found = explain_change(before, after, "u")
    assert found is not None
    points = dict(zip(found.table["code"], found.table["points"], strict=True))
    assert points == {"x": 10, "adjustment": 4, "rounding": 0}


def awards(number: float) -> Conditions:
    return Conditions(np.empty((1, 0)), np.empty((1, 0), dtype=bool), np.array([[number]]))


def test_an_indicator_that_one_methodology_lacks_is_a_part_of_the_methodology():
    """Y had 25 points and is gone, z has 10 and is new: 65 become 50, and x is as it was."""

    def side(values: list[float], codes: str) -> Side:
        how = Normalisation(lower=0.0, upper=10.0)
        indicators = tuple(Indicator(code=code, parent="index", normalise=how) for code in codes)
        methodology = Methodology(id=codes, nodes=(Node(code="index"),), indicators=indicators)
        return Side(score(np.array([values]), methodology, units=("u",)), methodology)

    after = side([8, 2], "xz")
    found = explain_change(side([8, 5], "xy"), after, "u", bridge=after)
    assert found is not None
    assert (found.before, found.after) == (65, 50)
    points = dict(zip(found.table["code"], found.table["methodology"], strict=True))
    assert points == pytest.approx({"x": 0, "z": 10, "y": -25, "adjustment": 0, "rounding": 0})
