"""What a reader may see, and in which role, by the memberships in the current generation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.access import Role, Viewer, role_of, scope_of
from brep_metrics.app.cache import cached
from brep_metrics.store import WHOLE_NETWORK, AccessScope

if TYPE_CHECKING:
    from brep_metrics.access import Account
    from brep_metrics.store import Store


def viewer_of(store: Store, account: Account) -> Viewer:
    """The person behind an account: an evaluator, or lead or member as their organization is now."""
    viewer = Viewer(account.role, account.email, account.organization)
    return Viewer(role_of(current_scope(store, viewer)), account.email, account.organization)


def current_scope(store: Store, viewer: Viewer) -> AccessScope:
    """What the viewer may see; of a store without data, an organization nothing."""
    generation = store.current()
    if generation is not None:
        return _scope(store, viewer, generation.id)
    return WHOLE_NETWORK if viewer.role is Role.EVALUATOR else AccessScope(organization_id=viewer.organization_id)


@cached(500, key=lambda store, viewer, generation: (store.address, viewer, generation))
def _scope(store: Store, viewer: Viewer, generation: str) -> AccessScope:
    with store.read(generation, scope=WHOLE_NETWORK) as reading:
        return scope_of(viewer, reading)
