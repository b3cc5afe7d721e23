"""What is known about a generation beside its tables: who made it, when, why, from which files, and how large it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brep_metrics.store.events import Event


@dataclass(frozen=True)
class SourceFile:
    """One file that a load read: its name without folders, the sha256 of its bytes, its number of rows."""

    name: str
    sha256: str
    rows: int


@dataclass(frozen=True)
class Generation:
    """One immutable state of all tables.

    `created_at` is in UTC; `date` is the day of the load in the network's time zone, the default as-of date. No
    `recorded_on` and no event date is after `latest`. `size` and `sha256` are those of the generation's file.
    `changes` counts by table the records that its load found new, changed, equal or removed; empty where that was not
    counted. `anchor` is the line of the journal that made it. A child has a `parent`, and is never current. `pruned`
    tells that its file was removed.
    """

    id: str
    created_at: dt.datetime
    date: dt.date
    who: str
    why: str
    files: tuple[SourceFile, ...]
    rows: Mapping[str, int]
    latest: dt.date
    size: int
    changes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    sha256: str = ""
    anchor: str = ""
    parent: str | None = None
    pruned: bool = False

    @property
    def number(self) -> int:
        """1 for the first generation of a store."""
        return number_of(self.id)

    @property
    def file_name(self) -> str:
        """The name of its file, which no other content can have."""
        return f"{self.id}-{self.sha256}.duckdb"


def generation_id(number: int) -> str:
    """`g000001` for 1."""
    return f"g{number:06d}"


# As the register counts them.
_MAX_NUMBER = 2**31 - 1


def number_of(id_: str) -> int:
    """1 for `g000001`; ValueError where the text is no generation's id."""
    number = int(id_[1:]) if id_[1:].isdecimal() else 0
    if id_ != generation_id(number) or number > _MAX_NUMBER:
        raise ValueError(id_)
    return number


def generation_of(event: Event, *, pruned: bool) -> Generation:
    """The generation that a line of the journal made; KeyError, TypeError or ValueError where it made none."""
    made = event.content
    return Generation(
        id=made["generation"],
        created_at=dt.datetime.fromisoformat(event.at),
        date=dt.date.fromisoformat(made["date"]),
        who=event.who or "",
        why=made["why"],
        files=tuple(SourceFile(*file) for file in made["files"]),
        rows={str(table): int(count) for table, count in made["rows"].items()},
        latest=dt.date.fromisoformat(made["latest"]),
        size=int(made["size"]),
        changes=made["changes"],
        sha256=made["sha256_of_file"],
        anchor=event.anchor,
        parent=made.get("parent"),
        pruned=pruned,
    )
