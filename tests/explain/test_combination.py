"""The cheapest combination: the fewest records that reach the next grade, whatever they belong to."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brep_metrics.explain import cheapest_combination
from brep_metrics.methodology import Gate, Grade, Indicator, Methodology, Node, Normalisation
from brep_metrics.scoring import Conditions, Status, score

GRADES = (Grade(code="good", from_=80.0), Grade(code="fair", from_=50.0), Grade(code="poor", from_=0.0))
SHARE = Normalisation(lower=0.0, upper=1.0)
COLUMNS = ["indicator", "source", "record_id", "item", "numerator", "denominator"]
SETTLED = {"filed": 3, "items": 4, "held": 1, "delay": 90.0}


def methodology(aggregate: str = "arithmetic", gates: tuple[Gate, ...] = ()) -> Methodology:
    """Reports filed of 4, plan items done of 5, activities up to 4, and the plan items' mean delay up to 90 days."""
    return Methodology(
        id="four",
        nodes=(
            Node(code="index", aggregate=aggregate),
            Node(code="reporting", parent="index", weight=2.0, aggregate=aggregate),
            Node(code="plan", parent="index", weight=2.0, aggregate=aggregate),
        ),
        indicators=(
            Indicator(code="filed", parent="reporting", value="ratio", unit="share", normalise=SHARE),
            Indicator(code="items", parent="plan", value="ratio", unit="share", normalise=SHARE),
            Indicator(code="held", parent="index", value="count", normalise=Normalisation(lower=0.0, upper=4.0)),
            Indicator(code="delay", parent="plan", direction=-1, normalise=Normalisation(lower=0.0, upper=90.0)),
            Indicator(code="plan_filed", value="ratio"),
        ),
        gates=gates,
        grades=GRADES,
    )


def rows(filed: int, items: int, held: int, late: list[float]) -> pd.DataFrame:
    """So many reports filed of 4, plan items done of 5, activities held; and the days that each plan item is late."""
    found = [("filed", "report", f"R{at}", None, float(at < filed), 1.0) for at in range(4)]
    found += [("items", "plan_item", f"P{at}", None, float(at < items), 1.0) for at in range(5)]
    found += [("held", "activity", f"A{at}", None, 1.0, np.nan) for at in range(held)]
    found += [("delay", "plan_item", f"P{at}", None, days, np.nan) for at, days in enumerate(late)]
    return pd.DataFrame(found, columns=COLUMNS)


def combination(
    filed: int, items: int, held: int, late: list[float], how: Methodology | None = None, plan_filed: float = 1.0
):
    """The combination of one unit with these records."""
    values = np.array([[filed / 4, items / 5, held, float(np.mean(late))]])
    chosen = how or methodology()
    count = len(chosen.gates)
    conditions = Conditions(np.full((1, count), plan_filed), np.zeros((1, count), dtype=bool), np.empty((1, 0)))
    scores = score(values, chosen, units=("u",), conditions=conditions)
    evidence = pd.concat(
        [
            rows(filed, items, held, late),
            pd.DataFrame([("plan_filed", "report", "R9", None, plan_filed, 1.0)], columns=COLUMNS),
        ]
    )
    return cheapest_combination(scores, chosen, "u", evidence, conditions=conditions)


def test_the_fewest_records_over_several_indicators():
    """Half of everything is 50 points: 2 of 4 reports (20 of 40), 3 of 5 items and 45 days (11 + 10), 0 of 4 held.

    41 points; a report brings 10, so one of them is enough for 50.
    """
    found = combination(2, 3, 0, [0.0, 0.0, 45.0, 90.0, 90.0])
    assert (found.grade, found.reached, found.things) == ("fair", True, 1)
    assert [(part.code, part.before, part.after) for part in found.parts] == [("filed", 0.5, 0.75)]
    assert [tuple(one) for one in found.parts[0].records] == [("report", "R2")]


def test_a_record_that_serves_two_indicators_is_one_thing_to_do():
    """60 points; a plan item, open and 90 days late, brings 4 by completion and 4 by the delay: three of them do."""
    found = combination(4, 0, 4, [90.0] * 5)
    assert (found.grade, found.things, found.score) == ("good", 3, 84.0)
    assert [(part.code, len(part.records)) for part in found.parts] == [("items", 3), ("delay", 3)]


def test_more_of_what_is_counted():
    """76 points: the item that is open would bring 4, an activity more 5: among single things the better one."""
    found = combination(4, 4, 0, [0.0] * 5)
    assert (found.grade, found.things, found.score) == ("good", 1, 81.0)
    assert [(part.code, part.before, part.after, part.added) for part in found.parts] == [("held", 0, 1, 1)]


def test_what_is_out_of_reach_is_said_with_the_score_that_everything_brings():
    """A mean of judgements is nobody's to put right: with all else at its best the grade is still out of reach."""
    judged = Methodology(
        id="judged",
        nodes=(Node(code="index"),),
        indicators=(
            Indicator(code="quality", parent="index", weight=9.0, normalise=Normalisation()),
            Indicator(code="filed", parent="index", value="ratio", unit="share", normalise=SHARE),
        ),
        grades=GRADES,
    )
    scores = score(np.array([[10.0, 0.5]]), judged, units=("u",))
    evidence = pd.DataFrame(
        [
            ("quality", "outcome", "O1", None, 10.0, np.nan),
            ("filed", "report", "R1", None, 0.0, 1.0),
            ("filed", "report", "R2", None, 1.0, 1.0),
        ],
        columns=COLUMNS,
    )
    found = cheapest_combination(scores, judged, "u", evidence)
    assert (found.reached, found.score, found.things) == (False, 19.0, 1)
    assert found.beyond == ("quality",)


def test_a_gate_is_passed_first():
    """Enough points, but no plan filed: the one thing to do is to file it."""
    gated = methodology(gates=(Gate(indicator="plan_filed", at_least=1.0, caps_at="fair"),))
    found = combination(4, 5, 3, [0.0] * 5, gated, plan_filed=0.0)
    assert (found.grade, found.reached, found.things) == ("good", True, 1)
    assert [part.code for part in found.parts] == ["plan_filed"]


def test_the_highest_grade_has_none():
    """There is nothing to reach."""
    assert combination(4, 5, 4, [0.0] * 5) is None


@settings(deadline=None, max_examples=25)
@given(
    aggregate=st.sampled_from(["arithmetic", "geometric", "harmonic", "minimum"]),
    filed=st.integers(0, 4),
    items=st.integers(0, 5),
    held=st.integers(0, 4),
)
def test_no_smaller_number_of_records_reaches_the_grade(aggregate: str, filed: int, items: int, held: int):
    """Every number of records of the three indicators without shared ones is tried: none with fewer does."""
    how = methodology(aggregate)
    late = [0.0] * 5
    found = combination(filed, items, held, late, how)
    if found is None:
        return
    wanted = [grade.code for grade in GRADES].index(found.grade)

    def reaches(more: tuple[int, ...]) -> bool:
        values = np.array([[(filed + more[0]) / 4, (items + more[1]) / 5, held + more[2], 0.0]])
        return [grade.code for grade in GRADES].index(score(values, how, units=("u",)).grade[0]) <= wanted

    ways = product(range(5 - filed), range(6 - items), range(5 - held))
    fewest = min((sum(way) for way in ways if reaches(way)), default=None)
    assert (found.things if found.reached else None) == fewest


@pytest.mark.parametrize("aggregate", ["arithmetic", "geometric", "harmonic", "minimum"])
def test_nothing_of_a_combination_can_be_left_out(aggregate: str):
    """Shared records included: with one thing less the grade is not reached."""
    how, late = methodology(aggregate), [10.0, 20.0, 60.0, 90.0, 90.0]
    found = combination(1, 2, 1, late, how)
    records = sorted({one for part in found.parts for one in part.records})
    added = {part.code: part.added for part in found.parts}

    def grade(right: list, more: int) -> str | None:
        ids = {one.record_id for one in right}
        values = [
            np.mean([at < 1 or f"R{at}" in ids for at in range(4)]),
            np.mean([at < 2 or f"P{at}" in ids for at in range(5)]),
            1 + more,
            np.mean([0.0 if f"P{at}" in ids else days for at, days in enumerate(late)]),
        ]
        return score(np.array([values]), how, units=("u",)).grade[0]

    more = added.get("held", 0)
    assert grade(records, more) == found.grade
    assert all(grade([one for one in records if one != left_out], more) != found.grade for left_out in records)
    assert more == 0 or grade(records, more - 1) != found.grade


def test_without_a_score_or_grades_there_is_no_next_grade():
    """One unit that is not rated, and a methodology that gives no grades."""
    chosen = methodology()
    unrated = score(np.array([[0.5, 0.6, 0, 45.0]]), chosen, units=("u",), status=[Status.NEW])
    assert cheapest_combination(unrated, chosen, "u", rows(2, 3, 0, [45.0])) is None
    ungraded = replace(chosen, grades=())
    rated = score(np.array([[0.5, 0.6, 0, 45.0]]), ungraded, units=("u",))
    assert cheapest_combination(rated, ungraded, "u", rows(2, 3, 0, [45.0])) is None
