"""Inbox: what waits for an evaluator, oldest first; one filing with all that there is to decide by, or many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.context import query_parameters
from brep_metrics.app.queries import filings
from brep_metrics.app.queries.choices import usual_selection
from brep_metrics.app.views.inbox.deciding import show_deciding
from brep_metrics.app.views.inbox.obligations import show_obligations
from brep_metrics.app.views.inbox.waiting import show_waiting
from brep_metrics.app.views.shared.filing_parts import opened_filing, repeat_said
from brep_metrics.app.views.shared.filing_start import show_starting
from brep_metrics.app.views.shared.one_filing import show_filing
from brep_metrics.app.views.shared.thread import opened_thread, show_thread
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.heading import answer, name_window, show_provenance
from brep_metrics.app.widgets.page_tools import page_tools
from brep_metrics.app.wording.formats import number
from brep_metrics.filing import inbox
from brep_metrics.i18n import N_
from brep_metrics.store import network_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.filing import Actor, Filing

PARTS = {"waiting": N_("What waits"), "obligations": N_("Obligations"), "own": N_("File a record")}
# The parameters of each part.
OPENED = {"waiting": ("age", "year"), "own": ("for", "kind")}


def show(visit: Visit) -> None:
    """Draw the page."""
    _ = visit.gettext
    actor = filings.actor_of(visit)
    st.title(_("What waits to be entered?"), anchor=False)
    repeat_said()
    one = opened_filing(visit, actor)
    thread = opened_thread(visit)
    if one is not None:
        show_filing(visit, actor, one, deciding=show_deciding)
    elif thread is not None:
        show_thread(visit, actor, *thread)
    else:
        _show_all(visit, actor)
    selection = usual_selection(visit).now
    page_tools(selection)
    show_provenance(selection)


def _show_all(visit: Visit, actor: Actor) -> None:
    _ = visit.gettext
    found = inbox(visit.store, actor)
    answer(_sentence(visit, found))
    part = filters.segments(visit, "part", _("Show"), list(PARTS), default="waiting", title=lambda code: _(PARTS[code]))
    name_window(visit, _(PARTS[part]))
    query_parameters.clear(*(name for code, names in OPENED.items() if code != part for name in names))
    if part == "waiting":
        show_waiting(visit, actor, found)
    elif part == "obligations":
        show_obligations(visit, actor)
    else:
        show_starting(visit, actor, "")


def _sentence(visit: Visit, found: Sequence[Filing]) -> str:
    if not found:
        return visit.gettext("Nothing waits to be entered.")
    days = max((network_day() - one.received_on).days for one in found if one.received_on)
    waiting = visit.ngettext(
        "{count} filing waits to be entered, the oldest for {days} days.",
        "{count} filings wait to be entered, the oldest for {days} days.",
        len(found),
    )
    return waiting.format(count=number(len(found), visit.language, 0), days=days)
