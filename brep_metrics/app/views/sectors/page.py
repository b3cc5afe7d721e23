"""Sectors: where cooperation happens, of which content, with which countries, and with what outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.charts.areas import Area, share_areas
from brep_metrics.app.charts.chart_component import clickable
from brep_metrics.app.charts.work_grid import Bar, Cell, square_grid, value_bars
from brep_metrics.app.context import query_parameters
from brep_metrics.app.navigation import open_page, redraw
from brep_metrics.app.queries import results
from brep_metrics.app.queries.ranking_frame import country_names, group_names, ranking_frame, sector_names
from brep_metrics.app.views.sectors.countries import show_countries
from brep_metrics.app.views.sectors.profile import show_profile
from brep_metrics.app.views.shared.outcome_list import open_outcomes, sector_code
from brep_metrics.app.views.shared.records import opened_record
from brep_metrics.app.widgets.columns import clicked_row, named, number, opener, text
from brep_metrics.app.widgets.heading import answer, empty, section, show_provenance
from brep_metrics.app.widgets.selection_boxes import choose_selection
from brep_metrics.app.widgets.tables import table, table_behind
from brep_metrics.app.wording.formats import period_name, span
from brep_metrics.app.wording.labels import own_part, value_labels
from brep_metrics.i18n import listed

if TYPE_CHECKING:
    from brep_metrics.app.charts.figure import Figure
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.selection import Selection


def show(visit: Visit) -> None:
    """Draw the page."""
    _ = visit.gettext
    st.title(_("Where does cooperation happen?"), anchor=False)
    sentence = st.container()
    with st.container(key="filters", horizontal=True):
        selection = choose_selection(visit)
    with sentence:
        answer(_sentence(selection), selection)
    _grid(selection)
    _comparison(selection)
    show_profile(selection)
    show_countries(selection)
    _shares(selection)
    show_provenance(selection)


def _activities_of(selection: Selection) -> pd.DataFrame:
    """The rows of `sql/facts/work_grid.sql`: the number of activities of each sector and content that occur."""
    return results.rows_of(selection, "work_grid", **span(selection.period))


def _contents(selection: Selection) -> dict[str, str]:
    return value_labels("activity", "work_content", selection.visit.language)


@cached_for_selection(100)
def _sentence(selection: Selection) -> str:
    visit, grid = selection.visit, _activities_of(selection)
    period = period_name(selection.period.code, visit.language)
    if grid.empty:
        return visit.gettext("No activity was held in {period}.").format(period=period)
    most = grid.sort_values("activities").iloc[-1]
    total, largest = int(grid["activities"].sum()), grid[grid["activities"] == most["activities"]]
    if len(largest) > 1:
        tied = visit.gettext("{count} activities in {period}; the largest squares, with {most} each, are {squares}.")
        squares = [
            visit.gettext("{content} in {sector}").format(
                content=_contents(selection)[content], sector=sector_names(selection)[sector]
            )
            for sector, content in largest[["sector_id", "work_content"]].itertuples(index=False, name=None)
        ]
        return tied.format(
            count=total, period=period, most=int(most["activities"]), squares=listed(squares, visit.language)
        )
    text_ = visit.ngettext(
        "{count} activity in {period}, in {sector}: {content}.",
        "{count} activities in {period}; the largest square is {content} in {sector} ({most}).",
        total,
    )
    return text_.format(
        count=total,
        period=period,
        sector=sector_names(selection)[most["sector_id"]],
        content=_contents(selection)[most["work_content"]],
        most=int(most["activities"]),
    )


@cached_for_selection(100)
def _squares(selection: Selection) -> Figure:
    sectors, contents = sector_names(selection), _contents(selection)
    rows = _activities_of(selection).itertuples(index=False)
    cells = [Cell(row, column, sectors[row], contents[column], int(count)) for row, column, count in rows]
    return square_grid(cells, list(sectors.values()), list(contents.values()))


def _grid(selection: Selection) -> None:
    visit, grid = selection.visit, _listed_squares(selection)
    _ = visit.gettext
    section(
        _("Activities by sector and work content"), _("The number is that of activities; click a square to list them.")
    )
    if grid.empty:
        empty(_("No activity was held in the period."))
    else:
        _draw_grid(selection, grid)
    known = set(grid["cell"])
    cell = query_parameters.resolve(visit, "cell", _("Square"), default=("",), admits=known.__contains__)[0]
    if cell:
        sector, content = cell.split(".", 1)
        titles = sector_names(selection)[sector], _contents(selection)[content]
        _activities(selection, sector, content, titles)
    else:
        opened_record(selection, "activity", ())


@cached_for_selection(100)
def _listed_squares(selection: Selection) -> pd.DataFrame:
    """The squares of the grid with their code and titles, sector by sector, the most activities first."""
    grid, sectors = _activities_of(selection), list(sector_names(selection))
    cells = zip(grid["sector_id"], grid["work_content"], strict=True)
    listed = grid.assign(
        cell=[f"{sector}.{content}" for sector, content in cells],
        sector=grid["sector_id"].map(sector_names(selection)),
        content=grid["work_content"].map(_contents(selection)),
        place=grid["sector_id"].map(sectors.index),
    )
    return listed.sort_values(["place", "activities"], ascending=[True, False])


def _draw_grid(selection: Selection, grid: pd.DataFrame) -> None:
    _ = selection.visit.gettext
    alt = _("Number of activities in {sectors} sectors by work content")
    clicked = clickable(_squares(selection), alt=alt.format(sectors=len(sector_names(selection))), key="grid")
    if clicked:
        query_parameters.set_codes("cell", ".".join(clicked))
    columns = {
        "sector": opener(_("Sector"), "open-square", 240),
        "content": text(_("Work content"), 240),
        "activities": number(_("Activities"), 100),
    }
    alt = _("Activities by sector and work content")
    table_behind(selection, "work-content", lambda: grid, alt=alt, columns=columns, rows=12)
    row = clicked_row("open-square")
    if row is not None:
        query_parameters.set_codes("cell", str(grid["cell"].iloc[row]))


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


@cached_for_selection(100)
def _compared(selection: Selection) -> pd.DataFrame:
    """One row per sector: sector (its name), groups, rated, median and best score, activities, outcomes."""
    sectors, groups = sector_names(selection), ranking_frame(selection)
    rated = groups[groups["status"] == "rated"]
    grid, shares = (
        results.rows_of(selection, name, **span(selection.period)) for name in ("work_grid", "outcome_shares")
    )
    frame = pd.DataFrame({"sector_id": list(sectors), "sector": list(sectors.values())}).set_index("sector_id")
    return frame.assign(
        groups=groups.groupby("sector_id").size(),
        rated=rated.groupby("sector_id").size(),
        median=rated.groupby("sector_id")["score"].median(),
        best=rated.groupby("sector_id")["score"].max(),
        activities=grid.groupby("sector_id")["activities"].sum(),
        outcomes=shares.groupby("sector_id")["outcomes"].sum(),
    ).fillna({"groups": 0, "rated": 0, "activities": 0, "outcomes": 0})


def _comparison(selection: Selection) -> None:
    _ = selection.visit.gettext
    section(
        _("Sectors compared"), _("The bar is the median score of a sector's rated groups; click it for their ranking.")
    )
    count, figure = _medians(selection)
    if count:
        alt = _("Median score of {count} sectors, highest first")
        clicked = clickable(figure, alt=alt.format(count=count), key="sector-scores")
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
    table_behind(selection, "sectors", lambda: _compared(selection), alt=_("Sectors compared"), columns=columns)
    row = clicked_row("open-sector")
    if row is not None:
        open_page("rankings", sector=str(_compared(selection).index[row]))


@cached_for_selection(100)
def _medians(selection: Selection) -> tuple[int, Figure]:
    """How many sectors have a median, and their bars."""
    ordered = _compared(selection).dropna(subset="median").sort_values("median", ascending=False)
    bars = [Bar(*cells) for cells in zip(ordered.index, ordered["sector"], ordered["median"], strict=True)]
    return len(bars), value_bars(bars, axis=selection.visit.gettext("median score"), decimals=1)


@cached_for_selection(100)
def _areas(selection: Selection) -> Figure:
    """The outcomes by kind, within their sectors."""
    shares, sectors = results.rows_of(selection, "outcome_shares", **span(selection.period)), sector_names(selection)
    kinds = value_labels("outcome", "kind", selection.visit.language)
    sums = shares.groupby("sector_id")["outcomes"].sum()
    areas = [Area(code, sectors[code], "", int(sums[code])) for code in sectors if code in sums]
    rows = shares.itertuples(index=False)
    areas += [Area(f"{sector}.{kind}", kinds[kind], sector, int(count)) for sector, kind, count in rows]
    return share_areas(areas)


def _shares(selection: Selection) -> None:
    visit, sectors = selection.visit, sector_names(selection)
    _ = visit.gettext
    shares = results.rows_of(selection, "outcome_shares", **span(selection.period))
    section(
        _("Outcomes by sector and kind"), _("Each area is as large as its number of outcomes; click it to list them.")
    )
    if shares.empty:
        empty(_("No outcome was delivered in the period."))
        return
    kinds = value_labels("outcome", "kind", visit.language)
    alt = _("Outcomes of {count} sectors by kind").format(count=shares["sector_id"].nunique())
    clicked = clickable(_areas(selection), alt=alt, key="shares")
    if clicked:
        open_outcomes(behind=sector_code(clicked[0]), kind=clicked[1].removeprefix(clicked[0]).removeprefix("."))

    def shown() -> pd.DataFrame:
        return shares.assign(sector=shares["sector_id"].map(sectors), kind_text=shares["kind"].map(kinds))

    columns = {
        "sector": opener(_("Sector"), "open-share-sector", 220),
        "kind_text": opener(_("Kind"), "open-share-kind", 200),
        "outcomes": number(_("Outcomes"), 100),
    }
    table_behind(selection, "outcome-shares", shown, alt=_("Outcomes by sector and kind"), columns=columns, rows=10)
    of_sector, of_kind = clicked_row("open-share-sector"), clicked_row("open-share-kind")
    if of_sector is not None:
        open_outcomes(behind=sector_code(str(shares["sector_id"].iloc[of_sector])))
    if of_kind is not None:
        row = shares.iloc[of_kind]
        open_outcomes(behind=sector_code(str(row["sector_id"])), kind=str(row["kind"]))
