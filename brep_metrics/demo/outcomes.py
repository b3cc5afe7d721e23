"""Outcomes, what reviewers thought of them, and where the best of them were shown."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from brep_metrics.demo.seasons import stream
from brep_metrics.demo.titles import both
from brep_metrics.table_files import day_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brep_metrics.demo.parameters import Parameters
    from brep_metrics.demo.seasons import Season
    from brep_metrics.table_files import Row

PEOPLE = ("expert", "young_talent", "young_talent")


def outcome_tables(season: Season, active: list[str]) -> dict[str, list[Row]]:
    """The season's rows of outcome, review and showcase; none at all for a group with a thin record."""
    tables: dict[str, list[Row]] = {"outcome": [], "review": [], "showcase": []}
    if season.group.life == "thin":
        return tables
    weights = season.parameters.behaviour["outcome_kinds"][season.group.sector_id]
    kinds = season.random.choices(list(weights), list(weights.values()), k=season.count("outcomes", "flagship"))
    kinds += [season.random.choice(PEOPLE) for _ in range(season.count("outcomes", "people"))]
    for kind in kinds:
        outcome = _outcome(season, active, kind)
        recorded = outcome["recorded_on"]
        worth = season.random.gauss(
            season.rate("outcomes", "review"), season.parameters.behaviour["outcomes"]["review_between"]
        )
        reviews = list(_reviews(season, outcome, worth))
        showcases = list(_showcases(season, outcome, worth))
        if isinstance(recorded, date) and season.known(recorded):
            tables["outcome"].append(outcome)
            tables["review"] += reviews
            tables["showcase"] += showcases
    return tables


def _outcome(season: Season, active: list[str], kind: str) -> Row:
    random = season.random
    joint = season.happens("outcomes", "joint")
    country = random.choice(season.circle[:6]) if joint else "CN"
    delivered_on = season.day()
    lead = season.lead(delivered_on)
    organizations = [lead, *season.some([one for one in active if one != lead], 1, 2)] if joint else [lead]
    partner = bool(season.partners) and season.happens("outcomes", "with_partner")
    title = season.titles.title(random, "outcome", kind, country)
    return {
        "outcome_id": season.key("O"),
        "group_id": season.group.group_id,
        "kind": kind,
        "title_zh": title.zh,
        "title_en": title.en,
        "delivered_on": delivered_on,
        "country_codes": [country, "CN"] if joint and season.chance("outcomes", "china_named") else [country],
        "organization_ids": organizations,
        "partner_group_ids": [random.choice(season.partners)] if partner else [],
        "quantity": random.randint(2, 60) * 5 if kind == "project" else None,
        "unit": "MW" if kind == "project" else None,
        "recorded_on": season.recorded(delivered_on),
    }


def _reviews(season: Season, outcome: Row, worth: float) -> Iterator[Row]:
    """Three reviewers each, with their own leniency; once in a while one of them disagrees."""
    rules, random = season.parameters.behaviour["outcomes"], season.random
    dissenter = random.randrange(3) if season.chance("outcomes", "dissent") else None
    for number, reviewer in enumerate(random.sample(range(rules["reviewers"]), 3)):
        points = worth + leniency(season.parameters, reviewer) + random.gauss(0, rules["review_within"])
        points += random.uniform(*rules["dissent_points"]) if number == dissenter else 0
        reviewed_on = season.after(day_of(outcome["recorded_on"]), 25)
        recorded_on = reviewed_on + timedelta(random.randint(0, 6))
        row: Row = {
            "review_id": f"{outcome['outcome_id']}-R{number + 1}",
            "outcome_id": outcome["outcome_id"],
            "reviewer": f"演示评议专家{reviewer + 1:02} / Demo reviewer {reviewer + 1:02}",
            "criterion": None,
            "score": round(min(max(points, 0), 100)),
            "reviewed_on": reviewed_on,
            "recorded_on": recorded_on,
        }
        if recorded_on <= season.parameters.end:
            yield row


def leniency(parameters: Parameters, reviewer: int) -> float:
    """By how many points a reviewer is always above the others."""
    return stream(parameters, "reviewer", reviewer).gauss(0, parameters.behaviour["outcomes"]["leniency"])


def _showcases(season: Season, outcome: Row, worth: float) -> Iterator[Row]:
    """An outcome worth showing appears on the website or in the media, and at the next occasion within eight months."""
    shown = season.happens("outcomes", "showcase") and worth >= season.parameters.behaviour["outcomes"]["worth_showing"]
    ready = day_of(outcome["recorded_on"])
    near = [one for one in season.parameters.occasions if timedelta(0) < one.held_on - ready < timedelta(240)]
    first = season.random.choice(["website", "media"])
    appearances: list[tuple[str, str | None, date]] = [(first, None, season.after(ready, 30))]
    if near and season.chance("outcomes", "next_occasion"):
        appearances.append((near[0].channel, both(near[0].event), near[0].held_on))
    for number, (channel, event, day) in enumerate(appearances, start=1):
        row: Row = {
            "showcase_id": f"{outcome['outcome_id']}-S{number}",
            "outcome_id": outcome["outcome_id"],
            "channel": channel,
            "event": event,
            "shown_on": day,
            "recorded_on": day,
        }
        if shown and day <= season.parameters.end:
            yield row
