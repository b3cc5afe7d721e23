"""Reporting obligations: made by evaluators as a series, and extended for one group with a reason.

Whether a report is late is computed from them and from the day on which it was filed; nobody types it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brep_metrics.errors import FaultsError, UsageError
from brep_metrics.filing.checking import Row, fill_rows
from brep_metrics.filing.drafts import save, start
from brep_metrics.filing.entering import enter
from brep_metrics.filing.filed_columns import Kind
from brep_metrics.filing.submitting import submit
from brep_metrics.i18n import N_, Message
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from brep_metrics.filing.actors import Actor
    from brep_metrics.periods import Period
    from brep_metrics.store import Draft, Generation, Store

REPORT = "report"
_LETTERS = {"work_plan": "WP", "execution_review": "ER", "progress": "PR"}
_EXISTING = """
select group_id
from working_group
where established_on <= $end and (dissolved_on is null or dissolved_on > $start)
order by group_id
"""


def create_series(
    store: Store,
    actor: Actor,
    kind: str,
    period: Period,
    *,
    every: int,
    due_days: int,
    groups: Iterable[str] | None = None,
    day: date | None = None,
) -> Generation:
    """Oblige groups to file a report for each part of a period: “progress, quarterly, 2027, every group”.

    Args:
        store: where they are entered, as one load.
        actor: an evaluator.
        kind: of the reports.
        period: whose parts of `every` months each need a report; a group owes those of its lifetime.
        every: months of a part.
        due_days: after the end of a part.
        groups: by code; every group if None.
        day: the date of the generation, where that is not today.

    Raises:
        UsageError: `actor` is no evaluator, or every one of these obligations exists already.
        FaultsError: something is wrong with them, such as an unknown group.

    """
    actor.require_evaluator()
    _check_kind(kind)
    parts = period.split(every)
    if not parts:
        raise UsageError(Message(N_("{period} has no part of {count} months"), {"period": period.code, "count": every}))
    chosen = None if groups is None else sorted(set(groups))

    def fill(draft: Draft) -> None:
        _fill(draft, [row for part in parts for row in _missing(draft, kind, part, chosen, due_days)])

    title = load_schema().tables[REPORT].columns["kind"].values[kind]
    why = f"报告义务：{title.zh}，{period.code} / Obligations: {title.en}, {period.code}"
    return store.build(fill, who=actor.who, why=why, day=day)


def extend(
    store: Store, actor: Actor, report_id: str, due_on: date, reason: str, *, day: date | None = None
) -> Generation:
    """Give one group until `due_on` for a report; the reason is kept with the filing that says so.

    Raises:
        UsageError: `actor` is no evaluator, there is no such report or no reason, or it is no later day.

    """
    actor.require_evaluator()
    if not reason.strip():
        raise UsageError(Message(N_("say why the report is due later")))
    draft = start(store, actor, REPORT, kind=Kind.CHANGE, key=report_id)
    if due_on.isoformat() <= draft.old["due_on"]:
        raise UsageError(Message(N_("the report is due on {day}; an extension is later"), {"day": draft.old["due_on"]}))
    save(store, actor, draft, {"due_on": (due_on.isoformat(), 0)})
    made = submit(store, actor, draft.id, note=reason, day=day)
    return enter(store, actor, [made.id], day=day)


def _fill(draft: Draft, rows: list[Row]) -> None:
    if not rows:
        raise UsageError(Message(N_("each of these obligations exists already")))
    report = fill_rows(draft, rows)
    if report.faults:
        refused = Message(N_("Nothing was entered; faults found: {count}"), {"count": len(report.faults)})
        raise FaultsError(refused, report.faults)
    draft.set_changes({table: change.counts for table, change in report.changes.items()})


def _missing(draft: Draft, kind: str, part: Period, groups: list[str] | None, due_days: int) -> Iterator[Row]:
    """A row for each group that does not owe this report yet."""
    known = draft.fetch(
        "select group_id from report where kind = $kind and period_start = $start and period_end = $end",
        {"kind": kind, "start": part.start, "end": part.end},
    )
    existing = [group for (group,) in draft.fetch(_EXISTING, {"start": part.start, "end": part.end})]
    owed = {group for (group,) in known}
    for group in existing if groups is None else groups:
        if group not in owed:
            yield _obligation(group, kind, part, part.end + timedelta(days=due_days))


def _obligation(group: str, kind: str, part: Period, due_on: date) -> Row:
    cells = dict.fromkeys(load_schema().tables[REPORT].columns, "")
    own = {
        "report_id": f"{group}-{part.code}-{_LETTERS[kind]}",
        "group_id": group,
        "kind": kind,
        "period_start": part.start.isoformat(),
        "period_end": part.end.isoformat(),
        "due_on": due_on.isoformat(),
    }
    return Row(own["report_id"], REPORT, cells | own)


def _check_kind(kind: str) -> None:
    if kind not in _LETTERS:
        values = {"kind": kind, "kinds": ", ".join(_LETTERS)}
        raise UsageError(Message(N_("“{kind}” is not a kind of report; there are {kinds}"), values))
