"""One consistent look at one generation, as of one date, from one thread."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import duckdb

from brep_metrics.store.declarations import declared_tables
from brep_metrics.store.duckdb_errors import damaged, reading_from
from brep_metrics.store.views import evaluated_periods, source_of, view
from brep_metrics.store.visible_rows import CONDITIONS, WHOLE_NETWORK, AccessScope, put_in_reach

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    import pandas as pd

    from brep_metrics.periods import Period
    from brep_metrics.store.generation import Generation
    from brep_metrics.store.leases import Lease


class Reading:
    """Shows tables by their plain names; made by `Store.read` and usable until its `with` block ends.

    All of them, unless `tables` names those that are needed, which saves time. A later generation does not disturb it.
    Parameters are bound by name (`$as_of`).
    """

    def __init__(
        self,
        lease: Lease,
        *,
        path: Path,
        generation: Generation,
        as_of: date,
        scope: AccessScope = WHOLE_NETWORK,
        tables: Collection[str] | None = None,
    ) -> None:
        self.generation = generation
        self.as_of = as_of
        self._cursor = cursor = lease.cursor
        self._path = path
        self._lease = lease
        self._scope = scope
        self._tables = tables
        self._periods: tuple[Period, ...] | None = None
        self._defined: set[str] = set()
        shown = as_of if as_of < generation.latest else None
        try:
            shows = {
                table.name: (table, source_of(table, lease.catalog, lease.columns))
                for table in declared_tables()
                if tables is None or table.name in tables
            }
            # In the order of the conditions, since one may ask for the rows that another lets through.
            conditions = dict.fromkeys(shows, "true") if scope.is_network else CONDITIONS
            if not scope.is_network:
                put_in_reach(cursor, scope)
            announced = lease.announced_events() if shown else None
            views = (view(*shows[name], shown, condition, announced) for name, condition in conditions.items())
            cursor.execute("; ".join(views))
        except duckdb.Error as error:
            raise damaged(path, error) from error

    @contextmanager
    def known_on(self, as_of: date) -> Iterator[Reading]:
        """The same generation within the same scope, as of another day; usable until the `with` block ends."""
        if as_of == self.as_of:
            yield self
            return
        with self._cursor.cursor() as cursor:
            yield Reading(
                replace(self._lease, cursor=cursor),
                path=self._path,
                generation=self.generation,
                as_of=as_of,
                scope=self._scope,
                tables=self._tables,
            )

    def set_periods(self, periods: Sequence[Period]) -> None:
        """Offer `evaluated_period(period, starts_on, ends_on)` and two macros to the SQL that follows.

        `period` is the first day of a period; `period_of(day)` tells it, NULL for a day outside all of them;
        `is_evaluated(day)` is what rows are chosen by: the same as `period_of(day) is not null`, as ranges.

        Raises:
            UsageError: two of the periods overlap.

        """
        if tuple(periods) != self._periods:
            with reading_from(self._path):
                self._cursor.execute(evaluated_periods(periods))
            self._periods = tuple(periods)

    def define(self, macro: str) -> None:
        """Run a statement that creates a temporary macro, unless this reading has run it before."""
        if macro not in self._defined:
            self.fetch(macro)
            self._defined.add(macro)

    def query(self, sql: str, parameters: Mapping[str, object] | None = None) -> pd.DataFrame:
        """The rows of a statement as a frame.

        Raises:
            UsageError: the statement is refused.
            StoreDamaged: the generation's file cannot be read.

        """
        with reading_from(self._path):
            return self._cursor.execute(sql, dict(parameters or {})).df()

    def fetch(self, sql: str, parameters: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
        """The rows of a statement as tuples of Python values; raises what `query` raises."""
        with reading_from(self._path):
            return self._cursor.execute(sql, dict(parameters or {})).fetchall()

    def parameters_of(self, sql: str) -> frozenset[str]:
        """The names of the parameters that a statement binds, without the dollar sign."""
        with reading_from(self._path):
            statements = self._cursor.extract_statements(sql)
        return frozenset(name for statement in statements for name in statement.named_parameters)
