"""Handing in, taking back, returning and confirming: each is one event of the journal, and one transaction."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from brep_metrics.errors import FaultsError, UsageError
from brep_metrics.filing.application_parts import is_application, parts_of
from brep_metrics.filing.checking import faults_of_each
from brep_metrics.filing.filed_columns import Kind
from brep_metrics.filing.filings import Filing, combined, find, number_of, relations
from brep_metrics.filing.records import key_of, whole_record, with_free_key
from brep_metrics.filing.states import Act, State, after
from brep_metrics.i18n import N_, Message
from brep_metrics.schema import load_schema
from brep_metrics.store import network_day
from brep_metrics.store.events import canonical
from brep_metrics.store.filing_projections import (
    FILING_CONFIRMED,
    FILING_RETURNED,
    FILING_SUBMITTED,
    FILING_WITHDRAWN,
)
from brep_metrics.store.filings import applying_of, draft_of, filing_of, set_open

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from brep_metrics.filing.actors import Actor
    from brep_metrics.store import Store, Transaction

KEEPS_ITS_DAY = timedelta(days=10)
"""A returned filing that is sent again within so many days keeps the day of its first submission."""


def submit(store: Store, actor: Actor, id_: int, *, note: str | None = None, day: date | None = None) -> Filing:
    """Hand in a filing as it is now; what comes back bears the receipt. `day` is today if None.

    Raises:
        FaultsError: something is wrong with it; all faults are listed, and nothing has changed.
        UsageError: it is not theirs, is not open, changes nothing, or was changed by another person meanwhile.

    """
    seen = find(store, actor, id_)
    parts = parts_of(store, seen)
    for one in parts:
        after(one.state, Act.SUBMIT, relations(one, actor), number=one.number)
    if seen.kind is Kind.CHANGE and not seen.changes and not _says_day(seen):
        raise UsageError(Message(N_("{number} changes nothing"), {"number": seen.number}))
    if faults := tuple(fault for checked in faults_of_each(store, actor, parts) for fault in checked.faults):
        text = Message(
            N_("{number} was not submitted; faults found: {count}"), {"number": seen.number, "count": len(faults)}
        )
        raise FaultsError(text, faults)

    return hand_in(store, actor, *parts, note=note, day=day)


def hand_in(store: Store, actor: Actor, *seen: Filing, note: str | None = None, day: date | None = None) -> Filing:
    """Submit filings that were found without a fault as they are in `seen`, all or none; the last one is given back.

    Raises:
        UsageError: it is not theirs, is not open, or was changed by another person meanwhile.

    """
    keyed = _with_free_keys(store, seen)

    def change(transaction: Transaction) -> None:
        for one in keyed:
            _hand_in(transaction, actor, one, note=note, day=day or network_day())

    store.register.write(change)
    return find(store, actor, seen[-1].id)


def withdraw(store: Store, actor: Actor, id_: int) -> Filing:
    """Take a filing back before it is entered; a draft that was never submitted is given up without a line.

    Raises:
        UsageError: it is not theirs, or it has been entered.

    """
    seen = find(store, actor, id_)
    after(seen.state, Act.WITHDRAW, relations(seen, actor), number=seen.number)
    parts = parts_of(store, seen)
    if seen.state is State.DRAFT:
        for one in parts:
            store.filings.close(one.id)
    else:
        _act(store, actor, parts, Act.WITHDRAW, FILING_WITHDRAWN)
    return find(store, actor, id_)


def give_back(store: Store, actor: Actor, id_: int, comment: str, *, day: date | None = None) -> Filing:
    """Return a submitted filing to its organization, which may change and submit it again.

    Raises:
        UsageError: `actor` is no evaluator, the comment is empty, or the filing does not wait.

    """
    return give_back_all(store, actor, [id_], comment, day=day)[0]


def give_back_all(
    store: Store, actor: Actor, ids: Iterable[int], comment: str, *, day: date | None = None
) -> tuple[Filing, ...]:
    """Return several filings with one comment, all of them or none.

    Raises:
        UsageError: as for one of them.

    """
    seen = [find(store, actor, id_) for id_ in dict.fromkeys(ids)]
    details = {"returned_on": (day or network_day()).isoformat()}
    for one in seen:
        details["comment"] = _needed(comment, N_("say in a comment why {number} is returned"), one.number)
    parts = [part for one in seen for part in parts_of(store, one)]
    _act(store, actor, parts, Act.GIVE_BACK, FILING_RETURNED, **details)
    return tuple(find(store, actor, one.id) for one in seen)


def confirm(store: Store, actor: Actor, id_: int) -> Filing:
    """Confirm for each group that `actor` leads, and that a filing names as a partner, that it took part.

    Raises:
        UsageError: it names none of their groups, or does not wait.

    """
    seen = find(store, actor, id_)
    after(seen.state, Act.CONFIRM, relations(seen, actor), number=seen.number)
    for group in seen.waiting:
        if actor.scope.may_see(group):
            _act(store, actor, [seen], Act.CONFIRM, FILING_CONFIRMED, group_id=group)
    return find(store, actor, id_)


def _with_free_keys(store: Store, filings: Iterable[Filing]) -> list[Filing]:
    current = store.current()
    if current is None:
        return list(filings)
    with store.read(current.id, as_of=max(current.date, current.latest)) as reading:
        return [with_free_key(reading, one) for one in filings]


def _hand_in(transaction: Transaction, actor: Actor, seen: Filing, *, note: str | None, day: date) -> None:
    now = _within(transaction, seen.id)
    after(now.state, Act.SUBMIT, relations(now, actor), number=now.number)
    if (now.fields, now.attachments) != (seen.fields, seen.attachments):
        text = N_("{number} was changed by another person while you submitted it; look at it again")
        raise UsageError(Message(text, {"number": now.number}))
    if is_application(now) and (other := applying_of(transaction.connection, actor.who, now.table, now.id)):
        text = N_("a Record of Intention of yours is open: {number}")
        raise UsageError(Message(text, {"number": number_of(other)}))
    content = _content(replace(now, key=seen.key), day=day, note=note)
    receipt = hashlib.sha256(canonical(content).encode()).hexdigest()
    transaction.append(FILING_SUBMITTED, who=actor.who, **content, **actor.named, sha256=receipt)
    set_open(transaction.connection, now.id, is_open=False)


def _act(store: Store, actor: Actor, filings: Iterable[Filing], act: Act, event: str, **details: str) -> None:
    """Do the same with each of them, or with none."""

    def change(transaction: Transaction) -> None:
        for one in filings:
            now = _within(transaction, one.id)
            then = after(now.state, act, relations(now, actor), number=now.number)
            transaction.append(event, who=actor.who, filing=one.id, **actor.named, **details)
            set_open(transaction.connection, one.id, is_open=then is State.RETURNED)

    store.register.write(change)


def _within(transaction: Transaction, id_: int) -> Filing:
    found = draft_of(transaction.connection, id_)
    if found is None:
        raise KeyError(id_)
    return combined(*found, filing_of(transaction.connection, id_))


def _content(filing: Filing, *, day: date, note: str | None) -> dict[str, object]:
    """What the journal keeps of a submission."""
    again = filing.state is State.RETURNED
    first = filing.submitted_on or day
    keeps = again and filing.returned_on is not None and day - filing.returned_on <= KEEPS_ITS_DAY
    counts = first if keeps else day
    asked = {name: new for name, (_, new) in filing.changes.items()}
    return {
        "filing": filing.id,
        "organization_id": filing.organization_id,
        "group_id": filing.group_id,
        "table": filing.table,
        "key": _new_key(filing, counts) if filing.kind is Kind.NEW else filing.key,
        "kind": filing.kind.value,
        "role": filing.role,
        "revision": filing.revision + again,
        "values": asked,
        "old": dict(filing.old),
        "submitted_on": counts.isoformat(),
        "received_on": day.isoformat(),
        "note": (note or "").strip() or None,
        "partners": _partners(filing),
        "attachments": [vars(one) for one in filing.attachments],
    }


def _new_key(filing: Filing, counts: date) -> str:
    return key_of(filing.table, whole_record(filing, None, day=counts))


def _partners(filing: Filing) -> list[str]:
    """The groups that a filing newly names as partners; an evaluator who files needs nobody's word."""
    if filing.role == "evaluator":
        return []
    found: set[str] = set()
    for name, (old, new) in filing.changes.items():
        column = load_schema().tables[filing.table].columns[name]
        if column.is_list and column.reference and column.reference.table == "working_group":
            found |= set(new.split(";")) - set(old.split(";"))
    return sorted(found - {""})


def _says_day(filing: Filing) -> bool:
    """Whether handing in a change is itself the fact, as for a report that needs no other column."""
    columns = load_schema().tables[filing.table].columns.values()
    return any(one.is_filing_day and not one.filed_by and not filing.old.get(one.name) for one in columns)


def _needed(text: str, problem: str, number: str) -> str:
    said = text.strip()
    if not said:
        raise UsageError(Message(problem, {"number": number}))
    return said
