"""Records as people name them: those that an objection is about, and the cells that a decision corrects."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.identifiers import identifier_fault, normalised
from brep_metrics.rounds.claims import Correction, Record
from brep_metrics.rounds.corrections import apply, cells_of, correction_of, patch
from brep_metrics.schema import load_schema
from brep_metrics.store import AccessScope

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brep_metrics.rounds.state import Round
    from brep_metrics.store import Draft, Store

_CELL = re.compile(r"(?P<record>\w+ .+?) (?P<column>\w+)=(?P<value>.*)", re.DOTALL)


def record_of(text: str) -> Record:
    """The record that `TABLE KEY` names, the parts of its key joined by slashes, in the one spelling that it has.

    Raises:
        UsageError: there is no such table, or its key has other parts.

    """
    table, _, key = text.partition(" ")
    known = load_schema().tables.get(table)
    parts = tuple(map(normalised, key.split("/")))
    if known is None or len(parts) != len(known.key) or not all(parts) or any(map(identifier_fault, parts)):
        text_ = N_("“{text}” names no record; write the table and its key, such as “report R0012”")
        raise UsageError(Message(text_, {"text": text}))
    return Record(table, parts)


def require_records(store: Store, round_: Round, group: str, records: Iterable[Record]) -> None:
    """Raise unless the records are the group's own, in the data that the round evaluates.

    Raises:
        UsageError: one is not there, or of another group.

    """
    with store.read(round_.fixed, scope=AccessScope.of_groups({group})) as reading:
        for record in records:
            if cells_of(reading, record) is None:
                text = N_("group {group} has no record “{record}”")
                raise UsageError(Message(text, {"group": group, "record": str(record)}))


def corrections_of(store: Store, round_: Round, cells: Iterable[str], removed: Iterable[str]) -> tuple[Correction, ...]:
    """The corrections that `TABLE KEY COLUMN=VALUE` and `TABLE KEY` name, against the data as corrected so far.

    Raises:
        UsageError: one names no record or column, or changes nothing.
        FaultsError: a corrected record would break a rule of its table, or across tables.

    """
    wanted: dict[Record, dict[str, str] | None] = {record_of(one): None for one in removed}
    for one in cells:
        named = _CELL.fullmatch(one)
        if named is None:
            text = N_("“{text}” names no cell; write the table, the key, and COLUMN=VALUE")
            raise UsageError(Message(text, {"text": one}))
        record = record_of(named["record"])
        wanted[record] = {**(wanted.get(record) or {}), named["column"]: named["value"]}
    if not wanted or round_.fixed is None:
        return ()
    with store.overlay(parent=round_.fixed) as draft:
        patch(draft, round_.corrections)
        made = [correction_of(draft, record, cells_, as_of=round_.terms.as_of) for record, cells_ in wanted.items()]
        apply(draft, made)
        return tuple(_as_kept(draft, one) for one in made)


def _as_kept(draft: Draft, correction: Correction) -> Correction:
    """The correction with its cells as the data now have them: texts as the intake brings them into one form."""
    kept = cells_of(draft, correction.record)
    if correction.after is None or kept is None:
        return correction
    return replace(correction, after={column: kept[column] for column in correction.after})
