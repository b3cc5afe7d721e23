"""Set-based checks over everything staged: single rows, keys, references. A table costs a handful of queries.

Rows are listed only where a count says that there are bad ones. Findings name records, `fault_locations` their lines.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brep_metrics.i18n import N_, Message
from brep_metrics.intake.row_checks import conditions_of, text_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from brep_metrics.intake.row_checks import Condition
    from brep_metrics.intake.staging import Staged
    from brep_metrics.schema import Column, Reference
    from brep_metrics.store import Draft

LISTED_PER_RULE = 10_000
"""Rows listed for one broken rule of one table; a wholly wrong column of a million rows is told by its number."""

MAX_TOLD_SINGLY = 3
"""Texts of one column that were lost in the same way: more than these have one cause, and are one fault."""

SPELLED = 20
"""Unknown references of one column for which similar known keys are looked up."""

NEAR_KEYS = 3
"""Known keys listed beside an unknown one."""

SINGLE_SEMICOLONS = Message(N_("entries separated by single semicolons"))


@dataclass(frozen=True)
class Finding:
    """A fault of `count` rows before its line is known; `other` is the record with which a key collides."""

    staged: Staged
    record: int
    column: str
    value: str | None
    problem: Message
    expected: Message | None = None
    other: int | None = None
    count: int = 1


@dataclass(frozen=True)
class Unlisted:
    """Further rows with the same fault, beyond those listed."""

    staged: Staged
    column: str
    count: int


def row_findings(draft: Draft, staged: Staged) -> Iterator[Finding | Unlisted]:
    """Every breach of a rule that one row alone decides."""
    rules = [rule for rule in conditions_of(staged.table, staged.day) if not staged.absent.intersection(rule.columns)]
    counts = ", ".join(f"count(*) filter (where {rule.bad})" for rule in rules)
    if not rules or not staged.end:
        return
    (found,) = draft.fetch(f"select {counts} from {staged.view}")  # noqa: S608 - as above
    for rule, count in zip(rules, found, strict=True):
        if count > MAX_TOLD_SINGLY and rule.is_of_texts:
            yield from _causes(draft, staged, rule, count)
        elif count:
            yield from _rows_against(draft, staged, rule)
            yield from _unlisted(staged, rule.column, count)


def key_findings(draft: Draft, staged: Staged) -> Iterator[Finding | Unlisted]:
    """Every row whose key an earlier row of the load has."""
    key = staged.table.key
    if staged.absent.intersection(key) or staged.end <= 1:
        return
    names, complete = _listed(key), " and ".join(f'"{column}" is not null' for column in key)
    rows = f"from {staged.name} where {complete}"
    distinct = f"select count(*) from (select distinct {names} {rows})"  # noqa: S608 - as above
    ((repeated,),) = draft.fetch(f"select count(*) - ({distinct}) {rows}")
    if not repeated:
        return
    firsts = f"select rowid as record, min(rowid) over (partition by {names}) as first, {names} {rows}"
    sql = f"select * from ({firsts}) where record > first order by record limit {LISTED_PER_RULE}"  # noqa: S608 - as above
    for record, first, *values in draft.fetch(sql):
        problem = Message(N_("the key is repeated"))
        yield Finding(staged, record, key[0], ", ".join(values), problem, other=first)
    yield from _unlisted(staged, key[0], repeated)


def reference_findings(draft: Draft, staged: Staged, *, uncertain: Collection[str]) -> Iterator[Finding | Unlisted]:
    """Every reference to a record that the draft, with the load in it, does not have.

    Nothing is said of tables whose own rows are `uncertain`, since they could not all be read.
    """
    for column in staged.table.columns.values():
        if (
            column.reference
            and not column.is_list
            and column.name not in staged.absent
            and column.reference.table not in uncertain
        ):
            yield from _dangling(draft, staged, column, column.reference)


def _dangling(draft: Draft, staged: Staged, column: Column, reference: Reference) -> Iterator[Finding | Unlisted]:
    text = f'"{column.name}"'
    each = f"unnest(string_split({text}, ';'))" if column.is_list else text
    dangling = (
        f"select word from (select distinct {each} as word from {staged.name} where {text} is not null)"  # noqa: S608 - as above
        f" where word <> '' and word not in"
        f" (select {reference.column} from {reference.table} where {reference.column} is not null)"
    )
    if not draft.fetch(f"{dangling} limit 1"):
        return
    rows = draft.fetch(
        f"select record, word from (select rowid as record, {each} as word from {staged.name} where {text} is not null)"  # noqa: S608 - as above
        f" where word in ({dangling}) order by record"
    )
    close = spellings(draft, {word for _, word in rows[:LISTED_PER_RULE]}, reference)
    problem = Message(N_("no such record in table {table}"), {"table": reference.table})
    for record, word in rows[:LISTED_PER_RULE]:
        yield Finding(staged, record, column.name, word, problem, close.get(word))
    yield from _unlisted(staged, column.name, len(rows))


def spellings(draft: Draft, words: set[str], reference: Reference) -> dict[str, Message]:
    """The known keys that resemble unknown ones; for a few words only, since every key is compared.

    They are listed, the nearest first, and none is said to be meant: where many keys differ in a digit, any may be.
    """
    few = sorted(words)[:SPELLED]
    near = draft.fetch(
        f"select word, list(known order by levenshtein(word, known), known)[:{NEAR_KEYS}]"  # noqa: S608 - as above
        f" from unnest($words) as w(word), (select {reference.column} as known from {reference.table})"
        " where levenshtein(word, known) <= greatest(1, length(word) // 4)"
        " group by word having min(levenshtein(word, known)) > 0",
        {"words": few},
    )
    return {word: Message(N_("a known key; similar ones: {keys}"), {"keys": ", ".join(keys)}) for word, keys in near}


def _causes(draft: Draft, staged: Staged, rule: Condition, count: int) -> Iterator[Finding | Unlisted]:
    """The rows that break a rule, those of one file with one problem together where there are many."""
    together: dict[tuple[int, str], list[Finding]] = defaultdict(list)
    for finding in _rows_against(draft, staged, rule):
        source, _ = staged.source_of(finding.record)
        together[id(source), finding.problem.id].append(finding)
    # Beyond those that are listed the problem is not looked at; where all others have one, these have it too.
    rest = max(count - LISTED_PER_RULE, 0) if len(together) == 1 else 0
    for found in together.values():
        if len(found) <= MAX_TOLD_SINGLY:
            yield from found
        else:
            rows = len(found) + rest
            text = N_("{problem}; the same in {count} more rows")
            problem = Message(text, {"problem": found[0].problem, "count": rows - 1})
            yield replace(found[0], problem=problem, count=rows)
    yield from _unlisted(staged, rule.column, count - rest)


def _rows_against(draft: Draft, staged: Staged, rule: Condition) -> Iterator[Finding]:
    texts = ", ".join(text_of(column) for column in rule.columns)
    rows = draft.fetch(
        f"select record, {texts} from {staged.view} where {rule.bad} order by record limit {LISTED_PER_RULE}"  # noqa: S608 - as above
    )
    for record, *values in rows:
        by_column = dict(zip(rule.columns, values, strict=True))
        problem, expected = rule.describe(by_column)
        yield Finding(staged, record, rule.column, by_column[rule.column], problem, expected)


def _unlisted(staged: Staged, column: str, count: int) -> Iterator[Unlisted]:
    if count > LISTED_PER_RULE:
        yield Unlisted(staged, column, count - LISTED_PER_RULE)


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
