"""What a load changes: how many records of each table are new, changed, equal or removed, and the cells that change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brep_metrics.intake.staging import Staged
    from brep_metrics.schema import Column
    from brep_metrics.store import Draft

CELLS_KEPT = 1_000
"""Changed cells of one table that are told one by one; all are counted."""


@dataclass(frozen=True)
class ChangedCell:
    """One cell of a record that the store has already, as it was and as it will be; lists separated by semicolons."""

    table: str
    record_id: str
    column: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class TableChange:
    """Records of one table by what becomes of them, and the cells of the changed ones, `CELLS_KEPT` at most."""

    new: int = 0
    changed: int = 0
    equal: int = 0
    removed: int = 0
    cells: tuple[ChangedCell, ...] = ()

    def __add__(self, other: TableChange) -> TableChange:
        """Two files of one table together, of which one removes records."""
        counts = {name: count + other.counts[name] for name, count in self.counts.items()}
        return TableChange(**counts, cells=self.cells + other.cells)

    @property
    def counts(self) -> dict[str, int]:
        """The four numbers by name."""
        return {"new": self.new, "changed": self.changed, "equal": self.equal, "removed": self.removed}


def change_by(draft: Draft, staged: Staged) -> TableChange:
    """What the staged rows change in the draft, which does not hold them yet; each key is staged once."""
    table = staged.table
    columns = list(table.columns.values())
    same = " and ".join(f'old."{name}" = new."{name}"' for name in table.key)
    differ = " or ".join(f'old."{one.name}" is distinct from new."{one.name}"' for one in columns)
    sides = ", ".join(f'{_text(side, one)} as "{side}_{one.name}"' for one in columns for side in ("old", "new"))
    record_id = ", ".join(f'new."{name}"' for name in table.key)
    draft.execute(
        f"create or replace temp table changed as select concat_ws('/', {record_id}) as record_id, {sides}"  # noqa: S608 - names come from the schema
        f" from {staged.view} as new join {table.name} as old on {same} where {differ}"
    )
    ((known,),) = draft.fetch(f"select count(*) from {staged.view} as new semi join {table.name} as old on {same}")  # noqa: S608 - as above
    ((changed,),) = draft.fetch("select count(*) from changed")
    cells = _cells(draft, table.name, columns) if changed else ()
    return TableChange(_rows(draft, staged) - known, changed, known - changed, cells=cells)


def first_rows(draft: Draft, staged: Staged) -> TableChange:
    """What the staged rows change in a table that is empty."""
    return TableChange(new=_rows(draft, staged))


def removed_by(draft: Draft, removed: Staged) -> TableChange:
    """What a file of keys removes: each key is one record, which is there."""
    return TableChange(removed=_rows(draft, removed))


def _rows(draft: Draft, staged: Staged) -> int:
    ((count,),) = draft.fetch(f"select count(*) from {staged.name}")  # noqa: S608 - as above
    return int(count)


def _cells(draft: Draft, table: str, columns: Iterable[Column]) -> tuple[ChangedCell, ...]:
    each = " union all ".join(
        f'select record_id, {at} as place, \'{one.name}\' as name, "old_{one.name}" as old, "new_{one.name}" as new'  # noqa: S608 - as above
        f' from changed where "old_{one.name}" is distinct from "new_{one.name}"'
        for at, one in enumerate(columns)
    )
    rows = draft.fetch(f"select record_id, name, old, new from ({each}) order by record_id, place limit {CELLS_KEPT}")  # noqa: S608 - as above
    return tuple(ChangedCell(table, *row) for row in rows)


def _text(side: str, column: Column) -> str:
    name = f'{side}."{column.name}"'
    return f"array_to_string({name}, ';')" if column.is_list else f"{name}::varchar"
