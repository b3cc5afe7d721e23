"""File: what a lead or a member has to hand in, what was returned, and what became of what they handed in.

An applicant has a page of its own here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics import filing
from brep_metrics.app.context import query_parameters
from brep_metrics.app.queries import filings
from brep_metrics.app.queries.choices import usual_selection
from brep_metrics.app.views.file.applying import show_application
from brep_metrics.app.views.file.lists import show_lists
from brep_metrics.app.views.file.workbook import show_workbook
from brep_metrics.app.views.shared.due_list import show_due
from brep_metrics.app.views.shared.filing_parts import opened_filing, repeat_said
from brep_metrics.app.views.shared.filing_start import show_starting
from brep_metrics.app.views.shared.one_filing import show_filing
from brep_metrics.app.views.shared.thread import opened_thread, show_thread
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.heading import answer, name_window, show_provenance
from brep_metrics.app.widgets.page_tools import page_tools
from brep_metrics.filing import State, listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.filing import Actor, Filing

ALL_GROUPS = ""


def show(visit: Visit) -> None:
    """Draw the page."""
    _ = visit.gettext
    actor = filings.actor_of(visit)
    if actor.is_applicant:
        show_application(visit, actor)
        return
    st.title(_("What do you have to hand in?"), anchor=False)
    repeat_said()
    one = opened_filing(visit, actor)
    thread = opened_thread(visit)
    if one is not None:
        query_parameters.clear("table", "kind", "key")
        show_filing(visit, actor, one)
    elif thread is not None:
        show_thread(visit, actor, *thread)
    else:
        _show_all(visit, actor)
    selection = usual_selection(visit).now
    page_tools(selection)
    show_provenance(selection)


def _show_all(visit: Visit, actor: Actor) -> None:
    group_id = _group(visit, actor)
    name_window(visit, filings.group_names(visit).get(group_id, ""))
    found = listing(visit.store, actor, group_id=group_id or None)
    due = [one for one in filing.due(visit.store, actor) if group_id in {ALL_GROUPS, one.group_id}]
    answer(_sentence(visit, found))
    show_due(visit, actor, due)
    show_lists(visit, actor, found, group_id)
    show_starting(visit, actor, group_id)
    if group_id:
        show_workbook(visit, actor, group_id)


def _group(visit: Visit, actor: Actor) -> str:
    """The group whose filings are listed, or all; where a person has several, none is taken for granted."""
    if len(actor.groups) < 2:  # noqa: PLR2004 - no choice
        return actor.groups[0] if actor.groups else ALL_GROUPS
    _ = visit.gettext
    names = filings.group_names(visit)
    with st.container(key="filters", horizontal=True):
        return filters.select(
            visit,
            "group",
            _("Working group"),
            [ALL_GROUPS, *actor.groups],
            default=ALL_GROUPS,
            title=lambda code: names.get(code, _("All groups")),
        )


def _sentence(visit: Visit, found: Sequence[Filing]) -> str:
    counts = {state: sum(one.state is state for one in found) for state in State}
    returned = visit.ngettext("{count} filing was returned", "{count} filings were returned", counts[State.RETURNED])
    drafts = visit.ngettext("{count} draft is open", "{count} drafts are open", counts[State.DRAFT])
    waiting = visit.ngettext(
        "{count} filing waits for an evaluator", "{count} filings wait for an evaluator", counts[State.SUBMITTED]
    )
    sentence = visit.gettext("{returned}; {drafts}; {waiting}.")
    return sentence.format(
        returned=returned.format(count=counts[State.RETURNED]),
        drafts=drafts.format(count=counts[State.DRAFT]),
        waiting=waiting.format(count=counts[State.SUBMITTED]),
    )
