"""What a checked load would do: records by table, warnings, cells that change, groups that move in the ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from brep_metrics.app.widgets.columns import named, number, text
from brep_metrics.app.widgets.faults import show_faults
from brep_metrics.app.widgets.heading import section
from brep_metrics.app.widgets.tables import table
from brep_metrics.app.wording.formats import MISSING, period_name
from brep_metrics.app.wording.formats import number as number_text
from brep_metrics.app.wording.grades import STATUS_TEXTS, shown_grades
from brep_metrics.schema import load_schema
from brep_metrics.scoring import Status

if TYPE_CHECKING:
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.intake import Report
    from brep_metrics.load_effect import Effect, Preview, Result


def show_preview(selection: Selection, found: Preview) -> None:
    """Everything that is known before the load happens."""
    report = found.report
    _show_rows(selection, report)
    if report.warnings:
        _show_warnings(selection, report)
    if any(change.cells for change in report.changes.values()):
        _show_cells(selection, report)
    if found.effect:
        _show_effect(selection, found.effect)


def _show_rows(selection: Selection, report: Report) -> None:
    visit = selection.visit
    _ = visit.gettext
    tables = load_schema().tables
    frame = pd.DataFrame(
        [
            {"title": tables[name].title.text(visit.language), "table": name, "rows": report.rows.get(name, 0)}
            | change.counts
            for name, change in report.changes.items()
        ],
        columns=["title", "table", "rows", "new", "changed", "equal", "removed"],
    )
    columns = {
        "title": text(_("Table"), 180),
        "table": text(_("Name in files"), 150),
        "rows": number(_("Rows in the files"), 130),
        "new": number(_("New"), 80),
        "changed": number(_("Changed"), 90),
        "equal": number(_("Equal"), 80),
        "removed": number(_("Removed"), 90),
    }
    table(selection, "checked", frame, alt=_("Rows in the files by table"), columns=columns, rows=8)


def _show_warnings(selection: Selection, report: Report) -> None:
    visit, count = selection.visit, len(report.warnings)
    said = visit.ngettext(
        "{count} warning; nothing is refused for it.", "{count} warnings; nothing is refused for them.", count
    )
    st.warning(said.format(count=count), icon=":material/warning:")
    show_faults(selection, report.warnings, "warnings")


def _show_cells(selection: Selection, report: Report) -> None:
    _ = selection.visit.gettext
    section(_("Cells that change"), _("Of records that the store has already, at most 1,000 cells of a table."))
    cells = [vars(cell) for change in report.changes.values() for cell in change.cells]
    columns = {
        "table": text(_("Table"), 130),
        "record_id": text(_("Record code"), 170),
        "column": text(_("Column"), 140),
        "old": text(_("Old"), 250),
        "new": text(_("New"), 250),
    }
    table(selection, "changed-cells", pd.DataFrame(cells), alt=_("Cells that change"), columns=columns, rows=10)


def _show_effect(selection: Selection, effect: Effect) -> None:
    visit = selection.visit
    _ = visit.gettext
    section(_("Groups that move in the ranking"), _sentence(selection, effect))
    if not effect.moves:
        return
    rows = [
        {
            "name": move.name.text(visit.language),
            "score": _arrow(*(_score(selection, effect, side) for side in (move.before, move.after))),
            "grade": _arrow(*(_grade(selection, effect, side) for side in (move.before, move.after))),
            "rank": _arrow(*(str(side.rank) if side and side.rank else MISSING for side in (move.before, move.after))),
        }
        for move in effect.moves
    ]
    columns = {
        "name": named(_("Working group"), 310),
        "score": text(_("Score"), 150),
        "grade": text(_("Grade"), 220),
        "rank": text(_("Rank"), 100),
    }
    table(selection, "moved", pd.DataFrame(rows), alt=_("Groups that move in the ranking"), columns=columns, rows=10)


def _sentence(selection: Selection, effect: Effect) -> str:
    visit = selection.visit
    _ = visit.gettext
    values = {
        "period": period_name(effect.period.code, visit.language),
        "methodology": f"{effect.methodology.title.text(visit.language)} {effect.methodology.version}",
        "count": len(effect.moves),
        "groups": effect.groups,
    }
    if effect.unknown:
        said = _("Whether the ranking of {period} moves cannot be told: {reason}")
        return said.format(reason=effect.unknown.text(visit.language), **values)
    return _("Ranking of {period} by {methodology}: groups that move: {count} of {groups}").format(**values)


def _score(selection: Selection, effect: Effect, side: Result | None) -> str:
    return number_text(side.score if side else None, selection.visit.language, effect.methodology.round)


def _grade(selection: Selection, effect: Effect, side: Result | None) -> str:
    """The grade, or why there is none."""
    language = selection.visit.language
    if side is None:
        return MISSING
    if side.score is None:
        return selection.visit.gettext(STATUS_TEXTS[Status(side.status)])
    grades = shown_grades(effect.methodology, language)
    return grades[side.grade].text if side.grade in grades else MISSING


def _arrow(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"
