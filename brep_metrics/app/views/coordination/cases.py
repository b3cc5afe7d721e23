"""Needs and issues raised in a period: their state, how long they take, and the cases behind each number."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from brep_metrics.app.cache import cached
from brep_metrics.app.charts.chart_component import clickable, plot
from brep_metrics.app.charts.timelines import stacked_bars
from brep_metrics.app.charts.work_grid import Bar, value_bars
from brep_metrics.app.context import query_parameters
from brep_metrics.app.navigation import open_page, redraw
from brep_metrics.app.queries import results
from brep_metrics.app.queries.cases import ISSUES, NEEDS
from brep_metrics.app.queries.ranking_frame import group_names
from brep_metrics.app.views.shared.records import opened_record
from brep_metrics.app.widgets.columns import clicked_row, named, number, opener, text
from brep_metrics.app.widgets.heading import empty, section
from brep_metrics.app.widgets.tables import table, table_behind
from brep_metrics.app.wording.colours import AMBER, TEAL
from brep_metrics.app.wording.formats import iso_day, period_name
from brep_metrics.i18n import own_part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brep_metrics.app.charts.figure import Figure
    from brep_metrics.app.queries.cases import CaseQuery, Kind
    from brep_metrics.app.queries.selection import Selection

BANDS = (0.5, 1, 2, 4)


def show_needs(query: CaseQuery) -> None:
    """Needs by state and age."""
    visit = query.selection.visit
    title = visit.gettext("Cooperation needs raised in {period}")
    _show(query, NEEDS, title.format(period=period_name(query.selection.period.code, visit.language)))


def show_issues(query: CaseQuery) -> None:
    """Issues by stage and age."""
    visit = query.selection.visit
    title = visit.gettext("Issues raised in {period}")
    _show(query, ISSUES, title.format(period=period_name(query.selection.period.code, visit.language)))


def show_groups(query: CaseQuery) -> None:
    """The groups by what is open with them."""
    selection = query.selection
    _ = selection.visit.gettext
    section(_("By working group"), _("The most overdue and open cases first; click a name for the scorecard."))
    shown = _group_rows(query)
    if shown.empty:
        empty(_("None was raised in the period."))
        return
    columns = {
        "open": opener(_("Working group"), "open-case-group", 345),
        "needs": number(_("Needs"), 75),
        "needs_open": number(_("Needs open"), 105),
        "needs_overdue": number(_("Needs overdue"), 125),
        "issues": number(_("Issues"), 75),
        "escalated": number(_("Issues escalated"), 135),
        "issues_open": number(_("Issues open"), 105),
    }
    table(selection, "case-groups", shown, alt=_("Needs and issues by working group"), columns=columns, rows=12)
    row = clicked_row("open-case-group")
    if row is not None:
        open_page("scorecard", group=str(shown["group_id"].iloc[row]))


@cached(100, key=lambda query: query.key)
def _group_rows(query: CaseQuery) -> pd.DataFrame:
    """The rows of `sql/facts/case_groups.sql` with each group's name, which opens its scorecard."""
    found = results.rows_of(query.selection, "case_groups", **query.parameters, answer_days=query.limit("answer_days"))
    return found.assign(open=found["group_id"].map(group_names(query.selection)))


def _show(query: CaseQuery, kind: Kind, title: str) -> None:
    selection = query.selection
    _ = selection.visit.gettext
    section(title, _("Click a bar to list the cases; days count to the answer or resolution, or until now."))
    cases = query.cases(kind)
    if cases.empty:
        empty(_("None was raised in the period."))
    else:
        left, right = st.columns(2)
        with left:
            _states(query, kind, title)
        with right:
            _ages(query, kind)
    _list(selection, kind, cases)


@cached(100, key=lambda query, kind: (query.key, kind.query))
def _by_state(query: CaseQuery, kind: Kind) -> pd.DataFrame:
    """The first case of each state that occurs, in the order of the states, with the state in words as its opener."""
    _ = query.selection.visit.gettext
    states = query.cases(kind).drop_duplicates("state").set_index("state")
    found = states.reindex([code for code in kind.states if code in states.index]).reset_index()
    return found.assign(open=[_(kind.states[code]) for code in found["state"]])


@cached(100, key=lambda query, kind: (query.key, kind.query))
def _state_bars(query: CaseQuery, kind: Kind) -> Figure:
    states = _by_state(query, kind)
    cells = zip(states["state"], states["open"], states["of_state"], strict=True)
    bars = [Bar(code, word, int(number)) for code, word, number in cells]
    return value_bars(bars, axis=query.selection.visit.gettext("number"))


def _states(query: CaseQuery, kind: Kind, title: str) -> None:
    _ = query.selection.visit.gettext
    clicked = clickable(_state_bars(query, kind), alt=title, key=f"{kind.query}-states")
    if clicked:
        query_parameters.set_codes(kind.source, clicked[0])
    columns = {
        "open": opener(_("State"), f"open-{kind.query}-state", 200),
        "of_state": number(_("Number"), 80),
        "median_days": number(_("Median days"), 110, decimals=1),
    }
    # Open, since the histogram beside it is as tall as the bars and the table together.
    table(query.selection, f"{kind.query}-states", _by_state(query, kind), alt=title, columns=columns)
    row = clicked_row(f"open-{kind.query}-state")
    if row is not None:
        query_parameters.set_codes(kind.source, str(_by_state(query, kind)["state"].iloc[row]))


def _ages(query: CaseQuery, kind: Kind) -> None:
    selection = query.selection
    _ = selection.visit.gettext
    limit = query.limit(kind.limit)
    counted = _by_age(query, kind)
    alt = _("Days that cases took or have been waiting; they are to take {limit} days").format(limit=limit)
    plot(_age_bars(query, kind), alt=alt, key=f"{kind.query}-ages")

    def frame() -> pd.DataFrame:
        sides = {f"side_{at}": values for at, values in enumerate(counted.values())}
        return pd.DataFrame({"band": _band_labels(limit), **sides})

    columns = {"band": text(_("Days"), 120)} | {f"side_{at}": number(word, 110) for at, word in enumerate(counted)}
    table_behind(selection, f"{kind.query}-ages", frame, alt=alt, columns=columns)


@cached(100, key=lambda query, kind: (query.key, kind.query))
def _age_bars(query: CaseQuery, kind: Kind) -> Figure:
    _ = query.selection.visit.gettext
    limit = query.limit(kind.limit)
    return stacked_bars(
        _band_labels(limit),
        _by_age(query, kind),
        axis=_("number"),
        colours=(TEAL, AMBER),
        xaxis=_("days; to take at most {limit}").format(limit=limit),
    )


@cached(100, key=lambda query, kind: (query.key, kind.query))
def _by_age(query: CaseQuery, kind: Kind) -> Mapping[str, list[int]]:
    """The number of settled and of unsettled cases in each band of age."""
    _ = query.selection.visit.gettext
    limits = {NEEDS.limit: query.limit(NEEDS.limit), ISSUES.limit: query.limit(ISSUES.limit)}
    ages = results.rows_of(query.selection, "case_ages", **query.parameters, **limits)
    ages = ages[ages["source"] == kind.source]
    number_of = dict(zip(zip(ages["band"], ages["settled"], strict=True), ages["cases"].astype(int), strict=True))
    return {
        word: [number_of.get((band, settled), 0) for band in range(5)]
        for settled, word in ((True, _(kind.settled)), (False, _(kind.unsettled)))
    }


def _band_labels(limit: int) -> list[str]:
    edges = [int(limit * times) for times in BANDS]
    inner = [f"{low + 1}–{high}" for low, high in pairwise(edges)]
    return [f"≤ {edges[0]}", *inner, f"> {edges[-1]}"]


def _list(selection: Selection, kind: Kind, cases: pd.DataFrame) -> None:
    visit = selection.visit
    _ = visit.gettext
    state = query_parameters.resolve(visit, kind.source, _("State"), default=("",), admits=kind.states.__contains__)[0]
    chosen = cases[cases["state"] == state]
    if not state:
        opened_record(selection, f"{kind.source}_record", chosen["record_id"], kind.source)
        return
    with st.container(border=True):
        section(_(kind.states[state]))
        if chosen.empty:
            empty(_("There is none in this state."))
        else:
            _cases(selection, kind, chosen)
        opened_record(selection, f"{kind.source}_record", chosen["record_id"], kind.source)
        if st.button(_("Close the list"), icon=":material/close:", key=f"close-{kind.source}", type="tertiary"):
            query_parameters.set_codes(kind.source)
            redraw()


def _cases(selection: Selection, kind: Kind, chosen: pd.DataFrame) -> None:
    visit = selection.visit
    _ = visit.gettext
    shown = chosen.assign(
        open=[own_part(title, visit.language) for title in chosen["title"]],
        group=chosen["group_id"].map(group_names(selection)),
        **{name: [iso_day(value) for value in chosen[name]] for name in ("raised_on", "escalated_on", "settled_on")},
    )
    columns = {
        "open": opener(_("Subject"), f"open-{kind.source}", 340),
        "group": named(_("Working group"), 270),
        "raised_on": text(_("Raised"), 100),
        **({"escalated_on": text(_("Escalated"), 100)} if kind is ISSUES else {}),
        "settled_on": text(_("Settled"), 100),
        "days": number(_("Days"), 70),
    }
    table(selection, f"{kind.query}-list", shown, alt=_("Cases in this state"), columns=columns, rows=10)
    if int(chosen["of_state"].iloc[0]) > len(chosen):
        st.caption(_("The list shows the {count} that took longest.").format(count=len(chosen)))
    row = clicked_row(f"open-{kind.source}")
    if row is not None:
        query_parameters.set_codes(f"{kind.source}_record", str(chosen["record_id"].iloc[row]))
