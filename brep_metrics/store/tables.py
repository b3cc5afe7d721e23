"""The register's tables: the journal, its head, and the projections that can be computed again from it.

The same statements serve both kinds of database. Moments are UTC and kept as ISO text, details as canonical JSON text,
because a database's own types change what was hashed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, MetaData, Table, Text, select

if TYPE_CHECKING:
    from sqlalchemy import Select

# The newest revision under `migrations/versions`; a test compares them, and no start has to read the scripts.
REVISION = "0001"

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

PROJECTIONS = (generation, publication, snapshot, ended_sign_in, account, once)

# Which generations and attachments something names for good, by their ids and their sha256: their files stay, and
# `brep history --verify` looks for each of those attachments. Whoever adds a table that names some adds it here.
GENERATIONS_KEPT: tuple[Select[str], ...] = (select(publication.c.generation), select(snapshot.c.generation))
ATTACHMENTS_KEPT: tuple[Select[str], ...] = ()
