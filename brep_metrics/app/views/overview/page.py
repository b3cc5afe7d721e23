"""Overview: what needs attention now, the key figures with their trend, and progress against the targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.charts.chart_component import clickable
from brep_metrics.app.charts.work_grid import Bar, value_bars
from brep_metrics.app.context import query_parameters
from brep_metrics.app.navigation import open_page
from brep_metrics.app.queries import filings
from brep_metrics.app.queries.overview import RECENT, overview
from brep_metrics.app.views.overview.late_reminder import print_reminder
from brep_metrics.app.views.shared.outcome_list import open_outcomes
from brep_metrics.app.views.shared.records import opened_record
from brep_metrics.app.views.shared.targets import show_targets
from brep_metrics.app.widgets.columns import clicked_row, named, number, opener, text
from brep_metrics.app.widgets.heading import answer, empty, section, show_provenance
from brep_metrics.app.widgets.selection_boxes import choose_selection
from brep_metrics.app.widgets.tables import table, table_behind
from brep_metrics.app.wording.formats import number as number_text
from brep_metrics.app.wording.formats import plain
from brep_metrics.filing import inbox

if TYPE_CHECKING:
    import pandas as pd

    from brep_metrics.app.charts.figure import Figure
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.overview import Overview
    from brep_metrics.app.queries.selection import Selection

# The key figures with the page that shows what is behind each.
FIGURES = {
    "rated": "rankings",
    "activities": "sectors",
    "countries": "sectors",
    "outcomes": "outcomes",
    "showcased": "outcomes",
}


def show(visit: Visit) -> None:
    """Draw the page."""
    _ = visit.gettext
    st.title(_("What needs attention now?"), anchor=False)
    sentence = st.container()
    with st.container(key="filters", horizontal=True):
        selection = choose_selection(visit)
    with st.spinner(_("Computing the scores of all groups …")):
        model = overview(selection)
    with sentence:
        answer(model.answer, selection)
    _inbox(visit)
    _late(selection, model)
    _issues(selection, model)
    _risks(selection, model.at_risk)
    _figures(visit, model)
    _grades(selection, model)
    show_targets(selection.now)
    show_provenance(selection)


def _inbox(visit: Visit) -> None:
    """How many filings wait to be entered, and the way to them; nothing where none does."""
    count = len(inbox(visit.store, filings.actor_of(visit)))
    text_ = visit.ngettext("{count} filing waits to be entered", "{count} filings wait to be entered", count)
    if count and st.button(text_.format(count=count), icon=":material/inbox:", key="overview-inbox"):
        open_page("inbox")


def _figures(visit: Visit, model: Overview) -> None:
    _ = visit.gettext
    names = {
        "rated": _("Groups rated"),
        "activities": _("Activities held"),
        "countries": _("Countries reached"),
        "outcomes": _("Outcomes delivered"),
        "showcased": _("Outcomes showcased"),
    }
    section(
        _("Key figures, {period}").format(period=model.period),
        _(
            "Click the name of a figure for what is behind it. Outcomes are counted as they were known on {day}, all "
            "else as of the day of the period."
        ).format(day=model.waiting_on),
    )
    since = _("since {period}").format(period=model.period_before)
    with st.grid(5, min_column_width=160):
        for figure, page in FIGURES.items():
            value, earlier = model.figures[figure]
            with st.container(border=True, gap="xxsmall"):
                if st.button(
                    names[figure],
                    icon=":material/chevron_right:",
                    icon_position="right",
                    key=f"open-{figure}",
                    type="tertiary",
                ):
                    if page == "outcomes":
                        open_outcomes()
                    open_page(page)
                shown = number_text(value, visit.language, 0)
                st.metric(names[figure], shown, value - earlier, delta_description=since, label_visibility="collapsed")


def _grades(selection: Selection, model: Overview) -> None:
    """How many groups have each grade; a bar leads to them."""
    _ = selection.visit.gettext
    if not len(model.grades):
        return
    section(_("Grades in {period}").format(period=model.period), _("Click a bar for the groups with that grade."))
    clicked = clickable(_grade_chart(selection), alt=_("Groups by grade"), key="grades")
    if clicked:
        open_page("rankings", grade=clicked[0])
    columns = {"text": text(_("Grade"), 160), "groups": number(_("Groups"), 90)}
    table_behind(selection, "grade-counts", lambda: model.grades, alt=_("Groups by grade"), columns=columns)


@cached_for_selection(100)
def _grade_chart(selection: Selection) -> Figure:
    grades = overview(selection).grades.itertuples(index=False, name=None)
    return value_bars([Bar(code, word, count) for code, word, count in grades], axis=selection.visit.gettext("groups"))


def _risks(selection: Selection, at_risk: pd.DataFrame) -> None:
    _ = selection.visit.gettext
    section(
        _("Groups at risk"),
        _("They have the lowest grade of the methodology, or one lowered by a gate; click a name for the scorecard."),
    )
    if at_risk.empty:
        empty(_("No group is at risk."))
        return
    columns = {
        "open": opener(_("Working group"), "open-risk", 330),
        "grade_text": text(_("Grade"), 120),
        "reason": text(_("Lowered by"), 200),
        "score": number(_("Score"), 80, decimals=selection.methodology.round),
        "move": text(_("Change"), 80),
        "sector": text(_("Sector"), 180),
    }
    table(selection, "risks", at_risk, alt=_("Groups at risk"), columns=columns, rows=8)
    row = clicked_row("open-risk")
    if row is not None:
        open_page("scorecard", group=str(at_risk["group_id"].iloc[row]))


def _late(selection: Selection, model: Overview) -> None:
    """One line per group that is late; the reports of one of them right below."""
    visit = selection.visit
    _ = visit.gettext
    section(
        _("Who is late on {day}").format(day=model.waiting_on),
        _("Reports due before that day and not filed, whatever period they are of; click a group for its reports."),
    )
    admits = set(model.late["group_id"]).__contains__
    if model.late.empty:
        empty(_("No report is overdue."))
    else:
        columns = {
            "open": opener(_("Working group"), "open-late", 330),
            "reports": number(_("Reports overdue"), 120),
            "recent": number(_("Due in the last {days} days").format(days=RECENT.days), 170),
            "since": text(_("Oldest due"), 150),
            "days": number(_("Days late"), 90),
        }
        table(selection, "late-groups", model.late, alt=_("Groups with overdue reports"), columns=columns, rows=10)
        row = clicked_row("open-late")
        if row is not None:
            query_parameters.set_codes("late", str(model.late["group_id"].iloc[row]))
    code = query_parameters.resolve(visit, "late", _("Working group"), default=("",), admits=admits)[0]
    if code:
        _late_reports(selection, model, code)


def _late_reports(selection: Selection, model: Overview, code: str) -> None:
    _ = selection.visit.gettext
    reports = model.reports[model.reports["group_id"] == code]
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(str(reports['group'].iloc[0]))}**", width="content")
            if st.button(_("Scorecard"), icon=":material/fact_check:", key="late-scorecard", type="tertiary"):
                open_page("scorecard", group=code)
        columns = {
            "subject": named(_("Report"), 330),
            "since_text": text(_("Due"), 150),
            "days": number(_("Days late"), 90),
        }
        table(selection, "late-reports", reports, alt=_("Overdue reports of the group"), columns=columns, rows=8)
        st.caption(_("Printing the page gives a reminder to this group."))
    print_reminder(selection, code, reports, model.waiting_on)


def _issues(selection: Selection, model: Overview) -> None:
    _ = selection.visit.gettext
    section(
        _("Issues before NEA"), _("Escalated and not resolved, the longest waiting first; click one for its record.")
    )
    if model.issues.empty:
        empty(_("No issue waits for NEA."))
    else:
        columns = {
            "subject": opener(_("Issue"), "open-record", 380),
            "group": named(_("Working group"), 280),
            "since_text": text(_("Escalated"), 150),
            "days": number(_("Days"), 70),
        }
        table(selection, "escalated", model.issues, alt=_("Issues that wait for NEA"), columns=columns, rows=8)
        row = clicked_row("open-record")
        if row is not None:
            query_parameters.set_codes("record", str(model.issues["code"].iloc[row]))
    opened_record(selection.now, "record", model.issues["code"], "issue")
