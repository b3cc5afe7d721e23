"""What came in too late to count for a period, record by record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from brep_metrics.app.queries.ranking_frame import group_names
from brep_metrics.app.queries.results import late_records
from brep_metrics.app.widgets.columns import named, text
from brep_metrics.app.widgets.tables import table
from brep_metrics.app.wording.formats import day, plain
from brep_metrics.i18n import Title
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from brep_metrics.app.queries.selection import Selection


def show_late_records(selection: Selection) -> None:
    """How many there are, and their list where the reader opens it; nothing where there are none."""
    visit, late = selection.visit, late_records(selection)
    _ = visit.gettext
    if late.rows.empty:
        return
    words = {"count": len(late.rows), "of_rows": late.of_rows, "as_of": day(selection.as_of, visit.language)}
    title = _("{count} of {of_rows} records came in, or were filled in, after {as_of}").format(**words)
    fold = st.expander(plain(title), icon=":material/event_upcoming:", key="late-records", on_change="rerun")
    if not fold.open:
        return
    with fold:
        st.caption(plain(_("They do not count for this period as they are now.")))
        columns = {
            "group": named(_("Working group"), 220),
            "table": text(_("Table"), 120),
            "record_id": text(_("Record"), 160),
            "title": named(_("Title"), 260),
            "belongs_on": text(_("Day that it belongs to"), 130),
            "came_in_on": text(_("Came in on"), 110),
        }
        alt = _("Records that came in after {as_of}").format(as_of=words["as_of"])
        table(selection, "late", _listed(selection, late.rows), alt=alt, columns=columns)


def _listed(selection: Selection, rows: pd.DataFrame) -> pd.DataFrame:
    language, names, tables = selection.visit.language, group_names(selection), load_schema().tables
    titles = zip(rows["title_zh"], rows["title_en"], strict=True)
    return rows.assign(
        group=[names.get(code, code) for code in rows["group_id"]],
        table=[tables[name].title.text(language) for name in rows["source"]],
        title=[Title(*(one if isinstance(one, str) else None for one in pair)).text(language) for pair in titles],
        belongs_on=[_day(one) for one in rows["belongs_on"]],
        came_in_on=[_day(one) for one in rows["came_in_on"]],
    )


def _day(value: object) -> str:
    return "" if pd.isna(value) else str(value)[:10]  # type: ignore[call-overload]  # one cell is no array
