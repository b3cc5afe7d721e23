"""Records of Intention: who wants to join which field, what was decided, and what organizations suggest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.app.cache import cached
from brep_metrics.app.charts.chart_component import clickable
from brep_metrics.app.charts.work_grid import Bar, value_bars
from brep_metrics.app.context import query_parameters
from brep_metrics.app.navigation import redraw
from brep_metrics.app.views.shared.records import opened_record
from brep_metrics.app.widgets.columns import clicked_row, number, opener, text
from brep_metrics.app.widgets.heading import empty, section
from brep_metrics.app.widgets.tables import table
from brep_metrics.i18n import translator

if TYPE_CHECKING:
    import pandas as pd

    from brep_metrics.app.charts.figure import Figure
    from brep_metrics.app.queries.coordination import Coordination
    from brep_metrics.app.queries.selection import Selection


def show_intentions(selection: Selection, model: Coordination) -> None:
    """The records by sector, then the list with decisions and suggestions."""
    visit, found = selection.visit, model.intentions
    _ = visit.gettext
    if found.empty and not visit.access_scope.is_network:
        query_parameters.resolve(
            visit, "intention", _("Record of Intention"), default=("",), admits=lambda _code: False
        )
        return  # few groups get one a year: for their readers the panel would nearly always be empty
    section(_("Records of Intention submitted in {period}").format(period=model.period), model.submitted)
    if found.empty:
        empty(_("No Record of Intention was submitted in the period."))
    else:
        alt = _("Records of Intention by sector, largest number first")
        clicked = clickable(_sector_chart(model), alt=alt, key="intention-sectors")
        if clicked:
            query_parameters.set_codes("sector", clicked[0])
            redraw()
        _table(selection, found)
    opened_record(selection, "intention", found["intention_id"], "intention", label=_("Record of Intention"))


@cached(100, key=lambda model: model.key)
def _sector_chart(model: Coordination) -> Figure:
    """The number of records of each sector."""
    names = dict(zip(model.intentions["sector_id"], model.intentions["sector"], strict=True))
    counts = model.intentions["sector_id"].value_counts()
    bars = [Bar(code, names[code], int(counts[code])) for code in map(str, counts.index)]
    return value_bars(bars, axis=translator(model.language).gettext("Records of Intention"))


def _table(selection: Selection, shown: pd.DataFrame) -> None:
    _ = selection.visit.gettext
    columns = {
        "organization": opener(_("Organization"), "open-intention", 260),
        "sector": text(_("Sector"), 170),
        "role": text(_("Proposed role"), 140),
        "submitted": text(_("Submitted"), 100),
        "decision_text": text(_("Decision"), 90),
        "days": number(_("Days"), 60, note=_("To the decision, or until now")),
        "wish": text(_("Suggestion"), 300),
    }
    table(selection, "intentions", shown, alt=_("Records of Intention"), columns=columns, rows=10)
    row = clicked_row("open-intention")
    if row is not None:
        query_parameters.set_codes("intention", str(shown["intention_id"].iloc[row]))
