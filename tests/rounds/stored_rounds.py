"""Rounds of 2025 in a store of eight groups: three evaluators, and the steps that most tests begin with."""

from __future__ import annotations

from datetime import UTC, datetime

from brep_metrics import rounds
from brep_metrics.access import Role
from brep_metrics.periods import Period
from brep_metrics.rounds import Act, Actor

PERIOD = Period.parse("2025")
PANEL = ("a@nea", "b@nea", "c@nea")
A, B, C = (Actor(who, Role.EVALUATOR) for who in PANEL)


def at(day: str) -> datetime:
    """Noon of a day in the network."""
    return datetime.fromisoformat(f"{day}T04:00:00").replace(tzinfo=UTC)


def opened(store, methodology, **changes):
    """A round that was announced on 1 July 2026."""
    given = {"period": PERIOD, "methodology": methodology, "panel": PANEL, "moment": at("2026-07-01")}
    return rounds.open_round(store, A, **{**given, **changes})


def to_notice(store, methodology):
    """A round of which nobody stated a difference, on notice from 10 to 17 August."""
    id_ = opened(store, methodology).id
    rounds.fix_data(store, id_, A, moment=at("2026-08-05"))
    voted(store, id_, "2026-08-06")
    return rounds.put_on_notice(store, id_, A, moment=at("2026-08-10"))


def voted(store, id_, day):
    """All vote for the result."""
    for actor in (A, B, C):
        rounds.perform(store, id_, Act.VOTE, actor, {"choice": "yes"}, moment=at(day))


def late_report(store):
    """A report of 2025 that came in too late, with its group: (report, group, day by which it was due)."""
    sql = """
    select report_id, group_id, due_on
    from report
    where kind = 'progress' and period_end between date '2025-01-01' and date '2025-12-31' and submitted_on > due_on
    order by report_id
    """
    with store.read() as reading:
        return reading.fetch(sql)[0]


def objected(store, group, report, day="2026-08-12"):
    """The lead of a group objects to its share of reports on time."""
    lead = Actor("lead@group", Role.LEAD, leads=frozenset({group}))
    content = {
        "group": group,
        "target": "indicator:progress_on_time",
        "ground": "fact",
        "reason": "it was handed in on the due day",
        "records": [["report", [report]]],
        "missing": None,
        "attachments": {},
    }
    return rounds.perform(store, "2025-1", Act.OBJECT, lead, content, moment=at(day))
