"""Applicants: a verified person whose organization is not in the network files its data and a Record of Intention.

The door is open only where `BREP_APPLICANTS=on` says so. Accepting an intention makes the organization and, in a group,
a participant; never a second lead.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from brep_metrics.errors import UsageError
from brep_metrics.filing.actors import APPLICANT, Actor
from brep_metrics.filing.declared import APPLICATION, Kind
from brep_metrics.filing.drafts import save, start
from brep_metrics.filing.entering import enter
from brep_metrics.filing.filings import find
from brep_metrics.filing.submitting import submit
from brep_metrics.i18n import N_, Message
from brep_metrics.store import AccessScope, network_day

if TYPE_CHECKING:
    from datetime import date

    from brep_metrics.filing.filings import Filing
    from brep_metrics.store import Generation, Store

VARIABLE = "BREP_APPLICANTS"


def applicant(email: str) -> Actor:
    """Somebody from outside the network, by their verified address.

    Raises:
        UsageError: applicants are not admitted here.

    """
    if os.environ.get(VARIABLE) != "on":
        raise UsageError(Message(N_("applicants are not admitted here")))
    return Actor(email, AccessScope(), is_applicant=True)


def decide(
    store: Store, actor: Actor, id_: int, *, accepted: bool, group_id: str | None = None, day: date | None = None
) -> Generation:
    """Enter an applicant's intention with its organization, and decide on it; in a group it becomes a participant.

    Raises:
        UsageError: `actor` is no evaluator, or it is no intention of an applicant that waits.
        FaultsError: something about it is wrong by now.

    """
    actor.require_evaluator()
    filing = find(store, actor, id_)
    organization = organization_of(store, filing)
    if organization is None or filing.key is None:
        raise UsageError(Message(N_("{number} is no intention of an applicant"), {"number": filing.number}))
    enter(store, actor, [organization.id, id_], day=day)
    on = (day or network_day()).isoformat()
    decision = {"decision": "accepted" if accepted else "declined", "decided_on": on}
    made = [_said(store, actor, start(store, actor, APPLICATION, kind=Kind.CHANGE, key=filing.key), decision, day)]
    if accepted and group_id is not None:
        member = {"organization_id": organization.number, "joined_on": on, "role": "participant"}
        made.append(_said(store, actor, start(store, actor, "membership", group_id), member, day))
    return enter(store, actor, [one.id for one in made], day=day)


def organization_of(store: Store, filing: Filing) -> Filing | None:
    """The filing of the organization that an applicant's intention is about."""
    if filing.role != APPLICANT or filing.table != APPLICATION or filing.organization_id is None:
        return None
    own = Actor(filing.who, AccessScope(), is_applicant=True)
    return find(store, own, int(filing.organization_id[1:]))


def _said(store: Store, actor: Actor, draft: Filing, values: dict[str, str], day: date | None) -> Filing:
    save(store, actor, draft, {name: (value, 0) for name, value in values.items()})
    return submit(store, actor, draft.id, day=day)
