"""Filing by workbook or CSV: new and changed rows become filings, unchanged ones nothing; the same faults as by form.

A row that changed meanwhile on the server is a fault that shows both. All rows are handed in, or none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from brep_metrics.errors import Fault, FaultsError, UsageError
from brep_metrics.filing.checking import fill_rows, row_of, told_to
from brep_metrics.filing.drafts import begun, is_own, open_to_edit, save, start
from brep_metrics.filing.filed_columns import GROUP, ORGANIZATION, Kind, fileable
from brep_metrics.filing.filings import Filing, find
from brep_metrics.filing.records import key_of, record_texts
from brep_metrics.filing.states import State
from brep_metrics.filing.submitting import hand_in
from brep_metrics.filing.workbook import base_of
from brep_metrics.i18n import N_, Message
from brep_metrics.intake import read_rows
from brep_metrics.intake.inputs import find_inputs
from brep_metrics.schema import load_schema
from brep_metrics.temporary_folders import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from brep_metrics.filing.actors import Actor
    from brep_metrics.intake import FileRow
    from brep_metrics.store import Draft, Store


MAX_AT_ONCE = 1000
"""Records that files hand in together: a group has a few hundred, and each becomes a line that somebody enters."""

# No filing has as many digits.
_UNUSED = 10**9


@dataclass(frozen=True)
class Asked:
    """What a row of a file asks for, before anything is kept: a filing without a number."""

    row: FileRow
    filing: Filing


def file_files(
    store: Store, actor: Actor, group_id: str, paths: Iterable[Path | str], *, note: str | None = None
) -> tuple[Filing, ...]:
    """Submit what the rows of workbooks and CSV files change in a group; nothing where nothing has changed.

    Raises:
        FaultsError: anything is wrong with any row; all faults are listed, and nothing has been submitted.
        UsageError: a path is not there, or they file nothing in the group.

    """
    asked, faults = check_files(store, actor, group_id, paths)
    if faults:
        text = Message(N_("Nothing was submitted; faults found: {count}"), {"count": len(faults)})
        raise FaultsError(text, faults)
    return submit_asked(store, actor, group_id, asked, note=note)


def submit_asked(
    store: Store, actor: Actor, group_id: str, asked: Iterable[Asked], *, note: str | None = None
) -> tuple[Filing, ...]:
    """Submit what `check_files` found without a fault, all rows or none.

    Raises:
        UsageError: the record of a row is gone or somebody else's by now.

    """
    drafts = [_saved(store, actor, group_id, one) for one in asked]
    if drafts:
        hand_in(store, actor, *drafts, note=note)
    return tuple(find(store, actor, one.id) for one in drafts)


def check_files(
    store: Store, actor: Actor, group_id: str, paths: Iterable[Path | str]
) -> tuple[tuple[Asked, ...], tuple[Fault, ...]]:
    """What the rows of files ask for, and what is wrong with them; nothing is kept.

    Raises:
        UsageError: a path is not there, they file nothing in the group, or more than `MAX_AT_ONCE` records.

    """
    role = actor.role_in(group_id)
    if role is None or not fileable(role):
        raise UsageError(Message(N_("you file nothing in the group “{group}”"), {"group": group_id}))
    inputs = find_inputs(list(map(Path, paths)))
    with store.overlay() as draft, scratch_folder("filing") as folder:
        rows, unreadable = read_rows(draft, inputs, folder)
        olds = {path: base_of(path) for path, _ in inputs.files}
        asked: list[Asked] = []
        faults = list(unreadable)
        for row in rows:
            known = _known(store, draft, row, olds.get(row.path))
            found, wrong = _ask(actor, role, group_id, row, known)
            faults.extend(wrong)
            if found is not None and found.key is not None and (open_ := begun(store, actor, found)) and open_.fields:
                text = N_("{number} is a draft about the same record; submit or withdraw it first")
                faults.append(row.fault(None, Message(text, {"number": open_.number})))
            elif found is not None:
                asked.append(Asked(row, found))
        _require_few(asked)
        faults.extend(_faults(draft, actor, asked))
    return tuple(asked), tuple(faults)


def _require_few(asked: Sequence[Asked]) -> None:
    if len(asked) > MAX_AT_ONCE:
        text = N_("the files hand in {count} records, but at most {limit} can be handed in at once")
        raise UsageError(Message(text, {"count": len(asked), "limit": MAX_AT_ONCE}))


def _known(store: Store, draft: Draft, row: FileRow, base: str | None) -> dict[str, str] | None:
    """The record of a row as it was when the file was made, or as it is now."""
    key = key_of(row.table, row.cells)
    current = record_texts(draft, row.table, key)
    if current is None or base is None or (draft.base is not None and base == draft.base.id):
        return current
    try:
        made = store.generation(base)
        with store.read(base, as_of=max(made.date, made.latest)) as reading:
            return record_texts(reading, row.table, key) or current
    except UsageError:  # its file was pruned, or it is another store's
        return current


def _ask(
    actor: Actor, role: str, group_id: str, row: FileRow, known: Mapping[str, str] | None
) -> tuple[Filing | None, list[Fault]]:
    if known is not None and not is_own(known, actor, group_id):
        # The row reads like any new one, so that nobody finds out which keys others have.
        known = None
    kind = Kind.NEW if known is None else Kind.CHANGE
    changed = {name: value for name, value in row.cells.items() if value != (known or {}).get(name, "")}
    if not changed:
        return None, []
    one = fileable(role).get(row.table)
    if one is None or kind not in one.kinds:
        title = load_schema().tables[row.table].title
        return None, [row.fault(None, Message(N_("you may not file this: {table}"), {"table": title}))]
    filing = Filing(
        id=0,
        organization_id=actor.organization_id,
        group_id=group_id,
        table=row.table,
        key=None if known is None else key_of(row.table, row.cells),
        kind=kind,
        state=State.DRAFT,
        revision=1,
        values=changed,
        old=dict(known or {}),
        fields={},
        attachments=(),
        who=actor.who,
        role=role,
        base="",
    )
    given = {GROUP: group_id, ORGANIZATION: actor.organization_id}
    closed = [name for name, value in changed.items() if name not in open_to_edit(filing) and given.get(name) != value]
    values = {name: value for name, value in changed.items() if name in open_to_edit(filing)}
    return replace(filing, values=values), [_closed(row, name) for name in closed]


def _closed(row: FileRow, column: str) -> Fault:
    """What is wrong with a cell that its filer may not fill in."""
    fault = row.fault(column, Message(N_("you may not fill in the column “{column}”"), {"column": column}))
    if column != load_schema().tables[row.table].own_identifier:
        return fault
    return replace(fault, expected=Message(N_("an empty cell: a new record is given its identifier")))


def _faults(draft: Draft, actor: Actor, asked: Sequence[Asked]) -> Iterator[Fault]:
    rows = []
    places = {f"{at}": one.row for at, one in enumerate(asked)}
    for label, one in zip(places, asked, strict=True):
        # New records are told apart by numbers, as they will be.
        row, own = row_of(draft, actor, replace(one.filing, id=_UNUSED + int(label)))
        yield from (places[label].placed(fault) for fault in own)
        rows.append(replace(row, file=label))
    for fault in fill_rows(draft, rows).faults:
        yield places[fault.file].placed(told_to(draft, actor, asked[int(fault.file)].filing, fault))


def _saved(store: Store, actor: Actor, group_id: str, one: Asked) -> Filing:
    asked = one.filing
    draft = start(store, actor, asked.table, group_id, kind=asked.kind, key=asked.key)
    edits = {
        name: (value, draft.fields[name].version if name in draft.fields else 0) for name, value in asked.values.items()
    }
    save(store, actor, draft, edits)
    return find(store, actor, draft.id)
