"""The register: what changes, in one transaction together with its line in the journal.

A change is a function of a `Transaction`; it may run more than once, and only its last run counts. Whatever it appends
to the journal has its effect on the projections at the same instant, or not at all.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from sqlalchemy import bindparam, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from brep_metrics.store.engine import WRITES, may_succeed_again, registering
from brep_metrics.store.events import Event, canonical, digest, once_key, storable
from brep_metrics.store.projections import ONCE, ROUND_ACT, project
from brep_metrics.store.tables import KEPT, account, head, once, publication
from brep_metrics.store.tables import event as event_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Engine, Row, Select

    from brep_metrics.store.location import Location

T = TypeVar("T")
_AGAIN_SECONDS = 10.0
_PAUSE_SECONDS = 0.2
_PAGE = 5_000
_HELD_HEAD = select(head.c.seq, head.c.sha256).with_for_update()
_LINE = insert(event_table).values({name: bindparam(name) for name in event_table.columns.keys()})  # noqa: SIM118 - SQLAlchemy's collection iterates over columns
_NEW_HEAD = update(head).values(seq=bindparam("seq"), sha256=bindparam("sha256"))
# What is a journey each on a server is one statement there; a file's database knows no such statement.
_ADD_LINE = {"sqlite": (_LINE, _NEW_HEAD), "postgresql": (_NEW_HEAD.add_cte(_LINE.cte()),)}


class Transaction:
    """One change of the register while it is being made; `connection` may be read from and written to."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        # Held until the end: the next who appends waits here, so that no two lines get the same place.
        found = connection.execute(_HELD_HEAD).one()
        self.last: Event | None = None
        self._seq: int = found.seq
        self._sha256: str = found.sha256

    def append(self, name: str, *, who: str | None, **details: object) -> Event:
        """Add a line to the journal, with its effect on the projections; `details` must be JSON.

        An event that is said once only, and was said already, is not added again: the line is returned that said it.
        """
        text, by = canonical(details), storable(who)
        if name in ONCE and (said := self._said(once_key(name, by, text))) is not None:
            return said
        seq, at = self._seq + 1, datetime.now(UTC).isoformat()
        made = Event(seq, at, name, by, text, self._sha256, digest(seq, at, name, by, text, self._sha256))
        for statement in _ADD_LINE[self.connection.dialect.name]:
            self.connection.execute(statement, vars(made))
        project(self.connection, made)
        self.last, self._seq, self._sha256 = made, made.seq, made.sha256
        return made

    def latest_publication(self, period: str, methodology_id: str) -> Event | None:
        """The line that published the result in force."""
        return latest_publication(self.connection, period, methodology_id)

    def events(self, name: str) -> Iterator[Event]:
        """The lines called `name`, those of this transaction too, oldest first."""
        return lines(self.connection, name)

    def accounts(self) -> list[tuple[str, str, str | None]]:
        """Address, role and organization of each account."""
        return accounts(self.connection)

    def holds(self, line: Event) -> bool:
        """Whether exactly this line is in the journal."""
        statement = select(event_table.c.sha256).where(event_table.c.seq == line.seq)
        return self.connection.execute(statement).scalar() == line.sha256

    def _said(self, key: str) -> Event | None:
        joined = select(event_table).join(once, once.c.seq == event_table.c.seq).where(once.c.key == key)
        row = self.connection.execute(joined).one_or_none()
        return None if row is None else event_of(row)


class Register:
    """The database of one store."""

    def __init__(self, location: Location) -> None:
        self._location = location

    def exists(self) -> bool:
        """Whether there is a register; StoreError where there was one before, or where its database is away."""
        return self._location.exists()

    def ensure(self) -> None:
        """Make the register where there is none yet, and nothing forbids it; raises what `write` raises."""
        with registering(self._location.address):
            self._location.engine(create=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent look; the register must exist.

        Raises:
            StoreError: the register cannot be read, or is of another version.

        """
        with registering(self._location.address), self._location.engine().connect() as connection, connection.begin():
            yield connection

    def clock(self) -> datetime | None:
        """What the clock of the database's server shows; None for a file of this machine, or no register yet."""
        if not self.exists():
            return None
        with self.reading() as connection:
            if connection.dialect.name == "sqlite":
                return None
            shown: datetime = connection.execute(text("select clock_timestamp()")).scalar_one()
            return shown

    def value(self, statement: Select[tuple[Any]]) -> Any:  # noqa: ANN401 - whatever the column holds
        """The first column of the first row; None where there is none, or no register yet."""
        if not self.exists():
            return None
        with self.reading() as connection:
            return connection.execute(statement).scalar()

    def write(self, change: Callable[[Transaction], T]) -> T:
        """Run `change` in one transaction, again where the database asks for it; makes the register if there is none.

        Raises:
            StoreBusy: another process holds the register for too long.
            StoreError: the register cannot be written.

        """
        runs: list[tuple[Event | None, T]] = []
        return self._until_it_succeeds(lambda engine: _run(engine, change, runs))

    def save(self, change: Callable[[Connection], T], *, is_one_statement: bool = False) -> T:
        """Run `change` in one transaction that leaves no line in the journal, and waits for nobody who writes one.

        For what is no projection: rows that change often and count for nothing yet, such as drafts. Where the answer of
        the database was lost `change` is run again though it had its effect: it must see its own rows as its success.
        One statement is a transaction by itself, which spares a server two of its answers.
        Raises what `write` raises.
        """

        def run(engine: Engine) -> T:
            with _writing(engine, is_one_statement=is_one_statement) as connection:
                return change(connection)

        return self._until_it_succeeds(run)

    def _until_it_succeeds(self, run: Callable[[Engine], T]) -> T:
        until = time.monotonic() + _AGAIN_SECONDS
        with registering(self._location.address):
            engine = self._location.engine(create=True)
            while True:
                try:
                    return run(engine)
                except DBAPIError as error:
                    if not may_succeed_again(error) or time.monotonic() > until:
                        raise
                    time.sleep(_PAUSE_SECONDS)

    def append(self, name: str, *, who: str | None, **details: object) -> Event:
        """One line of its own in the journal; raises what `write` raises."""
        return self.write(lambda transaction: transaction.append(name, who=who, **details))


def _run(engine: Engine, change: Callable[[Transaction], T], runs: list[tuple[Event | None, T]]) -> T:
    with _writing(engine) as connection:
        transaction = Transaction(connection)
        if runs:
            last, result = runs[-1]
            # The connection was lost while the run before was ending, and it had ended well.
            if last is not None and transaction.holds(last):
                return result
        result = change(transaction)
        runs.append((transaction.last, result))
    return result


@contextmanager
def _writing(engine: Engine, *, is_one_statement: bool = False) -> Iterator[Connection]:
    # SQLite has no answer to wait for, and its connections are in this mode always.
    alone = is_one_statement and engine.dialect.name != "sqlite"
    options = {WRITES: True, **({"isolation_level": "AUTOCOMMIT"} if alone else {})}
    with engine.connect() as connection:
        writing = connection.execution_options(**options)
        with writing.begin():
            yield writing


def latest_publication(connection: Connection, period: str, methodology_id: str) -> Event | None:
    """The line that published the result in force of a period by a methodology."""
    of = (publication.c.period == period) & (publication.c.methodology_id == methodology_id)
    found = select(event_table).join(publication, publication.c.seq == event_table.c.seq).where(of)
    row = connection.execute(found.order_by(event_table.c.seq.desc()).limit(1)).one_or_none()
    return None if row is None else event_of(row)


def lines(connection: Connection, name: str | None = None) -> Iterator[Event]:
    """The lines in their order, read in pages."""
    last = -1
    while True:
        statement = select(event_table).where(event_table.c.seq > last).order_by(event_table.c.seq).limit(_PAGE)
        if name is not None:
            statement = statement.where(event_table.c.event == name)
        rows = connection.execute(statement).all()
        for row in rows:
            yield event_of(row)
        if len(rows) < _PAGE:
            return
        last = rows[-1].seq


def accounts(connection: Connection) -> list[tuple[str, str, str | None]]:
    """Address, role and organization of each account, by address."""
    rows = connection.execute(select(account.c.email, account.c.role, account.c.organization).order_by(account.c.email))
    return [(row.email, row.role, row.organization) for row in rows]


def named(connection: Connection, kind: Literal["generations", "attachments", "snapshots"]) -> frozenset[str]:
    """What tables and the acts of rounds name for good: generations by their ids, files by their sha256."""
    by_tables = (name for statement in KEPT[kind] for (name,) in connection.execute(statement))
    by_rounds = (name for line in lines(connection, ROUND_ACT) for name in line.content.get(kind, ()))
    return frozenset((*by_tables, *by_rounds))


def event_of(row: Row[Any]) -> Event:
    """The line that a row holds which begins with the columns of the journal's table."""
    return Event(*tuple(row)[: len(event_table.columns)])
