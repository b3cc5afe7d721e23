"""Applicants: a verified person whose organization is not in the network files its data and a Record of Intention.

They are there only where the operator admits them. An evaluator accepts or declines an intention, which enters it with
its organization as one load; accepted into a group, the organization is a participant, and never a second lead.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from brep_metrics.access import Role, comparable
from brep_metrics.errors import UsageError
from brep_metrics.filing.application_parts import OPEN_STATES, is_application
from brep_metrics.filing.checking import Row
from brep_metrics.filing.drafts import start
from brep_metrics.filing.entering import enter_with, to_enter
from brep_metrics.filing.filed_columns import APPLICATION, GROUP, ORGANIZATION, ORGANIZATION_TABLE
from brep_metrics.filing.filings import listing
from brep_metrics.filing.records import record_texts
from brep_metrics.i18n import N_, Message
from brep_metrics.schema import load_schema
from brep_metrics.store import ACCOUNT_SET, network_day
from brep_metrics.store.declarations import RECORDED_ON

if TYPE_CHECKING:
    from datetime import date

    from brep_metrics.filing.actors import Actor
    from brep_metrics.filing.filings import Filing
    from brep_metrics.store import Draft, Generation, Store, Transaction

MEMBERSHIP = "membership"
_IS_MEMBER = """
select 1 from membership
where group_id = $group and organization_id = $organization and (left_on is null or left_on > $day)
"""


def apply_to_join(store: Store, actor: Actor) -> Filing:
    """The intention that an applicant has open, or a new one, with the filing of its organization.

    Raises:
        UsageError: `actor` is no applicant, or has begun too many today.

    """
    open_ = (one for one in listing(store, actor, OPEN_STATES) if is_application(one))
    found = next(open_, None)
    if found is not None:
        return found
    entered = (one for one in listing(store, actor) if one.table == ORGANIZATION_TABLE and one.generation is not None)
    if next(entered, None) is None:
        start(store, actor, ORGANIZATION_TABLE)
    return start(store, actor, APPLICATION)


def decide(
    store: Store,
    actor: Actor,
    id_: int,
    *,
    accepted: bool,
    group_id: str | None = None,
    reason: str | None = None,
    day: date | None = None,
) -> Generation:
    """Enter a Record of Intention with the decision on it, and with the organization of an applicant.

    Accepted into a group, the organization takes part in it from now on, and the applicant has an account.

    Raises:
        UsageError: `actor` is no evaluator, it is no intention that waits, or it is declined without a reason.
        FaultsError: something about it is wrong by now, or the organization is in the group already.

    """
    wanted = to_enter(store, actor, [id_])
    intention, said = wanted[-1], (reason or "").strip() or None
    if intention.table != APPLICATION:
        raise UsageError(Message(N_("{number} is not a Record of Intention"), {"number": intention.number}))
    if not accepted and said is None:
        raise UsageError(Message(N_("say why {number} is declined"), {"number": intention.number}))
    if group_id in actor.recused:
        raise UsageError(Message(N_("you may not do this with the filing {number}"), {"number": intention.number}))
    on = (day or network_day()).isoformat()
    into = group_id if accepted else None

    def rows_for(draft: Draft, rows: list[Row]) -> list[Row]:
        decision = {"decision": "accepted" if accepted else "declined", "decided_on": on}
        made = [replace(row, cells={**row.cells, **decision}) if row.table == APPLICATION else row for row in rows]
        return made if into is None else [*made, _participant(draft, intention, into, on)]

    def give_account(transaction: Transaction) -> None:
        _give_account(transaction, actor, intention)

    also = give_account if into is not None and is_application(intention) else None
    return enter_with(store, actor, wanted, reason=said, day=day, rows_for=rows_for, also=also)


def decision_on(store: Store, intention: Filing) -> str | None:
    """The decision on an intention as the records have it now, by its code in the schema; None before it is entered."""
    current = store.current()
    if current is None or intention.key is None or intention.table != APPLICATION:
        return None
    with store.read(current.id, as_of=max(current.date, current.latest)) as reading:
        record = record_texts(reading, APPLICATION, intention.key)
    return record["decision"] if record else None


def _participant(draft: Draft, intention: Filing, group_id: str, on: str) -> Row:
    """The membership of the organization from `on`.

    Raises:
        UsageError: it is in the group already.

    """
    organization = intention.organization_id or ""
    if draft.fetch(_IS_MEMBER, {"group": group_id, "organization": organization, "day": on}):
        text = N_("the organization of {number} is in the group “{group}” already")
        raise UsageError(Message(text, {"number": intention.number, "group": group_id}))
    given = {GROUP: group_id, ORGANIZATION: organization, "joined_on": on, "role": "participant", RECORDED_ON: on}
    return Row(intention.number, MEMBERSHIP, dict.fromkeys(load_schema().tables[MEMBERSHIP].columns, "") | given)


def _give_account(transaction: Transaction, actor: Actor, intention: Filing) -> None:
    """Let the applicant sign in as a member from now on, unless somebody has given them an account meanwhile."""
    email = comparable(intention.who)
    if email not in {address for address, _, _ in transaction.accounts()}:
        account = {"role": Role.MEMBER.value, "organization": intention.organization_id}
        transaction.append(ACCOUNT_SET, who=actor.who, email=email, **account, **actor.named)
