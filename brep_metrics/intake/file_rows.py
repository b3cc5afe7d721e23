"""The rows of files as texts, each with the place where a person finds it, before anything is checked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brep_metrics.errors import Fault, shown
from brep_metrics.intake.batch import Batch
from brep_metrics.intake.reader import Reader
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from brep_metrics.i18n import Message
    from brep_metrics.intake.inputs import Inputs
    from brep_metrics.intake.staging import Staged
    from brep_metrics.store import Draft


@dataclass(frozen=True)
class FileRow:
    """One row of a file; its cells by column, empty ones as empty texts."""

    path: Path
    file: str
    line: int
    table: str
    cells: Mapping[str, str]

    def fault(self, column: str | None, problem: Message) -> Fault:
        """What is wrong with the row, or with one of its cells."""
        value = shown(self.cells[column]) if column else None
        return Fault(self.file, problem, self.line, column, value, table=self.table)

    def placed(self, fault: Fault) -> Fault:
        """A fault that was found elsewhere, at the place of this row."""
        return replace(fault, file=self.file, line=self.line)


def read_rows(draft: Draft, inputs: Inputs, folder: Path) -> tuple[list[FileRow], tuple[Fault, ...]]:
    """The rows of files, and the faults of what cannot be read; copies in another form go into `folder`."""
    tables = load_schema().tables
    batch = Batch(
        draft, Reader({name: tuple(one.columns) for name, one in tables.items()}, folder, "asked"), day=draft.date
    )
    for path, file in inputs.files:
        batch.read(path, file)
    rows = [row for staged in batch.stages.values() for row in _rows(draft, staged)]
    return rows, tuple(batch.reader.result.faults)


def _rows(draft: Draft, staged: Staged) -> Iterator[FileRow]:
    names = list(staged.table.columns)
    columns = ", ".join(f"coalesce(\"{name}\", '')" for name in names)
    texts = draft.fetch(f"select {columns} from {staged.name} order by rowid")  # noqa: S608 - declared names
    for source, start in zip(staged.sources, staged.starts, strict=True):
        own = texts[start : start + source.rows]
        lines = source.lines({at: [names[0]] for at in range(len(own))})
        for at, cells in enumerate(own):
            named = dict(zip(names, cells, strict=True))
            yield FileRow(source.origin, source.file, lines[at, names[0]], staged.table.name, named)
