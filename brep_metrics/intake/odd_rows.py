"""Rows that are no records: totals, the column names once more, a note.

Each is one fault that says what it is, instead of one for every cell that a record would need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.i18n import N_, Message
from brep_metrics.intake.fault_finding import LISTED_PER_RULE, Finding, Unlisted
from brep_metrics.store.declarations import RECORDED_ON

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from brep_metrics.intake.staging import Staged
    from brep_metrics.store import Draft

_TOTALS = (
    "合\\s*计|总\\s*计|小\\s*计|共\\s*计|累\\s*计|总\\s*和|总\\s*数|汇\\s*总|平\\s*均(值|数)?|"
    "(grand |sub-?)?totals?|sum|average|mean|overall"
)
_HEADER, _TOTAL, _NOTE = range(3)
_WORDS = {
    _HEADER: (N_("the column names once more"), N_("column names in the first line alone")),
    _TOTAL: (N_("a row of totals"), N_("records alone, without totals or averages")),
    _NOTE: (N_("a row with a single value, such as a note"), N_("records alone, without notes between or below them")),
}


def odd_row_findings(draft: Draft, staged: Staged) -> Iterator[Finding | Unlisted]:
    """Every row that is no record; a record is never taken for one, since all its required cells are filled."""
    columns = staged.table.columns
    texts = [f'"{name}"' for name in columns if name not in staged.absent]
    needed = (
        one.name for one in columns.values() if (one.required and not one.is_list) or one.name in staged.table.key
    )
    required = [f'"{name}"' for name in needed]
    required = [name for name in required if name in texts]
    if len(required) < 2 or not staged.end:  # noqa: PLR2004 - a single value may be all that a record needs
        return
    first = staged.table.key[0]
    is_header = f"\"{first}\" = '{first}'" if f'"{first}"' in texts else "false"
    # One pattern for all cells: the database takes half a millisecond to read one, which a single row would notice.
    totals = f"lambda cell: regexp_full_match(lower(cell), '\\s*({_TOTALS})\\s*[:：]?\\s*')"
    is_total = f"list_bool_or(list_transform([{', '.join(texts)}], {totals}))"
    filled = " + ".join(f"({text} is not null)::int" for text in texts)
    # A form that nobody has filled in yet is a record with the day of its receipt.
    received = f'"{RECORDED_ON}"'
    is_note = f"{filled} = 1" + (f" and {received} is null" if received in texts else "")
    lacking = " or ".join(f"{text} is null" for text in required)
    kind = f"case when {is_header} then {_HEADER} when {is_total} then {_TOTAL} when {is_note} then {_NOTE} end"
    rows = draft.fetch(
        f"select rowid, {kind} as what_it_is, coalesce({', '.join(texts)}) from {staged.name}"  # noqa: S608 - names of the schema
        f" where ({is_header} or {lacking}) and what_it_is is not null order by rowid"
    )
    for record, found, value in rows[:LISTED_PER_RULE]:
        problem, expected = _WORDS[found]
        yield Finding(staged, record, first, value, Message(problem), Message(expected))
    if len(rows) > LISTED_PER_RULE:
        yield Unlisted(staged, first, len(rows) - LISTED_PER_RULE)


def beyond_rows(
    odd: Iterable[Finding | Unlisted], findings: Iterable[Finding | Unlisted]
) -> Iterator[Finding | Unlisted]:
    """The findings about other rows than those that are no records."""
    rows = {(id(one.staged), one.record) for one in odd if isinstance(one, Finding)}
    for one in findings:
        if not (isinstance(one, Finding) and (id(one.staged), one.record) in rows):
            yield one
