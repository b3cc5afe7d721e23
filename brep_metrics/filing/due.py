"""What is due, for whom and when: computed from the state of now and never queued, so that what is done is gone.

Reports to file, plan items to complete, needs to answer and filings that were returned or wait for a partner are due to
organizations; filings to enter and escalated issues, to evaluators.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from brep_metrics.access import Role
from brep_metrics.facts import facts
from brep_metrics.filing.application_parts import brings_organization
from brep_metrics.filing.filed_columns import Kind
from brep_metrics.filing.filings import Filing, listing, relations
from brep_metrics.filing.obligations import REPORT
from brep_metrics.filing.states import Relation, State
from brep_metrics.filing.submitting import KEEPS_ITS_DAY
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.store import network_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from brep_metrics.filing.actors import Actor
    from brep_metrics.store import Store

HORIZON = timedelta(days=90)
"""How far ahead it is looked."""


# The days that end what is due; a report is filed by handing it in.
_DONE_BY = {
    REPORT: ("submitted_on",),
    "plan_item": ("completed_on", "withdrawn_on"),
    "need": ("answered_on",),
    "issue": ("resolved_on",),
}


class Task(StrEnum):
    """What is to be done."""

    REPORT = "report"  # to be filed
    PLAN_ITEM = "plan_item"  # to be completed
    NEED = "need"  # to be answered
    ISSUE = "issue"  # escalated, to be resolved
    RETURNED = "returned"  # a filing, to be corrected
    CONFIRM = "confirm"  # a filing of another group, by a partner
    ENTER = "enter"  # a filing, by an evaluator


@dataclass(frozen=True)
class Due:
    """One thing to do. `due_on` is None where no day is set; `filing` is the number of the filing that it is about.

    `is_pending`: what is asked for has been filed and waits to be entered.
    """

    task: Task
    table: str
    key: str | None
    group_id: str | None
    organization_id: str | None
    title: str | None
    due_on: date | None
    report_kind: str | None = None
    filing: str | None = None
    is_pending: bool = False

    def days_late(self, day: date) -> int:
        """Days since the due date, 0 while there is time or where nothing is late any more."""
        return max((day - self.due_on).days, 0) if self.due_on and not self.is_pending else 0


def due(store: Store, actor: Actor, day: date | None = None) -> tuple[Due, ...]:
    """What `actor` has to do by the state of `day`, today if None: the earliest first, then what has no day."""
    now = day or network_day()
    open_filings = listing(store, actor, (State.SUBMITTED, State.RETURNED))
    found = [*_records(store, actor, now, open_filings), *_filings(actor, open_filings)]
    return tuple(sorted(found, key=lambda one: (one.due_on or date.max, one.task, one.key or "", one.filing or "")))


def _records(store: Store, actor: Actor, day: date, filings: Iterable[Filing]) -> Iterator[Due]:
    current = store.current()
    if current is None:
        return
    answer_days = load_methodology(DEFAULT_METHODOLOGY).parameters["answer_days"]
    with store.read(current.id, as_of=day) as reading:
        rows = facts(reading, "duties", until=day + HORIZON, answer_days=answer_days)
    # Without nan, which pandas puts where nothing is.
    rows = rows.astype(object).where(rows.notna(), None)
    doing = {(one.table, one.key): one for one in filings if _does_what_is_due(one)}
    for source, key, group, organization, kind, title, due_on in rows.itertuples(index=False):
        task = Due(Task(source), source, key, group, organization, title, due_on.date(), kind)
        filing = doing.get((source, key))
        if not _is_theirs(task, actor) or (filing and _task(filing, actor)[0] is Task.RETURNED):
            continue  # what its filer has to correct is a task of its own
        waits = filing is not None and filing.state is State.SUBMITTED
        yield replace(task, filing=filing.number if filing and waits else None, is_pending=waits)


def _does_what_is_due(filing: Filing) -> bool:
    """Whether a filing does what its record asks for, and does not only change, say, the title."""
    if filing.kind is Kind.REMOVAL:
        return True
    if filing.table == REPORT and (filing.on_behalf or filing.role != Role.EVALUATOR.value):
        return True
    changed = filing.changes
    return any(changed.get(day, ("", ""))[1] for day in _DONE_BY.get(filing.table, ()))


def _is_theirs(task: Due, actor: Actor) -> bool:
    if actor.is_evaluator or task.task is Task.ISSUE:
        is_open = task.group_id is None or actor.scope.may_see(task.group_id)
        return actor.is_evaluator and task.task is Task.ISSUE and is_open
    if task.task is Task.PLAN_ITEM and task.organization_id is not None:
        return task.organization_id == actor.organization_id
    return task.group_id is not None and actor.scope.may_see(task.group_id)


def _filings(actor: Actor, filings: Iterable[Filing]) -> Iterator[Due]:
    for one in filings:
        if brings_organization(one):
            continue
        task, due_on = _task(one, actor)
        if task is not None:
            title = one.values.get("title") or one.old.get("title")
            yield Due(task, one.table, one.key, one.group_id, one.organization_id, title, due_on, filing=one.number)


def _task(filing: Filing, actor: Actor) -> tuple[Task | None, date | None]:
    of = relations(filing, actor)
    if filing.state is State.RETURNED and Relation.FILER in of:
        return Task.RETURNED, filing.returned_on + KEEPS_ITS_DAY if filing.returned_on else None
    if filing.state is State.SUBMITTED and Relation.EVALUATOR in of:
        return Task.ENTER, None
    if Relation.PARTNER in of and any(actor.scope.may_see(group) for group in filing.waiting):
        return Task.CONFIRM, None
    return None, None
