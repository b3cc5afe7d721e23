"""What is known about a generation beside its tables: who made it, when, why, from which files, and how large it is."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class SourceFile:
    """One file that a load read: its name without folders, the sha256 of its bytes, its number of rows."""

    name: str
    sha256: str
    rows: int


@dataclass(frozen=True)
class Generation:
    """One immutable state of all tables.

    `created_at` is in UTC; `date` is the writer's own calendar day, the default as-of date. No `recorded_on` and no
    event date lies after `latest`. `size` is the file's length in bytes. `changes` counts by table the records that
    its load found new, changed, equal or removed; empty where that was not counted.
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

    @property
    def number(self) -> int:
        """1 for the first generation of a store."""
        return int(self.id[1:])


def generation_id(number: int) -> str:
    """`g000001` for 1."""
    return f"g{number:06d}"


def to_json(generation: Generation) -> str:
    """The record that is kept beside the generation's file."""
    return json.dumps(asdict(generation), ensure_ascii=False, indent=1, default=_iso) + "\n"


def from_json(text: str) -> Generation:
    """Read a record back; ValueError, KeyError or TypeError where it is not one."""
    content: dict[str, Any] = json.loads(text)
    return Generation(
        id=content["id"],
        created_at=dt.datetime.fromisoformat(content["created_at"]),
        date=dt.date.fromisoformat(content["date"]),
        who=content["who"],
        why=content["why"],
        files=tuple(SourceFile(**file) for file in content["files"]),
        rows={str(table): int(count) for table, count in content["rows"].items()},
        latest=dt.date.fromisoformat(content["latest"]),
        size=int(content["size"]),
        changes=content.get("changes", {}),
    )


def _iso(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
