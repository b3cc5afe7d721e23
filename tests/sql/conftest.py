"""Rows in, rows out: runs one indicator on a handful of rows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from brep_metrics.evidence import evidence_rows
from brep_metrics.periods import Period

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from brep_metrics.methodology import Methodology
    from brep_metrics.store import Store

GROUPS = [{"group_id": code, "sector_id": "s", "established_on": date(2020, 1, 1)} for code in ("g1", "g2", "g3")]


class Indicators:
    """Runs the shipped indicators on small tables; the groups g1, g2 and g3 exist unless the test says otherwise."""

    def __init__(self, store_of: Callable[[Mapping[str, Any]], Store], methodologies: tuple[Methodology, ...]) -> None:
        self._store_of = store_of
        self._methodologies = methodologies

    def rows(
        self, indicator: str, tables: Mapping[str, Any], *, period: str = "2025", as_of: date = date(2026, 12, 31)
    ) -> list[tuple[Any, ...]]:
        """(group, source, record, item, numerator, denominator), None where empty."""
        methodology = next(one for one in self._methodologies if indicator in {it.code for it in one.indicators})
        with self._store_of({"working_group": GROUPS, **tables}).read(as_of=as_of) as reading:
            frame = evidence_rows(reading, methodology, Period.parse(period), indicator=indicator)
        assert set(frame["indicator"]) <= {indicator}
        table = frame.drop(columns="indicator").astype(object)
        return [tuple(row) for row in table.where(table.notna(), None).itertuples(index=False)]

    def parts(self, indicator: str, tables: Mapping[str, Any], **when: Any) -> dict[str, tuple[Any, Any]]:
        """(numerator, denominator) by record."""
        rows = self.rows(indicator, tables, **when)
        parts = {record: (numerator, denominator) for _, _, record, _, numerator, denominator in rows}
        assert len(parts) == len(rows), "one row per record"
        return parts


@pytest.fixture
def indicators(store_of, network_methodologies) -> Indicators:
    return Indicators(store_of, network_methodologies)
