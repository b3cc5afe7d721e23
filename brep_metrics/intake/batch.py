"""One batch of files on its way into a draft: the rows to load, or the keys to remove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.intake.staging import Staged, add_source, create_stage
from brep_metrics.schema import load_schema
from brep_metrics.store import SourceFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from brep_metrics.i18n import Message
    from brep_metrics.intake.reader import Reader
    from brep_metrics.store import Draft

    Progress = Callable[[Message, float], None]
    """Called with what is being done and the share that is done, 0 to 1."""


class Batch:
    """The stages that a reader's sources fill, by table, in the schema's order."""

    def __init__(self, draft: Draft, reader: Reader, *, day: date | None) -> None:
        """`day` is the day of the load; None for keys of records that go, which are taken whatever they are."""
        self.reader = reader
        self._day = day
        self._draft = draft
        self._stages: dict[str, Staged] = {}

    def read(self, path: Path, file: str) -> None:
        """Read one file and stage what it holds."""
        known = len(self.reader.result.sources)
        self.reader.read(path, file)
        for source in self.reader.result.sources[known:]:
            if source.table not in self._stages:
                name = f"{self.reader.prefix}_{source.table}"
                table = load_schema().tables[source.table]
                self._stages[source.table] = create_stage(self._draft, table, name, day=self._day)
            add_source(self._draft, self._stages[source.table], source, self.reader)

    @property
    def stages(self) -> dict[str, Staged]:
        """The stages, each after those of the tables it refers to."""
        return {name: self._stages[name] for name in load_schema().tables if name in self._stages}

    @property
    def rows(self) -> dict[str, int]:
        """Rows by table."""
        return {name: sum(source.rows for source in staged.sources) for name, staged in self.stages.items()}

    @property
    def uncertain(self) -> frozenset[str]:
        """Tables of which some rows could not be read, so that a reference to them proves nothing."""
        tables = load_schema().tables
        faults = list(self.reader.result.faults)
        unknown = any(fault.table is None for fault in faults)
        missing = tables.keys() - self._stages.keys() if unknown else set()
        keyless = {name for name, staged in self._stages.items() if staged.absent.intersection(staged.table.key)}
        return frozenset(missing | keyless | {fault.table for fault in faults if fault.table})

    def files(self) -> Iterator[SourceFile]:
        """Each file read, with its hash and the rows it gave."""
        for path, (file, digest) in self.reader.result.hashes.items():
            rows = sum(source.rows for source in self.reader.result.sources if source.origin == path)
            yield SourceFile(file, digest, rows)


class Steps:
    """Tells a listener how far a load is: every file is read once, and its table checked once."""

    def __init__(self, progress: Progress | None, files: int) -> None:
        self._progress = progress
        self._total = 2 * files + 1
        self._done = 0

    def next(self, what: Message) -> None:
        """Say what begins now."""
        if self._progress:
            self._progress(what, min(self._done / self._total, 1.0))
        self._done += 1
