"""Issues that groups escalated to NEA: when, how long they stayed there, and how they ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.cache import cached
from brep_metrics.app.charts.chart_component import clickable
from brep_metrics.app.charts.work_grid import Bar, value_bars
from brep_metrics.app.context import query_parameters
from brep_metrics.app.queries import results
from brep_metrics.app.queries.ranking_frame import group_names
from brep_metrics.app.views.shared.records import opened_record
from brep_metrics.app.widgets.columns import clicked_row, named, number, opener, text
from brep_metrics.app.widgets.heading import empty, section
from brep_metrics.app.widgets.tables import table
from brep_metrics.app.wording.formats import MISSING, iso_day, period_name
from brep_metrics.app.wording.formats import number as number_text
from brep_metrics.app.wording.labels import own_part

if TYPE_CHECKING:
    import pandas as pd

    from brep_metrics.app.charts.figure import Figure
    from brep_metrics.app.queries.cases import CaseQuery

MAX_BARS = 30
CHOSEN = "escalation"


def show_escalations(query: CaseQuery) -> None:
    """The days that each escalation has been or was before NEA, then the list."""
    selection = query.selection
    visit = selection.visit
    _ = visit.gettext
    found = results.rows_of(selection, "escalations", **query.parameters)
    period = period_name(selection.period.code, visit.language)
    section(_("Escalated to NEA in {period}").format(period=period), _sentence(query))
    if found.empty:
        empty(_("No escalations in this period."))
    else:
        _chart(query, len(found))
        _table(query, found)
    opened_record(selection, CHOSEN, found["issue_id"], "issue", label=_("Issue"))


def _chart(query: CaseQuery, count: int) -> None:
    _ = query.selection.visit.gettext
    alt = _("Days before NEA of {count} escalated issues, the longest first")
    clicked = clickable(_bars(query), alt=alt.format(count=min(count, MAX_BARS)), key="escalations")
    if count > MAX_BARS:
        st.caption(_("The chart shows the first {count}; the table has all.").format(count=MAX_BARS))
    if clicked:
        query_parameters.set_codes(CHOSEN, clicked[0])


@cached(100, key=lambda query: query.key)
def _bars(query: CaseQuery) -> Figure:
    """The issues that were longest before NEA."""
    found, visit = results.rows_of(query.selection, "escalations", **query.parameters), query.selection.visit
    cells = zip(found["issue_id"], found["title"], found["days_with_nea"], strict=True)
    bars = [Bar(code, own_part(title, visit.language), days) for code, title, days in cells]
    longest = sorted(bars, key=lambda bar: -bar.value)[:MAX_BARS]
    return value_bars(longest, axis=visit.gettext("days before NEA"))


@cached(100, key=lambda query: query.key)
def _sentence(query: CaseQuery) -> str:
    visit, found = query.selection.visit, results.rows_of(query.selection, "escalations", **query.parameters)
    if found.empty:
        return ""
    open_ = int(found["resolved_on"].isna().sum())
    text_ = visit.ngettext(
        "{count} issue was escalated, {open} of them still open; the median time before NEA is {days} days.",
        "{count} issues were escalated, {open} of them still open; the median time before NEA is {days} days.",
        len(found),
    )
    days = number_text(float(found["days_with_nea"].median()), visit.language, 0)
    return text_.format(count=len(found), open=open_, days=days)


def _table(query: CaseQuery, found: pd.DataFrame) -> None:
    selection = query.selection
    _ = selection.visit.gettext
    shown = _rows(query)
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
        query_parameters.set_codes(CHOSEN, str(found["issue_id"].iloc[row]))


@cached(100, key=lambda query: query.key)
def _rows(query: CaseQuery) -> pd.DataFrame:
    """What the table of escalations shows of each."""
    selection = query.selection
    found, language = results.rows_of(selection, "escalations", **query.parameters), selection.visit.language
    return found.assign(
        open=[own_part(title, language) for title in found["title"]],
        group=found["group_id"].map(group_names(selection)),
        escalated=[iso_day(value) for value in found["escalated_on"]],
        resolved=[iso_day(value) for value in found["resolved_on"]],
        how=[own_part(text_, language) if isinstance(text_, str) else MISSING for text_ in found["resolution"]],
    )
