"""Needs that members brought to their lead, and issues, some of them escalated to the evaluator."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brep_metrics.demo.titles import both
from brep_metrics.i18n import Title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brep_metrics.demo.seasons import Season
    from brep_metrics.table_files import Row


def need_rows(season: Season) -> Iterator[Row]:
    """The season's needs: answered within a month, later or never."""
    members = [member.organization_id for member in season.present() if member.role == "participant"]
    if season.group.life == "thin" or not members:
        return
    for _ in range(season.count("coordination", "needs")):
        raised_on = season.day()
        wait = season.random.randint(3, 28)
        if not season.happens("coordination", "answered_in_time"):
            wait = season.random.randint(33, 120)
        ever = season.happens("coordination", "ever_answered")
        recorded = season.recorded(raised_on)
        row: Row = {
            "need_id": season.key("N"),
            "group_id": season.group.group_id,
            "organization_id": season.random.choice(members),
            "title": both(season.titles.title(season.random, "need", "any", season.random.choice(season.circle[:6]))),
            "raised_on": raised_on,
            "answered_on": season.known(raised_on + timedelta(wait)) if ever else None,
            "recorded_on": recorded,
        }
        if season.known(recorded):
            yield row


def issue_rows(season: Season) -> Iterator[Row]:
    """The season's issues: resolved by the group in time, or escalated, or left lying."""
    if season.group.life == "thin":
        return
    for _ in range(season.count("coordination", "issues")):
        raised_on = season.day()
        quick = season.happens("coordination", "resolved_in_time")
        escalated = not quick and season.happens("coordination", "escalated")
        wait = season.rate("coordination", "resolution_days")
        days = season.random.randint(10, 80) if quick else 95 + round(season.random.expovariate(1 / wait))
        resolved_on = season.known(raised_on + timedelta(min(days, round(10 + 2 * wait)) if quick else days))
        how = season.random.choice(season.parameters.texts["resolution"]["escalated" if escalated else "group"])
        recorded = season.recorded(raised_on)
        row: Row = {
            "issue_id": season.key("I"),
            "group_id": season.group.group_id,
            "title": both(season.titles.title(season.random, "issue", "any", season.random.choice(season.circle[:6]))),
            "raised_on": raised_on,
            "escalated_on": season.known(raised_on + timedelta(season.random.randint(20, 85))) if escalated else None,
            "resolved_on": resolved_on,
            "resolution": both(Title(*how)) if resolved_on else None,
            "recorded_on": recorded,
        }
        if season.known(recorded):
            yield row
