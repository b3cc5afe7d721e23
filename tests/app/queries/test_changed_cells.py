"""Cells that a load would change, told in words."""

from __future__ import annotations

import pytest

from brep_metrics.app.context.visit import Visit
from brep_metrics.app.queries.changed_cells import changed_cells
from brep_metrics.app.queries.selection import Selection
from brep_metrics.intake import ChangedCell
from brep_metrics.periods import Period
from brep_metrics.store import WHOLE_NETWORK

CELLS = (
    ChangedCell("working_group", "WG01", "sector_id", "green_energy", "oil_gas"),
    ChangedCell("activity", "no-such-activity", "country_codes", "CU;LA", "CU;XX"),
    ChangedCell("plan_item", "no-such-item", "withdrawn_on", None, "2026-01-05"),
)


@pytest.mark.parametrize(
    ("language", "sectors", "countries"),
    [
        ("en", ("Green Energy", "Oil and Gas"), ("Cuba, Laos", "Cuba, XX")),
        ("zh", ("绿色能源", "油气"), ("古巴、老挝", "古巴、XX")),
    ],
)
def test_codes_are_told_by_name(demo_store, network_methodologies, language, sectors, countries):
    """A record, a column and a value that names a record have their names; a code without one stays as it is."""
    visit = Visit("data", language, demo_store, demo_store.current(), visitor=None, access_scope=WHOLE_NETWORK)
    selection = Selection.of(visit, network_methodologies[0], Period.parse("2025"))
    found = changed_cells(selection, CELLS).to_dict("records")
    assert [(one["old"], one["new"]) for one in found] == [sectors, countries, ("–", "2026-01-05")]
    assert found[0]["record"] != "WG01" == found[0]["record_id"]
    assert (found[1]["record"], found[1]["record_id"]) == ("–", "no-such-activity")
