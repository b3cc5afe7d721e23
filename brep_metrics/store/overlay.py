"""A draft of few changed rows, laid over the file of a generation that is only read: nothing is copied.

Each table is a view of the file's own until rows of it change. From then on it is the file's rows without those whose
keys were removed, and beside them the rows that were added, both kept in memory. A draft that was narrowed holds copies
of the few rows that matter instead, and is changed like any table.
"""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import TYPE_CHECKING

from brep_metrics.store.declarations import declared_table, declared_tables
from brep_metrics.store.draft import Draft
from brep_metrics.store.duckdb_errors import reading_from
from brep_metrics.store.views import source_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from brep_metrics.periods import Period
    from brep_metrics.store.generation import Generation
    from brep_metrics.store.leases import Lease

_numbers = count(1)

_OWN = "list_contains({codes}, group_id)"
_OF_OUTCOME = "outcome_id in (select outcome_id from outcome)"
_ABOUT = {
    "membership": _OWN,
    "report": _OWN,
    "plan_item": _OWN,
    # Most of the time goes into reading lists, so that it pays to leave out the other years.
    "activity": f"{_OWN} and held_on between {{first}} and {{last}}",
    "outcome": f"{_OWN} or list_has_any(partner_group_ids, {{codes}})",
    "review": _OF_OUTCOME,
    "showcase": _OF_OUTCOME,
    "need": _OWN,
    "issue": _OWN,
}
"""The rows on which figures of groups in periods can depend; of tables that are not here, all."""


class Overlay(Draft):
    """A draft that is never published; made by `Store.overlay`."""

    _telling = staticmethod(reading_from)

    def __init__(self, lease: Lease, path: Path, *, base: Generation | None, day: date) -> None:
        """`lease` is that of the base's file, or of none."""
        catalog = f"overlay_{next(_numbers)}"
        super().__init__(lease.cursor, catalog, path, base=base, day=day)
        self._held = {table.name: source_of(table, lease.catalog, lease.columns) for table in declared_tables()}
        self._changed: set[str] = set()
        self._narrowed: set[str] = set()
        views = (f"create view {name} as select * from {source}" for name, source in self._held.items())  # noqa: S608 - declared names
        self.execute(f"attach ':memory:' as {catalog}; use {catalog}; {'; '.join(views)}")

    def narrow(self, groups: frozenset[str], periods: Sequence[Period], tables: Collection[str]) -> None:
        """Hold of some tables only the rows on which figures of groups in these periods can depend.

        From now on rows that are added must say when they were recorded.
        """
        # Literals, since the database sees through them better than through a table.
        wanted = {
            "codes": f"[{', '.join(map(_literal, sorted(groups)))}]::varchar[]",
            "first": f"date '{min(one.start for one in periods)}'",
            "last": f"date '{max(one.end for one in periods)}'",
        }
        for name, condition in _ABOUT.items():
            if name in tables:
                rows = f"select * from {name} where {condition.format(**wanted)}"  # noqa: S608 - declared names, quoted codes
                self.execute(
                    f"create table narrowed as {rows}; drop view {name}; alter table narrowed rename to {name}"
                )
                self._narrowed.add(name)

    def discard(self) -> None:
        """Let go of what was laid over."""
        self.execute(f"use memory; detach {self._catalog}")

    def remove_rows(self, table: str, keys: str, parameters: Mapping[str, object] | None = None) -> None:
        """As declared by `Draft`."""
        key = declared_table(table).key
        names, same = ", ".join(key), " and ".join(f'old."{name}" = new."{name}"' for name in key)
        if table in self._narrowed:
            self.execute(f"delete from {table} as old using ({keys}) as new where {same}", parameters)  # noqa: S608 - declared names
            return
        self._lay(table)
        # Only keys that the file has, and each once, so that they can be counted.
        gone = f"select {names} from {self._held[table]} as old semi join ({keys}) as new on {same}"  # noqa: S608 - declared names
        self.execute(f"insert into removed_{table} {gone} anti join removed_{table} as new on {same}", parameters)
        self.execute(f"delete from added_{table} as old using ({keys}) as new where {same}", parameters)  # noqa: S608 - declared names

    def add_rows(self, table: str, rows: str, parameters: Mapping[str, object] | None = None) -> None:
        """As declared by `Draft`."""
        self._lay(table)
        added = table if table in self._narrowed else f"added_{table}"
        self.execute(f"insert into {added} {rows}", parameters)

    def _lay(self, table: str) -> None:
        """Let the rows of a table be those of the file without `removed_…`, and those of `added_…`."""
        if table in self._changed or table in self._narrowed:
            return
        key, source = ", ".join(declared_table(table).key), self._held[table]
        self.execute(
            f"create table added_{table} as select * from {table} limit 0;"  # noqa: S608 - declared names
            f" create table removed_{table} as select {key} from {table} limit 0;"
            f" create or replace view {table} as select * from {source} anti join removed_{table} using ({key})"
            f" union all select * from added_{table}"
        )
        self._changed.add(table)

    def _present_columns(self) -> dict[str, tuple[str, ...]]:
        """All that are declared: what the file does not have, the views fill in."""
        return {table.name: tuple(column.name for column in table.columns) for table in declared_tables()}

    def _summary(self) -> tuple[dict[str, int], date]:
        rows = {table.name: self.base.rows.get(table.name, 0) if self.base else 0 for table in declared_tables()}
        if self._narrowed:
            # What is added while a reading is open may be of any day: it always looks as of its own.
            return rows, date.max
        latest = self.base.latest if self.base else date.min
        for name in self._changed:
            added, day = self._stamped(declared_table(name), f"added_{name}")
            ((removed,),) = self.fetch(f"select count(*) from removed_{name}")  # noqa: S608 - declared names
            rows[name] += added - removed
            latest = max(latest, day)
        return rows, latest


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
