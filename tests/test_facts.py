"""Named queries of the pages: rows in, rows out."""

from __future__ import annotations

from datetime import date

import pytest

from brep_metrics.facts import facts

YEAR = {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}


@pytest.fixture
def rows(store_of):
    """The rows of a query over the year 2025, as plain values."""

    def ask(tables, name, **parameters):
        with store_of(tables).read(as_of=date(2026, 12, 31)) as reading:
            return facts(reading, name, **YEAR, **parameters).to_dict("records")

    return ask


def showcases(*of: tuple[str, str, date]) -> list[dict[str, object]]:
    return [
        {"showcase_id": f"s{at}", "outcome_id": outcome, "channel": channel, "shown_on": day}
        for at, (outcome, channel, day) in enumerate(of)
    ]


def test_an_outcome_shown_three_times_is_one_showcased_outcome(rows):
    """Key figures count outcomes, not showcases; the first and the last day of the period belong to it."""
    shown = showcases(
        ("a", "website", date(2025, 1, 1)),
        ("a", "website", date(2025, 6, 1)),
        ("a", "forum", date(2025, 12, 31)),
        ("b", "forum", date(2025, 6, 1)),
        ("c", "forum", date(2024, 12, 31)),
        ("c", "forum", date(2026, 1, 1)),
    )
    outcomes = [{"outcome_id": code, "delivered_on": date(2025, 3, 1)} for code in "abcde"]
    activities = [
        {"activity_id": "x", "held_on": date(2025, 1, 1), "country_codes": ["KZ", "PK"]},
        {"activity_id": "y", "held_on": date(2025, 12, 31), "country_codes": ["PK", "LA"]},
        {"activity_id": "z", "held_on": date(2026, 1, 1), "country_codes": ["SA"]},
    ]
    found = rows({"showcase": shown, "outcome": outcomes, "activity": activities}, "key_figures")
    assert found == [{"activities": 2, "outcomes": 5, "showcased": 2}]


def test_a_period_in_which_nothing_happened_has_zeros(rows):
    """A figure is never missing."""
    assert rows({}, "key_figures") == [{"activities": 0, "outcomes": 0, "showcased": 0}]


def test_a_channel_counts_its_showcases_and_the_different_outcomes_in_them(rows):
    """An outcome whose reviews average 80 is exemplary at a threshold of 80, however often it is shown."""
    shown = showcases(
        ("a", "forum", date(2025, 2, 1)), ("a", "forum", date(2025, 3, 1)), ("b", "forum", date(2025, 4, 1))
    )
    reviews = [
        {"review_id": f"r{at}", "outcome_id": outcome, "score": score}
        for at, (outcome, score) in enumerate([("a", 70), ("a", 90), ("b", 79)])
    ]
    found = rows({"showcase": shown, "review": reviews}, "showcases_by_channel", exemplary_score=80)
    assert found == [{"channel": "forum", "showcases": 3, "outcomes": 2, "exemplary": 1}]
