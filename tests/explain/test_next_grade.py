"""The way to the next grade: nearest value, open points, gates, quotas, and what cannot be reached."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brep_metrics.explain import next_grade
from brep_metrics.methodology import Adjustment, Gate, Grade, Indicator, Methodology, Node, Normalisation
from brep_metrics.scoring import Conditions, score

GRADES = (Grade(code="good", from_=80.0), Grade(code="fair", from_=50.0), Grade(code="poor", from_=0.0))


@pytest.fixture
def methodology() -> Methodology:
    """A share up to 0.9, a number up to 6, a delay down from 90 days; weights 2, 1, 1."""
    return Methodology(
        id="three",
        nodes=(Node(code="index"),),
        indicators=(
            Indicator(code="share", parent="index", weight=2.0, normalise=Normalisation(lower=0.1, upper=0.9)),
            Indicator(code="number", parent="index", value="count", normalise=Normalisation(lower=0.0, upper=6.0)),
            Indicator(code="delay", parent="index", direction=-1, normalise=Normalisation(lower=0.0, upper=90.0)),
        ),
        grades=GRADES,
    )


def needs(values: list[list[float]], methodology: Methodology, **settings: object) -> dict:
    units = tuple(f"u{number}" for number in range(len(values)))
    scores = score(np.array(values), methodology, units=units, **settings)
    found = next_grade(scores, methodology, "u0", **settings)
    return {"found": found, **{need.code: need for need in found.needs}}


def test_the_nearest_value_in_the_indicators_own_unit(methodology: Methodology):
    """40 points: half, a third and nothing.. each indicator needs 10 more points of the score, rounded half up.

    share 0.5 (25 points) → 9.995 more at 125 points a unit; number 2 (8.33) → 3 more; delay 63 (7.5) → 35.98 fewer
    days.
    """
    found = needs([[0.5, 2.0, 63.0]], methodology)
    assert (found["found"].grade, found["found"].points) == ("fair", pytest.approx(50 - 40.83))
    gap = 49.995 - (25 + 100 / 12 + 7.5)
    assert found["share"].change == pytest.approx(gap / 50 * 0.8, abs=1e-6)
    assert (found["number"].change, found["number"].target) == (3, 5)
    assert found["delay"].change == pytest.approx(-gap / 25 * 90, abs=1e-6)
    assert found["number"].open_points == pytest.approx(25 - 100 / 12)


def test_what_one_indicator_cannot_reach_is_said(methodology: Methodology):
    """0 points: no single indicator brings 50 but the share, which brings exactly as many."""
    found = needs([[0.1, 0.0, 90.0]], methodology)
    assert found["share"].target == pytest.approx(0.9, abs=1e-3)
    assert (found["number"].target, found["number"].change) == (None, None)


def test_the_highest_grade_has_no_next(methodology: Methodology):
    """A unit at the top is told so."""
    assert needs([[0.9, 6.0, 0.0]], methodology)["found"].grade is None


def test_a_gate_holds_back_until_it_is_passed(methodology: Methodology):
    """Enough points, but a gate failed: the scored indicators cannot help, the gate's own can."""
    gated = replace(
        methodology,
        indicators=(*methodology.indicators, Indicator(code="filed", value="count")),
        gates=(Gate(indicator="filed", at_least=1.0, caps_at="fair"),),
    )
    conditions = Conditions(np.array([[0.0]]), np.array([[False]]), np.empty((1, 0)))
    found = needs([[0.9, 6.0, 45.0]], gated, conditions=conditions)
    assert (found["found"].grade, found["found"].gates) == ("good", ("filed",))
    assert found["found"].points < 0
    assert found["share"].target is None
    assert (found["filed"].value, found["filed"].target) == (0, 1)


def test_a_quota_is_a_place_to_be_won(methodology: Methodology):
    """One place for four units: it takes a score above the holder's, not only the grade's threshold."""
    limited = replace(methodology, grades=(Grade(code="good", from_=80.0, quota=0.25), *GRADES[1:]))
    values = [[0.9, 6.0, 36.0], [0.9, 6.0, 18.0], [0.1, 0.0, 0.0], [0.1, 0.0, 0.0]]
    found = needs(values, limited)
    assert (found["found"].grade, found["found"].quota_full) == ("good", True)
    assert found["delay"].target == pytest.approx(18 - 0.018, abs=1e-3)


def test_a_quota_that_nobody_fills_is_no_hindrance(methodology: Methodology):
    """The one place of four units is free: three others have a lower grade."""
    limited = replace(methodology, grades=(Grade(code="good", from_=80.0, quota=0.25), *GRADES[1:]))
    found = needs([[0.7, 4.0, 45.0], *[[0.1, 0.0, 0.0]] * 3], limited)["found"]
    assert (found.grade, found.quota_full) == ("good", False)


def test_a_missing_value_is_one_to_be_reported(methodology: Methodology):
    """A missing value has a target, counted from nothing."""
    found = needs([[0.4, np.nan, 63.0], [0.4, 1.0, 63.0]], methodology)
    assert found["number"].value is None
    assert found["number"].target == found["number"].change


@settings(deadline=None, max_examples=5)
@given(data=st.data())
def test_a_target_reaches_the_grade_and_nothing_nearer_does(methodologies, tables, units, data: st.DataObject):
    """Scoring the table with the target in place gives at least the grade; with a value short of it, it does not."""
    methodology = data.draw(methodologies)
    values = data.draw(tables(methodology))
    scores = score(values, methodology, units=units)
    found = next_grade(scores, methodology, "a")
    if found is None or found.grade is None:
        return
    codes = [grade.code for grade in methodology.grades]
    wanted = codes.index(found.grade)
    for column, need in enumerate(found.needs):
        if need.target is None or need.value is None:
            continue
        for share, reaches in ((1.0, True), (0.999, False)):
            tried = values.copy()
            tried[0, column] = need.value + share * (need.target - need.value)
            grade = score(tried, methodology, units=units).grade[0]
            assert (codes.index(grade) <= wanted) is reaches


def test_a_gate_that_does_not_hold_back_from_the_next_grade_is_not_named(methodology: Methodology):
    """One that allows the next grade is no reason yet."""
    gated = replace(
        methodology,
        indicators=(*methodology.indicators, Indicator(code="filed", value="count")),
        gates=(Gate(indicator="filed", at_least=1.0, caps_at="fair"),),
    )
    conditions = Conditions(np.array([[0.0]]), np.array([[False]]), np.empty((1, 0)))
    found = needs([[0.1, 0.0, 90.0]], gated, conditions=conditions)["found"]
    assert (found.grade, found.gates) == ("fair", ())


def test_the_range_of_a_relative_indicator_is_that_of_the_rated_units():
    """Between 0 and 10 a value of 2 has 20 points; 49.995 of them, which round to 50, take 4.9995."""
    relative = Methodology(
        id="one",
        nodes=(Node(code="index"),),
        indicators=(Indicator(code="amount", parent="index", normalise=Normalisation(method="minmax")),),
        grades=GRADES,
    )
    found = needs([[2.0], [0.0], [10.0]], relative)
    assert (found["found"].grade, found["found"].points) == ("fair", pytest.approx(30))
    assert found["amount"].target == pytest.approx(4.9995, abs=1e-3)


def test_one_record_more_may_be_enough(methodology: Methodology):
    """47.03 points: one more of six brings 4.17."""
    found = needs([[0.5992, 2.0, 63.0]], methodology)
    assert (found["number"].target, found["number"].change) == (3, 1)


def test_a_missing_value_begins_at_its_worst(methodology: Methodology):
    """(50 + 25 + x) / 4 from 33.3 and nothing of 90 days: x must be 66.65, which is a delay of 30 days, not none."""
    found = needs([[0.5, 2.0, np.nan]], methodology)
    assert found["delay"].value is None
    assert found["delay"].target == pytest.approx(90 * (1 - (4 * 49.995 - 100 - 100 / 3) / 100), abs=1e-6)


def test_a_gate_with_nothing_due_holds_nobody_back(methodology: Methodology):
    """A trial of another indicator leaves it at that: the share alone reaches the grade."""
    gated = replace(
        methodology,
        indicators=(*methodology.indicators, Indicator(code="filed", value="count")),
        gates=(Gate(indicator="filed", at_least=1.0, caps_at="poor"),),
    )
    conditions = Conditions(np.array([[np.nan]]), np.array([[True]]), np.empty((1, 0)))
    found = needs([[0.5, 2.0, 63.0]], gated, conditions=conditions)
    assert found["share"].target is not None
    assert found["found"].gates == ()


def test_the_table_has_what_each_indicator_can_do(methodology: Methodology):
    """One row each; without a target there is no change."""
    table = needs([[0.1, 0.0, 90.0]], methodology)["found"].table()
    assert list(table.columns) == ["code", "unit", "open_points", "value", "target", "change"]
    assert table["code"].tolist() == ["share", "number", "delay"]
    assert table["target"].isna().tolist() == [False, True, True]


def test_at_the_top_nothing_is_missing(methodology: Methodology):
    """No grade, no points, no gate and no quota."""
    found = needs([[0.9, 6.0, 0.0]], methodology)["found"]
    assert (found.grade, found.points, found.gates, found.quota_full, found.needs) == (None, 0, (), False, ())


def test_a_gate_that_is_passed_is_not_named(methodology: Methodology):
    """It would hold the unit back from every better grade, but the plan was filed."""
    gated = replace(
        methodology,
        indicators=(*methodology.indicators, Indicator(code="filed", value="count")),
        gates=(Gate(indicator="filed", at_least=1.0, caps_at="poor"),),
    )
    conditions = Conditions(np.array([[1.0]]), np.array([[False]]), np.empty((1, 0)))
    assert needs([[0.5, 2.0, 63.0]], gated, conditions=conditions)["found"].gates == ()


def test_an_indicator_of_steps_goes_as_far_as_its_last_one():
    """2 countries are worth 20 points, 5 are 60 and 8 are 90: the grade from 80 on takes 8, two halves of a year 4."""
    stepped = Methodology(
        id="steps",
        nodes=(Node(code="index"),),
        indicators=(
            Indicator(
                code="countries",
                parent="index",
                value="distinct",
                normalise=Normalisation(method="steps", per="year", steps=((2.0, 20.0), (5.0, 60.0), (8.0, 90.0))),
            ),
        ),
        grades=(Grade(code="good", from_=80.0), Grade(code="poor", from_=0.0)),
    )
    for years, target in ((1.0, 8.0), (0.5, 4.0)):
        scores = score(np.array([[1.0]]), stepped, units=("u0",), years=years)
        (need,) = next_grade(scores, stepped, "u0", years=years).needs
        assert (need.target, need.open_points) == (target, 90.0 if years == 1 else 70.0)


def test_points_beside_the_tree_are_open_too():
    """Two points for each of up to five awards: with three of them four points are left."""
    bonus = Methodology(
        id="bonus",
        nodes=(Node(code="index"),),
        indicators=(Indicator(code="own", parent="index"), Indicator(code="award", value="count")),
        adjustments=(Adjustment(indicator="award", points_per_unit=2.0, limit=10.0),),
        grades=GRADES,
    )
    conditions = Conditions(np.empty((1, 0)), np.empty((1, 0), dtype=bool), np.array([[3.0]]))
    found = needs([[44.0]], bonus, conditions=conditions)
    assert (found["found"].grade, found["award"].open_points) == ("good", 4)
