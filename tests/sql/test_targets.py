"""Rows in, rows out: outcomes against the five-year targets."""

from datetime import date

import pytest

CYCLE = "2021-07..2026-06"
KINDS = {
    "cases_to_target": "best_practice_case",
    "bases_to_target": "research_base",
    "products_to_target": "think_tank_product",
    "experts_to_target": "expert",
    "talents_to_target": "young_talent",
}


def target(code, kind="expert", *, quantity=12, group=None, start=date(2021, 7, 1), end=date(2026, 6, 30)):
    return {
        "target_id": code, "kind": kind, "quantity": quantity, "period_start": start, "period_end": end,
        "group_id": group,
    }  # fmt: skip


def outcome(code, kind, partners=()):
    return {
        "outcome_id": code, "group_id": "g1", "kind": kind, "title_en": code, "delivered_on": date(2025, 5, 1),
        "partner_group_ids": list(partners),
    }  # fmt: skip


@pytest.mark.parametrize(("indicator", "kind"), KINDS.items())
def test_outcomes_of_the_kind_stand_beside_the_targets_of_the_kind(indicators, indicator, kind):
    tables = {
        "outcome": [outcome(f"o-{one}", one) for one in (*KINDS.values(), "project")],
        "target": [target(f"t-{one}", one, group="g1") for one in (*KINDS.values(), "project")],
    }
    assert indicators.rows(indicator, tables, period=CYCLE) == [
        ("g1", "outcome", f"o-{kind}", kind, 1, 0),
        ("g1", "target", f"t-{kind}", kind, 0, 12),
    ]


def test_a_shared_outcome_is_divided_among_its_groups(indicators):
    rows = indicators.rows("experts_to_target", {"outcome": [outcome("o", "expert", ["g2"])]}, period=CYCLE)
    assert [(row[0], row[4]) for row in rows] == [("g1", 0.5), ("g2", 0.5)]


def test_a_target_of_the_network_is_shared_unless_a_group_has_one_of_its_own(indicators):
    """The share of a group with a target of its own is nobody else's."""
    tables = {"target": [target("network", quantity=12), target("own", quantity=7, group="g2")]}
    rows = indicators.rows("experts_to_target", tables, period=CYCLE)
    assert [(row[0], row[2], row[5]) for row in rows] == [("g1", "network", 4), ("g2", "own", 7), ("g3", "network", 4)]


def test_the_shares_go_by_days_of_existence(indicators):
    """Of two years, one group existed throughout, one from the second on, one through the first: 2 : 1 : 1."""
    start, turn, end = date(2022, 1, 1), date(2023, 1, 1), date(2023, 12, 31)
    groups = [
        {"group_id": "whole", "established_on": start},
        {"group_id": "second", "established_on": turn},
        {"group_id": "first", "established_on": start, "dissolved_on": date(2022, 12, 31)},
    ]
    tables = {
        "working_group": [{"sector_id": "s", **one} for one in groups],
        "target": [target("t", quantity=8, start=start, end=end)],
    }
    rows = indicators.rows("experts_to_target", tables, period="2022-01..2023-12")
    assert {row[0]: row[5] for row in rows} == {"whole": 4, "second": 2, "first": 2}


def test_only_the_part_of_a_target_that_is_due_counts(indicators):
    """By days, within the evaluated period and up to the as-of date: 181 of 365 days of a target of 365 are 181."""
    tables = {"target": [target("t", quantity=365, group="g1", start=date(2025, 1, 1), end=date(2025, 12, 31))]}
    whole = indicators.parts("experts_to_target", tables, period="2025H1")
    assert whole == {"t": (0, 181)}


def test_a_running_period_asks_for_the_part_up_to_the_as_of_date(indicators):
    tables = {"target": [target("t", quantity=365, group="g1", start=date(2025, 1, 1), end=date(2025, 12, 31))]}
    assert indicators.parts("experts_to_target", tables, as_of=date(2025, 1, 31)) == {"t": (0, 31)}
