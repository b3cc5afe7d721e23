"""Which rows of each table a reader may see: one condition per table, over what was put within their reach.

`visible_group` holds the groups whose records are open to the reader, `named_group` those they may know by name,
`own_organization` the reader's organization, and `evaluator` is empty for everybody else. Who has what in reach is
decided by `brep_metrics.access`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

_IN_GROUP = "group_id in (from visible_group)"
_OF_OUTCOME = "outcome_id in (select outcome_id from outcome)"
_OWN = "organization_id in (from own_organization)"
_EVALUATOR = "exists (from evaluator)"

# In the order in which the views are made: a condition may ask for the rows that an earlier one lets through.
CONDITIONS = {
    "sector": "true",
    "country": "true",
    "working_group": "group_id in (from named_group)",
    "membership": f"{_IN_GROUP} or {_OWN}",
    "organization": f"{_OWN} or {_EVALUATOR} or organization_id in (select organization_id from membership)",  # noqa: S608 - no caller's text
    "intention": f"{_OWN} or {_EVALUATOR}",
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
class AccessScope:
    """What one reader may see: the whole network, or the records of some groups, the names of some, an organization.

    Every reading has one: those who may see everything have `WHOLE_NETWORK`. An evaluator sees results before they are
    published and what belongs to no group; one to whom the records of some groups are closed has not the whole network.
    """

    visible_groups: frozenset[str] = frozenset()
    named_groups: frozenset[str] = frozenset()
    organization_id: str | None = None
    is_network: bool = False
    is_evaluator: bool = False

    @classmethod
    def of_groups(cls, groups: Iterable[str]) -> AccessScope:
        """The records of these groups, no matter who asks."""
        return cls(frozenset(groups), frozenset(groups))

    def may_see(self, group_id: str) -> bool:
        """Whether the group's records are open to the reader."""
        return self.is_network or group_id in self.visible_groups

    def may_name(self, group_id: str) -> bool:
        """Whether the reader may know the group by name."""
        return self.may_see(group_id) or group_id in self.named_groups

    @property
    def closed_groups(self) -> frozenset[str]:
        """The groups that the reader knows by name alone."""
        return self.named_groups - self.visible_groups

    @cached_property
    def key(self) -> str:
        """The same as a text, for the keys of caches: readers who share it see the same."""
        if self.is_network:
            return "network"
        return repr((sorted(self.visible_groups), sorted(self.named_groups), self.organization_id, self.is_evaluator))


WHOLE_NETWORK = AccessScope(is_network=True, is_evaluator=True)


def put_in_reach(cursor: duckdb.DuckDBPyConnection, scope: AccessScope) -> None:
    """Offer the lists to the views; every code is bound, never written into a statement."""
    lists = {
        "visible_group": scope.visible_groups,
        "named_group": scope.named_groups,
        "own_organization": () if scope.organization_id is None else (scope.organization_id,),
        "evaluator": ("yes",) if scope.is_evaluator else (),
    }
    for name, codes in lists.items():
        _offer(cursor, name, codes)


def _offer(cursor: duckdb.DuckDBPyConnection, name: str, codes: Iterable[str]) -> None:
    statement = f"create temp table {name} as select unnest($codes::varchar[]) as code"
    cursor.execute(statement, {"codes": sorted(codes)})
