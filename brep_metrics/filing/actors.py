"""Who acts: a reader as the filing sees them, with the groups that their organization leads or takes part in today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brep_metrics.access import Role, Viewer, applicant_of, scope_of
from brep_metrics.access.audit import local_user
from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.store import WHOLE_NETWORK, AccessScope, network_day

if TYPE_CHECKING:
    from brep_metrics.store import Store

APPLICANT = Role.APPLICANT.value


@dataclass(frozen=True)
class Actor:
    """A person who files or enters. `who` is in the journal; an applicant has no organization yet.

    `operator` is the user of the machine who acts for them on the command line, None where they act themselves.
    `recused` are the groups in which an evaluator takes part with an organization of their own, and its rivals: they do
    nothing in these, and read what is about the former alone.
    """

    who: str
    scope: AccessScope
    is_applicant: bool = False
    operator: str | None = None
    recused: frozenset[str] = frozenset()

    @property
    def named(self) -> dict[str, str]:
        """What the journal says of the operator, where there is one."""
        return {} if self.operator is None else {"operator": self.operator}

    @property
    def is_evaluator(self) -> bool:
        """Whether they do what evaluators do."""
        return self.scope.is_evaluator

    @property
    def organization_id(self) -> str | None:
        """For which organization they act."""
        return self.scope.organization_id

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups in which their organization leads or takes part, by code."""
        return tuple(sorted(self.scope.named_groups))

    def role_in(self, group_id: str | None) -> str | None:
        """`evaluator`, `lead`, `member` or `applicant`; None where they are nothing to the group."""
        if self.is_evaluator:
            return None if group_id in self.recused else Role.EVALUATOR.value
        if self.is_applicant:
            return APPLICANT if group_id is None else None
        if group_id is None:
            return Role.MEMBER.value if self.organization_id is not None else None
        if self.scope.may_see(group_id):
            return Role.LEAD.value
        return Role.MEMBER.value if self.scope.may_name(group_id) else None

    def require_evaluator(self) -> None:
        """Raise unless they may do what evaluators do.

        Raises:
            UsageError: they may not.

        """
        if not self.is_evaluator:
            raise UsageError(Message(N_("only an evaluator may do that")))


def acting(store: Store, viewer: Viewer, *, operator: str | None = None) -> Actor:
    """A reader, with the rights that follow from the members of the groups today; see `Actor` for `operator`."""
    who = viewer.email or local_user()
    if viewer.role is Role.APPLICANT:
        return replace(applicant(who), operator=operator)
    is_evaluator = viewer.role is Role.EVALUATOR
    if store.current() is None or (is_evaluator and viewer.organization_id is None):
        nothing = AccessScope(organization_id=viewer.organization_id)
        return Actor(who, WHOLE_NETWORK if is_evaluator else nothing, operator=operator)
    with store.read(as_of=network_day()) as reading:
        scope = scope_of(viewer, reading)
        if not is_evaluator:
            return Actor(who, scope, operator=operator)
        own = scope_of(Viewer(Role.MEMBER, viewer.email, viewer.organization_id), reading)
    return Actor(who, scope, operator=operator, recused=own.named_groups | scope.closed_groups)


def applicant(email: str) -> Actor:
    """Somebody from outside the network, by their verified address.

    Raises:
        UsageError: applicants are not admitted here, or not by such an address.

    """
    viewer = applicant_of(email)
    if viewer is None:
        raise UsageError(Message(N_("applicants are not admitted here")))
    return Actor(viewer.email or email, AccessScope(), is_applicant=True)
