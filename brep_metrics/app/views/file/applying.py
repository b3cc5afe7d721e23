"""What an applicant sees: its own Record of Intention with its organization, what became of it, and nothing else."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics import filing
from brep_metrics.app.navigation import redraw
from brep_metrics.app.queries import filings
from brep_metrics.app.queries.draft_fields import readable
from brep_metrics.app.views.shared.filing_draft import show_form, show_submitting, show_withdrawing
from brep_metrics.app.views.shared.filing_parts import (
    attempted,
    repeat_said,
    show_changes,
    show_content,
    show_head,
    show_history,
    show_receipt,
    state_badge,
)
from brep_metrics.app.widgets.heading import answer, section
from brep_metrics.app.wording.formats import plain
from brep_metrics.filing import Act, State
from brep_metrics.i18n import N_

if TYPE_CHECKING:
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.filing import Actor, Filing

STEPS = {
    State.DRAFT: N_("Your Record of Intention is a draft: nobody but you sees it until you submit it."),
    State.SUBMITTED: N_("Your Record of Intention was submitted; a decision will be shown here."),
    State.RETURNED: N_("Your Record of Intention was returned to you: please correct it and submit it again."),
}
DECISIONS = {
    "accepted": N_("Your Record of Intention was accepted."),
    "declined": N_("Your Record of Intention was declined."),
}


def show_application(visit: Visit, actor: Actor) -> None:
    """Draw the page."""
    _ = visit.gettext
    st.title(_("Does your organization want to join the network?"), anchor=False)
    repeat_said()
    found = [one for one in filing.listing(visit.store, actor) if filing.is_application(one)]
    current = next((one for one in found if one.state is not State.WITHDRAWN), None)
    if current is None:
        answer(_("You have not handed in a Record of Intention yet."))
        _offer_to_begin(visit, actor)
    else:
        _show(visit, actor, current)
    _show_earlier(visit, [one for one in found if one is not current])


def _offer_to_begin(visit: Visit, actor: Actor) -> None:
    _ = visit.gettext
    st.markdown(
        _(
            "With a Record of Intention an organization says in which field it wants to take part and in which role, "
            "and what it suggests to the network. It takes a few minutes; what you type is saved by itself, and you "
            "may go on later. An evaluator decides on it, and you find the decision here."
        )
    )
    if st.button(_("Begin a Record of Intention"), key="apply-begin", type="primary", icon=":material/edit:"):
        made = attempted(visit, lambda: filing.apply_to_join(visit.store, actor))
        if made is not None:
            redraw()


def _show(visit: Visit, actor: Actor, current: Filing) -> None:
    decision = filing.decision_on(visit.store, current)
    answer(visit.gettext(DECISIONS.get(decision or "", STEPS.get(current.state, ""))))
    organization = filing.organization_of(visit.store, current)
    show_head(visit, current, closes=False)
    if filings.may(actor, current, Act.SAVE):
        _show_forms(visit, actor, organization, current)
    else:
        show_content(visit, current)
        show_receipt(visit, current)
        show_withdrawing(visit, actor, current)
    show_history(visit, actor, current)
    if decision == "declined":
        section(visit.gettext("Another Record of Intention"))
        _offer_to_begin(visit, actor)


def _show_forms(visit: Visit, actor: Actor, organization: Filing | None, intention: Filing) -> None:
    """Both forms, and one way to hand them in; an organization that is known already is only shown."""
    _ = visit.gettext
    parts = [one for one in (organization, intention) if one and filings.may(actor, one, Act.SAVE)]
    checked = attempted(visit, lambda: filing.faults_of_each(visit.store, actor, parts)) or [filing.Checked(())] * 2
    faults = {one.id: told.faults for one, told in zip(parts, checked, strict=False)}
    if organization is not None:
        section(_("Your organization"))
        if organization in parts:
            show_form(visit, organization, faults[organization.id], asked_for=intention)
        else:
            show_changes(visit, organization)
    section(_("Your intention"))
    show_form(visit, intention, faults[intention.id], asked_for=intention)
    show_submitting(visit, actor, intention, tuple(chain.from_iterable(faults.values())))


def _show_earlier(visit: Visit, found: list[Filing]) -> None:
    """A line for each that was withdrawn or decided on before."""
    _ = visit.gettext
    if not found:
        return
    section(_("Earlier Records of Intention"))
    for one in found:
        with st.container(horizontal=True, vertical_alignment="center", key=f"filing-{one.number}"):
            state_badge(visit, one)
            decision = filing.decision_on(visit.store, one)
            parts = [one.number, filings.since(visit, one) if one.submitted_on else ""]
            parts.append(readable(visit, one, "decision", decision or ""))
            st.caption(plain(" · ".join(part for part in parts if part)))
