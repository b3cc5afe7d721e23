"""Reports and plan items: what a group owed the evaluator, and what it planned and finished."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from brep_metrics.demo.titles import both
from brep_metrics.table_files import day_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brep_metrics.demo.seasons import Season
    from brep_metrics.table_files import Row

CONTENTS = (
    "policy_exchange",
    "programme_alignment",
    "technical_cooperation",
    "project_development",
    "capacity_building",
    "other",
)
QUARTERS = ((1, 3, 31), (2, 6, 30), (3, 9, 30))  # the fourth is covered by the execution review


def report_rows(season: Season) -> Iterator[Row]:
    """The season's obligations, each created when its time has come: work plan, progress by quarter, review."""
    rules = season.parameters.behaviour["reporting"]
    year, first, last = str(season.year), season.first, date(season.year, 12, 31)
    founded = season.group.established_on.year == season.year
    plan_due = first + timedelta(60) if founded else date(season.year, 1, rules["work_plan_due_day"])
    yield from _report(season, ("work_plan", "WP", year), (first, last), (first, plan_due))
    for quarter, month, day in QUARTERS:
        end = date(season.year, month, day)
        due = end + timedelta(rules["progress_due_days"])
        start = date(season.year, month - 2, 1)
        if first <= start and end <= season.last:
            code = f"{year}Q{quarter}"
            yield from _report(season, ("progress", "PR", code), (start, end), (end + timedelta(1), due))
    due = date(season.year + 1, 1, rules["review_due_day"])
    yield from _report(season, ("execution_review", "ER", year), (first, last), (last - timedelta(16), due))


def _report(
    season: Season, what: tuple[str, str, str], period: tuple[date, date], dates: tuple[date, date]
) -> Iterator[Row]:
    """One obligation; none where the group or the demonstration ended before it was created."""
    (kind, letters, code), (created_on, due_on) = what, dates
    submitted = accepted = None
    if season.group.life != "silent":
        submitted = _submitted(season, created_on, due_on)
        if submitted and season.happens("reporting", "accepted"):
            accepted = season.known(season.after(submitted, 14))
    title = season.titles.report(season.random, kind, code)
    if season.known(created_on):
        yield {
            "report_id": f"{season.group.group_id}-{code}-{letters}",
            "group_id": season.group.group_id,
            "kind": kind,
            "period_start": period[0],
            "period_end": period[1],
            "due_on": due_on,
            "submitted_on": submitted,
            "accepted_on": accepted,
            "title": both(title),
            "recorded_on": created_on,
        }


def _submitted(season: Season, created_on: date, due_on: date) -> date | None:
    on_time, ever = season.happens("reporting", "on_time"), season.happens("reporting", "ever_submitted")
    if on_time:
        return season.known(due_on - timedelta(season.random.randint(0, (due_on - created_on).days - 1)))
    return season.known(season.after(due_on, season.rate("reporting", "days_late"))) if ever else None


def plan_item_rows(season: Season, active: list[str], plan: Row | None) -> Iterator[Row]:
    """The season's plan items: those of the work plan, once it was filed, and those that members brought themselves.

    `active` are the participants that take part in anything this year.
    """
    filed = plan if plan and plan["submitted_on"] else None
    for _ in range(season.count("delivery", "items")):
        own = bool(active) and season.chance("delivery", "own_items")
        item = _plan_item(season, None if own else filed, active if own else [])
        if season.known(day_of(item["recorded_on"])) and (own or filed):
            yield item


def _plan_item(season: Season, plan: Row | None, owners: list[str]) -> Row:
    """An item of a filed plan, recorded with it, or of one of the owners, recorded when the season begins."""
    content = season.random.choice(CONTENTS)
    due_on = season.day(min(season.first + timedelta(50), season.last))
    completed = season.known(_completed(season, due_on))
    title = season.titles.title(season.random, "plan_item", content, season.circle[0])
    received = day_of(plan["submitted_on"]) if plan else season.first + timedelta(10)
    return {
        "plan_item_id": season.key("P"),
        "group_id": season.group.group_id,
        "report_id": plan["report_id"] if plan else None,
        "organization_id": season.random.choice(owners) if owners else None,
        "work_content": content,
        "title": both(title),
        "due_on": due_on,
        "completed_on": completed,
        "recorded_on": season.recorded(received),
    }


def _completed(season: Season, due_on: date) -> date | None:
    """The day of completion: up to a month early, late, or never."""
    if not season.happens("delivery", "completed"):
        return None
    if season.happens("delivery", "on_time"):
        return due_on - timedelta(season.random.randint(0, min(30, (due_on - season.first).days)))
    return season.after(due_on, season.rate("delivery", "days_late"))
