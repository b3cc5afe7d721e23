"""What groups handed in: reports against their due dates, outcomes over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from brep_metrics.access import Action
from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.charts.chart_component import clickable
from brep_metrics.app.charts.timelines import ReportMark, report_marks, stacked_bars
from brep_metrics.app.context import query_parameters
from brep_metrics.app.context.chart_source import of_no_period
from brep_metrics.app.queries import results
from brep_metrics.app.queries.ranking_frame import group_names
from brep_metrics.app.views.shared.outcome_list import groups_code, open_outcomes
from brep_metrics.app.views.shared.records import show_record
from brep_metrics.app.widgets.columns import clicked_row, named, number, opener, text
from brep_metrics.app.widgets.detail_dialog import detail_dialog
from brep_metrics.app.widgets.heading import empty, section
from brep_metrics.app.widgets.tables import table_behind
from brep_metrics.app.wording.colours import KINDS
from brep_metrics.app.wording.formats import MISSING, day, period_name, span
from brep_metrics.app.wording.labels import value_labels
from brep_metrics.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from brep_metrics.app.charts.figure import Figure
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.app.queries.timelines import Timelines
    from brep_metrics.periods import Period

STATES = {
    "filed": N_("filed in time"),
    "late": N_("filed late"),
    "overdue": N_("overdue"),
    "open": N_("not yet due"),
}
MAX_ROWS = 40


def show_reports(selection: Selection, chosen: tuple[str, ...]) -> None:
    """Every report due in the period, on its group's line, with the table behind it."""
    visit = selection.visit
    _ = visit.gettext
    period = period_name(selection.period.code, visit.language)
    reports = _reports(selection, chosen)
    section(_("Plans and reports due in {period}").format(period=period), _reports_sentence(selection, reports))
    if reports.empty:
        empty(_("No report was due in {period}.").format(period=period))
    else:
        _draw_reports(selection, chosen, reports)
    _open_report(selection, reports)


def _open_report(selection: Selection, reports: pd.DataFrame) -> None:
    """The report that a mark or a row has opened, over the page: the chart is taller than a window."""
    visit = selection.visit
    known = set(reports["report_id"])
    code = query_parameters.resolve(visit, "report", visit.gettext("Record"), default=("",), admits=known.__contains__)[
        0
    ]
    if code:
        row = reports[reports["report_id"] == code].iloc[0]
        detail_dialog(
            visit,
            str(row["group"]),
            lambda: show_record(selection, "report", code),
            needs=Action.SEE_EVIDENCE,
            closes=("report",),
        )


def _draw_reports(selection: Selection, chosen: tuple[str, ...], reports: pd.DataFrame) -> None:
    _ = selection.visit.gettext
    count = reports["group_id"].nunique()
    alt = _("Reports of {count} groups at their due dates, by state of delivery").format(count=min(count, MAX_ROWS))
    clicked = clickable(_report_chart(selection, chosen), alt=alt, key="reports")
    if count > MAX_ROWS:
        st.caption(_("The chart shows the first {count}; the table has all.").format(count=MAX_ROWS))
    if clicked:
        query_parameters.set_codes("report", clicked[0])
    columns = {
        "group": named(_("Working group"), 300),
        "kind_text": opener(_("Kind"), "open-report", 160),
        "due": text(_("Due"), 140),
        "submitted": text(_("Submitted"), 140),
        "state_text": text(_("State"), 120),
        "days_late": number(_("Days late"), 90),
    }
    table_behind(selection, "reports", lambda: reports, alt=_("Reports due in the period"), columns=columns, rows=10)
    row = clicked_row("open-report")
    if row is not None:
        query_parameters.set_codes("report", str(reports["report_id"].iloc[row]))


@cached_for_selection(50)
def _reports(selection: Selection, chosen: tuple[str, ...]) -> pd.DataFrame:
    """The rows of `sql/facts/reports.sql` with what the table shows of each."""
    visit, language = selection.visit, selection.visit.language
    reports = results.rows_of(
        selection, "reports", **span(selection.period), as_of=selection.as_of, every_group=not chosen, group_ids=chosen
    )
    states = {code: visit.gettext(word) for code, word in STATES.items()}
    return reports.assign(
        group=reports["group_id"].map(group_names(selection)),
        kind_text=reports["kind"].map(value_labels("report", "kind", language)),
        state_text=reports["state"].map(states),
        due=[day(value.date(), language) for value in reports["due_on"]],
        submitted=[MISSING if pd.isna(value) else day(value.date(), language) for value in reports["submitted_on"]],
    )


@cached_for_selection(50)
def _report_chart(selection: Selection, chosen: tuple[str, ...]) -> Figure:
    """Every report of the first groups by name, on its group's line."""
    reports = _reports(selection, chosen)
    reporting = set(reports["group_id"])
    rows = [name for code, name in group_names(selection).items() if code in reporting][:MAX_ROWS]
    marks = [
        ReportMark(row["group"], row["due_on"].date(), row["state"], _hover(row), row["report_id"])
        for row in reports[reports["group"].isin(rows)].to_dict("records")
    ]
    states = {code: selection.visit.gettext(word) for code, word in STATES.items()}
    return report_marks(marks, rows, states, tick="%Y-%m")


def show_outcomes(selection: Selection, model: Timelines) -> None:
    """Outcomes by period and kind."""
    visit = selection.visit
    _ = visit.gettext
    section(_("Outcomes over time"), _("Click a bar for the outcomes of that period and kind."))
    counted = _delivered(selection, model.periods, model.chosen)
    if counted.empty:
        empty(_("No outcome was delivered."))
        return
    every = value_labels("outcome", "kind", visit.language)
    kinds = {code: word for code, word in every.items() if code in counted}
    colours = [KINDS[list(every).index(code)] for code in kinds]
    codes = [period.code for period in model.periods]
    series = {word: counted[code].tolist() for code, word in kinds.items()}
    with of_no_period():
        clicked = clickable(
            stacked_bars(list(model.labels), series, axis=_("outcomes"), colours=colours, codes=(codes, list(kinds))),
            alt=_("Outcomes by kind over {count} periods").format(count=len(codes)),
            key="outcomes",
        )
    if clicked:
        open_outcomes(period=clicked[0], kind=clicked[1], behind=groups_code(model.chosen))

    def frame() -> pd.DataFrame:
        return pd.DataFrame({"period": model.labels} | {code: counted[code].to_numpy() for code in kinds})

    columns = {"period": opener(_("Period"), "open-period", 130)} | {
        code: number(word, 130) for code, word in kinds.items()
    }
    table_behind(selection, "outcomes", frame, alt=_("Outcomes by period and kind"), columns=columns, rows=12)
    row = clicked_row("open-period")
    if row is not None:
        open_outcomes(period=codes[row], behind=groups_code(model.chosen))


@cached_for_selection(50)
def _delivered(selection: Selection, periods: tuple[Period, ...], chosen: tuple[str, ...]) -> pd.DataFrame:
    """The number of outcomes: one row per period, one column per kind that occurs; empty where none was delivered."""
    whole = {"starts_on": periods[0].start, "ends_on": periods[-1].end}
    months = results.rows_of(selection, "outcomes_by_month", **whole, every_group=not chosen, group_ids=chosen)
    edges = pd.to_datetime([period.start for period in periods])
    months = months.assign(at=edges.searchsorted(months["month"], side="right") - 1)
    counted = months.pivot_table(index="at", columns="kind", values="outcomes", aggfunc="sum", fill_value=0)
    return counted if months.empty else counted.reindex(range(len(periods)), fill_value=0)


def _reports_sentence(selection: Selection, reports: pd.DataFrame) -> str:
    visit = selection.visit
    states = reports["state"].value_counts()
    text_ = visit.gettext(
        "{all} were due: {filed} filed in time, {late} late, {overdue} overdue; click a mark for the record."
    )
    return text_.format(all=len(reports), **{code: int(states.get(code, 0)) for code in ("filed", "late", "overdue")})


def _hover(row: Mapping[Hashable, str]) -> str:
    return f"{row['group']}<br>{row['kind_text']}: {row['state_text']}<br>{row['due']} → {row['submitted']}"
