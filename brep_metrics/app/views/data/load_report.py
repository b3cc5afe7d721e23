"""What a checked load would do: records by table, warnings, and the groups whose result it moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from brep_metrics.app.widgets.columns import named, number, text
from brep_metrics.app.widgets.faults import show_faults
from brep_metrics.app.widgets.tables import table
from brep_metrics.app.wording.formats import MISSING, period_name
from brep_metrics.app.wording.formats import number as number_text
from brep_metrics.app.wording.grades import STATUS_TEXTS, shown_grades
from brep_metrics.intake import TableChange
from brep_metrics.schema import load_schema
from brep_metrics.scoring import Status

if TYPE_CHECKING:
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.intake import Report
    from brep_metrics.load_effect import Effect, Preview, Result


def show_load_report(selection: Selection, found: Preview) -> None:
    """What came in, what looks like a mistake though nothing is refused for it, and what it moves."""
    visit, report = selection.visit, found.report
    _ = visit.gettext
    rows = number_text(sum(report.rows.values()), visit.language, 0)
    st.success(_("No faults in {rows} rows.").format(rows=rows), icon=":material/check_circle:")
    _show_tables(selection, report)
    if report.warnings:
        said = _("Warnings: {count}; nothing is refused for them").format(count=len(report.warnings))
        st.warning(said, icon=":material/warning:")
        show_faults(selection, report.warnings, "warnings")
    if found.effect:
        _show_effect(selection, found.effect)


def _show_tables(selection: Selection, report: Report) -> None:
    visit = selection.visit
    _ = visit.gettext
    known, nothing = load_schema().tables, TableChange()
    frame = pd.DataFrame(
        [
            {
                "title": known[name].title.text(visit.language),
                "table": name,
                "rows": report.rows.get(name, 0),
                **report.changes.get(name, nothing).counts,
            }
            for name in dict.fromkeys((*report.changes, *report.rows))
        ],
        columns=["title", "table", "rows", *nothing.counts],
    )
    columns = {
        "title": named(_("Table"), 180),
        "table": text(_("Name in files"), 140),
        "rows": number(_("Rows in the files"), 130),
        "new": number(_("New"), 80),
        "changed": number(_("Changed"), 80),
        "equal": number(_("Unchanged"), 90),
        "removed": number(_("Removed"), 80),
    }
    table(selection, "checked", frame, alt=_("Rows in the files by table"), columns=columns, rows=8)


def _show_effect(selection: Selection, effect: Effect) -> None:
    visit = selection.visit
    _ = visit.gettext
    period = period_name(effect.period.code, visit.language)
    if effect.unknown:
        said = _("Whether the ranking of {period} moves cannot be told: {reason}")
        st.caption(said.format(period=period, reason=effect.unknown.text(visit.language)))
        return
    said = _("Ranking of {period} by {methodology}: groups that move: {count} of {groups}")
    methodology = effect.methodology.title.text(visit.language)
    st.markdown(said.format(period=period, methodology=methodology, count=len(effect.moves), groups=effect.groups))
    if not effect.moves:
        return
    columns = {
        "name": named(_("Working group"), 330),
        "score": text(_("Score"), 130),
        "grade": text(_("Grade"), 180),
        "rank": text(_("Rank"), 90),
    }
    alt = _("Groups that move, before and after")
    table(selection, "moved", moves_frame(visit, effect), alt=alt, columns=columns, rows=12)


def moves_frame(visit: Visit, effect: Effect) -> pd.DataFrame:
    """One row per group that moves: its name, and score, grade and rank as `before → after`."""
    grades = shown_grades(effect.methodology, visit.language)

    def cells(side: Result | None) -> tuple[str, str, str]:
        if side is None:
            return MISSING, MISSING, MISSING
        if side.score is None or side.rank is None:
            return MISSING, visit.gettext(STATUS_TEXTS[Status(side.status)]), MISSING
        score = number_text(side.score, visit.language, effect.methodology.round)
        return score, grades[side.grade].text if side.grade in grades else MISSING, str(side.rank)

    lines = [
        (move.name.text(visit.language), *map(_arrow, cells(move.before), cells(move.after))) for move in effect.moves
    ]
    return pd.DataFrame(lines, columns=["name", "score", "grade", "rank"])


def _arrow(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"
