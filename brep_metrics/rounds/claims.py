"""What a group says against a figure, and what was decided of it: differences of a self-assessment, and objections."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

MAX_TEXT = 2_000


class Ground(StrEnum):
    """What a claim rests on; the judgement of merit is none."""

    FACT = "fact"
    PROCEDURE = "procedure"


GROUND_TITLES = {Ground.FACT: Message(N_("a fact")), Ground.PROCEDURE: Message(N_("the procedure"))}


class Outcome(StrEnum):
    """How a claim was decided."""

    UPHELD = "upheld"
    PARTLY = "partly"
    REJECTED = "rejected"


OUTCOME_TITLES = {
    Outcome.UPHELD: Message(N_("upheld")),
    Outcome.PARTLY: Message(N_("upheld in part")),
    Outcome.REJECTED: Message(N_("rejected")),
}


@dataclass(frozen=True)
class Record:
    """One record of the data by its table and its key."""

    table: str
    key: tuple[str, ...]

    def __str__(self) -> str:
        """As it is written on the command line and in papers: `report R0012`."""
        return f"{self.table} {'/'.join(self.key)}"


@dataclass(frozen=True)
class Correction:
    """A decided change of one record: the cells that change, before and after, as the CSV files write them.

    `before` is None for a new record, `after` for one that is removed.
    """

    record: Record
    before: Mapping[str, str] | None
    after: Mapping[str, str] | None

    def content(self) -> dict[str, Any]:
        """As the journal keeps it."""
        cells = {"before": self.before, "after": self.after}
        named = {name: None if one is None else dict(one) for name, one in cells.items()}
        return {"table": self.record.table, "key": list(self.record.key), **named}

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Correction:
        """From what the journal keeps."""
        return cls(Record(content["table"], tuple(content["key"])), content["before"], content["after"])


@dataclass(frozen=True)
class Decision:
    """What an evaluator decided, why, and what is corrected therefore."""

    outcome: Outcome
    reason: str
    who: str
    at: datetime
    corrections: tuple[Correction, ...]


@dataclass(frozen=True)
class Claim:
    """A difference or an objection. `target` is `indicator:CODE`, `gate:CODE`, `status` or `procedure`.

    `stated` is the value that a lead holds to be right; `records` the rows that it means, `missing` the one that is
    not there. `attachments`
    are names by sha256, `reply_by` is the day for the decision on an objection, None for a difference.
    """

    id: str
    group: str
    target: str
    ground: Ground
    reason: str
    who: str
    on_behalf: bool
    at: datetime
    stated: str | None = None
    records: tuple[Record, ...] = ()
    missing: str | None = None
    attachments: Mapping[str, str] = field(default_factory=dict)
    in_grace: bool = False
    reply_by: date | None = None
    extensions: tuple[tuple[date, str], ...] = ()
    decision: Decision | None = None

    @property
    def is_objection(self) -> bool:
        """Whether it was made against results on notice."""
        return self.reply_by is not None
