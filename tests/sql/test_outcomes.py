"""Rows in, rows out: outcomes, their reviews and their showcasing."""

from datetime import date

import pytest

MAY = date(2025, 5, 1)


def outcome(code, kind="project", *, partners=(), countries=("PK",), organizations=("o1", "o2"), delivered=MAY):
    return {
        "outcome_id": code, "group_id": "g1", "kind": kind, "title_en": code, "delivered_on": delivered,
        "country_codes": list(countries), "organization_ids": list(organizations), "partner_group_ids": list(partners),
    }  # fmt: skip


def review(code, score, *, of="o", reviewer="r1", criterion=None, on=date(2025, 7, 1)):
    return {
        "review_id": code, "outcome_id": of, "reviewer": reviewer, "criterion": criterion, "score": score,
        "reviewed_on": on,
    }  # fmt: skip


def shown(code, channel, *, of="o", on=date(2025, 9, 1)):
    return {"showcase_id": code, "outcome_id": of, "channel": channel, "shown_on": on}


FLAGSHIP = ("best_practice_case", "research_base", "think_tank_product", "project")
PEOPLE = ("expert", "young_talent")


@pytest.mark.parametrize(("indicator", "kinds"), [("flagship_outcomes", FLAGSHIP), ("people_grown", PEOPLE)])
def test_kinds_of_outcome_are_told_apart(indicators, indicator, kinds):
    outcomes = [outcome(kind, kind) for kind in (*FLAGSHIP, *PEOPLE)]
    outcomes.append(outcome("earlier", kinds[0], delivered=date(2024, 12, 31)))
    rows = indicators.rows(indicator, {"outcome": outcomes})
    assert rows == [("g1", "outcome", kind, kind, 1, None) for kind in sorted(kinds)]


@pytest.mark.parametrize(
    ("partners", "groups"),
    [([], ["g1"]), (["g1"], ["g1"]), (["g2"], ["g1", "g2"]), (["g2", "g2"], ["g1", "g2"])],
    ids=["nobody", "itself", "another", "another twice"],
)
def test_few_partners_are_credited_as_many_are(indicators, partners, groups):
    rows = indicators.rows("people_grown", {"outcome": [outcome("o", "expert", partners=partners)]})
    assert rows == [(group, "outcome", "o", "expert", 1 / len(groups), None) for group in groups]


@pytest.mark.parametrize(("indicator", "kind"), [("flagship_outcomes", "project"), ("people_grown", "expert")])
def test_a_shared_outcome_is_divided_among_its_groups_one_row_each(indicators, indicator, kind):
    """A group named twice, or the own group among the partners, is one group."""
    outcomes = [outcome("o", kind, partners=["g2", "g3", "g2", "g1"])]
    assert indicators.rows(indicator, {"outcome": outcomes}) == [
        (group, "outcome", "o", kind, 0.333333, None) for group in ("g1", "g2", "g3")
    ]


def test_an_outcome_gives_one_row_with_the_mean_of_its_reviews(indicators):
    tables = {
        "outcome": [outcome("o"), outcome("unreviewed"), outcome("earlier", delivered=date(2024, 1, 1))],
        "review": [
            review("1", 80), review("2", 90.5, reviewer="r2"), review("3", 70, reviewer="r3", on=date(2026, 2, 1)),
            review("4", 10, of="earlier"),
        ],
    }  # fmt: skip
    assert indicators.rows("review_quality", tables) == [("g1", "outcome", "o", "project", 80.166667, None)]


def test_reviews_after_the_as_of_date_are_not_known_yet(indicators):
    tables = {"outcome": [outcome("o")], "review": [review("1", 80), review("2", 10, on=date(2025, 8, 1))]}
    assert indicators.parts("review_quality", tables, as_of=date(2025, 7, 31)) == {"o": (80, None)}


def test_openness_is_the_share_of_joint_outcomes(indicators):
    outcomes = [
        outcome("joint"),
        outcome("domestic", countries=["CN"]),
        outcome("nowhere", countries=[]),
        outcome("alone", "expert", organizations=["o1"]),
        outcome("later", delivered=date(2026, 1, 1)),
    ]
    assert indicators.parts("openness", {"outcome": outcomes}) == {
        "joint": (1, 1), "domestic": (0, 1), "nowhere": (0, 1), "alone": (0, 1),
    }  # fmt: skip


def test_an_outcome_counts_by_its_best_channel_in_the_period_it_was_shown(indicators):
    """An outcome of an earlier year counts when it is shown; what is shown in another year does not."""
    tables = {
        "outcome": [outcome(code, delivered=date(2023, 1, 1)) for code in ("o", "web", "press")],
        "showcase": [
            shown("1", "media"), shown("2", "forum"), shown("3", "forum"), shown("4", "website"),
            shown("5", "ministerial_conference", on=date(2024, 12, 31)),
            shown("6", "website", of="web"), shown("7", "media", of="press"),
        ],
    }  # fmt: skip
    assert indicators.rows("showcased", tables) == [
        ("g1", "showcase", "3", "o", 2, None),
        ("g1", "showcase", "6", "web", 1, None),
        ("g1", "showcase", "7", "press", 1, None),
    ]


def test_a_ministerial_conference_is_worth_three(indicators):
    tables = {"outcome": [outcome("o")], "showcase": [shown("1", "forum"), shown("2", "ministerial_conference")]}
    assert indicators.parts("showcased", tables) == {"2": (3, None)}


def test_what_is_shown_after_the_as_of_date_has_not_happened(indicators):
    tables = {"outcome": [outcome("o")], "showcase": [shown("1", "forum")]}
    assert indicators.parts("showcased", tables, as_of=date(2025, 8, 31)) == {}
