"""Overview: what needs attention now, the key figures with their trend, and progress against the targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.context import query_parameters
from brep_metrics.app.navigation import open_page
from brep_metrics.app.queries import results
from brep_metrics.app.queries.ranking_frame import group_names, ranking_frame
from brep_metrics.app.views.shared.outcome_list import open_outcomes
from brep_metrics.app.views.shared.records import opened_record
from brep_metrics.app.views.shared.targets import show_targets
from brep_metrics.app.widgets.columns import clicked_row, number, opener, text
from brep_metrics.app.widgets.heading import answer, empty, section, show_provenance
from brep_metrics.app.widgets.selection_boxes import choose_selection
from brep_metrics.app.widgets.tables import table
from brep_metrics.app.wording.formats import day, period_name, span
from brep_metrics.app.wording.formats import number as number_text
from brep_metrics.app.wording.labels import own_part, value_labels

if TYPE_CHECKING:
    import pandas as pd

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.selection import Selection

# The key figures with the page that shows what is behind each.
FIGURES = {
    "rated": "rankings",
    "activities": "sectors",
    "countries": "sectors",
    "outcomes": "outcomes",
    "showcased": "outcomes",
}
RECORDED_IN = {"overdue_report": "report", "escalated_issue": "issue"}


def show(visit: Visit) -> None:
    """Draw the page."""
    _ = visit.gettext
    st.title(_("What needs attention now?"), anchor=False)
    sentence = st.container()
    with st.container(key="filters", horizontal=True):
        selection = choose_selection(visit)
    waiting = _needing_attention(selection)
    groups = ranking_frame(selection, selection.period.previous())
    at_risk = _at_risk(selection)
    with sentence:
        answer(_sentence(selection), selection)
    _figures(selection, groups)
    _risks(selection, at_risk)
    _waiting(selection, waiting)
    show_targets(selection.now)
    show_provenance(selection)


@cached_for_selection(100)
def _needing_attention(selection: Selection) -> pd.DataFrame:
    """The rows of `sql/facts/needing_attention.sql` with what the table shows of each."""
    language, _ = selection.visit.language, selection.visit.gettext
    waiting = results.rows_of(selection.now, "needing_attention", as_of=selection.now.as_of)
    kinds = value_labels("report", "kind", language)
    words = {"overdue_report": _("overdue report"), "escalated_issue": _("issue before NEA")}
    named = zip(waiting["kind"], waiting["title"], strict=True)
    return waiting.assign(
        what_text=waiting["what"].map(words),
        group=waiting["group_id"].map(group_names(selection)),
        code=waiting["what"].map(RECORDED_IN) + ":" + waiting["record_id"],
        subject=[(isinstance(kind, str) and kinds.get(kind)) or own_part(title, language) for kind, title in named],
    )


@cached_for_selection(100)
def _at_risk(selection: Selection) -> pd.DataFrame:
    """The groups with the lowest grade of the methodology, each with its name as what opens its scorecard."""
    groups, grades = ranking_frame(selection, selection.period.previous()), selection.methodology.grades
    found = groups[groups["grade"] == grades[-1].code] if len(grades) > 1 else groups.iloc[:0]
    return found.assign(open=found["name"])


@cached_for_selection(100)
def _sentence(selection: Selection) -> str:
    visit, waiting, at_risk = selection.visit, _needing_attention(selection), _at_risk(selection)
    counts = waiting["what"].value_counts()
    text_ = visit.gettext(
        "Overdue reports: {reports}. Issues waiting for NEA: {issues}. "
        "Groups with the lowest grade in {period}: {groups}."
    )
    return text_.format(
        reports=int(counts.get("overdue_report", 0)),
        issues=int(counts.get("escalated_issue", 0)),
        groups=len(at_risk),
        period=period_name(selection.period.code, visit.language),
    )


def _figures(selection: Selection, groups: pd.DataFrame) -> None:
    visit = selection.visit
    _ = visit.gettext
    previous = selection.period.previous()
    now = results.rows_of(selection.now, "key_figures", **span(selection.period)).iloc[0]
    before = results.rows_of(selection.now, "key_figures", **span(previous)).iloc[0]
    rated = int((groups["status"] == "rated").sum()), int(results.evaluation(selection, previous).scores.rated.sum())
    values = {"rated": rated} | {name: (int(now[name]), int(before[name])) for name in now.index}
    names = {
        "rated": _("Groups rated"),
        "activities": _("Activities held"),
        "countries": _("Countries reached"),
        "outcomes": _("Outcomes delivered"),
        "showcased": _("Outcomes showcased"),
    }
    section(
        _("Key figures, {period}").format(period=period_name(selection.period.code, visit.language)),
        _("Click the name of a figure for what is behind it."),
    )
    since = _("since {period}").format(period=period_name(previous.code, visit.language))
    with st.grid(5, min_column_width=160):
        for figure, page in FIGURES.items():
            value, earlier = values[figure]
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


def _waiting(selection: Selection, waiting: pd.DataFrame) -> None:
    _ = selection.visit.gettext
    section(
        _("Waiting on {day}").format(day=day(selection.now.as_of, selection.visit.language)),
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
