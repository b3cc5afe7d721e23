"""Which rows of each table a reader may see: one condition a table, over what was put within their reach.

`visible_group` holds the groups whose records are open to the reader, `named_group` those they may know by name, and
`own_organization` the reader's organization. Who has what in reach is decided by `brep_metrics.access`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

_IN_GROUP = "group_id in (from visible_group)"
_OF_OUTCOME = "outcome_id in (select outcome_id from outcome)"
_OWN = "organization_id in (from own_organization)"

# In the order in which the views are made: a condition may ask for the rows that an earlier one lets through.
CONDITIONS = {
    "sector": "true",
    "country": "true",
    "working_group": "group_id in (from named_group)",
    "membership": f"{_IN_GROUP} or {_OWN}",
    "organization": f"{_OWN} or organization_id in (select organization_id from membership)",  # noqa: S608 - no caller's text
    "intention": _OWN,
    "report": _IN_GROUP,
    "plan_item": _IN_GROUP,
    "activity": _IN_GROUP,
    "outcome": _IN_GROUP,
    "review": _OF_OUTCOME,
    "showcase": _OF_OUTCOME,
    "need": f"{_IN_GROUP} or {_OWN}",
    "issue": _IN_GROUP,
    "target": "group_id is null or group_id in (from named_group)",
}


@dataclass(frozen=True)
class Scope:
    """What one reader has in reach; the order of the codes makes no difference to equality."""

    visible_groups: frozenset[str]
    named_groups: frozenset[str]
    organization_id: str | None


def put_in_reach(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> None:
    """Offer the three lists to the views; every code is bound, never written into a statement."""
    lists = {
        "visible_group": scope.visible_groups,
        "named_group": scope.named_groups,
        "own_organization": () if scope.organization_id is None else (scope.organization_id,),
    }
    for name, codes in lists.items():
        statement = f"create temp table {name} as select unnest($codes::varchar[]) as code"
        cursor.execute(statement, {"codes": sorted(codes)})
