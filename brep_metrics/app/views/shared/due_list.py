"""What the reader has to do, the most urgent first: each line leads to its form, and all of it to a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics import filing
from brep_metrics.app.context import query_parameters
from brep_metrics.app.downloads.button import download_button
from brep_metrics.app.downloads.offers import Offer
from brep_metrics.app.navigation import open_page, redraw
from brep_metrics.app.queries import filings
from brep_metrics.app.views.shared.filing_parts import OPENED, attempted
from brep_metrics.app.views.shared.thread import OPENED as THREAD
from brep_metrics.app.views.shared.thread import TABLES
from brep_metrics.app.widgets.heading import empty, section
from brep_metrics.app.wording.formats import day, plain
from brep_metrics.filing import Kind
from brep_metrics.store import network_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.filing import Actor, Due

MAX_SHOWN = 12


def show_due(visit: Visit, actor: Actor, found: Sequence[Due]) -> None:
    """The first lines, the others folded, and the calendar file."""
    _ = visit.gettext
    late = sum(one.days_late(network_day()) > 0 for one in found)
    counted = visit.ngettext("{count} is late.", "{count} are late.", late).format(count=late)
    section(_("What to do next, by date"), counted if late else "")
    if not found:
        empty(_("Nothing is late or due soon."))
        return
    for at, one in enumerate(found[:MAX_SHOWN]):
        _line(visit, actor, one, at)
    if len(found) > MAX_SHOWN:
        with st.expander(_("{count} more").format(count=len(found) - MAX_SHOWN), key="due-more"):
            for at, one in enumerate(found[MAX_SHOWN:], MAX_SHOWN):
                _line(visit, actor, one, at)
    given = Offer(
        visit,
        "due",
        "due.ics",
        "text/calendar",
        lambda: filing.calendar(found, visit.language),
        {"generation": visit.generation.id},
    )
    download_button(_("Calendar file (.ics)"), given, key="download-due", kind="tertiary")


def _line(visit: Visit, actor: Actor, one: Due, at: int) -> None:
    groups = filings.group_names(visit)
    with st.container(horizontal=True, vertical_alignment="center", key=f"due-{at}"):
        _urgency(visit, one)
        if st.button(plain(filing.sentence(one, visit.language)), key=f"due-open-{at}", type="tertiary"):
            _follow(visit, actor, one)
        st.caption(plain(groups.get(one.group_id or "", "")))


def _urgency(visit: Visit, one: Due) -> None:
    _ = visit.gettext
    late = one.days_late(network_day())
    if one.is_pending:
        st.badge(_("filed, pending"), icon=":material/hourglass_top:", color="blue")
    elif late:
        text = visit.ngettext("{count} day late", "{count} days late", late).format(count=late)
        st.badge(text, icon=":material/warning:", color="red")
    elif one.due_on:
        text = _("until {day}").format(day=day(one.due_on, visit.language))
        st.badge(text, icon=":material/event:", color="gray")
    else:
        st.badge(_("open"), icon=":material/radio_button_unchecked:", color="gray")


def _follow(visit: Visit, actor: Actor, one: Due) -> None:
    """Open the filing that a line is about, the thread where it is a question, or begin what is to be filed."""
    target = "inbox" if actor.is_evaluator else "file"
    number = one.filing
    if number is None and one.table in TABLES:
        _go(visit, target, THREAD, f"{one.table}:{one.key}")
        return
    if number is None:
        made = attempted(
            visit,
            lambda: filing.start(visit.store, actor, one.table, one.group_id, kind=Kind.CHANGE, key=one.key),
        )
        if made is None:
            return
        number = made.number
    _go(visit, target, OPENED, number)


def _go(visit: Visit, page: str, name: str, code: str) -> None:
    if visit.page != page:
        open_page(page, **{name: code})
    query_parameters.set_codes(name, code)
    redraw()
