"""Issues that groups escalated to NEA: when, how long they stayed there, and how they ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.cache import cached
from brep_metrics.app.charts.chart_component import clickable
from brep_metrics.app.charts.work_grid import Bar, value_bars
from brep_metrics.app.context import query_parameters
from brep_metrics.app.views.shared.records import opened_record
from brep_metrics.app.widgets.columns import clicked_row, named, number, opener, text
from brep_metrics.app.widgets.heading import empty, section
from brep_metrics.app.widgets.tables import table
from brep_metrics.i18n import translator

if TYPE_CHECKING:
    import pandas as pd

    from brep_metrics.app.charts.figure import Figure
    from brep_metrics.app.queries.coordination import Coordination
    from brep_metrics.app.queries.selection import Selection

MAX_BARS = 30
CHOSEN = "escalation"


def show_escalations(selection: Selection, model: Coordination) -> None:
    """The days that each escalation has been or was before NEA, then the list."""
    _ = selection.visit.gettext
    section(_("Escalated to NEA in {period}").format(period=model.period), model.escalated)
    if model.escalations.empty:
        empty(_("No escalations in this period."))
    else:
        _draw_days(selection, model)
        _table(selection, model.escalations)
    opened_record(selection, CHOSEN, model.escalations["issue_id"], "issue", label=_("Issue"))


def _draw_days(selection: Selection, model: Coordination) -> None:
    _, count = selection.visit.gettext, len(model.escalations)
    alt = _("Days before NEA of {count} escalated issues, the longest first")
    clicked = clickable(_day_chart(model), alt=alt.format(count=min(count, MAX_BARS)), key="escalations")
    if count > MAX_BARS:
        st.caption(_("The chart shows the first {count}; the table has all.").format(count=MAX_BARS))
    if clicked:
        query_parameters.set_codes(CHOSEN, clicked[0])


@cached(100, key=lambda model: model.key)
def _day_chart(model: Coordination) -> Figure:
    """The issues that were longest before NEA."""
    found = model.escalations
    bars = [Bar(*cells) for cells in zip(found["issue_id"], found["open"], found["days_with_nea"], strict=True)]
    longest = sorted(bars, key=lambda bar: -bar.value)[:MAX_BARS]
    return value_bars(longest, axis=translator(model.language).gettext("days before NEA"))


def _table(selection: Selection, shown: pd.DataFrame) -> None:
    _ = selection.visit.gettext
    columns = {
        "open": opener(_("Issue"), "open-escalation", 310),
        "group": named(_("Working group"), 250),
        "escalated": text(_("Escalated"), 100),
        "days_before": number(_("Days until then"), 115),
        "resolved": text(_("Resolved"), 100),
        "days_with_nea": number(_("Days before NEA"), 125),
        "how": text(_("Resolution"), 240),
    }
    table(selection, "escalations", shown, alt=_("Issues escalated to NEA"), columns=columns, rows=12)
    row = clicked_row("open-escalation")
    if row is not None:
        query_parameters.set_codes(CHOSEN, str(shown["issue_id"].iloc[row]))
