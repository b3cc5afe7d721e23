"""Reporting obligations: which are open, a series of new ones, and more time for one group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics import filing
from brep_metrics.app.navigation import redraw
from brep_metrics.app.queries import filings, results
from brep_metrics.app.queries.choices import usual_selection
from brep_metrics.app.views.shared.filing_parts import attempted, say
from brep_metrics.app.widgets.columns import named, number, text
from brep_metrics.app.widgets.heading import empty, section
from brep_metrics.app.widgets.tables import table
from brep_metrics.app.wording.formats import iso_day
from brep_metrics.app.wording.labels import value_labels
from brep_metrics.i18n import N_
from brep_metrics.periods import Period, day_of
from brep_metrics.store import network_day

if TYPE_CHECKING:
    import pandas as pd

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.filing import Actor

# Months of a part of the year, and what a report for each is called.
EVERY = {3: N_("quarterly"), 6: N_("half-yearly"), 12: N_("yearly"), 1: N_("monthly")}
YEARS_AHEAD = 3
USUAL_DAYS = 15
_DAY = ("[0-9]{4}-[0-9]{2}-[0-9]{2}", N_("A date such as 2027-01-31"))


def show_obligations(visit: Visit, actor: Actor) -> None:
    """The open ones with more time for one of them, and the form for a series."""
    found = _open_reports(visit)
    _show_open(visit, found)
    if not found.empty:
        _show_extension(visit, actor, found)
    _show_series(visit, actor)


def _open_reports(visit: Visit) -> pd.DataFrame:
    """The reports that are owed, by the day on which they are due."""
    selection = usual_selection(visit).now
    found = results.rows_of(selection, "owed_reports")
    days = [(network_day() - due.date()).days for due in found["due_on"]]
    return found.assign(late=[max(count, 0) for count in days])


def _show_open(visit: Visit, found: pd.DataFrame) -> None:
    _ = visit.gettext
    section(_("Reports that are owed"), _("Late is computed from the due date and the day of submission."))
    if found.empty:
        empty(_("No report is owed."))
        return
    kinds, names = value_labels("report", "kind", visit.language), filings.group_names(visit)
    shown = found.assign(
        group=found["group_id"].map(names),
        kind=found["kind"].map(kinds),
        period=[
            f"{iso_day(start)} – {iso_day(end)}"
            for start, end in zip(found["period_start"], found["period_end"], strict=True)
        ],
        due=[iso_day(due) for due in found["due_on"]],
    )
    columns = {
        "group": named(_("Working group"), 300),
        "late": number(_("Days late"), 80),
        "due": text(_("Due"), 100),
        "kind": text(_("Kind of report"), 190),
        "period": text(_("Period"), 200),
        "report_id": text(_("Report"), 160),
    }
    table(usual_selection(visit).now, "owed", shown, alt=_("Reports that are owed"), columns=columns, rows=10)


def _show_extension(visit: Visit, actor: Actor, found: pd.DataFrame) -> None:
    _ = visit.gettext
    names = filings.group_names(visit)
    labels: dict[str, str] = {
        code: f"{code} · {names[group]} · {iso_day(due)}"
        for code, group, due in zip(found["report_id"], found["group_id"], found["due_on"], strict=True)
    }
    section(_("More time for one group"), _("The group reads the new day and the reason."))
    with st.form("extension", border=False):
        code = st.selectbox(
            _("Report"), list(labels), index=None, format_func=labels.__getitem__, placeholder=_("Choose")
        )
        until = st.text_input(_("New due date"), placeholder="2027-01-31", validate=(_DAY[0], _(_DAY[1])))
        reason = st.text_input(_("Reason"), max_chars=500)
        asked = st.form_submit_button(_("Extend"), icon=":material/more_time:")
    if asked and not code:
        st.error(_("Choose a report."), icon=":material/error:")
    elif asked and code:
        made = attempted(visit, lambda: filing.extend(visit.store, actor, code, day_of(until), reason))
        if made is not None:
            say(_("{report} is due on {day} now.").format(report=code, day=until))
            redraw()


def _show_series(visit: Visit, actor: Actor) -> None:
    _ = visit.gettext
    kinds, names, year = value_labels("report", "kind", visit.language), filings.group_names(visit), network_day().year
    section(
        _("A series of obligations"),
        _("One report for each part of a year; those that exist already stay as they are."),
    )
    with st.form("series", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox(_("Kind of report"), list(kinds), format_func=kinds.__getitem__)
        of = st.selectbox(_("Year"), range(year, year + YEARS_AHEAD), index=1)
        every = st.selectbox(_("How often"), list(EVERY), format_func=lambda months: _(EVERY[months]))
        days = st.number_input(_("Due days after the end"), 0, 366, USUAL_DAYS)
        groups = st.multiselect(
            _("Groups (none chosen: every group)"),
            list(names),
            format_func=names.__getitem__,
            placeholder=_("Every group"),
        )
        asked = st.form_submit_button(_("Create"), icon=":material/playlist_add:", type="primary")
    if asked:
        period = Period.parse(str(of))
        made = attempted(
            visit,
            lambda: filing.create_series(
                visit.store, actor, kind, period, every=every, due_days=int(days), groups=groups or None
            ),
        )
        if made is not None:
            say(_("The obligations were entered as generation {generation}.").format(generation=made.id))
            redraw()
