"""Checks of identifiers, own and referred to: no character that cannot be seen, and no two that look alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from brep_metrics.i18n import N_, Message
from brep_metrics.identifiers import PLAIN_IDENTIFIER, identifier_fault, look_alike_form
from brep_metrics.intake.fault_finding import LISTED_PER_RULE, SINGLE_SEMICOLONS, Finding, Unlisted
from brep_metrics.intake.text_faults import ERROR_VALUES
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from brep_metrics.intake.staging import Staged
    from brep_metrics.schema import Column, Table
    from brep_metrics.store import Draft

_OTHER_SEPARATORS = re.compile("[；、，﹔﹐､]")


def identifier_findings(draft: Draft, staged: Staged) -> Iterator[Finding | Unlisted]:
    """Every identifier with a character that it must not hold, and every list with another separator."""
    columns = [
        column
        for column in staged.table.columns.values()
        if (column.reference or column.name == staged.table.own_identifier) and column.name not in staged.absent
    ]
    if not columns:
        return
    suspected = ", ".join(f"coalesce(bool_or({_is_suspect(column)}), false)" for column in columns)
    (found,) = draft.fetch(f"select {suspected} from {staged.name}")  # noqa: S608 - names come from the schema
    for column, is_suspected in zip(columns, found, strict=True):
        if is_suspected:
            yield from _faulty(draft, staged, column)


def look_alike_findings(draft: Draft, staged: Staged) -> Iterator[Finding | Unlisted]:
    """Every staged identifier that looks like another one, whether of this load or of the store.

    The draft holds the load already.
    """
    name = staged.table.own_identifier
    if name is None or name in staged.absent or not staged.end:
        return
    table, form = staged.table.name, f"coalesce(form, lower({name}))"
    sql = (
        "with look_alike_form as (select unnest($words::varchar[]) as word, unnest($forms::varchar[]) as form),"  # noqa: S608 - names come from the schema
        f" every as (select {name} as word, {form} as form from {table} left join look_alike_form"
        f" on word = {name}),"
        f" loaded as (select every.*, record from {staged.view} join every on word = {name})"
        " select loaded.record, loaded.word, min(every.word) from loaded join every using (form)"
        " left join loaded as companion on companion.word = every.word"
        " where loaded.word <> every.word and (companion.record is null or companion.record < loaded.record)"
        " group by all order by all"
    )
    rows = draft.fetch(sql, _forms(draft, staged.table, name))
    problem, expected = N_("looks like “{other}”"), Message(N_("the same spelling, or a clearly different one"))
    for record, word, other in rows[:LISTED_PER_RULE]:
        yield Finding(staged, record, name, word, Message(problem, {"other": other}), expected)
    if len(rows) > LISTED_PER_RULE:
        yield Unlisted(staged, name, len(rows) - LISTED_PER_RULE)


def beyond(told: Iterable[Finding | Unlisted], findings: Iterable[Finding | Unlisted]) -> Iterator[Finding | Unlisted]:
    """The findings about cells of which nothing is told yet: a bad cell is one fault, whatever else follows."""
    cells = {(id(one.staged), one.record, one.column) for one in told if isinstance(one, Finding)}
    for one in findings:
        if not (isinstance(one, Finding) and (id(one.staged), one.record, one.column) in cells):
            yield one


def unnamed(unidentified: Iterable[Finding | Unlisted]) -> frozenset[str]:
    """Tables of which some records' own identifiers are faulty, so that a reference to them proves nothing."""
    tables = ((one.staged.table, one.column) for one in unidentified)
    return frozenset(table.name for table, column in tables if column == table.own_identifier)


def _is_suspect(column: Column) -> str:
    """The condition that a cell may be faulty, which few are."""
    text = f'"{column.name}"'
    suspect = f"not regexp_full_match({text}, '{PLAIN_IDENTIFIER}') or {text} in {ERROR_VALUES}"
    is_cut_in_two = not column.is_list and column.name in _listed_elsewhere()
    return f"{suspect} or contains({text}, ';')" if is_cut_in_two else suspect


def _faulty(draft: Draft, staged: Staged, column: Column) -> Iterator[Finding | Unlisted]:
    text = f'"{column.name}"'
    suspects = f"select distinct {text} from {staged.name} where {_is_suspect(column)}"  # noqa: S608 - as above
    described = {value: found for (value,) in draft.fetch(suspects) if (found := _described(value, column))}
    if not described:
        return
    rows = draft.fetch(
        f"select rowid, {text} from {staged.name} where {text} in (select unnest($words::varchar[])) order by rowid",  # noqa: S608 - as above
        {"words": list(described)},
    )
    for record, value in rows[:LISTED_PER_RULE]:
        yield Finding(staged, record, column.name, value, *described[value])
    if len(rows) > LISTED_PER_RULE:
        yield Unlisted(staged, column.name, len(rows) - LISTED_PER_RULE)


def _described(value: str, column: Column) -> tuple[Message, Message] | None:
    if not column.is_list:
        # A required cell of blanks alone is empty, which is said elsewhere.
        return None if column.required and not value.strip(" ") else _of_one(value)
    if found := _OTHER_SEPARATORS.search(value):
        return Message(N_("the entries are separated by “{separator}”"), {"separator": found[0]}), SINGLE_SEMICOLONS
    faults = (_of_one(entry) for entry in value.split(";") if entry.strip())
    return next((fault for fault in faults if fault), None)


def _of_one(value: str) -> tuple[Message, Message] | None:
    if value in ERROR_VALUES:
        return Message(N_("an error value of the spreadsheet")), Message(N_("an identifier typed as text"))
    fault = identifier_fault(value)
    if fault:
        return fault.problem, fault.expected
    if ";" in value:
        return Message(N_("holds a semicolon")), Message(N_("an identifier without a semicolon, which separates lists"))
    return None


def _listed_elsewhere() -> frozenset[str]:
    """The identifiers that lists of other tables refer to, so that a semicolon within one would cut it in two."""
    columns = (column for table in load_schema().tables.values() for column in table.columns.values())
    return frozenset(column.reference.column for column in columns if column.is_list and column.reference)


def _forms(draft: Draft, table: Table, name: str) -> dict[str, list[str]]:
    """The identifiers for which lower case does not tell the look-alike form, and those forms."""
    found = draft.fetch(
        f"select distinct {name} from {table.name} where not regexp_full_match({name}, '{PLAIN_IDENTIFIER}')"  # noqa: S608 - as above
    )
    words = [word for (word,) in found]
    return {"words": words, "forms": [look_alike_form(word) for word in words]}
