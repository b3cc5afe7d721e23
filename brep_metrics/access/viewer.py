"""One reader: role, organization, and the rows they have in reach on a given day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brep_metrics.access.rules import Action, Reach, Role, reach
from brep_metrics.store import Scope

if TYPE_CHECKING:
    from brep_metrics.store import Reading

_GROUPS = """
select distinct group_id
from membership
where organization_id = $organization
    and joined_on <= $as_of
    and (left_on is null or left_on > $as_of)
    and (role = 'lead' or not $leads_only)
"""


@dataclass(frozen=True)
class Viewer:
    """Somebody who is signed in; in local mode, an evaluator without an address."""

    role: Role
    email: str | None = None
    organization_id: str | None = None


def scope_of(viewer: Viewer, reading: Reading) -> Scope | None:
    """What `viewer` has in reach; None for the whole network. `reading` must itself be unscoped.

    A lead's own groups are those that its organization leads on the reading's date, a member's those it belongs to.
    """
    if reach(viewer.role, Action.SEE_EVIDENCE) is Reach.NETWORK:
        return None
    parameters = {
        "organization": viewer.organization_id,
        "as_of": reading.as_of,
        "leads_only": viewer.role is Role.LEAD,
    }
    own = frozenset(group_id for (group_id,) in reading.fetch(_GROUPS, parameters))
    visible = own if reach(viewer.role, Action.SEE_EVIDENCE) is Reach.GROUP else frozenset[str]()
    return Scope(visible_groups=visible, named_groups=own, organization_id=viewer.organization_id)
