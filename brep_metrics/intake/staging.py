"""Staging: every source as text in a temporary table, and beside it a view with the same rows cast to their types."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from brep_metrics.errors import BrepError
from brep_metrics.intake.blanks import not_blank_sql
from brep_metrics.intake.row_checks import text_of, typed

if TYPE_CHECKING:
    from datetime import date

    from brep_metrics.intake.reader import Reader
    from brep_metrics.intake.sources import Source
    from brep_metrics.schema import Table
    from brep_metrics.store import Draft

_READ = (
    "select {columns} from read_csv({path}, columns = {{{types}}}, auto_detect = false, header = true,"
    " delim = ',', quote = '\"', escape = '\"', strict_mode = true, null_padding = false, nullstr = '')"
)


@dataclass
class Staged:
    """A table's rows from all sources; a record belongs to the last source that starts at or before it."""

    table: Table
    name: str
    day: date | None = None  # of the load, which bounds dates; None for keys of records that go
    sources: list[Source] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    end: int = 0  # the first record number not yet given
    absent: set[str] = field(default_factory=set)

    @property
    def view(self) -> str:
        """The typed view: `record` (0 is the first), each column cast, and its text as `text_of_<column>`."""
        return f"typed_{self.name}"

    def source_of(self, record: int) -> tuple[Source, int]:
        """The source that holds a record, and the record's number within it."""
        position = bisect_right(self.starts, record) - 1
        return self.sources[position], record - self.starts[position]


def create_stage(draft: Draft, table: Table, name: str, *, day: date | None) -> Staged:
    """An empty staging table and its typed view."""
    columns = ", ".join(f'"{column}" varchar' for column in table.columns)
    draft.execute(f"create temp table {name} ({columns})")
    staged = Staged(table, name, day)
    cast = ", ".join(
        f'{typed(column, day)} as "{column.name}", "{column.name}" as {text_of(column.name)}'
        for column in table.columns.values()
    )
    draft.execute(f"create temp view {staged.view} as select rowid as record, {cast} from {name}")  # noqa: S608 - names of the schema
    return staged


def add_source(draft: Draft, staged: Staged, source: Source, reader: Reader) -> None:
    """Append a source's rows; what the fast reader refuses is read record by record, its broken records listed."""
    try:
        first, end = _append(draft, staged, source)
    except BrepError:
        reader.check_records(source)
        first, end = _append(draft, staged, source)
    else:
        if source.separators is not None and not _widths_are_right(draft, staged, source):
            draft.execute(f"delete from {staged.name} where rowid >= {staged.end}")  # noqa: S608 - as above
            reader.check_records(source)
            first, end = _append(draft, staged, source)
    staged.sources.append(source)
    staged.starts.append(staged.end if first is None else first)
    staged.end = end or staged.end
    staged.absent.update(name for name in staged.table.columns if name not in source.columns)


def _append(draft: Draft, staged: Staged, source: Source) -> tuple[int | None, int | None]:
    """The number of the source's first record, and that after its last; None of a source without any."""
    known = [name for name in source.columns if name in staged.table.columns]
    quoted = ", ".join(f'"{name}"' for name in known)
    # Two forms of one accented letter are one text; it is brought to NFC here, where all sources come in.
    normal = ", ".join(f'nfc_normalize("{name}")' for name in known)
    # An unknown column is read under a name of ours, since the person's may be anything.
    names = [name if name in known else f"unknown {position}" for position, name in enumerate(source.columns)]
    types = ", ".join(f"'{name}': 'varchar'" for name in names)
    read = _READ.format(columns=normal, path=_literal(str(source.staged)), types=types)
    draft.execute(f"insert into {staged.name} ({quoted}) {read} where {not_blank_sql(names)}")
    appended = f"select count(*), min(rowid), max(rowid) + 1 from {staged.name} where rowid >= {staged.end}"  # noqa: S608 - as above
    ((source.rows, first, end),) = draft.fetch(appended)
    return first, end


def _widths_are_right(draft: Draft, staged: Staged, source: Source) -> bool:
    """Whether no record ends in one separator too many, which the fast reader lets pass as an empty cell.

    Then the commas of the text are those between its columns and those within its cells.
    """
    between = (len(source.columns) - 1) * (source.rows + 1)
    if source.separators == between:
        return True
    texts = [f'"{name}"' for name in source.columns if name in staged.table.columns]
    # Few cells hold a comma, so that looking for one first spares most of the counting.
    within = " + ".join(
        f"coalesce(sum(length({text}) - length(replace({text}, ',', ''))) filter (where contains({text}, ',')), 0)"
        for text in texts
    )
    ((count,),) = draft.fetch(f"select {within} from {staged.name} where rowid >= {staged.end}")  # noqa: S608 - as above
    return bool(source.separators == between + int(count))


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
