"""Needs and issues as threads: the question, its answer, the escalation, the answer of NEA.

Each step is a filing about the record, with its words as the note and the day of its submission as the date that the
indicators count. An escalated need becomes an issue, whose note names the need.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from brep_metrics.access import Role
from brep_metrics.errors import UsageError
from brep_metrics.filing.drafts import own_record, save, start
from brep_metrics.filing.entering import enter
from brep_metrics.filing.filed_columns import GROUP, Kind
from brep_metrics.filing.filings import filings, history_of_record
from brep_metrics.filing.records import record_texts
from brep_metrics.filing.states import State
from brep_metrics.filing.submitting import submit
from brep_metrics.i18n import N_, Message
from brep_metrics.schema import load_schema
from brep_metrics.store import network_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from brep_metrics.filing.actors import Actor
    from brep_metrics.filing.filings import Filing
    from brep_metrics.store import Generation, Store

NEED, ISSUE = "need", "issue"
LEAD, NEA = Role.LEAD.value, Role.EVALUATOR.value
_HAPPENED = "yes"
_OF_NEED = "need "


class Step(StrEnum):
    """What a filing adds to a thread."""

    QUESTION = "question"
    ANSWER = "answer"
    ESCALATION = "escalation"
    RESOLUTION = "resolution"  # by NEA
    SETTLEMENT = "settlement"  # within the group
    CHANGE = "change"


# The day that a step fills in, and what is said where it is filled in already.
_DAYS = {
    (NEED, Step.ANSWER): ("answered_on", N_("the need “{record}” has been answered")),
    (ISSUE, Step.ESCALATION): ("escalated_on", N_("the issue “{record}” has been escalated")),
    (ISSUE, Step.RESOLUTION): ("resolved_on", N_("the issue “{record}” has been resolved")),
}
_STEPS = (*_DAYS, (NEED, Step.ESCALATION))


@dataclass(frozen=True)
class Post:
    """One step of a thread; `on` is the day that counts, and `text` what was said."""

    step: Step
    on: date | None
    who: str
    organization_id: str | None
    text: str
    filing: Filing


def next_steps(store: Store, actor: Actor, table: str, key: str) -> tuple[Step, ...]:
    """What `actor` may add to the thread of a record now: `answer`, `escalate` or `resolve` would not refuse it."""
    found = []
    for of, step in _STEPS:
        with suppress(UsageError):
            if of == table:
                _require_open(store, actor, (table, key), step)
                found.append(step)
    return tuple(found)


def answer(store: Store, actor: Actor, need_id: str, text: str) -> Filing:
    """Answer a member's need, as the lead of its group; an evaluator enters it.

    Raises:
        UsageError: there is no such need within their reach, it has an answer, or nothing is said.

    """
    said = _said(text)
    draft = _begin(store, actor, (NEED, need_id), Step.ANSWER)
    _fill(store, actor, draft, {"answered_on": _HAPPENED})
    return submit(store, actor, draft.id, note=said)


def escalate(store: Store, actor: Actor, table: str, key: str, text: str) -> Filing:
    """Bring an issue, or a need that the group cannot meet, to NEA, as the lead of its group.

    Raises:
        UsageError: there is no such record within their reach, it was escalated, or nothing is said.

    """
    said = _said(text)
    if table != NEED:
        draft = _begin(store, actor, (table, key), Step.ESCALATION)
        _fill(store, actor, draft, {"escalated_on": _HAPPENED})
        return submit(store, actor, draft.id, note=said)
    need = _require_open(store, actor, (NEED, key), Step.ESCALATION)
    draft = start(store, actor, ISSUE, need[GROUP])
    _fill(store, actor, draft, {"title": need["title"], "escalated_on": _HAPPENED})
    return submit(store, actor, draft.id, note=f"{_OF_NEED}{key}: {said}")


def resolve(store: Store, actor: Actor, issue_id: str, text: str, *, day: date | None = None) -> Generation:
    """Answer an escalated issue for NEA: its resolution, as of today, entered at once.

    Raises:
        UsageError: `actor` is no evaluator, there is no such issue, it was resolved, or nothing is said.

    """
    actor.require_evaluator()
    said = _said(text)
    draft = _begin(store, actor, (ISSUE, issue_id), Step.RESOLUTION)
    _fill(store, actor, draft, {"resolved_on": (day or network_day()).isoformat(), "resolution": said})
    return enter(store, actor, [submit(store, actor, draft.id, note=said).id], day=day)


def thread(store: Store, actor: Actor, table: str, key: str) -> tuple[Post, ...]:
    """What was filed about a need or an issue, oldest first, as far as it is open to `actor`.

    A need's thread goes on with the issue that it became.
    """
    found = list(history_of_record(store, actor, table, key))
    if found and table == NEED:
        # The person who asked reads the answer, though the issue is the lead's.
        found += _issues_of(store, key, found[0].group_id)
    posts = (
        Post(_step(one), one.submitted_on, one.who, one.organization_id, _words(one), one)
        for one in sorted(found, key=lambda one: one.id)
        if one.state is not State.WITHDRAWN
    )
    return tuple(posts)


def _issues_of(store: Store, need_id: str, group_id: str | None) -> list[Filing]:
    """The filings about the issues that a need became in its group; another group's may say anything of it."""
    every = [one for one in store.filings.filings(table=ISSUE) if one.content["group_id"] == group_id]
    notes = {one.id: str(one.content["note"] or "") for one in every}
    keys = {one.content["key"] for one in every if notes[one.id].startswith(f"{_OF_NEED}{need_id}: ")}
    return filings(store, [one.id for one in every if one.content["key"] in keys])


def _step(filing: Filing) -> Step:
    changed = filing.changes
    if changed.get("escalated_on", ("", ""))[1]:
        return Step.ESCALATION
    if changed.get("answered_on", ("", ""))[1]:
        return Step.ANSWER
    if changed.get("resolved_on", ("", ""))[1]:
        return Step.RESOLUTION if filing.role == NEA else Step.SETTLEMENT
    return Step.QUESTION if filing.kind is Kind.NEW else Step.CHANGE


def _words(filing: Filing) -> str:
    note = filing.note or ""
    beginning, colon, rest = note.partition(": ")
    return rest if colon and beginning.startswith(_OF_NEED) else note or filing.values.get("title", "")


def _record(store: Store, table: str, key: str) -> Mapping[str, str]:
    current = store.current()
    found = None
    if current is not None and table in (NEED, ISSUE):
        with store.read(current.id, as_of=max(current.date, current.latest)) as reading:
            found = record_texts(reading, table, key)
    # Whether it is within somebody's reach is told by beginning a filing about it.
    return found or {}


def _begin(store: Store, actor: Actor, record: tuple[str, str], step: Step) -> Filing:
    """A filing that takes a step; nothing is begun where it is not theirs to take, or was taken."""
    found = _require_open(store, actor, record, step)
    return start(store, actor, record[0], found.get(GROUP), kind=Kind.CHANGE, key=record[1])


def _require_open(store: Store, actor: Actor, record: tuple[str, str], step: Step) -> Mapping[str, str]:
    """The record of a thread in which `actor` may take a step.

    Raises:
        UsageError: it is not theirs to take, or was taken, if only by a filing that waits.

    """
    table, key = record
    found = _record(store, table, key)
    if (table, step) == (NEED, Step.ESCALATION):
        _require_open_escalation(store, actor, key, found)
        return found
    column, happened = _DAYS.get((table, step), ("", ""))
    if not column or actor.role_in(found.get(GROUP)) != (NEA if step is Step.RESOLUTION else LEAD):
        raise _not_theirs(table)
    own = own_record(store, actor, table, key, found.get(GROUP))[0]
    waiting = (one for one in history_of_record(store, actor, table, key) if one.state is State.SUBMITTED)
    if own.get(column) or any(column in one.changes for one in waiting):
        raise UsageError(Message(happened, {"record": key}))
    return found


def _require_open_escalation(store: Store, actor: Actor, key: str, need: Mapping[str, str]) -> None:
    group = need.get(GROUP)
    if not own_record(store, actor, NEED, key, group)[0] or actor.role_in(group) != LEAD:
        raise _not_theirs(NEED)
    if any(one.state is not State.WITHDRAWN for one in _issues_of(store, key, group)):
        raise UsageError(Message(N_("the need “{record}” has been escalated"), {"record": key}))


def _not_theirs(table: str) -> UsageError:
    tables = load_schema().tables
    title = tables[table].title if table in tables else table
    return UsageError(Message(N_("you may not file this: {table}"), {"table": title}))


def _fill(store: Store, actor: Actor, draft: Filing, values: Mapping[str, str]) -> None:
    seen = {name: draft.fields[name].version if name in draft.fields else 0 for name in values}
    save(store, actor, draft, {name: (value, seen[name]) for name, value in values.items()})


def _said(text: str) -> str:
    said = text.strip()
    if not said:
        raise UsageError(Message(N_("the text is empty; please write one")))
    return said
