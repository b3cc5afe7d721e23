"""Whether the sender of a request belongs to an audience, looked up anew each time: a sign-in may have been ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.access import Action, allowed
from brep_metrics.app.auth import identity
from brep_metrics.app.auth.allow_lists import Audience
from brep_metrics.app.auth.middleware import claims_of
from brep_metrics.errors import BrepError

if TYPE_CHECKING:
    from starlette.types import Scope

    from brep_metrics.access import Role
    from brep_metrics.app.auth.identity import Visitor
    from brep_metrics.store import Store

# Those who load data, who verify a snapshot that they bring along, or who attach files to what they hand in.
UPLOADING = (Action.LOAD_DATA, Action.MAKE_SNAPSHOT, Action.ATTACH)


def sender_of(scope: Scope, store: Store) -> Visitor:
    """The sender of a request, by its cookie; without a viewer where nobody is let in by it."""
    configured, claims = identity.provider(), claims_of(scope)
    if configured is None or claims is None:
        return identity.Visitor()
    try:
        return identity.checked(store, configured, claims)
    except BrepError:
        return identity.Visitor()


def audience_of(sender: Visitor) -> Audience:
    """The widest audience that the sender belongs to."""
    if sender.viewer is None:
        return Audience.ANYBODY
    return Audience.UPLOADER if _may_upload(sender.viewer.role) else Audience.SIGNED_IN


def _may_upload(role: Role) -> bool:
    return any(allowed(role, action) for action in UPLOADING)
