"""Sectors: where cooperation happens, of which content, with which countries, and with what outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.cache import cached
from brep_metrics.app.charts.areas import Area, share_areas
from brep_metrics.app.charts.chart_component import clickable
from brep_metrics.app.charts.work_grid import Bar, Cell, square_grid, value_bars
from brep_metrics.app.context import query_parameters
from brep_metrics.app.navigation import open_page, redraw
from brep_metrics.app.queries import results
from brep_metrics.app.queries.ranking_frame import country_names, group_names
from brep_metrics.app.queries.sectors import sectors
from brep_metrics.app.views.sectors.countries import show_countries
from brep_metrics.app.views.sectors.profile import show_profile
from brep_metrics.app.views.shared.outcome_list import open_outcomes, sector_code
from brep_metrics.app.views.shared.records import opened_record
from brep_metrics.app.widgets.columns import clicked_row, named, number, opener, text
from brep_metrics.app.widgets.heading import answer, empty, section, show_provenance
from brep_metrics.app.widgets.selection_boxes import choose_selection
from brep_metrics.app.widgets.tables import table, table_behind
from brep_metrics.app.wording.formats import span
from brep_metrics.app.wording.labels import value_labels
from brep_metrics.i18n import listed, own_part, translator

if TYPE_CHECKING:
    from brep_metrics.app.charts.figure import Figure
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.sectors import Sectors
    from brep_metrics.app.queries.selection import Selection


def show(visit: Visit) -> None:
    """Draw the page."""
    _ = visit.gettext
    st.title(_("Where does cooperation happen?"), anchor=False)
    sentence = st.container()
    with st.container(key="filters", horizontal=True):
        selection = choose_selection(visit)
    model = sectors(selection)
    with sentence:
        answer(model.answer, selection)
    _grid(selection, model)
    _comparison(selection, model)
    show_profile(selection)
    show_countries(selection)
    _shares(selection, model)
    show_provenance(selection)


def _grid(selection: Selection, model: Sectors) -> None:
    visit = selection.visit
    _ = visit.gettext
    section(
        _("Activities by sector and work content"), _("The number is that of activities; click a square to list them.")
    )
    if model.squares.empty:
        empty(_("No activity was held in the period."))
    else:
        _draw_grid(selection, model)
    known = set(model.squares["cell"])
    cell = query_parameters.resolve(visit, "cell", _("Square"), default=("",), admits=known.__contains__)[0]
    if cell:
        sector, content = cell.split(".", 1)
        _activities(selection, sector, content, (model.names[sector], model.contents[content]))
    else:
        opened_record(selection, "activity", ())


def _draw_grid(selection: Selection, model: Sectors) -> None:
    _ = selection.visit.gettext
    alt = _("Number of activities in {sectors} sectors by work content").format(sectors=len(model.names))
    clicked = clickable(_square_chart(model), alt=alt, key="grid")
    if clicked:
        query_parameters.set_codes("cell", ".".join(clicked))
    columns = {
        "sector": opener(_("Sector"), "open-square", 240),
        "content": text(_("Work content"), 240),
        "activities": number(_("Activities"), 100),
    }
    alt = _("Activities by sector and work content")
    table_behind(selection, "work-content", lambda: model.squares, alt=alt, columns=columns, rows=12)
    row = clicked_row("open-square")
    if row is not None:
        query_parameters.set_codes("cell", str(model.squares["cell"].iloc[row]))


@cached(100, key=lambda model: model.key)
def _square_chart(model: Sectors) -> Figure:
    shown = model.squares[["sector_id", "work_content", "sector", "content", "activities"]]
    cells = [
        Cell(row, column, sector, content, int(count))
        for row, column, sector, content, count in shown.itertuples(index=False, name=None)
    ]
    return square_grid(cells, list(model.names.values()), list(model.contents.values()))


def _activities(selection: Selection, sector: str, content: str, titles: tuple[str, str]) -> None:
    visit = selection.visit
    _ = visit.gettext
    found = results.rows_of(selection, "activities", **span(selection.period), sector_id=sector, work_content=content)
    groups, countries = group_names(selection), country_names(selection)
    with st.container(border=True):
        section(" · ".join(titles))
        columns = {
            "title": opener(_("Activity"), "open-activity", 380),
            "group": named(_("Working group"), 300),
            "held": text(_("Held on"), 110),
            "countries": text(_("Countries"), 180),
            "organizations": number(_("Organizations"), 110),
            "participants": number(_("Participants"), 100),
        }
        shown = found.assign(
            title=[own_part(title, visit.language) for title in found["title"]],
            group=found["group_id"].map(groups),
            held=found["held_on"].dt.strftime("%Y-%m-%d"),
            countries=[
                listed((countries.get(code, code) for code in codes), visit.language)
                for codes in found["country_codes"]
            ],
        )
        table(selection, "activities", shown, alt=_("Activities of the chosen square"), columns=columns, rows=12)
        row = clicked_row("open-activity")
        if row is not None:
            query_parameters.set_codes("activity", str(found["activity_id"].iloc[row]))
        opened_record(selection, "activity", found["activity_id"], "activity")
        if st.button(_("Close the list"), icon=":material/close:", key="close-cell", type="tertiary"):
            query_parameters.set_codes("cell")
            redraw()


def _comparison(selection: Selection, model: Sectors) -> None:
    _ = selection.visit.gettext
    section(
        _("Sectors compared"), _("The bar is the median score of a sector's rated groups; click it for their ranking.")
    )
    count = int(model.compared["median"].count())
    if count:
        alt = _("Median score of {count} sectors, highest first")
        clicked = clickable(_median_chart(model), alt=alt.format(count=count), key="sector-scores")
        if clicked:
            open_page("rankings", sector=clicked[0])
    columns = {
        "sector": opener(_("Sector"), "open-sector", 240),
        "groups": number(_("Groups"), 80),
        "rated": number(_("Rated"), 80),
        "median": number(_("Median score"), 110, decimals=2),
        "best": number(_("Best score"), 110, decimals=2),
        "activities": number(_("Activities"), 90),
        "outcomes": number(_("Outcomes"), 90),
    }
    table_behind(selection, "sectors", lambda: model.compared, alt=_("Sectors compared"), columns=columns)
    row = clicked_row("open-sector")
    if row is not None:
        open_page("rankings", sector=str(model.compared.index[row]))


@cached(100, key=lambda model: model.key)
def _median_chart(model: Sectors) -> Figure:
    ordered = model.compared.dropna(subset="median").sort_values("median", ascending=False)
    bars = [Bar(*cells) for cells in zip(ordered.index, ordered["sector"], ordered["median"], strict=True)]
    return value_bars(bars, axis=translator(model.language).gettext("median score"), decimals=1)


def _shares(selection: Selection, model: Sectors) -> None:
    _ = selection.visit.gettext
    section(
        _("Outcomes by sector and kind"),
        _("Each area is as large as its number of outcomes, its colour tells the kind; click it to list them."),
    )
    if model.shares.empty:
        empty(_("No outcome was delivered in the period."))
        return
    alt = _("Outcomes of {count} sectors by kind").format(count=model.shares["sector_id"].nunique())
    clicked = clickable(_share_chart(model), alt=alt, key="shares")
    if clicked:
        open_outcomes(behind=sector_code(clicked[0]), kind=clicked[1].removeprefix(clicked[0]).removeprefix("."))
    columns = {
        "sector": opener(_("Sector"), "open-share-sector", 220),
        "kind_text": opener(_("Kind"), "open-share-kind", 200),
        "outcomes": number(_("Outcomes"), 100),
    }
    alt = _("Outcomes by sector and kind")
    table_behind(selection, "outcome-shares", lambda: model.shares, alt=alt, columns=columns, rows=10)
    of_sector, of_kind = clicked_row("open-share-sector"), clicked_row("open-share-kind")
    if of_sector is not None:
        open_outcomes(behind=sector_code(str(model.shares["sector_id"].iloc[of_sector])))
    if of_kind is not None:
        row = model.shares.iloc[of_kind]
        open_outcomes(behind=sector_code(str(row["sector_id"])), kind=str(row["kind"]))


@cached(100, key=lambda model: model.key)
def _share_chart(model: Sectors) -> Figure:
    """The outcomes by kind, within their sectors."""
    sums = model.shares.groupby("sector_id")["outcomes"].sum()
    areas = [Area(code, name, "", int(sums[code])) for code, name in model.names.items() if code in sums]
    rows = model.shares[["sector_id", "kind", "kind_text", "outcomes"]].itertuples(index=False, name=None)
    order = list(value_labels("outcome", "kind", model.language))
    areas += [
        Area(f"{sector}.{kind}", title, sector, int(count), order.index(kind)) for sector, kind, title, count in rows
    ]
    return share_areas(areas)
