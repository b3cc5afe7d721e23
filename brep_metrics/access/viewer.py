"""One reader: an evaluator or an organization, what they may see on a given day, and as whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brep_metrics.access.rights import Role
from brep_metrics.store import WHOLE_NETWORK, AccessScope

if TYPE_CHECKING:
    from brep_metrics.store import Reading

_GROUPS = """
select group_id, bool_or(role = 'lead')
from membership
where organization_id = $organization
    and joined_on <= $as_of
    and (left_on is null or left_on > $as_of)
group by group_id
"""
_SECTORS = "select group_id, sector_id from working_group"


@dataclass(frozen=True)
class Viewer:
    """The reader of this visit, signed in; in local mode, an evaluator without an address.

    `role` is the widest that they have in any group: what it opens in which group is for the scope to tell.
    """

    role: Role
    email: str | None = None
    organization_id: str | None = None


def scope_of(viewer: Viewer, reading: Reading) -> AccessScope:
    """What `viewer` may see. `reading` must itself be of the whole network.

    An organization is the lead of the groups that it leads on the reading's date, and a member of those in which it
    takes part: it sees the records of the former and knows the latter by name. An evaluator with an organization of
    their own knows its rivals by name alone: the other groups of the sectors in which it takes part.
    """
    if viewer.role is Role.EVALUATOR:
        return WHOLE_NETWORK if viewer.organization_id is None else _scope_of_expert(viewer, reading)
    parameters = {"organization": viewer.organization_id, "as_of": reading.as_of}
    groups = reading.fetch(_GROUPS, parameters)
    return AccessScope(
        visible_groups=frozenset(group_id for group_id, leads in groups if leads),
        named_groups=frozenset(group_id for group_id, _ in groups),
        organization_id=viewer.organization_id,
    )


def _scope_of_expert(viewer: Viewer, reading: Reading) -> AccessScope:
    own = scope_of(Viewer(Role.MEMBER, viewer.email, viewer.organization_id), reading).named_groups
    sectors = dict(reading.fetch(_SECTORS))
    competing = {sectors[group] for group in own if group in sectors}
    rivals = {group for group, sector in sectors.items() if sector in competing} - own
    if not rivals:
        return WHOLE_NETWORK
    return AccessScope(frozenset(sectors) - rivals, frozenset(sectors), is_evaluator=True)


def role_of(scope: AccessScope) -> Role:
    """The widest role that a reader with this scope has in any group."""
    if scope.is_evaluator:
        return Role.EVALUATOR
    return Role.LEAD if scope.visible_groups else Role.MEMBER
