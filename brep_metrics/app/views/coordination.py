"""Coordination: whether needs are answered and issues resolved, what waits longest, and who wants to join."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from brep_metrics.app.charts.breadth import Bar, value_bars
from brep_metrics.app.components.columns import number, text
from brep_metrics.app.components.formats import MISSING, day, period_name, span
from brep_metrics.app.components.heading import answer, empty, section, stamp
from brep_metrics.app.components.plots import plot
from brep_metrics.app.components.selection import choose_selection
from brep_metrics.app.components.tables import table
from brep_metrics.app.labels import own_part, value_labels
from brep_metrics.app.standing import reader_groups, reader_sectors
from brep_metrics.i18n import N_, Title
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brep_metrics.app.results import Selection
    from brep_metrics.app.session import Visit

NEED_STATES = {
    "in_time": N_("answered in time"),
    "late": N_("answered late"),
    "waiting": N_("waiting, still in time"),
    "unanswered": N_("unanswered past the time"),
}
ISSUE_STATES = {
    "resolved": N_("resolved by the group"),
    "resolved_by_nea": N_("resolved after escalation"),
    "with_nea": N_("before NEA"),
    "open": N_("open"),
}
# Where a methodology sets no time for answers, that of the notice's own rhythm: a month.
DEFAULT_ANSWER_DAYS = 30
MOST_CASES = 200


def show(visit: Visit) -> None:
    """Draw the page."""
    _ = visit.gettext
    st.title(_("Are needs answered and issues resolved?"), anchor=False)
    sentence = st.container()
    with st.container(key="filters", horizontal=True):
        selection = choose_selection(visit)
    answer_days = selection.methodology.parameters.get("answer_days", DEFAULT_ANSWER_DAYS)
    dates = span(selection.period) | {"as_of": selection.as_of}
    needs = selection.facts("needs_by_state", **dates, answer_days=answer_days)
    issues = selection.facts("issues_by_state", **dates)
    with sentence:
        answer(_sentence(selection, needs, issues))
    _states(selection, "needs", needs, NEED_STATES, _("Needs raised in {period}"))
    _states(selection, "issues", issues, ISSUE_STATES, _("Issues raised in {period}"))
    _open_cases(selection)
    _intentions(selection)
    stamp(selection)


def _sentence(selection: Selection, needs: pd.DataFrame, issues: pd.DataFrame) -> str:
    visit = selection.visit
    raised, brought = int(needs["needs"].sum()), int(issues["issues"].sum())
    counts = dict(zip(needs["state"], needs["needs"], strict=True)) | dict(
        zip(issues["state"], issues["issues"], strict=True)
    )
    text_ = visit.gettext(
        "In {period}, {in_time} of {needs} needs were answered in time; {resolved} of {issues} issues are resolved."
    )
    return text_.format(
        period=period_name(selection.period.code, visit),
        in_time=int(counts.get("in_time", 0)),
        needs=raised,
        resolved=int(counts.get("resolved", 0)) + int(counts.get("resolved_by_nea", 0)),
        issues=brought,
    )


def _states(selection: Selection, name: str, found: pd.DataFrame, states: Mapping[str, str], title: str) -> None:
    visit = selection.visit
    _ = visit.gettext
    title = title.format(period=period_name(selection.period.code, visit))
    section(title)
    if found.empty:
        empty(_("None was raised in the period."))
        return
    ordered = found.set_index("state").reindex([code for code in states if code in set(found["state"])]).reset_index()
    ordered = ordered.assign(state_text=[_(states[code]) for code in ordered["state"]])
    bars = [
        Bar(code, word, int(count))
        for code, word, count in zip(ordered["state"], ordered["state_text"], ordered[name], strict=True)
    ]
    plot(value_bars(bars, axis=_("number")), alt=title, key=f"{name}-states")
    columns = {
        "state_text": text(_("State"), 240),
        name: number(_("Number"), 90),
        "median_days": number(_("Median days"), 120, note=_("To the answer or resolution, or until now")),
    }
    table(selection, f"{name}-states", ordered, alt=title, columns=columns)


def _open_cases(selection: Selection) -> None:
    visit = selection.visit
    _ = visit.gettext
    cases = selection.facts("open_cases", as_of=selection.as_of, most=MOST_CASES)
    section(_("Open on {day}, the oldest first").format(day=day(selection.as_of, visit.language)))
    if cases.empty:
        empty(_("Nothing is open."))
        return
    tables = load_schema().tables
    shown = cases.assign(
        source_text=[tables[source].title.text(visit.language) for source in cases["source"]],
        group=cases["group_id"].map(reader_groups(selection)),
        subject=[own_part(title, visit.language) for title in cases["title"]],
        raised=[value.strftime("%Y-%m-%d") for value in cases["raised_on"]],
        escalated=[MISSING if pd.isna(value) else value.strftime("%Y-%m-%d") for value in cases["escalated_on"]],
    )
    columns = {
        "source_text": text(_("Kind"), 130),
        "subject": text(_("Subject"), 330),
        "group": text(_("Working group"), 270),
        "raised": text(_("Raised"), 100),
        "escalated": text(_("Escalated"), 100),
        "days": number(_("Days open"), 90),
    }
    table(selection, "open-cases", shown, alt=_("Open needs and issues"), columns=columns, rows=12)


def _intentions(selection: Selection) -> None:
    visit = selection.visit
    _ = visit.gettext
    found = selection.facts("intentions", **span(selection.period))
    section(_("Records of Intention submitted in {period}").format(period=period_name(selection.period.code, visit)))
    if found.empty:
        empty(_("No Record of Intention was submitted in the period."))
        return
    language = visit.language
    names = zip(found["organization_zh"], found["organization_en"], strict=True)
    shown = found.assign(
        organization=[Title(*(one if isinstance(one, str) else None for one in pair)).text(language) for pair in names],
        sector=found["sector_id"].map(reader_sectors(selection)),
        role=found["proposed_role"].map(value_labels("intention", "proposed_role", language)),
        decision_text=found["decision"].map(value_labels("intention", "decision", language)),
        submitted=[value.strftime("%Y-%m-%d") for value in found["submitted_on"]],
        wish=[own_part(value, language) if isinstance(value, str) else MISSING for value in found["suggestion"]],
    )
    columns = {
        "organization": text(_("Organization"), 270),
        "sector": text(_("Sector"), 180),
        "role": text(_("Proposed role"), 150),
        "submitted": text(_("Submitted"), 100),
        "decision_text": text(_("Decision"), 100),
        "wish": text(_("Suggestion"), 300),
    }
    table(selection, "intentions", shown, alt=_("Records of Intention"), columns=columns, rows=10)
