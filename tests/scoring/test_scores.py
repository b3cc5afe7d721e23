import numpy as np
import pytest

from brep_metrics.errors import FaultsError
from brep_metrics.methodology import Indicator, Methodology, Node, Normalisation
from brep_metrics.scoring import Conditions, Status, score
from brep_metrics.scoring.columns import Columns, Stated, is_relative

NAN = np.nan
A, B, C = (f'code = "{code}"' for code in "abc")
GRADED = """
[[grade]]
code = "excellent"
from = 90
quota = 0.5
[[grade]]
code = "good"
from = 80
[[grade]]
code = "poor"
from = 0
"""
GATES = """
[[gate]]
indicator = "filed"
at_least = 1
caps_at = "poor"
[[gate]]
indicator = "b"
at_least = 50
caps_at = "good"
"""


def of(values, methodology, **options):
    return score(np.array(values, dtype=float), methodology, units=[f"u{row}" for row in range(len(values))], **options)


def test_a_missing_value_is_reweighted_at_every_level(methodology_of):
    """A node without any value is itself re-weighted among its siblings."""
    lines = """
[[node]]
code = "index"
[[node]]
code = "left"
parent = "index"
weight = 3
[[node]]
code = "right"
parent = "index"
weight = 1"""
    methodology = methodology_of(
        lines, indicators=(f'{A}\nparent = "left"', f'{B}\nparent = "left"', f'{C}\nparent = "right"')
    )
    scores = of([[80, 40, 20], [80, NAN, 20], [NAN, NAN, 20], [NAN, NAN, NAN]], methodology)
    assert scores.nodes[:3].tolist()[:2] == [[50, 60, 20], [65, 80, 20]]
    assert scores.nodes[2, [0, 2]].tolist() == [20, 20]
    assert np.isnan(scores.nodes[2, 1])
    assert scores.weights.tolist() == [[0.375, 0.375, 0.25], [0.75, 0, 0.25], [0, 0, 1], [0, 0, 0]]
    assert scores.coverage.tolist() == [1, 0.625, 0.25, 0]
    assert scores.status == (Status.RATED, Status.RATED, Status.RATED, Status.LOW_COVERAGE)
    assert scores.rank.tolist() == [2, 1, 3, 0]


def test_each_missing_rule_does_what_its_name_says(methodology_of):
    """Worst is the scale's low end, median that of the observed raw values; coverage is before either."""
    worst = of([[10], [30], [NAN]], methodology_of("coverage_floor = 0", indicators=(f'{A}\nmissing = "worst"',)))
    assert worst.normalised[:, 0].tolist() == [10, 30, 0]
    assert worst.coverage.tolist() == [1, 1, 0]
    indicators = (f'{A}\nmissing = "median"\nnormalise = {{ lower = 0, upper = 50 }}', B)
    median = of([[10, 1], [30, 1], [50, 1], [NAN, 1]], methodology_of("", indicators=indicators))
    assert median.normalised[:, 0].tolist() == [20, 60, 100, 60]
    assert median.coverage.tolist() == [1, 1, 1, 0.5]


def test_a_value_that_must_not_be_missing_is_named(methodology_of):
    """All of them, with unit and indicator, except of units that are not rated for another reason."""
    methodology = methodology_of("", indicators=(f'{A}\nmissing = "error"', B))
    with pytest.raises(FaultsError) as caught:
        of([[NAN, 1], [2, 1], [NAN, 1]], methodology)
    assert [fault.column for fault in caught.value.faults] == ["a", "a"]
    assert "u2" in caught.value.faults[1].problem.text("en")
    status = [Status.NEW, Status.RATED, Status.DISSOLVED]
    assert of([[NAN, 1], [2, 1], [NAN, 1]], methodology, status=status).rank.tolist() == [0, 1, 0]


@pytest.mark.parametrize("mean", ["geometric", "harmonic"])
def test_a_negative_value_under_a_mean_for_positive_ones_is_named(methodology_of, mean):
    """Unit, node and child are told."""
    clip = "normalise = { lower = 0, upper = 100, clip = false }"
    methodology = methodology_of("", root=mean, indicators=(f"{A}\n{clip}", B))
    with pytest.raises(FaultsError) as caught:
        of([[50, 50], [-5, 50]], methodology)
    (fault,) = caught.value.faults
    assert (fault.column, fault.value) == ("index", "a = -5")
    assert "u1" in fault.problem.text("zh")
    assert of([[50, 50], [0, 50]], methodology).score.tolist() == [50, 0]


def test_a_negative_value_under_a_power_mean_is_named(methodology_of):
    """Its root has no real value for every exponent, so none is taken."""
    clip = "normalise = { lower = 0, upper = 100, clip = false }"
    root = '[[node]]\ncode = "index"\naggregate = "power"\np = 2.0'
    methodology = methodology_of(root, indicators=(f"{A}\n{clip}", B))
    with pytest.raises(FaultsError) as caught:
        of([[-5, 50]], methodology)
    assert [fault.value for fault in caught.value.faults] == ["a = -5"]


def test_a_value_without_logarithm_is_named(methodology_of):
    """Clipped goalposts hold it at the lower one; every other method refuses it."""
    how = 'normalise = {{ method = "{}", log = true{} }}'
    minmax = methodology_of("", indicators=(f"{A}\n{how.format('minmax', '')}",))
    with pytest.raises(FaultsError) as caught:
        of([[0], [5], [-2]], minmax)
    assert [fault.value for fault in caught.value.faults] == ["0.0", "-2.0"]
    clipped = methodology_of("", indicators=(f"{A}\n{how.format('goalposts', ', lower = 1, upper = 10')}",))
    assert of([[0], [10]], clipped).score.tolist() == [0, 100]


def test_an_unrated_unit_moves_no_other(methodology_of):
    """Ranges are those of the rated units; the unrated one has no score, rank or grade, but its nodes can be shown."""
    methodology = methodology_of("coverage_floor = 0.6", indicators=(f'{A}\nnormalise = {{ method = "minmax" }}', B))
    scores = of([[0, 50], [10, 50], [1000, NAN]], methodology)
    assert scores.normalised[:, 0].tolist() == [0, 100, 100]
    assert scores.status[2] is Status.LOW_COVERAGE
    assert (scores.rank[2], scores.grade[2]) == (0, None)
    assert np.isnan(scores.score[2])
    assert scores.nodes[2, 0] == 100


def test_the_coverage_floor_is_reached_on_paper(methodology_of):
    """Weights 0.1, 0.2 and 0.7: two of them cover exactly 0.3, though binary sums miss it."""
    indicators = (f"{A}\nweight = 0.1", f"{B}\nweight = 0.2", f"{C}\nweight = 0.7")
    methodology = methodology_of("coverage_floor = 0.3", indicators=indicators)
    scores = of([[1, 1, NAN], [NAN, 1, NAN]], methodology)
    assert scores.status == (Status.RATED, Status.LOW_COVERAGE)


def test_scores_are_rounded_before_they_are_graded_and_ranked(methodology_of):
    """89.995 is published as 90.00, so it is excellent and ties with 90."""
    methodology = methodology_of(GRADED, indicators=(A,))
    scores = of([[89.995], [90], [89.994], [10]], methodology)
    assert scores.score.tolist() == [90, 90, 89.99, 10]
    assert scores.rank.tolist() == [1, 1, 3, 4]
    assert scores.grade == ("excellent", "excellent", "good", "poor")
    assert scores.nodes[0, 0] == 89.995


def test_gates_cap_the_grade_and_nothing_else(methodology_of):
    """The lowest cap holds; score and rank stay; a missing value fails unless nothing was due."""
    methodology = methodology_of(GRADED + GATES, indicators=(A, B, 'code = "filed"\nweight = 1e-9'))
    gates = np.array([[1, 95], [0.5, 95], [1, 40], [NAN, 95], [NAN, 95], [0, 40]])
    nothing_due = np.array([[False, False]] * 4 + [[True, False]] + [[False, False]])
    conditions = Conditions(gates, nothing_due, np.empty((6, 0)))
    values = [[95, 95, 95], [94, 94, 94], [93, 93, 93], [92, 92, 92], [91, 91, 91], [50, 50, 50]]
    scores = of(values, methodology, conditions=conditions)
    assert scores.grade == ("excellent", "poor", "good", "poor", "excellent", "poor")
    assert scores.capped_by == ((), ("filed",), ("b",), ("filed",), (), ())
    assert scores.failed_gates[5].tolist() == [True, True]
    assert scores.rank.tolist() == [1, 2, 3, 4, 5, 6]


def test_gates_come_before_quotas(methodology_of):
    """A place that a gate has freed goes to the next unit."""
    methodology = methodology_of(GRADED + GATES, indicators=(A, B, 'code = "filed"\nweight = 1e-9'))
    gates = np.array([[0, 95], [1, 95], [1, 95], [1, 95]], dtype=float)
    conditions = Conditions(gates, np.zeros((4, 2), dtype=bool), np.empty((4, 0)))
    scores = of([[99] * 3, [98] * 3, [97] * 3, [96] * 3], methodology, conditions=conditions)
    assert scores.grade == ("poor", "excellent", "excellent", "good")
    assert scores.over_quota.tolist() == [False, False, False, True]


def test_adjustments_are_limited_points_within_the_scale(methodology_of):
    """Points per unit, at most the limit either way; the scale ends them; a missing value adds none."""
    adjustment = """
[[adjustment]]
indicator = "award"
points_per_unit = 2
limit = 3
[[adjustment]]
indicator = "fault"
points_per_unit = -1
limit = 10
"""
    methodology = methodology_of(
        adjustment, indicators=(A, 'code = "award"\nweight = 1e-9', 'code = "fault"\nweight = 1e-9')
    )
    measured = np.array([[1, 0], [5, 0], [0, 4], [NAN, NAN], [5, 0], [0, 50]])
    values = [[50, 50, 50]] * 4 + [[98, 98, 98], [4, 4, 4]]
    conditions = Conditions(np.empty((6, 0)), np.empty((6, 0), dtype=bool), measured)
    scores = of(values, methodology, conditions=conditions)
    assert scores.adjustment.tolist() == [2, 3, -4, 0, 3, -10]
    assert scores.score.tolist() == [52, 53, 46, 50, 100, 0]
    assert scores.nodes[:, 0] == pytest.approx([50, 50, 50, 50, 98, 4])


def test_clipped_and_treated_values_are_flagged(methodology_of):
    """Below and above the goalposts, and moved by the treatment of outliers, which is reported."""
    indicators = (
        f"{A}\nnormalise = {{ lower = 10, upper = 20 }}\ndirection = -1",
        f'{B}\nnormalise = {{ method = "minmax" }}\ntreatment = ["winsorise"]',
    )
    methodology = methodology_of("", indicators=indicators)
    column = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 100]
    scores = of([[row + 9.5, value] for row, value in enumerate(column)], methodology)
    assert scores.clipped[:, 0].tolist() == [-1] + [0] * 10 + [1]
    assert scores.clipped[:, 1].tolist() == [0] * 12
    assert scores.treated[:, 1].tolist() == [False] * 11 + [True]
    assert scores.treatment["b"].winsorised == 1
    assert scores.normalised[10, 1] == scores.normalised[11, 1] == 100


def test_no_unit_at_all_is_no_error(methodology_of):
    """A period in which no group existed has an empty ranking."""
    scores = of([], methodology_of(GRADED, indicators=(A, B)))
    assert scores.units == ()
    assert scores.rank.tolist() == []


def test_the_codes_of_states_are_those_of_the_tables_that_were_handed_out():
    """A file that somebody keeps is read by them."""
    assert [one.value for one in Status] == ["rated", "new", "dissolved", "low_coverage", "withheld"]


@pytest.mark.parametrize(
    ("settings", "relative"),
    [
        ({"normalise": Normalisation(lower=0.0, upper=1.0)}, False),
        ({"normalise": Normalisation(lower=0.0, upper=1.0), "missing": "median"}, True),
        ({"normalise": Normalisation(method="rank")}, True),
        ({"normalise": Normalisation(method="minmax")}, True),
    ],
)
def test_what_other_units_have_a_part_in(settings, relative):
    """Range, order and median of the network do; goalposts do not."""
    assert is_relative(Indicator(code="a", parent="index", **settings)) is relative


def test_the_states_are_written_as_readers_know_them():
    """They are part of every exported table."""
    assert [str(status) for status in Status] == ["rated", "new", "dissolved", "low_coverage", "withheld"]


def test_what_others_have_a_part_in_is_taken_as_it_was_stated():
    """Two of three indicators are measured against the network; the goalposts of the third need nobody else."""
    normalisations = (
        Normalisation(method="minmax"),
        Normalisation(lower=0.0, upper=10.0),
        Normalisation(method="rank"),
    )
    methodology = Methodology(
        id="three",
        nodes=(Node(code="index"),),
        indicators=tuple(
            Indicator(code=f"i{at}", parent="index", normalise=how) for at, how in enumerate(normalisations)
        ),
    )
    own = Columns(np.array([[1.0, 2.0, 3.0]]), np.array([[0, 0, 0]]), np.array([[False, False, False]]), {})
    stated = Stated(np.array([[10.0, 20.0, 30.0]]), np.array([[1, 1, 1]]), np.array([[True, True, True]]))
    found = own.with_stated(stated, methodology)
    assert found.normalised.tolist() == [[10, 2, 30]]
    assert found.clipped.tolist() == [[1, 0, 1]]
    assert found.treated.tolist() == [[True, False, True]]
