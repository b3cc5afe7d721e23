"""A store: generations to read, one writer at a time that publishes the next one, and a journal.

What a generation is made of and whether its rows are right is left to those who fill the draft.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from brep_metrics.errors import Fault, StoreDamaged, UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.store.checking import Check, checks
from brep_metrics.store.clock import clock_questions, day_of_load
from brep_metrics.store.file_draft import FileDraft
from brep_metrics.store.files import Files
from brep_metrics.store.filings import Filings
from brep_metrics.store.generation import Generation, generation_of, number_of
from brep_metrics.store.journal import JOURNAL, Journal
from brep_metrics.store.leases import root
from brep_metrics.store.location import BESIDE_REGISTER, FILES
from brep_metrics.store.overlay import Overlay
from brep_metrics.store.personal import Personal
from brep_metrics.store.pruning import prune
from brep_metrics.store.reading import Reading
from brep_metrics.store.register import Register, accounts, event_of, named
from brep_metrics.store.tables import ended_sign_in, event, generation, setting
from brep_metrics.store.verification import faults_of_anchors, faults_of_files, faults_of_journal
from brep_metrics.store.visible_rows import WHOLE_NETWORK, AccessScope
from brep_metrics.store.writing import Writer
from brep_metrics.temporary_folders import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from sqlalchemy import Select

    from brep_metrics.store.draft import Draft
    from brep_metrics.store.events import Event
    from brep_metrics.store.location import Location

_ROWS = select(event, generation.c.pruned).join(generation, generation.c.seq == event.c.seq)
_CURRENT = _ROWS.where(generation.c.parent.is_(None)).order_by(generation.c.number.desc()).limit(1)


@lru_cache(2_000)
def _described(line: Event, pruned: bool) -> Generation:  # noqa: FBT001 - part of the key
    try:
        return generation_of(line, pruned=pruned)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        text = N_("Line {line} of the journal does not describe the generation that it should")
        raise StoreDamaged(Message(text, {"line": line.seq})) from error


class Store:
    """Generations, any number of readers in any number of processes and machines, and one writer at a time."""

    def __init__(self, location: Location, *, wait: float) -> None:
        """Nothing is read or made yet; `wait` is how many seconds a writer waits for others to finish."""
        self.address = location.address
        self.register = Register(location)
        self.journal = Journal(self.register)
        self.filings = Filings(self.register)
        self.location = location
        self._wait = wait
        self._files: Files | None = None

    @property
    def files(self) -> Files:
        """The store's files, at the place that the register names."""
        if self._files is None:
            found = self.register.value(select(setting.c.value).where(setting.c.name == FILES))
            self._files = Files(self.address if found in (None, BESIDE_REGISTER) else str(found))
        return self._files

    def generations(self, *, children: bool = False) -> tuple[Generation, ...]:
        """Every generation that is or was current, oldest first; with `children`, those made from them too."""
        wanted = _ROWS if children else _ROWS.where(generation.c.parent.is_(None))
        return self._found(wanted.order_by(generation.c.number))

    def current(self) -> Generation | None:
        """The generation that a reading begins with now; None while there are no data.

        Raises:
            StoreDamaged: the store was here before and is gone, or its register cannot be read.
            StoreError: the register cannot be reached, or is of another version.

        """
        found = self._found(_CURRENT)
        return found[0] if found else None

    @contextmanager
    def read(
        self, generation: str | None = None, *, as_of: date | None = None, scope: AccessScope = WHOLE_NETWORK
    ) -> Iterator[Reading]:
        """A look at one generation, the current one by default, as of its own date by default, within a scope.

        Raises:
            UsageError: there are no data, or no such generation, or its file was pruned.
            StoreDamaged: the generation's file is missing or unreadable.

        """
        wanted = self.generation(generation)
        path = self._path(wanted)
        with root.lease(path) as lease:
            yield Reading(lease, path=path, generation=wanted, as_of=as_of or wanted.date, scope=scope)

    def build(
        self, fill: Callable[[Draft], None], *, who: str, why: str, day: date | None = None, parent: str | None = None
    ) -> Generation:
        """The next generation, current from now on; `fill` runs again where another one was published meanwhile.

        `day` is the generation's date where that is not today, as for demonstration data. With `parent`, it is a child
        of that generation: readable by its name, and never current.

        Raises:
            StoreBusy: others are writing, and did not finish in time.
            StoreError: the store cannot be written, or the machine's clock is wrong.

        """
        return self._writer(who, why, day, parent).build(fill)

    @contextmanager
    def write(self, *, who: str, why: str, day: date | None = None) -> Iterator[Draft]:
        """The same as a block that fills the draft once, while every other writer waits.

        Nothing is published where the block ends with an exception. Raises what `build` raises.
        """
        with self._writer(who, why, day, None).alone() as draft:
            yield draft

    @contextmanager
    def rehearse(self, *, day: date | None = None, parent: str | None = None) -> Iterator[Draft]:
        """A draft that is never published: what `write` gives, without a trace and without waiting for a writer.

        It begins with the current generation, or with `parent`.
        """
        with scratch_folder("rehearsal") as folder:
            base = self.current() if parent is None else self.generation(parent)
            draft = self.draft(folder / "rehearsal.duckdb", base, day)
            try:
                yield draft
            finally:
                draft.discard()

    @contextmanager
    def overlay(self, *, parent: str | None = None) -> Iterator[Overlay]:
        """What `rehearse` gives, for few changed rows: nothing is copied, so that it costs what is done with it."""
        base = self.current() if parent is None else self.generation(parent)
        path = self._path(base) if base else None
        with root.lease(path) as lease:
            draft = Overlay(lease, path or Path(self.address), base=base, day=day_of_load(base, None))
            try:
                yield draft
            finally:
                draft.discard()

    def has_ended(self, sign_in: str) -> bool:
        """Whether a sign-in was ended."""
        found = self.register.value(select(ended_sign_in.c.seq).where(ended_sign_in.c.sign_in == sign_in))
        return found is not None

    def accounts(self) -> list[tuple[str, str, str | None]]:
        """Address, role and organization of each account in the register."""
        if not self.register.exists():
            return []
        with self.register.reading() as connection:
            return accounts(connection)

    def personal(self, who: str, kind: str) -> Personal:
        """What a person keeps for themselves, of one kind."""
        return Personal(self.register, who, kind)

    def attachments(self) -> frozenset[str]:
        """The sha256 of each attachment that something names: those that must be in `files`."""
        if not self.register.exists():
            return frozenset()
        with self.register.reading() as connection:
            return named(connection, "attachments")

    def snapshots(self) -> frozenset[str]:
        """The sha256 of each snapshot that a round left behind, which must be in `files`."""
        if not self.register.exists():
            return frozenset()
        with self.register.reading() as connection:
            return named(connection, "snapshots")

    def verify(self, anchor: str | None = None) -> tuple[Fault, ...]:
        """What is wrong with the journal, what follows from it, and the files that it names; empty where all is whole.

        `anchor` is a line that was printed earlier: it must be in the journal still.
        """
        if not self.register.exists():
            return ()
        with self.register.reading() as connection:
            faults, witnesses = faults_of_journal(connection, anchor)
        try:
            files = {one.file_name: one.sha256 for one in self.generations(children=True) if not one.pruned}
            return (
                *faults,
                *faults_of_files(self.files, "generations", files),
                *faults_of_files(self.files, "attachments", {name: name for name in self.attachments()}),
                *faults_of_files(self.files, "snapshots", {f"{name}.zip": name for name in self.snapshots()}),
                *faults_of_anchors(self.files, witnesses),
            )
        except StoreDamaged as error:
            return (*faults, Fault(JOURNAL, error.message))

    def clock_questions(self) -> tuple[Message, ...]:
        """What to ask of a load that names no day, where the machine's clock may be wrong."""
        return tuple(clock_questions(self.journal.last_moment(), self.register.clock()))

    def check(self) -> tuple[Check, ...]:
        """Whether register, files, permissions and clocks are in order."""
        return tuple(checks(self))

    def prune(self, *, keep_days: int, who: str, dry_run: bool = False) -> tuple[Generation, ...]:
        """Remove the files of old generations that nothing names; see `pruning`."""
        return prune(self, keep_days=keep_days, who=who, dry_run=dry_run)

    def _writer(self, who: str, why: str, day: date | None, parent: str | None) -> Writer:
        return Writer(self, who=who, why=why, day=day, parent=parent, wait=self._wait)

    def draft(self, path: Path, base: Generation | None, day: date | None) -> FileDraft:
        """A draft at `path` that begins as a copy of `base`; raises what `build` raises."""
        dated = day_of_load(base, day, self.register.clock() if day is None else None)
        return FileDraft(path, base=base, base_path=self._path(base) if base else None, day=dated)

    def _path(self, wanted: Generation) -> Path:
        if wanted.pruned:
            text = N_("The file of generation {generation} was removed by `brep store prune`")
            raise UsageError(Message(text, {"generation": wanted.id}))
        return self.files.path("generations", wanted.file_name, sha256=wanted.sha256, size=wanted.size)

    def generation(self, wanted: str | None = None) -> Generation:
        """The generation of that name, the current one if None.

        Raises:
            UsageError: there are no data, or no such generation.

        """
        current = self.current()
        if current is None:
            raise UsageError(Message(N_("The store {address} holds no data yet"), {"address": self.address}))
        if wanted is None or wanted == current.id:
            return current
        try:
            found = self._found(_ROWS.where(generation.c.number == number_of(wanted)))
        except ValueError:
            found = ()
        if not found:
            text = N_("The store has no generation “{wanted}”; the latest is {latest}")
            raise UsageError(Message(text, {"wanted": wanted, "latest": current.id}))
        return found[0]

    def _found(self, statement: Select[tuple[object, ...]]) -> tuple[Generation, ...]:
        if not self.register.exists():
            return ()
        with self.register.reading() as connection:
            rows = connection.execute(statement).all()
        return tuple(_described(event_of(row), row.pruned is not None) for row in rows)
