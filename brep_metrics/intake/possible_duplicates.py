"""Warnings: records that may be one fact under two identifiers, which would count twice.

It may be right all the same, so that a load goes on; the schema says which columns make two records alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.i18n import N_, Message
from brep_metrics.intake.fault_finding import LISTED_PER_RULE, Finding, Unlisted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brep_metrics.intake.staging import Staged
    from brep_metrics.schema import Column, Likeness
    from brep_metrics.store import Draft


def likeness_warnings(draft: Draft, staged: Staged) -> Iterator[Finding | Unlisted]:
    """Every staged record that is alike an earlier one of the load, or one of the store; the draft holds the load."""
    own = staged.table.own_identifier
    if own is None or own in staged.absent or not staged.end:
        return
    told: set[int] = set()
    for likeness in staged.table.likenesses:
        if staged.absent.isdisjoint(likeness.columns):
            rows = [row for row in _alike(draft, staged, own, likeness) if row[0] not in told]
            told.update(record for record, _, _ in rows)
            for record, word, other in rows[:LISTED_PER_RULE]:
                values = {"other": other, "columns": ", ".join(likeness.columns)}
                problem = Message(N_("may be the same as “{other}”: equal in {columns}"), values)
                yield Finding(staged, record, own, word, problem)
            if len(rows) > LISTED_PER_RULE:
                yield Unlisted(staged, own, len(rows) - LISTED_PER_RULE)


def _alike(draft: Draft, staged: Staged, own: str, likeness: Likeness) -> list[tuple[int, str, str]]:
    """Record, identifier, and the identifier that it is alike: of the store, or of an earlier record of the load."""
    columns = staged.table.columns
    parts = ", ".join(
        f"{_comparable(columns[name], optional=name in likeness.optional)} as part_{at}"
        for at, name in enumerate(likeness.columns)
    )
    names = [f"part_{at}" for at in range(len(likeness.columns))]
    whole = " and ".join(f"{name} is not null" for name in names)
    return draft.fetch(
        f"with fact as (select {own} as word, {parts} from {staged.table.name}),"  # noqa: S608 - names come from the schema
        f" repeated as (select {', '.join(names)} from fact where {whole} group by all having count(*) > 1),"
        f" twin as (select word, {', '.join(names)} from fact join repeated using ({', '.join(names)})),"
        f" loaded as (select record, {own} as word from {staged.view}),"
        " numbered as (select twin.*, record from twin left join loaded using (word))"
        " select one.record, one.word, arg_min(other.word, (coalesce(other.record, -1), other.word))"
        f" from numbered as one join numbered as other using ({', '.join(names)})"
        " where one.word <> other.word and one.record > coalesce(other.record, -1)"
        " group by all order by all"
    )


def _comparable(column: Column, *, optional: bool) -> str:
    """A column as it is compared: words without case, blanks and what is invisible, codes and dates as they are."""
    words = column.type == "varchar" and not column.values and not column.reference
    text = f"lower(regexp_replace({column.name}, '[\\s\\p{{Z}}\\p{{Cf}}]+', '', 'g'))" if words else column.name
    return f"coalesce({text}, '')" if optional else text
