"""The demonstration's filings: one in every state, and something to do for an evaluator, a lead and a member.

An organization from outside the network has handed in a Record of Intention. Everybody in
them is fictional. They bear the demonstration's last day, so that its figures do not depend on the clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from brep_metrics.access import Account, Role, Viewer, add_account
from brep_metrics.filing.actors import Actor, acting
from brep_metrics.filing.applicants import apply_to_join
from brep_metrics.filing.application_parts import organization_of
from brep_metrics.filing.attachments import attach
from brep_metrics.filing.drafts import save, start
from brep_metrics.filing.entering import enter
from brep_metrics.filing.filed_columns import Kind
from brep_metrics.filing.filings import Filing, find
from brep_metrics.filing.submitting import give_back, submit, withdraw
from brep_metrics.store import AccessScope

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from brep_metrics.store import Store

DOMAIN = "demo.example"
WHO = "brep demo"
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


def demonstrate_filings(store: Store, day: date) -> None:
    """Add accounts and filings to a store that holds the demonstration; `day` is its last one.

    Raises:
        StoreError: the store cannot be written.

    """
    with store.read() as reading:
        found = reading.fetch(_PEOPLE)
    if not found:
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
    for one in accounts:
        add_account(store, one, who=WHO)
    lead, member, evaluator = (acting(store, Viewer(one.role, one.email, one.organization)) for one in accounts)
    return lead, member, evaluator


def _lead_files(store: Store, lead: Actor, evaluator: Actor, people: _People, day: date) -> None:
    workshop = _activity("智能电网运行研讨会 / Workshop on smart grid operation", day)
    entered = submit(store, lead, _filled(store, lead, people.group, workshop).id, day=day)
    enter(store, evaluator, [entered.id], day=day)

    report = start(store, lead, "report", people.group, kind=Kind.CHANGE, key=people.report)
    attach(store, lead, report, "报告正文.pdf", _PAPER)
    submit(store, lead, report.id, note="报告迟交，已附正文。 / The report is late; its text is attached.", day=day)

    def submitted(title: str, **more: str) -> Filing:
        return submit(store, lead, _filled(store, lead, people.group, _activity(title, day) | more).id, day=day)

    submitted("联合培训 / Joint training", partner_group_ids=people.partner)
    returned = submitted("技术交流会 / Exchange")
    give_back(store, evaluator, returned.id, "请补充参加国家。 / Please add the countries that took part.", day=day)
    withdraw(store, lead, submitted("重复填报 / Filed twice").id)
    draft = start(store, lead, "outcome", people.group)
    _fill(
        store, lead, draft, {"kind": "best_practice_case", "title_zh": "演示案例", "title_en": "A case, half written"}
    )


def _member_files(store: Store, member: Actor, people: _People, day: date) -> None:
    need = start(store, member, "need", people.group)
    _fill(store, member, need, {"title": "需要储能电站运行数据 / Operating data of storage plants"})
    submit(store, member, need.id, note="希望与组内单位共享。 / To be shared within the group.", day=day)
    plan = start(store, member, "plan_item", people.group)
    _fill(store, member, plan, {"work_content": "technical_cooperation", "title": "储能试点 / Storage pilot"})


def _applicant_applies(store: Store, people: _People, day: date) -> None:
    """An intention from outside the network, whether or not applicants are admitted where the demonstration is."""
    with store.read() as reading:
        ((sector, country),) = reading.fetch(_FIELD, {"group": people.group, "lead": people.lead})
    applicant = Actor(f"applicant@{DOMAIN}", AccessScope(), is_applicant=True)
    names = {"name_zh": "演示能源研究院", "name_en": "Demonstration Energy Institute", "country_code": country}
    intention = apply_to_join(store, applicant)
    organization = organization_of(store, intention)
    if organization is not None:
        _fill(store, applicant, organization, {**names, "kind": "research_institution"})
    suggestion = "建议共享负荷预测方法。 / Methods of load forecasting should be shared."
    _fill(
        store,
        applicant,
        intention,
        {"sector_id": sector, "proposed_role": "participant", "suggestion": suggestion},
    )
    submit(store, applicant, intention.id, day=day)


def _activity(title: str, day: date) -> dict[str, str]:
    return {"work_content": "technical_cooperation", "title": title, "held_on": day.isoformat(), "participants": "30"}


def _filled(store: Store, actor: Actor, group: str, values: Mapping[str, str]) -> Filing:
    draft = start(store, actor, "activity", group)
    _fill(store, actor, draft, values)
    return find(store, actor, draft.id)


def _fill(store: Store, actor: Actor, draft: Filing, values: Mapping[str, str]) -> None:
    save(store, actor, draft, {name: (value, 0) for name, value in values.items()})
