"""Who acts in a round, and in which capacity: an evaluator of its panel, lead or member of a group, or neither."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brep_metrics.access import Role, Viewer, scope_of
from brep_metrics.access.audit import local_user
from brep_metrics.i18n import listed, translator
from brep_metrics.rounds.stages import Act, Capacity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from brep_metrics.access import Account
    from brep_metrics.i18n import Language
    from brep_metrics.rounds.state import Round
    from brep_metrics.store import Store

# What concerns the result as a whole, so that being recused from one group is enough.
_OF_ALL_GROUPS = frozenset({Act.VOTE, Act.CANCEL})


@dataclass(frozen=True)
class Actor:
    """Somebody on a day: `who` as the journal names them, the groups that they lead and those in which they take part.

    `operator` is the user of the machine who acts for them on the command line, None where they act themselves.
    """

    who: str
    role: Role
    leads: frozenset[str] = frozenset()
    takes_part: frozenset[str] = frozenset()
    operator: str | None = None


def actor_of(store: Store, viewer: Viewer, day: date, *, operator: str | None = None) -> Actor:
    """The actor that a reader is on a day; in local mode, the user of the machine.

    Raises:
        UsageError: the store holds no data.

    """
    who = viewer.email or local_user()
    if viewer.organization_id is None:
        return Actor(who, viewer.role, operator=operator)
    with store.read(as_of=day) as reading:
        organization = Viewer(Role.MEMBER, viewer.email, viewer.organization_id)
        scope = scope_of(organization, reading)
    return Actor(who, viewer.role, scope.visible_groups, scope.named_groups, operator)


def people_named(people: Iterable[str], language: Language) -> str:
    """People in a row, by their addresses; somebody without one is the user of the machine."""
    text = translator(language).gettext("{user} (user of this machine)")
    return listed((who if "@" in who else text.format(user=who) for who in people), language)


def recused_by_organization(store: Store, accounts: Iterable[Account], day: date) -> dict[str, tuple[str, ...]]:
    """The groups in which evaluators take part with an organization of their own, by address."""
    found = {}
    for account in accounts:
        own = actor_of(store, Viewer(account.role, account.email, account.organization), day)
        if own.takes_part:
            found[account.email] = tuple(sorted(own.takes_part))
    return found


def capacity_of(actor: Actor, round_: Round, act: Act, group: str | None) -> Capacity:
    """In which capacity somebody would do an act that is about a group, or about none."""
    if actor.role is not Role.EVALUATOR:
        if group in actor.leads:
            return Capacity.LEAD
        return Capacity.MEMBER if group in actor.takes_part else Capacity.OUTSIDER
    if actor.who not in round_.panel:
        return Capacity.EVALUATOR
    own = actor.takes_part & set(round_.terms.groups)
    if act in _OF_ALL_GROUPS:
        recused = bool(own) or round_.is_recused(actor.who)
    else:
        recused = group is not None and (group in own or round_.is_recused(actor.who, group))
    return Capacity.RECUSED if recused else Capacity.PANELIST
