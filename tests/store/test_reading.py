"""Statements on a reading: parameters by name, refusals as errors of the tree, nothing that writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from brep_metrics.errors import UsageError

if TYPE_CHECKING:
    from brep_metrics.store import Store


def test_parameters(store: Store):
    """Parameters are bound by name, and a statement tells which it has, leaving texts and comments alone."""
    sql = "select $a + $b as sum, '$c' as text -- $d"
    with store.read() as reading:
        assert reading.parameters_of(sql) == {"a", "b"}
        assert reading.parameters_of("select 1") == frozenset()
        assert reading.fetch(sql, {"a": 1, "b": 2}) == [(3, "$c")]
        assert reading.query(sql, {"a": 1, "b": 2}).to_dict("list") == {"sum": [3], "text": ["$c"]}


@pytest.mark.parametrize(
    "sql",
    [
        "selekt 1",
        "select nothing from sector",
        "from nowhere",
        "select $a",
        "select 'x'::integer",
        "select period_of(date '2025-01-01')",
    ],
)
def test_refused_statements(store: Store, sql: str):
    """A statement that cannot run is an error of the tree that says why; the reading goes on."""
    with store.read() as reading:
        with pytest.raises(UsageError, match="refuses"):
            reading.fetch(sql)
        assert reading.fetch("select count(*) from sector") == [(3,)]


def test_generations_cannot_be_changed(store: Store):
    """Neither through a view nor through the file behind it."""
    with store.read() as reading:
        with pytest.raises(UsageError):
            reading.fetch("delete from sector")
        ((catalog,), *_) = reading.fetch("select database_name from duckdb_databases() where readonly and not internal")
        with pytest.raises(UsageError):
            reading.fetch(f"delete from {catalog}.main.sector")


def test_readings_are_apart(store: Store):
    """What one reading sets up, another of the same thread does not see."""
    with store.read() as one, store.read() as other:
        one.set_periods([])
        with pytest.raises(UsageError):
            other.fetch("from evaluated_period")
