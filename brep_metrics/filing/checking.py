"""What is wrong with a filing: the checks of the intake on the record that it makes, and what only a filing can break.

Form, workbook and CSV file come here as the same texts, and the same faults come out of each. What a fault says of
other groups' records is left out for those who may not see them.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brep_metrics import intake
from brep_metrics.errors import Fault
from brep_metrics.filing.application_parts import OPEN_STATES, organization_of
from brep_metrics.filing.filed_columns import GROUP, ORGANIZATION, Kind
from brep_metrics.filing.records import key_of, record_texts, whole_record, with_free_key
from brep_metrics.filing.states import State
from brep_metrics.i18n import N_, Message
from brep_metrics.intake import Inputs
from brep_metrics.schema import load_schema
from brep_metrics.store import network_day
from brep_metrics.temporary_folders import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from brep_metrics.filing.actors import Actor
    from brep_metrics.filing.filings import Filing
    from brep_metrics.schema import Table
    from brep_metrics.store import Draft, Store

# Their names are open to everybody in the network, so that similar keys may be told.
_OPEN_TO_ALL = frozenset({"sector", "country"})
_OPEN_TABLES = _OPEN_TO_ALL | {"organization", "working_group"}


@dataclass(frozen=True)
class Checked:
    """What a check found: what keeps a filing from being submitted, and what is worth a look."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Row:
    """The record that a filing makes, under the name by which faults speak of it; only its key where it is to go."""

    file: str
    table: str
    cells: Mapping[str, str]
    is_removal: bool = False


def faults_of(store: Store, actor: Actor, filing: Filing) -> Checked:
    """What is wrong with a filing as it is now, by column; the values are as they were typed.

    Raises:
        StoreError: the store cannot be read.

    """
    return faults_of_each(store, actor, [filing])[0]


def faults_of_each(store: Store, actor: Actor, filings: Sequence[Filing]) -> list[Checked]:
    """What is wrong with each of some filings that would be handed in together, as `faults_of` tells it.

    Raises:
        StoreError: the store cannot be read.

    """
    with store.overlay() as draft:
        made = {one.number: row_of(draft, actor, one) for one in filings}
        brought = {one.number: _brought_along(store, draft, actor, one) for one in filings}
        also = {row.file: row for rows in brought.values() for row in rows if row.file not in made}
        report = fill_rows(draft, [*(row for row, _ in made.values()), *also.values()], tells_changes=False)
        return [
            Checked(
                (*made[one.number][1], *_told_faults(draft, actor, one, report)),
                tuple(
                    _told_warnings(draft, actor, one, report, {one.number, *(row.file for row in brought[one.number])})
                ),
            )
            for one in filings
        ]


def _told_faults(draft: Draft, actor: Actor, filing: Filing, report: intake.Report) -> Iterable[Fault]:
    for one in report.faults:
        if one.file == filing.number and not _follows(filing, one):
            yield told_to(draft, actor, filing, one)


def _told_warnings(
    draft: Draft, actor: Actor, filing: Filing, report: intake.Report, files: Collection[str]
) -> Iterable[Fault]:
    for one in report.warnings:
        if one.file in files and (actor.is_evaluator or _tells_of_own(draft, actor, filing, one)):
            yield one


def row_of(
    draft: Draft, actor: Actor, filing: Filing, earlier: Mapping[str, str] | None = None
) -> tuple[Row, tuple[Fault, ...]]:
    """The row that a filing adds to a draft, and what is wrong with it that no other row could break.

    `earlier` is the record as another filing of the same load makes it.
    """
    table = load_schema().tables[filing.table]
    if filing.state is not State.SUBMITTED:
        filing = with_free_key(draft, filing)
    current = None
    if filing.kind is not Kind.NEW:
        current = earlier or record_texts(draft, filing.table, filing.key or "")
    if filing.kind is not Kind.NEW and current is None:
        gone = Fault(filing.number, Message(N_("the record is not there any more")), value=filing.key)
        return Row(filing.number, filing.table, {}), (replace(gone, table=filing.table),)
    if filing.kind is Kind.REMOVAL:
        cells = {name: (current or {})[name] for name in table.key}
        return Row(filing.number, filing.table, cells, is_removal=True), ()
    whole = whole_record(filing, current, day=min(network_day(), draft.date))
    faults = [*_moved_on(filing, current), *_taken(draft, filing, table, whole), *_foreign(draft, actor, filing, table)]
    return Row(filing.number, filing.table, whole), tuple(faults)


def fill_rows(draft: Draft, rows: Sequence[Row], *, tells_changes: bool = True) -> intake.Report:
    """Bring rows into a draft by the way of the intake, each as a file of its own; the report lists all faults."""
    with scratch_folder("filing") as folder:
        inputs, loaded = _as_files(rows, folder)
        return intake.fill(draft, inputs, loaded, folder, tells_changes=tells_changes)


def _as_files(rows: Sequence[Row], folder: Path) -> tuple[Inputs, int]:
    """Rows as files for the intake, and how many of them are to be loaded."""
    ordered = sorted((row for row in rows if row.cells), key=lambda row: row.is_removal)
    files = tuple((_written(folder / str(at), row), row.file) for at, row in enumerate(ordered))
    return Inputs(files, ()), sum(not row.is_removal for row in ordered)


def _written(folder: Path, row: Row) -> Path:
    folder.mkdir()
    path = folder / f"{row.table}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(row.cells)
        writer.writerow(row.cells.values())
    return path


def _moved_on(filing: Filing, current: Mapping[str, str] | None) -> Iterable[Fault]:
    """Fields that somebody else changed meanwhile, to something else than what the filing asks for."""
    for name, (old, new) in filing.changes.items():
        now = (current or {}).get(name, old)
        if now not in (old, new):
            text = N_("the record was changed meanwhile: here it was “{old}”, and now it is “{now}”")
            problem = Message(text, {"old": old, "now": now})
            yield Fault(filing.number, problem, column=name, value=new, table=filing.table)


def _taken(draft: Draft, filing: Filing, table: Table, whole: Mapping[str, str]) -> Iterable[Fault]:
    if filing.kind is Kind.NEW and record_texts(draft, table.name, key_of(table.name, whole)) is not None:
        problem, expected = Message(N_("a record has this key already")), Message(N_("a key of its own"))
        column = table.key[0]
        yield Fault(filing.number, problem, column=column, value=whole[column], expected=expected, table=table.name)


def _foreign(draft: Draft, actor: Actor, filing: Filing, table: Table) -> Iterable[Fault]:
    """References to records of other groups, whose existence is not told."""
    if actor.is_evaluator:
        return
    for name, (_, new) in filing.changes.items():
        column = table.columns.get(name)
        reference = column.reference if column else None
        if not new or reference is None or reference.table in _OPEN_TABLES:
            continue
        record = record_texts(draft, reference.table, new)
        if record is not None and record.get(GROUP, filing.group_id) != filing.group_id:
            yield Fault(filing.number, _no_record(reference.table), column=name, value=new, table=table.name)


def _no_record(table: str) -> Message:
    return Message(N_("no such record in table {table}"), {"table": table})


def _brought_along(store: Store, draft: Draft, actor: Actor, filing: Filing) -> list[Row]:
    """The organization that an applicant's intention is about, which is a filing as well until both are entered."""
    organization = organization_of(store, filing)
    is_open = organization is not None and organization.state in OPEN_STATES
    return [row_of(draft, actor, organization)[0]] if organization is not None and is_open else []


def _follows(filing: Filing, fault: Fault) -> bool:
    """Whether a cell is wrong only because it holds what another one does, whose fault is told there."""
    column = load_schema().tables[filing.table].columns.get(fault.column or "")
    first = column.first if column else None
    return first is not None and first.startswith("$") and first != "$day" and not filing.values.get(fault.column or "")


def told_to(draft: Draft, actor: Actor, filing: Filing, fault: Fault) -> Fault:
    """A fault without the keys of records that are not open to the actor."""
    column = load_schema().tables[fault.table].columns.get(fault.column or "") if fault.table else None
    if actor.is_evaluator or column is None:
        return fault
    if column.reference is not None:
        return fault if _may_be_named(actor, column.reference.table) else replace(fault, expected=None)
    if _tells_of_own(draft, actor, filing, fault):
        return fault
    return replace(fault, problem=Message(N_("looks like the identifier of another record")))


def _may_be_named(actor: Actor, table: str) -> bool:
    """Whether the keys of a table are open to the actor; outside the network not even those of its members are."""
    return table in (_OPEN_TO_ALL if actor.is_applicant else _OPEN_TABLES)


def _tells_of_own(draft: Draft, actor: Actor, filing: Filing, warning: Fault) -> bool:
    """Whether the record that a fault or a warning names, if it does, is the actor's own to see."""
    other = warning.problem.values.get("other")
    if other is None or _may_be_named(actor, filing.table):
        return True
    found = record_texts(draft, filing.table, str(other))
    if found is None:
        return False
    group = found.get(GROUP)
    if group is not None and actor.scope.may_see(group):
        return True
    return found.get(ORGANIZATION) is not None and found[ORGANIZATION] == actor.organization_id
