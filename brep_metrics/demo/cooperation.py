"""Activities: what a group did together, with whom and about what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.demo.titles import both

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brep_metrics.demo.seasons import Season
    from brep_metrics.table_files import Row

CONTENTS = (
    "technical_cooperation",
    "capacity_building",
    "policy_exchange",
    "project_development",
    "programme_alignment",
    "other",
)  # the usual ones first: weak groups know no others


def activity_rows(season: Season, active: list[str]) -> Iterator[Row]:
    """Joint activities with members and foreign countries, then meetings at home; `active` as for plan items."""
    joint = 0 if season.group.life == "thin" else season.count("activity", "joint")
    for number in range(joint + season.count("activity", "domestic")):
        yield from _activity(season, active, number, joint=number < joint)


def _activity(season: Season, active: list[str], number: int, *, joint: bool) -> Iterator[Row]:
    random = season.random
    width = max(round(season.rate("activity", "contents")), 1)
    content = CONTENTS[number % width]
    circle = season.circle[: max(round(season.rate("activity", "countries")), 1)]
    countries = season.some(circle, 1, 3) if joint else ["CN"]
    present = [member.organization_id for member in season.present()]
    held_on = season.day()
    lead = season.lead(held_on)
    organizations = season.some([one for one in active if one in present], 1, 3) if joint else []
    organizations = [lead, *(one for one in organizations if one != lead)]
    if joint and len(organizations) == 1:
        organizations += season.some([one for one in present if one != lead], 1, 1)
    partner = joint and bool(season.partners) and season.happens("activity", "with_partner")
    heads = round(random.gauss(season.rate("activity", "participants"), 12))
    recorded = season.recorded(held_on)
    row: Row = {
        "activity_id": season.key("A"),
        "group_id": season.group.group_id,
        "work_content": content,
        "title": both(season.titles.title(random, "activity", content, countries[0])),
        "held_on": held_on,
        "country_codes": [*countries, "CN"] if joint and season.chance("activity", "china_named") else countries,
        "organization_ids": organizations,
        "partner_group_ids": season.some(season.partners, 1, 2) if partner else [],
        "participants": max(heads, 8)
        if content == "capacity_building" or season.chance("activity", "counted")
        else None,
        "recorded_on": recorded,
    }
    if season.known(recorded):
        yield row
