"""Rows in, rows out: activities."""

from datetime import date

import pytest

MAY = date(2025, 5, 1)


def activity(code, *, countries=("CN", "PK"), organizations=("o1", "o2"), partners=(), **more):
    return {
        "activity_id": code, "group_id": "g1", "work_content": "policy_exchange", "title": code, "held_on": MAY,
        "country_codes": list(countries), "organization_ids": list(organizations),
        "partner_group_ids": list(partners), **more,
    }  # fmt: skip


JOINT_OR_NOT = [
    activity("joint"),
    activity("foreign-only", countries=["PK", "KZ"]),
    activity("domestic", countries=["CN"]),
    activity("nowhere", countries=[]),
    activity("alone", organizations=["o1"]),
    activity("same-twice", organizations=["o1", "o1"]),
    activity("last-year", held_on=date(2024, 12, 31)),
]


def test_joint_means_two_organizations_and_a_foreign_country(indicators):
    assert indicators.rows("joint_activities", {"activity": JOINT_OR_NOT}) == [
        ("g1", "activity", "foreign-only", "policy_exchange", 1, None),
        ("g1", "activity", "joint", "policy_exchange", 1, None),
    ]


def test_one_row_a_foreign_country_of_a_joint_activity(indicators):
    rows = indicators.rows("country_reach", {"activity": JOINT_OR_NOT})
    assert [row[2:] for row in rows] == [
        ("foreign-only", "KZ", 1, None),
        ("foreign-only", "PK", 1, None),
        ("joint", "PK", 1, None),
    ]


def test_every_activity_shows_its_work_content_joint_or_not(indicators):
    activities = [
        activity("a"),
        activity("b", organizations=[], work_content="other"),
        activity("c", held_on=date(2026, 1, 1)),
    ]
    rows = indicators.rows("content_breadth", {"activity": activities})
    assert [row[2:] for row in rows] == [("a", "policy_exchange", 1, None), ("b", "other", 1, None)]


def test_the_share_across_groups_is_taken_of_joint_activities(indicators):
    activities = [
        activity("with", partners=["g2", "g3"]),
        activity("without"),
        activity("alone", organizations=[], partners=["g2"]),
    ]
    assert indicators.parts("cross_group", {"activity": activities}) == {"with": (1, 1), "without": (0, 1)}


def test_heads_are_capped_at_100_an_activity_and_only_capacity_building_trains(indicators):
    training = {"work_content": "capacity_building"}
    activities = [
        activity("small", participants=30, **training),
        activity("large", participants=450, **training),
        activity("not-stated", **training),
        activity("conference", participants=50),
    ]
    assert indicators.parts("people_trained", {"activity": activities}) == {
        "small": (30, None), "large": (100, None), "not-stated": (None, None),
    }  # fmt: skip


@pytest.mark.parametrize(
    "indicator", ["joint_activities", "country_reach", "content_breadth", "cross_group", "people_trained"]
)
def test_what_is_held_after_the_as_of_date_has_not_happened(indicators, indicator):
    tables = {"activity": [activity("a", work_content="capacity_building", participants=5)]}
    assert indicators.rows(indicator, tables, as_of=date(2025, 4, 30)) == []
