from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from brep_metrics.errors import NoDataError
from brep_metrics.evidence import evidence_rows, measure, reduce_rows
from brep_metrics.methodology import DEFAULT_METHODOLOGY, Grade, load_methodology, parse_methodology
from brep_metrics.periods import Period
from brep_metrics.scoring import Status, evaluate, evaluate_periods, require_groups

YEAR = Period.parse("2025")
NEEDS = """id = "needs"
[parameters]
answer_days = 30
[[grade]]
code = "good"
from = 50
[[grade]]
code = "poor"
from = 0
[[gate]]
indicator = "work_plan_filed"
at_least = 0.01
caps_at = "poor"
[[node]]
code = "index"
[[indicator]]
code = "joint_activities"
parent = "index"
value = "count"
normalise = { lower = 0, upper = 12, per = "year" }
[[indicator]]
code = "work_plan_filed"
value = "ratio"
"""


@pytest.fixture
def rules():
    text = NEEDS.replace("answer_days = 30", 'home_country = "CN"\njoint_organizations = 2\njoint_countries = 1')
    return parse_methodology(text, file="needs.toml")


def group(number, established, dissolved=None):
    row = {"group_id": number, "name_zh": f"组{number}", "sector_id": "s", "established_on": established}
    return row | ({"dissolved_on": dissolved} if dissolved else {})


def network(store_of, reports=(), memberships=()):
    organizations = [
        {"organization_id": code, "name_en": code, "kind": "business", "country_code": "CN"} for code in ("o1", "o2")
    ]
    return store_of(
        {
            "country": [{"country_code": "CN", "name_zh": "中国", "region": "x"}],
            "sector": [{"sector_id": "s", "name_zh": "领域", "name_en": "Field", "tier": "frontier"}],
            "organization": organizations,
            "working_group": [
                group("old", date(2020, 1, 1)),
                group("first_day", date(2025, 1, 1)),
                group("last_day", date(2025, 12, 31)),
                group("later", date(2026, 1, 1)),
                group("ends", date(2020, 1, 1), date(2025, 1, 1)),
                group("outlasts", date(2020, 1, 1), date(2026, 1, 1)),
                group("gone", date(2020, 1, 1), date(2024, 12, 31)),
            ],
            "membership": memberships,
            "report": reports,
        }
    )


def test_the_groups_of_a_period_are_those_that_existed_in_it(store_of, rules):
    """Established after its first day, or dissolved on any of its days: not rated, with the reason."""
    with network(store_of).read(as_of=date(2026, 6, 30)) as reading:
        evaluation = evaluate(reading, rules, YEAR)
    status = dict(zip(evaluation.scores.units, evaluation.scores.status, strict=True))
    assert status == {
        "old": Status.RATED,
        "outlasts": Status.RATED,
        "first_day": Status.RATED,
        "last_day": Status.NEW,
        "ends": Status.DISSOLVED,
    }
    assert [one.group_id for one in evaluation.groups] == list(evaluation.scores.units)
    assert evaluation.table()["group_id"].tolist()[:3] == ["first_day", "old", "outlasts"]


def test_a_group_carries_the_names_of_its_time(store_of, rules):
    """The lead is the last one of the period, not the present one."""
    lead = {"group_id": "old", "role": "lead"}
    memberships = [
        lead | {"organization_id": "o1", "joined_on": date(2020, 1, 1), "left_on": date(2025, 12, 31)},
        lead | {"organization_id": "o2", "joined_on": date(2026, 1, 1)},
    ]
    with network(store_of, memberships=memberships).read(as_of=date(2026, 6, 30)) as reading:
        then, now = evaluate_periods(reading, rules, [YEAR, Period.parse("2026H1")])
    leads = [{one.group_id: one.lead_id for one in evaluation.groups}["old"] for evaluation in (then, now)]
    assert leads == ["o1", "o2"]
    old = {one.group_id: one for one in then.groups}["old"]
    assert (old.name.zh, old.sector.text("en"), old.lead.text("zh"), old.tier) == ("组old", "Field", "o1", "frontier")


@pytest.mark.parametrize("order", [1, -1])
def test_a_lead_that_left_on_its_first_day(store_of, rules, order):
    """Of two that took office on one day the lead is the one that stayed, in whatever order the rows are."""
    lead = {"group_id": "old", "role": "lead", "joined_on": date(2020, 1, 1)}
    members = [lead | {"organization_id": "o2", "left_on": date(2020, 1, 1)}, lead | {"organization_id": "o1"}]
    with network(store_of, memberships=members[::order]).read() as reading:
        evaluation = evaluate(reading, rules, YEAR)
    assert {one.group_id: one.lead_id for one in evaluation.groups}["old"] == "o1"


def test_a_gate_fails_only_where_something_was_due(store_of, rules):
    """A plan due and not filed caps the grade; a group without any obligation passes."""
    report = {"kind": "work_plan", "period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31)}
    reports = [report | {"report_id": "r1", "group_id": "old", "due_on": date(2025, 1, 31)}]
    with network(store_of, reports).read(as_of=date(2026, 6, 30)) as reading:
        scores = evaluate(reading, rules, YEAR).scores
    failed = dict(zip(scores.units, scores.failed_gates[:, 0].tolist(), strict=True))
    assert failed["old"]
    assert not failed["outlasts"]


def test_several_periods_are_evaluated_as_each_one_alone(demo_store):
    """One statement for all quarters gives what each evaluation gives, to the bit; goalposts per year follow along."""
    rules = load_methodology(DEFAULT_METHODOLOGY)
    quarters = Period.parse("2025").split(3)
    with demo_store.read() as reading:
        together = evaluate_periods(reading, rules, quarters)
        alone = [evaluate(reading, rules, quarter) for quarter in quarters]
        assert evaluate_periods(reading, rules, []) == ()
    for one, other in zip(together, alone, strict=True):
        assert one.table().equals(other.table())
        assert one.groups == other.groups


def test_evidence_reduces_to_every_value_of_the_ranking(demo_store):
    """The rows that the drill-down shows give exactly the value that was scored."""
    rules = load_methodology(DEFAULT_METHODOLOGY)
    with demo_store.read() as reading:
        evaluation = evaluate(reading, rules, YEAR)
        assert np.array_equal(
            measure(reading, rules, [YEAR])[YEAR].values, evaluation.measurement.values, equal_nan=True
        )
        rows = evidence_rows(reading, rules, YEAR)
    for position, indicator in enumerate(rules.measured):
        for row, unit in enumerate(evaluation.scores.units):
            own = rows[(rows["indicator"] == indicator.code) & (rows["group_id"] == unit)]
            value = evaluation.measurement.values[row, position]
            assert reduce_rows(own, indicator.value) == value or (
                np.isnan(value) and np.isnan(reduce_rows(own, indicator.value))
            )


def test_a_table_has_the_columns_that_readers_know(demo_store):
    """Ranked groups first, by rank, and numbered from 0; then one column per node below the root."""
    rules = load_methodology(DEFAULT_METHODOLOGY)
    with demo_store.read() as reading:
        table = evaluate(reading, rules, YEAR).table()
    known = ["group_id", "name_zh", "name_en", "sector_id", "score", "grade", "rank", "coverage", "status"]
    assert list(table.columns) == known + [node.code for node in rules.nodes[1:]]
    assert list(table.index) == list(range(len(table)))
    ranks = table["rank"].dropna()
    assert ranks.iloc[0] == 1
    assert list(ranks) == sorted(ranks)
    assert table["rank"].isna().iloc[len(ranks) :].all()


@pytest.mark.parametrize(
    ("grades", "at_risk"),
    [(("good", "fair", "poor"), [False, True, True, False]), (("good", "poor"), [False, True, True, False])],
)
def test_at_risk_is_the_lowest_grade_or_one_that_a_gate_lowered(demo_store, grades, at_risk):
    """A good one, a good one lowered, the lowest, and one that is not rated; in both methodologies the same."""
    with demo_store.read() as reading:
        evaluation = evaluate(reading, load_methodology(DEFAULT_METHODOLOGY), YEAR)
    named = tuple(Grade(code=code, from_=80.0 - 20 * place) for place, code in enumerate(grades))
    rated = Status.RATED
    scores = replace(
        evaluation.scores,
        status=(rated, rated, rated, Status.NEW),
        grade=("good", "good", "poor", None),
        capped_by=((), ("filed",), (), ()),
    )
    found = replace(evaluation, methodology=replace(evaluation.methodology, grades=named), scores=scores)
    assert found.at_risk.tolist() == at_risk


def test_with_one_grade_nobody_has_the_lowest(demo_store):
    """The only grade is no warning."""
    with demo_store.read() as reading:
        evaluation = evaluate(reading, load_methodology(DEFAULT_METHODOLOGY), YEAR)
    only = replace(evaluation.methodology, grades=(Grade(code="good", from_=0.0),))
    scores = replace(evaluation.scores, status=(Status.RATED,), grade=("good",), capped_by=((),))
    assert replace(evaluation, methodology=only, scores=scores).at_risk.tolist() == [False]


def test_who_is_not_rated_is_not_at_risk(demo_store):
    """Neither by a grade that was lowered nor by the lowest, which a group that is withheld may still have."""
    with demo_store.read() as reading:
        evaluation = evaluate(reading, load_methodology(DEFAULT_METHODOLOGY), YEAR)
    lowest = evaluation.methodology.grades[-1].code
    scores = replace(evaluation.scores, status=(Status.NEW,) * 2, grade=(None, lowest), capped_by=(("filed",), ()))
    assert replace(evaluation, scores=scores).at_risk.tolist() == [False, False]


def test_goalposts_per_year_are_a_quarter_of_themselves_in_a_quarter(demo_store):
    """Of 12 joint activities a year 3 are due in a quarter: one is a third of the way."""
    rules = load_methodology(DEFAULT_METHODOLOGY)
    with demo_store.read() as reading:
        evaluation = evaluate(reading, rules, Period.parse("2025Q1"))
    at = [indicator.code for indicator in rules.scored].index("joint_activities")
    values = evaluation.scores.values[:, at]
    assert (values == 1).any()
    np.testing.assert_allclose(evaluation.scores.normalised[:, at], np.minimum(100, values / 3 * 100))


def test_where_there_is_nothing_to_evaluate_it_is_said_why(store_of, rules):
    """A period that had not begun, and one in which no group was known; the day is in the sentence."""
    empty = store_of({})
    with empty.read(as_of=date(2024, 12, 31)) as reading:
        early = evaluate(reading, rules, YEAR)
    with pytest.raises(NoDataError, match=r"^2025 had not begun on 2024-12-31: there is nothing to evaluate$"):
        require_groups(early)
    with empty.read(as_of=date(2026, 6, 30)) as reading:
        nobody = evaluate(reading, rules, YEAR)
    with pytest.raises(NoDataError, match=r"^as of 2026-06-30, no working group of 2025 is known: there is nothing"):
        require_groups(nobody)
