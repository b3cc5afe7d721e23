"""Records of Intention: who wants to join which field, what was decided, and what organizations suggest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.app.cache import cached
from brep_metrics.app.charts.chart_component import clickable
from brep_metrics.app.charts.work_grid import Bar, value_bars
from brep_metrics.app.context import query_parameters
from brep_metrics.app.navigation import redraw
from brep_metrics.app.queries import results
from brep_metrics.app.queries.ranking_frame import sector_names
from brep_metrics.app.views.shared.records import opened_record
from brep_metrics.app.widgets.columns import clicked_row, number, opener, text
from brep_metrics.app.widgets.heading import empty, section
from brep_metrics.app.widgets.tables import table
from brep_metrics.app.wording.formats import MISSING, iso_day, period_name
from brep_metrics.app.wording.labels import own_part, value_labels
from brep_metrics.i18n import Title

if TYPE_CHECKING:
    import pandas as pd

    from brep_metrics.app.charts.figure import Figure
    from brep_metrics.app.queries.cases import CaseQuery


def show_intentions(query: CaseQuery) -> None:
    """The records by sector, then the list with decisions and suggestions."""
    selection = query.selection
    visit = selection.visit
    _ = visit.gettext
    found = results.rows_of(selection, "intentions", **query.parameters)
    if found.empty and not visit.access_scope.is_network:
        query_parameters.resolve(
            visit, "intention", _("Record of Intention"), default=("",), admits=lambda _code: False
        )
        return  # few groups get one a year: for their readers the panel would nearly always be empty
    period = period_name(selection.period.code, visit.language)
    section(_("Records of Intention submitted in {period}").format(period=period), _sentence(query))
    if found.empty:
        empty(_("No Record of Intention was submitted in the period."))
    else:
        clicked = clickable(
            _bars(query),
            alt=_("Records of Intention by sector, largest number first"),
            key="intention-sectors",
        )
        if clicked:
            query_parameters.set_codes("sector", clicked[0])
            redraw()
        _table(query)
    opened_record(selection, "intention", found["intention_id"], "intention", label=_("Record of Intention"))


@cached(100, key=lambda query: query.key)
def _bars(query: CaseQuery) -> Figure:
    """The number of records of each sector."""
    selection = query.selection
    counts = results.rows_of(selection, "intentions", **query.parameters)["sector_id"].value_counts()
    names = sector_names(selection)
    bars = [Bar(code, names[code], int(counts[code])) for code in map(str, counts.index)]
    return value_bars(bars, axis=selection.visit.gettext("Records of Intention"))


@cached(100, key=lambda query: query.key)
def _sentence(query: CaseQuery) -> str:
    visit, found = query.selection.visit, results.rows_of(query.selection, "intentions", **query.parameters)
    if found.empty:
        return ""
    decisions = found["decision"].value_counts()
    text_ = visit.gettext(
        "{all} were submitted: {accepted} accepted, {declined} declined, {pending} pending; {suggestions} with a "
        "suggestion."
    )
    counts = {code: int(decisions.get(code, 0)) for code in ("accepted", "declined", "pending")}
    return text_.format(all=len(found), suggestions=int(found["suggestion"].notna().sum()), **counts)


def _table(query: CaseQuery) -> None:
    selection = query.selection
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
    shown = _rows(query)
    table(selection, "intentions", shown, alt=_("Records of Intention"), columns=columns, rows=10)
    row = clicked_row("open-intention")
    if row is not None:
        query_parameters.set_codes("intention", str(shown["intention_id"].iloc[row]))


@cached(100, key=lambda query: query.key)
def _rows(query: CaseQuery) -> pd.DataFrame:
    """What the table shows of each record."""
    selection = query.selection
    found, language = results.rows_of(selection, "intentions", **query.parameters), selection.visit.language
    pairs = zip(found["organization_zh"], found["organization_en"], strict=True)
    return found.assign(
        organization=[Title(*(one if isinstance(one, str) else None for one in pair)).text(language) for pair in pairs],
        sector=found["sector_id"].map(sector_names(selection)),
        role=found["proposed_role"].map(value_labels("intention", "proposed_role", language)),
        decision_text=found["decision"].map(value_labels("intention", "decision", language)),
        submitted=[iso_day(value) for value in found["submitted_on"]],
        wish=[own_part(value, language) if isinstance(value, str) else MISSING for value in found["suggestion"]],
    )
