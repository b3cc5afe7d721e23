"""Drafts of filings, and the filings of the register: the statements that save the one and find the other.

A draft is saved without a line in the journal. What was submitted, and what became of it, follows from events, which
`brep_metrics.filing` appends within a `Transaction`. Who may do what is decided there as well.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, text, update

from brep_metrics.store.register import event_of
from brep_metrics.store.tables import (
    attachment,
    event,
    filing,
    filing_attachment,
    filing_draft,
    filing_field,
    filing_line,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Connection, Row, Select

    from brep_metrics.store.events import Event
    from brep_metrics.store.register import Register

# One statement for both databases: nothing comes back where another version is there, or the draft is closed.
_SAVE = text(
    "insert into filing_field (draft, field, value, version, who, at)"
    " select id, :field, :value, 1, :who, :at from filing_draft where id = :draft and is_open"
    " on conflict (draft, field) do update set value = excluded.value, version = filing_field.version + 1,"
    " who = excluded.who, at = excluded.at where filing_field.version = :seen returning version"
)


@dataclass(frozen=True)
class Field:
    """What was typed into one field: its text, how often it was saved, by whom and when (UTC)."""

    value: str
    version: int
    who: str
    at: str


@dataclass(frozen=True)
class Attachment:
    """A file handed in with a filing: its name, and the size in bytes and the sha256 of its content."""

    name: str
    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True)
class StoredDraft:
    """What is being written: for whom, about which record, and the record as it was when that began."""

    id: int
    organization_id: str | None
    group_id: str | None
    table: str
    key: str | None
    kind: str
    base: str
    old: Mapping[str, str]
    who: str
    at: str
    role: str
    is_open: bool


@dataclass(frozen=True)
class StoredFiling:
    """What was submitted last, and what became of it; `content` is what its event says."""

    id: int
    state: str
    who: str
    returned_on: str | None
    comment: str | None
    generation: str | None
    confirmed: tuple[str, ...]
    content: Mapping[str, Any]


WholeDraft = tuple[StoredDraft, dict[str, Field], tuple[Attachment, ...]]
"""A draft, its fields by column, and its files."""


class Filings:
    """The drafts and filings of one store."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def start(self, **values: object) -> int:
        """A new draft; its number, which is never used again."""
        row = {**values, "old": json.dumps(values["old"], ensure_ascii=False), "at": _now(), "is_open": True}
        statement = insert(filing_draft).values(row).returning(filing_draft.c.id)

        def change(connection: Connection) -> int:
            return int(connection.execute(statement).scalar_one())

        return self._register.save(change)

    def save(self, draft: int, fields: Mapping[str, tuple[str, int]], *, who: str) -> dict[str, int]:
        """Save each field whose version is the one last seen, 0 for a field that was empty; the new versions.

        A field that is not in the answer has another version now, or the draft is closed.
        """

        def change(connection: Connection) -> dict[str, int]:
            saved = {}
            for name, (value, seen) in fields.items():
                row = {"draft": draft, "field": name, "value": value, "who": who, "at": _now(), "seen": seen}
                version = connection.execute(_SAVE, row).scalar()
                if version is not None:
                    saved[name] = int(version)
            return saved

        return self._register.save(change, is_one_statement=len(fields) == 1)

    def attach(self, draft: int, file: Attachment, *, who: str) -> bool:
        """Let a file belong to a draft, once however often it is handed in; whether the draft is open."""
        row = {"draft": draft, "who": who, "at": _now(), **vars(file)}
        is_open = select(filing_draft.c.is_open).where(filing_draft.c.id == draft).with_for_update()

        def change(connection: Connection) -> bool:
            if not connection.execute(is_open).scalar():
                return False
            self._drop(connection, draft, file.sha256)
            connection.execute(insert(filing_attachment).values(row))
            return True

        return self._register.save(change)

    def detach(self, draft: int, sha256: str) -> None:
        """Let a file belong to a draft no longer."""
        self._register.save(lambda connection: self._drop(connection, draft, sha256))

    def close(self, draft: int) -> bool:
        """Give up a draft that was never submitted; whether it was open."""

        def change(connection: Connection) -> bool:
            return set_open(connection, draft, is_open=False)

        return self._register.save(change)

    def draft(self, id_: int) -> WholeDraft | None:
        """A draft with its fields and files; None where there is none of that number."""
        return self.drafts([id_]).get(id_)

    def drafts(self, ids: Collection[int]) -> dict[int, WholeDraft]:
        """Drafts with their fields and files, by number; a number that no draft has is not in the answer."""
        if not ids or not self._register.exists():
            return {}
        with self._register.reading() as connection:
            return _drafts_of(connection, ids)

    def open_drafts(self, organizations: Collection[str | None] | None) -> list[int]:
        """The numbers of the drafts that are open, the latest first: of some organizations, or of all where None."""
        wanted = select(filing_draft.c.id).where(filing_draft.c.is_open).order_by(filing_draft.c.id.desc())
        if organizations is not None:
            wanted = wanted.where(filing_draft.c.organization_id.in_([one for one in organizations if one]))
        return [int(row.id) for row in self._rows(wanted)]

    def drafts_by(self, who: str) -> list[int]:
        """The numbers of all drafts that a person began, the latest first."""
        wanted = select(filing_draft.c.id).where(filing_draft.c.who == who).order_by(filing_draft.c.id.desc())
        return [int(row.id) for row in self._rows(wanted)]

    def begun_since(self, who: str, at: datetime) -> int:
        """How many drafts a person has begun since a moment."""
        of = (filing_draft.c.who == who) & (filing_draft.c.at >= at.astimezone(UTC).isoformat(timespec="milliseconds"))
        return len(self._rows(select(filing_draft.c.id).where(of)))

    def filing(self, id_: int) -> StoredFiling | None:
        """What was submitted under a number; None where nothing was."""
        found = self.filings(ids=[id_])
        return found[0] if found else None

    def filings(
        self,
        *,
        ids: Collection[int] | None = None,
        states: Collection[str] | None = None,
        groups: Collection[str] | None = None,
        organizations: Collection[str] | None = None,
        record: tuple[str, str] | None = None,
        table: str | None = None,
        limit: int | None = None,
    ) -> list[StoredFiling]:
        """What was submitted, the latest first; of the groups or the organizations, where any are given."""
        wanted = select(filing).order_by(filing.c.seq.desc(), filing.c.id.desc())
        if ids is not None:
            wanted = wanted.where(filing.c.id.in_(ids))
        if states is not None:
            wanted = wanted.where(filing.c.state.in_(states))
        if table is not None:
            wanted = wanted.where(filing.c.table_name == table)
        if record is not None:
            wanted = wanted.where((filing.c.table_name == record[0]) & (filing.c.key == record[1]))
        if groups is not None or organizations is not None:
            of_group = filing.c.group_id.in_(list(groups or ()))
            wanted = wanted.where(of_group | filing.c.organization_id.in_(list(organizations or ())))
        return [_filing_of(row) for row in self._rows(wanted.limit(limit))]

    def lines(self, id_: int) -> list[Event]:
        """The lines of the journal that tell a filing's history, oldest first."""
        joined = select(event).join(filing_line, filing_line.c.seq == event.c.seq).where(filing_line.c.filing == id_)
        return [event_of(row) for row in self._rows(joined.order_by(event.c.seq))]

    def is_erased(self, sha256: str) -> bool:
        """Whether the bytes of an attachment were erased."""
        wanted = select(attachment.c.erased).where(attachment.c.sha256 == sha256)
        return self._register.value(wanted) is not None

    def _rows(self, statement: Select[Any]) -> Sequence[Row[Any]]:
        if not self._register.exists():
            return ()
        with self._register.reading() as connection:
            return connection.execute(statement).all()

    @staticmethod
    def _drop(connection: Connection, draft: int, sha256: str) -> None:
        of = (filing_attachment.c.draft == draft) & (filing_attachment.c.sha256 == sha256)
        connection.execute(delete(filing_attachment).where(of))


def draft_of(connection: Connection, id_: int) -> WholeDraft | None:
    """A draft with its fields and files, within a transaction."""
    return _drafts_of(connection, [id_]).get(id_)


def _drafts_of(connection: Connection, ids: Collection[int]) -> dict[int, WholeDraft]:
    """Drafts with their fields and files, by number: one statement for each of the three, however many there are."""
    fields: dict[int, dict[str, Field]] = defaultdict(dict)
    files: dict[int, list[Attachment]] = defaultdict(list)
    of = filing_field.c.draft.in_(ids)
    for one in connection.execute(select(filing_field).where(of).order_by(filing_field.c.field)):
        fields[one.draft][one.field] = Field(one.value, one.version, one.who, one.at)
    of = filing_attachment.c.draft.in_(ids)
    for one in connection.execute(select(filing_attachment).where(of).order_by(filing_attachment.c.at)):
        files[one.draft].append(Attachment(one.name, one.sha256, one.size, one.media_type))
    rows = connection.execute(select(filing_draft).where(filing_draft.c.id.in_(ids)))
    # The table has the columns of a `StoredDraft` in its order.
    made = (replace(StoredDraft(*row), old=json.loads(row.old)) for row in rows)
    return {one.id: (one, fields[one.id], tuple(files[one.id])) for one in made}


def filing_of(connection: Connection, id_: int) -> StoredFiling | None:
    """What was submitted under a number, within a transaction."""
    row = connection.execute(select(filing).where(filing.c.id == id_)).one_or_none()
    return None if row is None else _filing_of(row)


def applying_of(connection: Connection, who: str, table: str, other_than: int) -> int | None:
    """The number of another filing of the same table that a person has handed in, and that was not decided on."""
    of = (filing.c.who == who) & (filing.c.table_name == table) & filing.c.state.in_(("submitted", "returned"))
    found: int | None = connection.execute(select(filing.c.id).where(of & (filing.c.id != other_than))).scalar()
    return found


def set_open(connection: Connection, draft: int, *, is_open: bool) -> bool:
    """Let a draft take changes, or no longer; whether it was otherwise before."""
    of = (filing_draft.c.id == draft) & (filing_draft.c.is_open != is_open)
    return connection.execute(update(filing_draft).where(of).values(is_open=is_open)).rowcount == 1


def _filing_of(row: Row[Any]) -> StoredFiling:
    return StoredFiling(
        row.id,
        row.state,
        row.who,
        row.returned_on,
        row.comment,
        row.generation,
        tuple(json.loads(row.confirmed)),
        json.loads(row.content),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
