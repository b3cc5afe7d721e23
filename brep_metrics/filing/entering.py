"""Entering filings: one load, one generation, in which everybody who filed is named.

That a filing has been entered, and the generation that holds it, are one transaction. Two filings about one record are
entered one on top of the other, in the order in which they came.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from brep_metrics.errors import FaultsError, UsageError
from brep_metrics.filing.application_parts import is_application, parts_of
from brep_metrics.filing.checking import Checked, Row, fill_rows, row_of
from brep_metrics.filing.filings import combined, filings, number_of, relations
from brep_metrics.filing.records import key_of
from brep_metrics.filing.states import Act, after
from brep_metrics.i18n import N_, Message
from brep_metrics.store import SourceFile
from brep_metrics.store.filing_projections import FILINGS_ENTERED
from brep_metrics.store.filings import draft_of, filing_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from brep_metrics.errors import Fault
    from brep_metrics.filing.actors import Actor
    from brep_metrics.filing.filings import Filing
    from brep_metrics.intake import Report
    from brep_metrics.store import Draft, Generation, Store, Transaction

# From the records that filings make to those that are entered.
RowsFor = Callable[["Draft", list[Row]], list[Row]] | None

WHY = "填报入库 / Filings entered"


def enter(
    store: Store, actor: Actor, ids: Iterable[int], *, reason: str | None = None, day: date | None = None
) -> Generation:
    """Enter filings as one load; all of them or none.

    `reason` says why those are entered that partners have not confirmed. `day` is the generation's date where that is
    not today.

    Raises:
        FaultsError: a record has changed since, or a check that spans records fails; the faults name the filings.
        UsageError: `actor` is no evaluator, one does not wait any more or is to be decided on, or partners have not
            confirmed and there is no reason.
        StoreError: the store cannot be written.

    """
    wanted = to_enter(store, actor, ids)
    if applying := [one for one in wanted if is_application(one)]:
        text = N_("{number} is the intention of an applicant: accept or decline it")
        raise UsageError(Message(text, {"number": applying[0].number}))
    said = (reason or "").strip() or None
    if not said and (waiting := [one for one in wanted if one.waiting]):
        text = N_("{number} waits for a partner to confirm; say why it is entered without")
        raise UsageError(Message(text, {"number": waiting[0].number}))
    return enter_with(store, actor, wanted, reason=said, day=day)


def enter_with(
    store: Store,
    actor: Actor,
    wanted: Sequence[Filing],
    *,
    reason: str | None,
    day: date | None,
    rows_for: RowsFor = None,
    also: Callable[[Transaction], None] | None = None,
) -> Generation:
    """Enter filings; `rows_for` says which records are made of theirs, and `also` what else is written with them.

    Raises what `enter` raises.
    """

    def fill(draft: Draft) -> None:
        faults, report = apply(draft, actor, wanted, rows_for)
        if faults:
            refused = Message(N_("Nothing was entered; faults found: {count}"), {"count": len(faults)})
            raise FaultsError(refused, faults)
        for one in wanted:
            draft.add_file(SourceFile(f"{one.number} {one.who}", one.sha256 or "", 1))
        draft.set_changes({table: change.counts for table, change in report.changes.items()})
        draft.published = published

    def published(transaction: Transaction, made: Generation) -> None:
        _entered(transaction, made, actor, wanted, reason)
        if also is not None:
            also(transaction)

    named = "; ".join(f"{one.number} {one.who}" for one in wanted)
    return store.build(fill, who=actor.who, why=f"{WHY}: {named}", day=day)


def check_entering(store: Store, actor: Actor, ids: Iterable[int]) -> Checked:
    """What would keep filings from being entered together, and what is worth a look.

    Raises:
        UsageError: `actor` is no evaluator, or one of them does not wait.

    """
    wanted = to_enter(store, actor, ids)
    with store.overlay() as draft:
        faults, report = apply(draft, actor, wanted, tells_changes=False)
    return Checked(faults, report.warnings)


def to_enter(store: Store, actor: Actor, ids: Iterable[int]) -> list[Filing]:
    """The filings in the order in which they came, each after the organization that an applicant brings with it.

    Raises:
        UsageError: `actor` is no evaluator, there is none, or one of them does not wait.

    """
    actor.require_evaluator()
    wanted = dict.fromkeys(ids)
    found = filings(store, wanted)
    missing = set(wanted) - {one.id for one in found}
    if missing or not wanted:
        raise UsageError(Message(N_("there is no filing {number}"), {"number": number_of(min(missing, default=0))}))
    parts = [part for one in found for part in parts_of(store, one)]
    for one in parts:
        after(one.state, Act.ENTER, relations(one, actor), number=one.number)
    return sorted(parts, key=lambda one: (str(one.received_on), one.id))


def apply(
    draft: Draft, actor: Actor, wanted: Iterable[Filing], rows_for: RowsFor = None, *, tells_changes: bool = True
) -> tuple[tuple[Fault, ...], Report]:
    """Bring filings into a draft; the faults, and what the intake reports."""
    rows, faults = rows_of(draft, actor, wanted)
    report = fill_rows(draft, rows_for(draft, rows) if rows_for else rows, tells_changes=tells_changes)
    return (*faults, *report.faults), report


def rows_of(draft: Draft, actor: Actor, wanted: Iterable[Filing]) -> tuple[list[Row], list[Fault]]:
    """The records that filings make of those of a draft, one each; and what is wrong with the filings themselves."""
    rows: dict[tuple[str, str], Row] = {}
    faults: list[Fault] = []
    for one in wanted:
        earlier = rows.get((one.table, one.key or ""))
        row, own = row_of(draft, actor, one, earlier.cells if earlier and not earlier.is_removal else None)
        faults.extend(own)
        if row.cells:
            rows[one.table, key_of(one.table, row.cells)] = row
    return list(rows.values()), faults


def _entered(
    transaction: Transaction, made: Generation, actor: Actor, wanted: Iterable[Filing], reason: str | None
) -> None:
    listed = []
    for one in wanted:
        found = draft_of(transaction.connection, one.id)
        if found is not None:
            now = combined(*found, filing_of(transaction.connection, one.id))
            after(now.state, Act.ENTER, relations(now, actor), number=now.number)
        without = {"unconfirmed": list(one.waiting)} if one.waiting else {}
        listed.append({"filing": one.id, "who": one.who, "sha256": one.sha256, **without})
    said = {"generation": made.id, "filings": listed, "reason": reason}
    transaction.append(FILINGS_ENTERED, who=actor.who, **said, **actor.named)
