"""The register's tables: the journal, its head, and the projections that can be computed again from it.

The same statements serve both kinds of database. Moments are UTC and kept as ISO text, details as canonical JSON text,
because a database's own types change what was hashed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    select,
)

if TYPE_CHECKING:
    from sqlalchemy import Select

# The newest revision under `migrations/versions`; a test compares them, and no start has to read the scripts.
REVISION = "0003"

metadata = MetaData()

# SQLite numbers rows by INTEGER columns only.
_SEQ = BigInteger().with_variant(Integer, "sqlite")

event = Table(
    "event",
    metadata,
    Column("seq", _SEQ, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("who", Text),
    Column("details", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Index("event_by_name", "event", "seq"),
)

head = Table(
    "head",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    Column("seq", _SEQ, nullable=False),
    Column("sha256", Text, nullable=False),
)

setting = Table("setting", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))


def _of_event(*, primary: bool = False) -> Column[int]:
    return Column("seq", _SEQ, ForeignKey("event.seq"), primary_key=primary, autoincrement=False, nullable=False)


# `parent` is set for a child, which is readable by name and never current. `pruned` is the event that removed the file.
generation = Table(
    "generation",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("sha256", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("date", Text, nullable=False),
    Column("parent", Integer),
    Column("pruned", _SEQ),
    _of_event(),
)

publication = Table(
    "publication",
    metadata,
    _of_event(primary=True),
    Column("period", Text, nullable=False),
    Column("methodology_id", Text, nullable=False),
    Column("generation", Text, nullable=False),
    Index("publication_by_period", "period", "methodology_id", "seq"),
)

snapshot = Table("snapshot", metadata, _of_event(primary=True), Column("generation", Text, nullable=False))

ended_sign_in = Table("ended_sign_in", metadata, Column("sign_in", Text, primary_key=True), _of_event())

account = Table(
    "account",
    metadata,
    Column("email", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("organization", Text),
    _of_event(),
)

# Which events were written with the promise that the same is never written twice.
once = Table("once", metadata, Column("key", Text, primary_key=True), _of_event())

# What is being written for a filing: saved at every pause in typing, and no projection, so that it is in no journal.
filing_draft = Table(
    "filing_draft",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("organization_id", Text),
    Column("group_id", Text),
    Column("table_name", Text, nullable=False),
    Column("key", Text),
    Column("kind", Text, nullable=False),
    Column("base", Text, nullable=False),  # the generation from which `old` was taken
    Column("old", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("role", Text, nullable=False),  # of the filer, in the group
    Column("is_open", Boolean, nullable=False),
    Index("filing_draft_open", "organization_id", "is_open"),
)

filing_field = Table(
    "filing_field",
    metadata,
    Column("draft", Integer, ForeignKey("filing_draft.id"), primary_key=True, autoincrement=False),
    Column("field", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
)

filing_attachment = Table(
    "filing_attachment",
    metadata,
    Column("draft", Integer, ForeignKey("filing_draft.id"), primary_key=True, autoincrement=False),
    Column("sha256", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
)

# A filing from its first submission on; `content` is what was submitted last, as canonical JSON.
filing = Table(
    "filing",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),
    Column("organization_id", Text),
    Column("group_id", Text),
    Column("table_name", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("submitted_on", Text, nullable=False),
    Column("returned_on", Text),
    Column("comment", Text),
    Column("generation", Text),
    Column("confirmed", Text, nullable=False),  # the partner groups whose leads confirmed it, as a JSON list
    Column("content", Text, nullable=False),
    _of_event(),
    Index("filing_by_state", "state", "group_id"),
    Index("filing_by_record", "table_name", "key"),
)

# Which lines of the journal tell the history of a filing.
filing_line = Table(
    "filing_line",
    metadata,
    Column("filing", Integer, primary_key=True, autoincrement=False),
    _of_event(primary=True),
)

# The files that filings brought along; `erased` is the event that removed the bytes.
attachment = Table(
    "attachment",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("erased", _SEQ),
    _of_event(),
)

# What a person keeps for themselves, such as saved views; no projection, so that it is in no journal.
personal = Table(
    "personal",
    metadata,
    Column("who", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("at", Text, nullable=False),
)

PROJECTIONS = (
    generation,
    publication,
    snapshot,
    ended_sign_in,
    account,
    once,
    filing,
    filing_line,
    attachment,
)

_ERASED = select(attachment.c.sha256).where(attachment.c.erased.is_not(None))
# What tables name for good, generations by their ids, files by their sha256; acts of rounds name some too (`named` in
# `register.py`). Their files stay, and `brep history --verify` looks for them. A new table that names some
# adds it here.
KEPT: dict[str, tuple[Select[str], ...]] = {
    "generations": (select(publication.c.generation), select(snapshot.c.generation)),
    "attachments": (
        select(attachment.c.sha256).where(attachment.c.erased.is_(None)),
        select(filing_attachment.c.sha256).where(filing_attachment.c.sha256.not_in(_ERASED)),
    ),
    "snapshots": (),
}
