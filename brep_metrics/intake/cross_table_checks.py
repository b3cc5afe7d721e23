"""Checks that need the whole next state: those of `sql/checks`, and what removed keys leave behind."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from brep_metrics.i18n import N_, Message
from brep_metrics.intake.fault_finding import LISTED_PER_RULE, SINGLE_SEMICOLONS, Finding, Unlisted, spellings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from brep_metrics.intake.staging import Staged
    from brep_metrics.schema import Check, Schema
    from brep_metrics.store import Draft

    Stages = Mapping[str, Staged]

# Full-width ones are refused as such before.
_OTHER_SEPARATORS = re.compile(r"[,|/\\]")


def removal_findings(draft: Draft, loading: Stages, removing: Stages) -> Iterator[Finding]:
    """Keys to remove that the store does not have, or that the same load brings; before anything is applied."""
    for name, removed in removing.items():
        key = removed.table.key
        if removed.absent.intersection(key):
            continue
        joined = " and ".join(f'old."{column}" = new."{column}"' for column in key)
        text = ", ".join(f'new."{column}"' for column in key)
        missing = (
            f"select record, concat_ws(', ', {text}) from {removed.view} as new"  # noqa: S608 - names come from the schema
            f" anti join {name} as old on {joined} order by record limit {LISTED_PER_RULE}"
        )
        for record, value in draft.fetch(missing):
            problem = Message(N_("no such record in table {table}"), {"table": name})
            yield Finding(removed, record, key[0], value, problem)
        if name in loading:
            both = (
                f"select record, concat_ws(', ', {text}) from {removed.view} as new"  # noqa: S608 - as above
                f" semi join {loading[name].view} as old on {joined} order by record limit {LISTED_PER_RULE}"
            )
            for record, value in draft.fetch(both):
                yield Finding(removed, record, key[0], value, Message(N_("the same load brings this record")))


def left_behind_findings(draft: Draft, schema: Schema, removing: Stages) -> Iterator[Finding]:
    """Removed keys to which a row of the next state still refers."""
    for table in schema.tables.values():
        for column in table.columns.values():
            reference = column.reference
            if reference is None or reference.table not in removing:
                continue
            removed = removing[reference.table]
            each = f"unnest({column.name})" if column.is_list else column.name
            sql = (
                f"select new.record, new.{reference.column}, count(*) from {removed.view} as new"  # noqa: S608 - as above
                f" join (select {each} as used from {table.name}) on used = new.{reference.column}"
                f" group by all order by all limit {LISTED_PER_RULE}"
            )
            for record, value, count in draft.fetch(sql):
                where = {"count": count, "table": table.name, "column": column.name}
                problem = Message(N_("still used in {table}.{column}, rows: {count}"), where)
                yield Finding(removed, record, reference.column, value, problem)


def check_findings(
    draft: Draft, check: Check, loading: Stages, *, uncertain: Collection[str]
) -> Iterator[Finding | Unlisted]:
    """The bad rows of one check of `sql/checks`, where the load brings them."""
    for name in check.together:
        if name not in loading or name in uncertain:
            continue
        staged = loading[name]
        rows = draft.fetch(
            f"with {_near(draft, check, staged)}"  # noqa: S608 - the project's own file
            f" select record, column_name, value from ({check.sql})"
            f" join {staged.view} on record_id = {staged.table.key_text}"
            " where table_name = $name and value is distinct from '' order by record, value",
            {"name": name},
        )
        problem, expected = (Message(N_("{text}"), {"text": title}) for title in (check.problem, check.expected))
        close = _close_keys(draft, staged, rows)
        for record, column, value in rows[:LISTED_PER_RULE]:
            reference = staged.table.columns[column].reference
            if column not in staged.absent and not (reference and reference.table in uncertain):
                yield Finding(staged, record, column, value, problem, close.get((column, value), expected))
        if len(rows) > LISTED_PER_RULE:
            yield Unlisted(staged, rows[0][1], len(rows) - LISTED_PER_RULE)


def _near(draft: Draft, check: Check, staged: Staged) -> str:
    """The tables of a check as it needs to see them, to tell which of the staged rows are bad."""
    column = check.together[staged.table.name]
    near = f"{column} in (select {column} from {staged.view})"  # noqa: S608 - declared names
    conditions = {name: near if name == staged.table.name else "false" for name in check.together}
    views = (f"{name} as (select * from {draft.qualified(name)} where {one})" for name, one in conditions.items())  # noqa: S608 - as above
    return ", ".join(views)


def _close_keys(draft: Draft, staged: Staged, rows: Sequence[tuple[int, str, str]]) -> dict[tuple[str, str], Message]:
    """What was expected of the values of columns that refer to another table: similar keys, or the right separator."""
    values: dict[str, set[str]] = defaultdict(set)
    for _, column, value in rows:
        values[column].add(value)
    joined = {
        (column, word): SINGLE_SEMICOLONS
        for column, words in values.items()
        for word in words
        if staged.table.columns[column].is_list and _OTHER_SEPARATORS.search(word)
    }
    return joined | {
        (column, word): key
        for column, words in values.items()
        if (reference := staged.table.columns[column].reference)
        for word, key in spellings(draft, words, reference).items()
    }
