"""Overview: what needs attention now, the key figures with their trend, and progress against the targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.context import query_parameters
from brep_metrics.app.navigation import open_page
from brep_metrics.app.queries.overview import overview
from brep_metrics.app.views.shared.outcome_list import open_outcomes
from brep_metrics.app.views.shared.records import opened_record
from brep_metrics.app.views.shared.targets import show_targets
from brep_metrics.app.widgets.columns import clicked_row, number, opener, text
from brep_metrics.app.widgets.heading import answer, empty, section, show_provenance
from brep_metrics.app.widgets.selection_boxes import choose_selection
from brep_metrics.app.widgets.tables import table
from brep_metrics.app.wording.formats import number as number_text

if TYPE_CHECKING:
    import pandas as pd

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
    model = overview(selection)
    with sentence:
        answer(model.answer, selection)
    _figures(visit, model)
    _risks(selection, model.at_risk)
    _waiting(selection, model)
    show_targets(selection.now)
    show_provenance(selection)


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
        _("Click the name of a figure for what is behind it."),
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


def _risks(selection: Selection, at_risk: pd.DataFrame) -> None:
    _ = selection.visit.gettext
    section(_("Groups at risk"), _("They have the lowest grade of the methodology; click a name for the reasons."))
    if at_risk.empty:
        empty(_("No group has the lowest grade."))
        return
    columns = {
        "open": opener(_("Working group"), "open-risk", 330),
        "grade_text": text(_("Grade"), 120),
        "score": number(_("Score"), 80, decimals=selection.methodology.round),
        "move": text(_("Change"), 80),
        "sector": text(_("Sector"), 180),
    }
    table(selection, "risks", at_risk, alt=_("Groups with the lowest grade"), columns=columns, rows=8)
    row = clicked_row("open-risk")
    if row is not None:
        open_page("scorecard", group=str(at_risk["group_id"].iloc[row]))


def _waiting(selection: Selection, model: Overview) -> None:
    _, waiting = selection.visit.gettext, model.waiting
    section(
        _("Waiting on {day}").format(day=model.waiting_on),
        _("Click a group for its scorecard, a subject for its record."),
    )
    if waiting.empty:
        empty(_("No report is overdue and no issue waits for NEA."))
    else:
        _waiting_table(selection, waiting)
    opened_record(selection.now, "record", waiting["code"])


def _waiting_table(selection: Selection, waiting: pd.DataFrame) -> None:
    _ = selection.visit.gettext
    columns = {
        "group": opener(_("Working group"), "open-waiting", 330),
        "subject": opener(_("Subject"), "open-record", 330),
        "days": number(_("Days"), 70),
        "what_text": text(_("What"), 130),
    }
    table(selection, "waiting", waiting, alt=_("Overdue reports and issues before NEA"), columns=columns, rows=10)
    group, subject = clicked_row("open-waiting"), clicked_row("open-record")
    if group is not None:
        open_page("scorecard", group=str(waiting["group_id"].iloc[group]))
    if subject is not None:
        query_parameters.set_codes("record", str(waiting["code"].iloc[subject]))
