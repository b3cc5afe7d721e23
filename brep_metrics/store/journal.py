"""The journal: one line per event, read in pages, each line sealed with the one before it.

A chain cannot tell by itself that its end was cut off by anyone who can write to the database; a line that was printed,
or is kept elsewhere (an anchor), can.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from brep_metrics.errors import Fault, UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.store.events import START, Event
from brep_metrics.store.register import event_of, latest_publication, lines
from brep_metrics.store.tables import event, head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brep_metrics.store.register import Register

JOURNAL = "journal"


class Journal:
    """The events of one store."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def append(self, name: str, *, who: str | None, **details: object) -> Event:
        """Add one line; `details` must be JSON, and use none of the names that a line has itself.

        Raises:
            StoreBusy: another process holds the register for too long.
            StoreError: the register cannot be written.

        """
        return self._register.append(name, who=who, **details)

    def page(self, *, limit: int, offset: int = 0, name: str | None = None) -> tuple[dict[str, Any], ...]:
        """The latest `limit` events after the `offset` latest ones, the latest first; only those called `name`."""
        statement = select(event).order_by(event.c.seq.desc()).limit(limit).offset(offset)
        if name is not None:
            statement = statement.where(event.c.event == name)
        if not self._register.exists():
            return ()
        with self._register.reading() as connection:
            return tuple(event_of(row).entry() for row in connection.execute(statement))

    def entries(self, name: str | None = None) -> Iterator[dict[str, Any]]:
        """All events, or those called `name`, oldest first, a page of them in memory at a time."""
        if self._register.exists():
            with self._register.reading() as connection:
                yield from (line.entry() for line in lines(connection, name))

    def __len__(self) -> int:
        """The number of events."""
        return int(self._register.value(select(head.c.seq)) or 0)

    def last_moment(self) -> datetime | None:
        """The moment of the latest event; None where there is none."""
        found = self.page(limit=1)
        return datetime.fromisoformat(found[0]["at"]) if found else None

    def latest(self, name: str) -> int:
        """The place of the latest event called `name`, 0 where there is none: it changes when there is a new one."""
        return int(self._register.value(select(func.max(event.c.seq)).where(event.c.event == name)) or 0)

    def latest_publication(self, period: str, methodology_id: str) -> Event | None:
        """The line that published the result in force of a period by a methodology."""
        if not self._register.exists():
            return None
        with self._register.reading() as connection:
            return latest_publication(connection, period, methodology_id)

    def anchor(self) -> str:
        """The latest line's place and hash, for the minutes of a meeting."""
        if not self._register.exists():
            return f"0:{START}"
        with self._register.reading() as connection:
            row = connection.execute(select(head.c.seq, head.c.sha256)).one()
        return f"{row.seq}:{row.sha256}"


def parse_anchor(text: str) -> tuple[int, str]:
    """The place and the hash that an anchor names.

    Raises:
        UsageError: it is not an anchor.

    """
    place, _, sha256 = text.partition(":")
    if not (place.isascii() and place.isdecimal() and len(sha256) == len(START)):
        raise UsageError(Message(N_("“{text}” is not an anchor; one looks like 12:4f9a…"), {"text": text}))
    return int(place), sha256


class Chain:
    """The check of the lines one after the other; what is wrong is in `faults`, by line."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.seq, self._previous = 0, START

    def check(self, line: Event) -> None:
        """Compare a line with its own hash, and its place with the line before."""
        if line.sha256 != line.digest():
            self.fault(N_("the line was changed after it was written"), line.seq)
        elif line.seq != self.seq + 1 or line.previous != self._previous:
            self.fault(N_("lines before this one were removed, added or moved"), line.seq)
        self.seq, self._previous = line.seq, line.sha256

    def check_end(self, seq: int, sha256: str) -> None:
        """Compare the last line with the head."""
        if (self.seq, self._previous) != (seq, sha256):
            self.fault(N_("the end of the journal is not where it was: lines were removed or added there"), None)

    def fault(self, text: str, seq: int | None) -> None:
        """Note what is wrong with a line."""
        self.faults.append(Fault(JOURNAL, Message(text), line=seq))
