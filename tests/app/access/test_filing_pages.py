"""The pages File and Inbox, as lead, member and evaluator see them: what they list, open, and do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brep_metrics import filing
from brep_metrics.access import Role, Viewer
from brep_metrics.filing import Kind, State

from .conftest import button, texts


def test_a_lead_begins_a_filing_and_its_form_opens_by_its_address(signed_in, own, actors):
    """The draft is in the register, in the lead's group, before anything was typed."""
    lead = actors[Role.LEAD]
    (group,) = lead.scope.visible_groups
    opened = signed_in("lead@example.org", "file", lang="en", group=group, table="activity")
    button(opened, "Begin").click().run()
    assert not opened.exception
    (draft,) = filing.listing(own, lead)
    assert (draft.table, draft.group_id, draft.kind, draft.state) == ("activity", group, Kind.NEW, State.DRAFT)
    assert opened.query_params["filing"] == draft.number
    assert opened.main.subheader[0].value.startswith("Activity")
    button(opened, "Submit").click().run()
    assert "missing or wrong" in opened.main.error[0].value
    assert filing.find(own, lead, draft.id).state is State.DRAFT


def test_a_person_with_several_groups_chooses_one_before_anything_begins(signed_in, actors):
    """No group is taken for granted; without a choice there is no button."""
    assert len(actors[Role.LEAD].groups) > 1
    opened = signed_in("lead@example.org", "file", lang="en")
    assert "Begin" not in {one.label for one in opened.main.button}
    group = next(iter(actors[Role.LEAD].scope.visible_groups))
    opened = signed_in("lead@example.org", "file", lang="en", **{"for": group})
    assert "Begin" in {one.label for one in opened.main.button}


@pytest.mark.parametrize("role", [Role.LEAD, Role.MEMBER])
def test_a_filing_of_others_is_answered_like_one_that_does_not_exist(signed_in, own, actors, role):
    """By its number in the address: the same sentence, and nothing of its content."""
    evaluator = actors[Role.EVALUATOR]
    draft = filing.start(own, evaluator, "sector")
    filing.save(own, evaluator, draft, {"name_en": ("Secret sector", 0)})
    foreign = signed_in(f"{role}@example.org", "file", lang="en", filing=draft.number)
    unknown = signed_in(f"{role}@example.org", "file", lang="en", filing="F000999")
    assert "Secret sector" not in texts(foreign)
    assert texts(foreign).replace(draft.number, "F000999") == texts(unknown)


def test_what_was_submitted_waits_in_the_inbox_and_is_entered(signed_in, own, submitted):
    """With the checks before, and the generation that holds it after."""
    opened = signed_in("evaluator@example.org", "overview", lang="en")
    assert "1 filing waits to be entered" in {one.label for one in opened.main.button}
    opened = signed_in("evaluator@example.org", "inbox", lang="en")
    assert "1 filing waits to be entered" in texts(opened)
    opened = signed_in("evaluator@example.org", "inbox", lang="en", filing=submitted.number)
    assert "The checks find no fault" in texts(opened)
    button(opened, "Enter 1 filing").click().run()
    assert not opened.exception
    assert f"entered as generation {own.current().id}" in texts(opened)
    with own.read() as reading:
        ((title, day),) = reading.fetch(
            "select title, submitted_on from report where report_id = $key", {"key": submitted.key}
        )
    assert (title, day) == ("First quarter", submitted.submitted_on)


def test_a_filing_is_returned_with_a_comment_and_not_without(signed_in, own, actors, submitted):
    """Its lead sees the comment where the form is, and may hand it in again."""
    opened = signed_in("evaluator@example.org", "inbox", lang="en", filing=submitted.number)
    button(opened, "Return 1 filing").click().run()
    assert filing.find(own, actors[Role.EVALUATOR], submitted.id).state is State.SUBMITTED
    opened.main.text_area[0].set_value("Please attach the minutes").run()
    button(opened, "Return 1 filing").click().run()
    assert not opened.exception
    assert "1 filing was returned" in texts(opened)
    seen = signed_in("lead@example.org", "file", lang="en", filing=submitted.number)
    assert "Please attach the minutes" in texts(seen)
    assert "Submit" in {one.label for one in seen.main.button}


def test_thirty_are_entered_at_once_as_one_generation(signed_in, own, actors):
    """Chosen together; everybody who filed is named in it."""
    lead = actors[Role.LEAD]
    (group,) = lead.scope.visible_groups
    for number in range(30):
        draft = filing.start(own, lead, "issue", group)
        filing.save(own, lead, draft, {"title": (f"Issue {number}", 0)})
        filing.submit(own, lead, draft.id)
    before = own.current().id
    opened = signed_in("evaluator@example.org", "inbox", lang="en", group=group, table="issue")
    opened.main.checkbox[0].check().run()
    button(opened, "Enter 30 filings").click().run()
    assert not opened.exception
    assert "30 filings were entered" in texts(opened)
    assert own.current().id == f"g{int(before[1:]) + 1:06d}"
    assert filing.inbox(own, actors[Role.EVALUATOR]) == ()


def test_the_filer_takes_back_what_was_not_entered(signed_in, own, actors, submitted):
    """With the receipt in sight before, and the state after."""
    opened = signed_in("lead@example.org", "file", lang="en", filing=submitted.number)
    assert submitted.sha256 in texts(opened)
    button(opened, "Withdraw").click().run()
    assert filing.find(own, actors[Role.LEAD], submitted.id).state is State.WITHDRAWN


def test_what_is_due_leads_to_its_form(signed_in, own, actors, report):
    """A report that is owed opens as a change of its obligation; filed, it is shown as pending and opens the filing."""
    code, group = report
    lead = actors[Role.LEAD]
    opened = signed_in("lead@example.org", "file", lang="en", group=group)
    next(one for one in opened.main.button if code in one.label).click().run()
    assert not opened.exception
    (draft,) = filing.listing(own, lead)
    assert (draft.table, draft.key, draft.kind) == ("report", code, Kind.CHANGE)
    filing.submit(own, lead, draft.id)
    opened = signed_in("lead@example.org", "file", lang="en", group=group)
    assert "filed, pending" in texts(opened)
    next(one for one in opened.main.button if code in one.label).click().run()
    assert opened.query_params["filing"] == draft.number
    assert len(filing.listing(own, lead)) == 1


def test_an_evaluator_obliges_groups_by_a_series(signed_in, own, people):
    """Every group in every quarter of the year, as one generation."""
    opened = signed_in("evaluator@example.org", "inbox", lang="en", part="obligations")
    assert not opened.exception
    year = opened.main.selectbox[2].value
    button(opened, "Create").click().run()
    assert not opened.exception
    assert f"entered as generation {own.current().id}" in texts(opened)
    with own.read() as reading:
        ((count, groups),) = reading.fetch(
            "select count(*), count(distinct group_id) from report"
            " where kind = 'work_plan' and year(period_start) = $y",
            {"y": year},
        )
        ((existing,),) = reading.fetch("select count(*) from working_group where dissolved_on is null")
    assert (count, groups) == (4 * existing, existing)


def test_more_time_needs_a_day_and_a_reason(signed_in, own, report):
    """A day that is none is explained; with both, the report is due later."""
    code, _group = report

    def extend(day, reason):
        opened = signed_in("evaluator@example.org", "inbox", lang="en", part="obligations")
        opened.main.selectbox[0].select(next(one for one in opened.main.selectbox[0].options if one.startswith(code)))
        opened.main.text_input[0].set_value(day)
        opened.main.text_input[1].set_value(reason)
        button(opened, "Extend").click().run()
        assert not opened.exception
        return texts(opened)

    assert "is not a date" in extend("2027-13-01", "Floods")
    assert "say why" in extend("2027-01-31", " ")
    assert f"{code} is due on 2027-01-31 now" in extend("2027-01-31", "Floods").replace("\\", "")
    with own.read() as reading:
        ((due,),) = reading.fetch("select due_on from report where report_id = $key", {"key": code})
    assert due.isoformat() == "2027-01-31"


@pytest.mark.parametrize("on_behalf", [False, True])
def test_an_evaluator_hands_in_what_came_on_paper(signed_in, own, actors, on_behalf):
    """For a group it is named as such, and the group's lead reads it; otherwise it is the evaluator's own."""
    (group,) = actors[Role.LEAD].scope.visible_groups
    chosen = {"for": group} if on_behalf else {}
    opened = signed_in("evaluator@example.org", "inbox", lang="en", part="own", table="activity", **chosen)
    button(opened, "Begin").click().run()
    assert not opened.exception
    (draft,) = filing.listing(own, actors[Role.EVALUATOR])
    assert draft.on_behalf is on_behalf
    assert ("on behalf of the organization" in texts(opened)) is on_behalf


def test_an_evaluator_enters_a_record_of_their_own_at_once(signed_in, own, actors):
    """The same checks, one click; whoever files for an organization has no such button."""
    evaluator = actors[Role.EVALUATOR]
    draft = filing.start(own, evaluator, "sector")
    opened = signed_in("evaluator@example.org", "inbox", lang="en", filing=draft.number)
    button(opened, "Submit and enter").click().run()
    assert "missing or wrong" in opened.main.error[0].value
    values = {"sector_id": "OCEAN", "name_en": "Ocean energy", "tier": "frontier"}
    filing.save(own, evaluator, draft, {name: (text, 0) for name, text in values.items()})
    opened = signed_in("evaluator@example.org", "inbox", lang="en", filing=draft.number)
    button(opened, "Submit and enter").click().run()
    assert not opened.exception
    entered = filing.find(own, evaluator, draft.id)
    assert (entered.state, entered.generation) == (State.ENTERED, own.current().id)
    (group,) = actors[Role.LEAD].scope.visible_groups
    leads = filing.start(own, actors[Role.LEAD], "activity", group)
    opened = signed_in("lead@example.org", "file", lang="en", filing=leads.number)
    assert "Submit and enter" not in {one.label for one in opened.main.button}


def test_submitting_while_another_writes_shows_what_changed_first(signed_in, own, actors, report):
    """The reader hands in what they have seen, not what somebody saved since the page was drawn."""
    code, group = report
    lead = actors[Role.LEAD]
    draft = filing.start(own, lead, "report", group, kind=Kind.CHANGE, key=code)
    filing.save(own, lead, draft, {"title": ("As seen", 0)})
    opened = signed_in("lead@example.org", "file", lang="en", filing=draft.number)
    colleague = replace(lead, who="colleague@example.org")
    filing.save(own, colleague, draft, {"title": ("Changed since", 1)})
    button(opened, "Submit").click().run()
    assert filing.find(own, lead, draft.id).state is State.DRAFT
    assert "changed this draft since you looked" in texts(opened)
    button(opened, "Submit").click().run()
    assert filing.find(own, lead, draft.id).values["title"] == "Changed since"
    assert filing.find(own, lead, draft.id).state is State.SUBMITTED


def test_the_record_of_an_issue_leads_to_its_thread(signed_in, own):
    """From Coordination to the page on which an evaluator says the next thing."""
    with own.read() as reading:
        ((issue,),) = reading.fetch(
            "select issue_id from issue where year(raised_on) = 2025 and escalated_on is not null"
            " and resolved_on is not null order by 1 limit 1"
        )
    chosen = {"issue": "resolved_by_nea", "issue_record": issue, "period": "2025"}
    opened = signed_in("evaluator@example.org", "coordination", lang="en", **chosen)
    button(opened, "Question, answer and next step").click().run()
    assert not opened.exception
    assert opened.title[0].value == "What waits to be entered?"
    assert opened.query_params["thread"] == f"issue:{issue}"


def test_a_partner_confirms_with_one_click(signed_in, own, actors):
    """Its lead finds what names its group, opens it, and confirms; nothing is asked twice."""
    lead, evaluator = actors[Role.LEAD], actors[Role.EVALUATOR]
    (group,) = lead.scope.visible_groups
    other = "WG02" if group != "WG02" else "WG03"
    with own.read() as reading:
        ((organization,),) = reading.fetch(
            "select organization_id from membership where group_id = $group and role = 'lead' and left_on is null",
            {"group": other},
        )
    neighbour = filing.acting(own, Viewer(Role.LEAD, "other@example.org", organization))
    draft = filing.start(own, neighbour, "activity", other)
    cells = {"work_content": "capacity_building", "title": "Together"}
    cells |= {"held_on": "2026-05-05", "organization_ids": organization, "partner_group_ids": group}
    filing.save(own, neighbour, draft, {name: (text, 0) for name, text in cells.items()})
    made = filing.submit(own, neighbour, draft.id)
    assert made.waiting == (group,)
    opened = signed_in("lead@example.org", "file", lang="en", filing=made.number)
    button(opened, "Confirm").click().run()
    assert not opened.exception
    assert f"{made.number} was confirmed." in texts(opened)
    assert filing.find(own, evaluator, made.id).waiting == ()
    again = signed_in("lead@example.org", "file", lang="en", filing=made.number)
    assert "Confirm" not in [one.label for one in again.main.button]
