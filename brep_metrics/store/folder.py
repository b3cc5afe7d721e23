"""A store in a folder, the embedded default.

CURRENT                      the id of the generation that readers begin with
generations/g000001.duckdb   its tables, never changed once CURRENT has named it
generations/g000001.json     who made it, when, why, from which files
generations/.building*       what a writer is making, or left behind when it was killed
journal.jsonl, journal.head  one line per event
write.lock, journal.lock     held while writing

A generation counts from the moment CURRENT names it or a later one. What lies beyond was never published; the next
writer removes it.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from brep_metrics.errors import Fault, StoreBusy, UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.store.draft import Draft
from brep_metrics.store.durable import replace_text, sync
from brep_metrics.store.faults import damaged, writing_to
from brep_metrics.store.generation import Generation, from_json, generation_id, to_json
from brep_metrics.store.journal import Journal
from brep_metrics.store.leases import root
from brep_metrics.store.reading import Reading
from brep_metrics.store.scope import WHOLE_NETWORK, AccessScope

if TYPE_CHECKING:
    from collections.abc import Iterator


PUBLISHED = "published"


@lru_cache(200)
def _recorded(record: Path, state: tuple[int, int, int]) -> Generation:  # noqa: ARG001 - a changed file is read anew
    return from_json(record.read_text("utf-8"))


class FolderStore:
    """Generations as files of one folder; one writer at a time, any number of readers in any number of processes."""

    def __init__(self, folder: Path, *, wait: float = 2.0) -> None:
        """Nothing is read or made yet; `wait` is how many seconds a writer waits for another one to finish."""
        self.address = str(folder)
        self.journal = Journal(folder)
        self._wait = wait
        self._pointer = folder / "CURRENT"
        self._folder = folder / "generations"
        self._lock = folder / "write.lock"

    def generations(self) -> tuple[Generation, ...]:
        """Every published generation, oldest first."""
        current = self.current()
        if current is None:
            return ()
        return (*(self._described(generation_id(number)) for number in range(1, current.number)), current)

    def current(self) -> Generation | None:
        """The generation that a reading begins with now; None while there are no data.

        Raises:
            StoreDamaged: the pointer or the generation's record is missing or unreadable.

        """
        try:
            text = self._pointer.read_text("utf-8").strip()
        except FileNotFoundError as error:
            if self._published():
                raise damaged(self._pointer, error.strerror) from error
            return None
        except (OSError, ValueError) as error:
            raise damaged(self._pointer, error) from error
        if not (text.startswith("g") and text[1:].isdigit()):
            raise damaged(self._pointer, repr(text[:20]))
        return self._described(text)

    @contextmanager
    def read(
        self, generation: str | None = None, *, as_of: date | None = None, scope: AccessScope = WHOLE_NETWORK
    ) -> Iterator[Reading]:
        """A look at one generation, the current one by default, as of its own date by default, within a scope.

        Raises:
            UsageError: there are no data, or no such generation.
            StoreDamaged: a file of the generation is missing or unreadable.

        """
        wanted = self._chosen(generation)
        path = self._file(wanted.id)
        self._check_size(path, wanted)
        with root.lease(path) as (cursor, catalog):
            day = as_of or wanted.date
            yield Reading(cursor, path=path, catalog=catalog, generation=wanted, as_of=day, scope=scope)

    @contextmanager
    def write(self, *, who: str, why: str, day: date | None = None) -> Iterator[Draft]:
        """The next generation, published when the block ends without an exception and forgotten otherwise.

        `day` is the generation's date where that is not today, as for demonstration data.

        Raises:
            StoreBusy: another process is writing.
            StoreError: the store cannot be written.

        """
        with self._writing():
            self._remove_unpublished()
            self._journal_published()
            current = self.current()
            path = self._folder / ".building.duckdb"
            try:
                draft = self._draft(path, current, day)
                try:
                    yield draft
                    made = draft.finish((current.number if current else 0) + 1, who=who, why=why)
                finally:
                    draft.close()
                self._publish(path, made)
            finally:
                self._remove_unpublished()

    @contextmanager
    def rehearse(self, *, day: date | None = None) -> Iterator[Draft]:
        """A draft that is never published: what `write` gives, without a trace and without waiting for a writer."""
        with tempfile.TemporaryDirectory(prefix="brep-") as folder:
            draft = self._draft(Path(folder) / "rehearsal.duckdb", self.current(), day)
            try:
                yield draft
            finally:
                draft.close()

    def verify(self) -> tuple[Fault, ...]:
        """What is wrong with the journal's chain and with the records it vouches for; empty where all is whole."""
        faults = list(self.journal.verify())
        loads = (entry for entry in self.journal.entries() if entry.get("event") == PUBLISHED)
        vouched = {entry.get("generation"): entry.get("record") for entry in loads}
        for generation in self.generations():
            if vouched.get(generation.id) != self._record_digest(generation.id):
                text = N_("the journal does not vouch for this record")
                faults.append(Fault(self._record(generation.id).name, Message(text)))
        return tuple(faults)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with writing_to(self._lock):
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._lock, timeout=self._wait)
            try:
                lock.acquire()
            except Timeout as error:
                text = N_("Another process is writing to the store {address}; try again when it has finished")
                raise StoreBusy(Message(text, {"address": self.address})) from error
        try:
            yield
        finally:
            lock.release()

    def _draft(self, path: Path, current: Generation | None, day: date | None) -> Draft:
        base_path = self._file(current.id) if current else None
        if current and base_path:
            self._check_size(base_path, current)
        return Draft(path, base=current, base_path=base_path, day=day or date.today())  # noqa: DTZ011 - the writer's own calendar

    def _publish(self, built: Path, made: Generation) -> None:
        with writing_to(self._pointer):
            replace_text(self._record(made.id), to_json(made))
            built.replace(self._file(made.id))
            sync(self._folder)
            replace_text(self._pointer, f"{made.id}\n")
        self._journal(made)

    def _journal(self, made: Generation) -> None:
        self.journal.append(
            PUBLISHED,
            generation=made.id,
            who=made.who,
            why=made.why,
            rows=dict(made.rows),
            files=[[file.name, file.sha256, file.rows] for file in made.files],
            record=self._record_digest(made.id),
        )

    def _journal_published(self) -> None:
        # A writer killed between the pointer and the journal leaves its line to the next one.
        known = self._published()
        for generation in self.generations():
            if generation.id not in known:
                self._journal(generation)

    def _published(self) -> frozenset[str]:
        return frozenset(entry["generation"] for entry in self.journal.entries() if entry.get("event") == PUBLISHED)

    def _remove_unpublished(self) -> None:
        current = self.current()
        number = current.number if current else 0
        beyond = [path for path in self._folder.glob("g*.*") if path.stem > generation_id(number)]
        for path in beyond:
            if path.stem > generation_id(number + 1):
                raise damaged(self._pointer, f"{path.name} lies beyond {generation_id(number)}")
        with writing_to(self._folder):
            for path in (*beyond, *self._folder.glob(".*")):
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink(missing_ok=True)

    def _chosen(self, generation: str | None) -> Generation:
        current = self.current()
        if current is None:
            raise UsageError(Message(N_("The store {address} holds no data yet"), {"address": self.address}))
        if generation is None or generation == current.id:
            return current
        known = {generation_id(number) for number in range(1, current.number)}
        if generation not in known:
            text = N_("The store has no generation “{wanted}”; the latest is {latest}")
            raise UsageError(Message(text, {"wanted": generation, "latest": current.id}))
        return self._described(generation)

    def _described(self, id_: str) -> Generation:
        record = self._record(id_)
        try:
            state = record.stat()
            return _recorded(record, (state.st_ino, state.st_mtime_ns, state.st_size))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise damaged(record, getattr(error, "strerror", None) or error) from error

    def _check_size(self, path: Path, generation: Generation) -> None:
        try:
            found = path.stat().st_size
        except OSError as error:
            raise damaged(path, error.strerror) from error
        if found != generation.size:
            raise damaged(path, f"{found} B ≠ {generation.size} B")

    def _record_digest(self, id_: str) -> str:
        return hashlib.sha256(self._record(id_).read_bytes()).hexdigest()

    def _record(self, id_: str) -> Path:
        return self._folder / f"{id_}.json"

    def _file(self, id_: str) -> Path:
        return self._folder / f"{id_}.duckdb"
