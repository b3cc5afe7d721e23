"""Evaluators' points: who may give them, what is refused, and that they become sets of weights that count exactly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from brep_metrics import rounds
from brep_metrics.access import Role
from brep_metrics.errors import UsageError
from brep_metrics.methodology import load_methodology, parse_methodology
from brep_metrics.robustness import rank_uncertainty
from brep_metrics.rounds import Actor
from brep_metrics.scoring import score
from brep_metrics.store import open_store

METHODOLOGY = """
id = "test"
[[node]]
code = "index"
[[node]]
code = "work"
parent = "index"
weight = 3
[[indicator]]
code = "plans"
parent = "work"
[[indicator]]
code = "reports"
parent = "work"
[[indicator]]
code = "results"
parent = "index"
"""
A, B = Actor("a@nea", Role.EVALUATOR), Actor("b@nea", Role.EVALUATOR)
VALUES = np.array([[90, 70, 10], [20, 20, 90], [60, 60, 50], [10, 30, 60]], dtype=float)
UNITS = ["u1", "u2", "u3", "u4"]


@pytest.fixture(scope="module")
def methodology():
    return parse_methodology(METHODOLOGY, file="test.toml")


@pytest.fixture
def store(tmp_path):
    return open_store(tmp_path / "store")


def given(store, methodology):
    return {one.who: dict(one.points) for one in rounds.spreads_of(store, methodology)}


def test_the_latest_points_of_each_evaluator_count(store, methodology):
    rounds.spread_points(store, A, methodology, {"work": 100, "results": 0})
    rounds.spread_points(store, B, methodology, {"work": 30, "results": 70})
    rounds.spread_points(store, A, methodology, {"work": 80, "results": 20})
    assert given(store, methodology) == {"a@nea": {"work": 80, "results": 20}, "b@nea": {"work": 30, "results": 70}}
    assert rounds.sets_table(methodology, rounds.spreads_of(store, methodology)) == (
        "code,a@nea,b@nea\nwork,80,30\nresults,20,70\n"
    )


@pytest.mark.parametrize(
    ("actor", "points", "said"),
    [
        (A, {"work": 60, "results": 30}, "the points add up to 90, not to 100"),
        (A, {"work": 101, "results": -1}, "points are whole numbers from 0 to 100"),
        (A, {"work": 100}, "give points to each of: work, results"),
        (A, {"plans": 50, "reports": 50}, "give points to each of: work, results"),
        (
            Actor("lead", Role.LEAD, leads=frozenset({"G"})),
            {"work": 50, "results": 50},
            "only evaluators spread points over the dimensions",
        ),
        (
            Actor("expert", Role.EVALUATOR, takes_part=frozenset({"G"})),
            {"work": 50, "results": 50},
            "expert takes part in a working group and cannot weigh what it is evaluated by",
        ),
    ],
)
def test_what_is_refused_says_why_and_leaves_no_line(store, methodology, actor, points, said):
    with pytest.raises(UsageError) as caught:
        rounds.spread_points(store, actor, methodology, points)
    assert str(caught.value) == said
    assert given(store, methodology) == {}


def test_points_for_other_dimensions_do_not_count(store, methodology):
    """A methodology that has got another dimension asks anew; one whose weights alone changed does not."""
    rounds.spread_points(store, A, methodology, {"work": 50, "results": 50})
    heavier = parse_methodology(METHODOLOGY.replace("weight = 3", "weight = 4"), file="test.toml")
    more = parse_methodology(METHODOLOGY + '[[indicator]]\ncode = "more"\nparent = "index"\n', file="test.toml")
    other = parse_methodology(METHODOLOGY.replace('"test"', '"other"'), file="other.toml")
    assert [len(rounds.spreads_of(store, one)) for one in (heavier, more, other)] == [1, 0, 0]


def test_ranks_over_the_points_are_those_with_each_evaluators_weights(store, methodology):
    """All sets are gone through once, and every count of a rank is that of the evaluations one by one."""
    for actor, work in ((A, 90), (B, 10), (Actor("c@nea", Role.EVALUATOR), 50)):
        rounds.spread_points(store, actor, methodology, {"work": work, "results": 100 - work})
    weighed = rounds.weighed_by(methodology, rounds.spreads_of(store, methodology))
    found = rank_uncertainty(score(VALUES, methodology, units=UNITS), weighed)
    each = [[1, 3, 2, 4], [4, 1, 3, 2], [3, 1, 1, 4]]
    for work, expected in zip((90, 10, 50), each, strict=True):
        nodes = tuple(replace(one, weight=float(work)) if one.code == "work" else one for one in methodology.nodes)
        indicators = tuple(
            replace(one, weight=100.0 - work) if one.code == "results" else one for one in methodology.indicators
        )
        declared = replace(methodology, nodes=nodes, indicators=indicators)
        np.testing.assert_array_equal(score(VALUES, declared, units=UNITS).rank, expected)
    assert (found.draws, found.is_exact, found.factors) == (3, True, ("weight_sets",))
    np.testing.assert_array_equal(found.ranks, [[1, 0, 1, 1], [2, 0, 1, 0], [1, 1, 1, 0], [0, 1, 0, 2]])


def test_the_table_is_one_that_a_methodology_file_can_name(store, methodology, tmp_path):
    rounds.spread_points(store, A, methodology, {"work": 80, "results": 20})
    table = rounds.sets_table(methodology, rounds.spreads_of(store, methodology))
    (tmp_path / rounds.SETS_FILE).write_text(table, "utf-8-sig")
    named = f'{METHODOLOGY}[robustness]\nweight_sets = "{rounds.SETS_FILE}"\n'
    (tmp_path / "m.toml").write_text(named, "utf-8")
    assert load_methodology(tmp_path / "m.toml").weight_sets == {"a@nea": {"work": 80.0, "results": 20.0}}
