"""The demonstration's filings: one in every state, and something to do for an evaluator, a lead and a member.

An organization from outside the network has handed in a Record of Intention. Everybody in them is fictional. They
bear the demonstration's last day, so that its figures do not depend on the clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from brep_metrics.access import Account, Role, Viewer, add_account, registered_accounts
from brep_metrics.filing.actors import Actor, acting
from brep_metrics.filing.applicants import apply_to_join
from brep_metrics.filing.application_parts import organization_of
from brep_metrics.filing.attachments import attach
from brep_metrics.filing.drafts import save, start
from brep_metrics.filing.entering import enter
from brep_metrics.filing.filed_columns import APPLICATION, Kind
from brep_metrics.filing.filings import Filing, filings, find
from brep_metrics.filing.states import State
from brep_metrics.filing.submitting import give_back, submit, withdraw
from brep_metrics.store import AccessScope

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from brep_metrics.store import Store

DOMAIN = "demo.example"
WHO = "brep demo"
_APPLICANT = f"applicant@{DOMAIN}"
# A group whose lead owes a report, with a member that has brought in a need, and a group to have as a partner.
_PEOPLE = """
select
    report.group_id,
    report.report_id,
    lead.organization_id,
    min(member.organization_id),
    (select min(group_id) from working_group where dissolved_on is null and group_id <> report.group_id)
from report
inner join membership as lead on lead.group_id = report.group_id and lead.role = 'lead' and lead.left_on is null
inner join membership as member
    on member.group_id = report.group_id and member.role = 'participant' and member.left_on is null
inner join need on need.organization_id = member.organization_id and need.group_id = report.group_id
where report.submitted_on is null
    and member.organization_id not in (select organization_id from membership where role = 'lead')
group by report.group_id, report.report_id, report.due_on, lead.organization_id
order by report.due_on desc, report.group_id
limit 1
"""
_FIELD = """
select sector_id, (select country_code from organization where organization_id = $lead)
from working_group
where group_id = $group
"""
_PAPER = b"%PDF-1.4\n%\xe6\xbc\x94\xe7\xa4\xba demonstration\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class _People(NamedTuple):
    group: str
    report: str
    lead: str
    member: str
    partner: str


def filings_are_demonstrated(store: Store) -> bool:
    """Whether all of the demonstration's filings are there: the applicant's is the last one."""
    applied = filings(store, store.filings.drafts_by(_APPLICANT))
    return any(one.table == APPLICATION and one.state is not State.DRAFT for one in applied)


def demonstrate_filings(store: Store, day: date) -> None:
    """Add accounts and filings to a store that holds the demonstration; `day` is its last one.

    What an earlier call did before it was killed is left as it is, and gone on with.

    Raises:
        StoreError: the store cannot be written.

    """
    with store.read() as reading:
        found = reading.fetch(_PEOPLE)
    if not found or filings_are_demonstrated(store):
        return
    people = _People(*found[0])
    lead, member, evaluator = _accounts(store, people)
    _lead_files(store, lead, evaluator, people, day)
    _member_files(store, member, people, day)
    _applicant_applies(store, people, day)


def _accounts(store: Store, people: _People) -> tuple[Actor, Actor, Actor]:
    """Three people who may sign in, and who have something to do."""
    accounts = (
        Account(email=f"lead@{DOMAIN}", role=Role.LEAD, organization=people.lead),
        Account(email=f"member@{DOMAIN}", role=Role.MEMBER, organization=people.member),
        Account(email=f"evaluator@{DOMAIN}", role=Role.EVALUATOR),
    )
    known = registered_accounts(store)
    for one in accounts:
        if one.email not in known:
            add_account(store, one, who=WHO)
    lead, member, evaluator = (acting(store, Viewer(one.role, one.email, one.organization)) for one in accounts)
    return lead, member, evaluator


def _lead_files(store: Store, lead: Actor, evaluator: Actor, people: _People, day: date) -> None:
    def activity(title: str, **more: str) -> Filing:
        values = {"work_content": "technical_cooperation", "title": title, "held_on": day.isoformat()}
        draft = _typed(store, lead, "activity", people.group, values | {"participants": "30"} | more)
        return _submitted(store, lead, draft, day)

    entered = activity("智能电网运行研讨会 / Workshop on smart grid operation")
    if entered.state is State.SUBMITTED:
        enter(store, evaluator, [entered.id], day=day)

    report = _typed(store, lead, "report", people.group, {}, kind=Kind.CHANGE, key=people.report)
    if not report.attachments:
        attach(store, lead, report, "报告正文.pdf", _PAPER)
    _submitted(store, lead, report, day, "报告迟交，已附正文。 / The report is late; its text is attached.")

    both = ";".join(sorted((people.lead, people.member)))
    activity("联合培训 / Joint training", partner_group_ids=people.partner, organization_ids=both)
    returned = activity("技术交流会 / Exchange")
    if returned.state is State.SUBMITTED:
        give_back(store, evaluator, returned.id, "请补充参加国家。 / Please add the countries that took part.", day=day)
    twice = activity("重复填报 / Filed twice")
    if twice.state is State.SUBMITTED:
        withdraw(store, lead, twice.id)
    case = {"kind": "best_practice_case", "title_zh": "演示案例", "title_en": "A case, half written"}
    _typed(store, lead, "outcome", people.group, case)


def _member_files(store: Store, member: Actor, people: _People, day: date) -> None:
    title = "需要储能电站运行数据 / Operating data of storage plants"
    need = _typed(store, member, "need", people.group, {"title": title})
    _submitted(store, member, need, day, "希望与组内单位共享。 / To be shared within the group.")
    plan = {"work_content": "technical_cooperation", "title": "储能试点 / Storage pilot"}
    _typed(store, member, "plan_item", people.group, plan)


def _applicant_applies(store: Store, people: _People, day: date) -> None:
    """An intention from outside the network, whether or not applicants are admitted where the demonstration is."""
    with store.read() as reading:
        ((sector, country),) = reading.fetch(_FIELD, {"group": people.group, "lead": people.lead})
    applicant = Actor(_APPLICANT, AccessScope(), is_applicant=True)
    names = {"name_zh": "演示能源研究院", "name_en": "Demonstration Energy Institute", "country_code": country}
    intention = apply_to_join(store, applicant)
    organization = organization_of(store, intention)
    if organization is not None and not organization.values:
        _fill(store, applicant, organization, {**names, "kind": "research_institution"})
    suggestion = "建议共享负荷预测方法。 / Methods of load forecasting should be shared."
    wish = {"sector_id": sector, "proposed_role": "participant", "suggestion": suggestion}
    if not intention.values:
        _fill(store, applicant, intention, wish)
    submit(store, applicant, intention.id, day=day)


def _typed(
    store: Store,
    actor: Actor,
    table: str,
    group: str,
    values: Mapping[str, str],
    *,
    kind: Kind = Kind.NEW,
    key: str | None = None,
) -> Filing:
    """The filing of these values, whatever has become of it; a new one, or one that was begun and not filled in."""
    begun = [one for one in filings(store, store.filings.drafts_by(actor.who)) if one.table == table]
    found = [one for one in begun if one.values == values]
    empty = [one for one in begun if one.state is State.DRAFT and not one.values]
    draft = next(iter([*found, *empty]), None) or start(store, actor, table, group, kind=kind, key=key)
    if draft.values != values:
        _fill(store, actor, draft, values)
    return find(store, actor, draft.id)


def _submitted(store: Store, actor: Actor, draft: Filing, day: date, note: str | None = None) -> Filing:
    return submit(store, actor, draft.id, note=note, day=day) if draft.state is State.DRAFT else draft


def _fill(store: Store, actor: Actor, draft: Filing, values: Mapping[str, str]) -> None:
    save(store, actor, draft, {name: (value, 0) for name, value in values.items()})
