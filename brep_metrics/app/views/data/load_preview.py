"""What a load would do, or has done: records by table, warnings, cells that change, groups that move in the ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from brep_metrics.app.queries.changed_cells import changed_cells
from brep_metrics.app.views.shared.ranking_effect import show_ranking_effect
from brep_metrics.app.widgets.columns import number, text
from brep_metrics.app.widgets.faults import show_faults
from brep_metrics.app.widgets.heading import section
from brep_metrics.app.widgets.tables import table
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.intake import Report
    from brep_metrics.load_effect import Preview


def show_preview(selection: Selection, found: Preview) -> None:
    """Everything that a check, or the load itself, has found."""
    report = found.report
    _show_rows(selection, report)
    if report.warnings:
        _show_warnings(selection, report)
    if not selection.visit.access_scope.is_network:
        return  # what the store holds of rivals is not shown, nor what becomes of their results
    if any(change.cells for change in report.changes.values()):
        _show_cells(selection, report)
    if found.effect:
        show_ranking_effect(selection, found.effect)


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
    cells = [cell for change in report.changes.values() for cell in change.cells]
    columns = {
        "table": text(_("Table"), 110),
        "record": text(_("Record"), 240),
        "column": text(_("Column"), 140),
        "old": text(_("Old"), 200),
        "new": text(_("New"), 200),
        "record_id": text(_("Record code"), 150),
    }
    frame = changed_cells(selection, cells)
    table(selection, "changed-cells", frame, alt=_("Cells that change"), columns=columns, rows=10)
