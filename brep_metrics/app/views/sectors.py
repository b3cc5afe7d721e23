"""Sectors: where cooperation happens, of which content, with which countries, and with what outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from brep_metrics.app.charts.areas import Area, share_areas
from brep_metrics.app.charts.breadth import Bar, Cell, square_grid, value_bars
from brep_metrics.app.components import address
from brep_metrics.app.components.columns import number, text
from brep_metrics.app.components.formats import period_name, span
from brep_metrics.app.components.heading import answer, empty, section, stamp
from brep_metrics.app.components.plots import clickable, plot
from brep_metrics.app.components.selection import choose_selection
from brep_metrics.app.components.tables import table, table_behind
from brep_metrics.app.kept import kept
from brep_metrics.app.labels import own_part, value_labels
from brep_metrics.app.navigate import open_page
from brep_metrics.app.standing import reader_groups, reader_sectors, standing
from brep_metrics.i18n import Title

if TYPE_CHECKING:
    from brep_metrics.app.charts.style import Figure
    from brep_metrics.app.results import Selection
    from brep_metrics.app.session import Visit

MOST_COUNTRIES = 20


def show(visit: Visit) -> None:
    """Draw the page."""
    _ = visit.gettext
    st.title(_("Where does cooperation happen?"), anchor=False)
    sentence = st.container()
    with st.container(key="filters", horizontal=True):
        selection = choose_selection(visit)
    with sentence:
        answer(_sentence(selection))
    _grid(selection)
    _comparison(selection)
    _countries(selection)
    _shares(selection)
    stamp(selection)


def _activities_of(selection: Selection) -> pd.DataFrame:
    """The rows of `sql/facts/work_grid.sql`: the number of activities of each sector and content that occur."""
    return selection.facts("work_grid", **span(selection.period))


def _contents(selection: Selection) -> dict[str, str]:
    return value_labels("activity", "work_content", selection.visit.language)


@kept(100)
def _sentence(selection: Selection) -> str:
    visit, grid = selection.visit, _activities_of(selection)
    period = period_name(selection.period.code, visit)
    if grid.empty:
        return visit.gettext("No activity was held in {period}.").format(period=period)
    most = grid.sort_values("activities").iloc[-1]
    total = int(grid["activities"].sum())
    text_ = visit.ngettext(
        "{count} activity in {period}, in {sector}: {content}.",
        "{count} activities in {period}; most are {content} in {sector} ({most}).",
        total,
    )
    return text_.format(
        count=total,
        period=period,
        sector=reader_sectors(selection)[most["sector_id"]],
        content=_contents(selection)[most["work_content"]],
        most=int(most["activities"]),
    )


@kept(100)
def _squares(selection: Selection) -> Figure:
    sectors, contents = reader_sectors(selection), _contents(selection)
    rows = _activities_of(selection).itertuples(index=False)
    cells = [Cell(row, column, sectors[row], contents[column], int(count)) for row, column, count in rows]
    return square_grid(cells, list(sectors.values()), list(contents.values()))


def _grid(selection: Selection) -> None:
    visit, grid = selection.visit, _activities_of(selection)
    sectors, contents = reader_sectors(selection), _contents(selection)
    _ = visit.gettext
    section(
        _("Activities by sector and work content"), _("The number is that of activities; click a square to list them.")
    )
    if grid.empty:
        empty(_("No activity was held in the period."))
        return
    clicked = clickable(
        _squares(selection),
        alt=_("Number of activities in {sectors} sectors by work content").format(sectors=len(sectors)),
        key="grid",
    )
    if clicked:
        address.choose("cell", ".".join(clicked))
    known = set(grid["sector_id"] + "." + grid["work_content"])
    cell = address.settle(visit, "cell", _("Square"), default=("",), admits=known.__contains__)[0]
    if cell:
        sector, content = cell.split(".", 1)
        _activities(selection, sector, content, (sectors[sector], contents[content]))

    def wide() -> pd.DataFrame:
        counts = grid.pivot_table(index="sector_id", columns="work_content", values="activities", fill_value=0)
        counts = counts.reindex(index=list(sectors), columns=list(contents), fill_value=0).astype(int)
        return counts.assign(sector=list(sectors.values()))

    columns = {"sector": text(_("Sector"), 220)} | {code: number(word, 120) for code, word in contents.items()}
    table_behind(
        selection,
        "work-content",
        wide,
        alt=_("Activities by sector and work content"),
        columns=columns,
    )


def _activities(selection: Selection, sector: str, content: str, titles: tuple[str, str]) -> None:
    visit = selection.visit
    _ = visit.gettext
    found = selection.facts("activities", **span(selection.period), sector_id=sector, work_content=content)
    groups = reader_groups(selection)
    with st.container(border=True):
        section(" · ".join(titles))
        columns = {
            "title": text(_("Activity"), 380),
            "group": text(_("Working group"), 300),
            "held": text(_("Held on"), 110),
            "countries": text(_("Countries"), 120),
            "organizations": number(_("Organizations"), 110),
            "participants": number(_("Participants"), 100),
        }
        shown = found.assign(
            title=[own_part(title, visit.language) for title in found["title"]],
            group=found["group_id"].map(groups),
            held=found["held_on"].dt.strftime("%Y-%m-%d"),
            countries=[", ".join(codes) for codes in found["country_codes"]],
        )
        table(selection, "activities", shown, alt=_("Activities of the chosen square"), columns=columns, rows=12)
        if st.button(_("Close the list"), icon=":material/close:", key="close-cell", type="tertiary"):
            address.choose("cell")
            st.rerun()


@kept(100)
def _compared(selection: Selection) -> pd.DataFrame:
    """One row a sector: sector (its name), groups, rated, median and best score, activities, outcomes."""
    sectors, groups = reader_sectors(selection), standing(selection)
    rated = groups[groups["status"] == "rated"]
    grid, shares = (selection.facts(name, **span(selection.period)) for name in ("work_grid", "outcome_shares"))
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
        "sector": text(_("Sector"), 240),
        "groups": number(_("Groups"), 80),
        "rated": number(_("Rated"), 80),
        "median": number(_("Median score"), 110, decimals=2),
        "best": number(_("Best score"), 110, decimals=2),
        "activities": number(_("Activities"), 90),
        "outcomes": number(_("Outcomes"), 90),
    }
    table_behind(selection, "sectors", lambda: _compared(selection), alt=_("Sectors compared"), columns=columns)


@kept(100)
def _medians(selection: Selection) -> tuple[int, Figure]:
    """How many sectors have a median, and their bars."""
    ordered = _compared(selection).dropna(subset="median").sort_values("median", ascending=False)
    bars = [Bar(*cells) for cells in zip(ordered.index, ordered["sector"], ordered["median"], strict=True)]
    return len(bars), value_bars(bars, axis=selection.visit.gettext("median score"), decimals=1)


@kept(100)
def _reached(selection: Selection) -> pd.DataFrame:
    """The rows of `sql/facts/country_reach.sql` without the home country, with name and total."""
    reach = selection.facts("country_reach", **span(selection.period))
    reach = reach[reach["country_code"] != selection.methodology.parameters.get("home_country")]
    names = [
        Title(zh if isinstance(zh, str) else None, en if isinstance(en, str) else None).text(selection.visit.language)
        or code
        for code, zh, en in zip(reach["country_code"], reach["name_zh"], reach["name_en"], strict=True)
    ]
    return reach.assign(name=names, total=reach["activities"] + reach["outcomes"])


def _countries(selection: Selection) -> None:
    _ = selection.visit.gettext
    reach = _reached(selection)
    section(_("Countries"), _("How often each country took part in an activity or an outcome."))
    if reach.empty:
        empty(_("No country is named in the period."))
        return
    alt = _("The {count} countries named most often").format(count=min(len(reach), MOST_COUNTRIES))
    plot(_country_bars(selection), alt=alt, key="countries")
    columns = {
        "name": text(_("Country"), 220),
        "country_code": text(_("Code"), 80),
        "activities": number(_("Activities"), 100),
        "outcomes": number(_("Outcomes"), 100),
    }
    table_behind(
        selection, "countries", lambda: reach, alt=_("Countries by activities and outcomes"), columns=columns, rows=10
    )


@kept(100)
def _country_bars(selection: Selection) -> Figure:
    top = _reached(selection).head(MOST_COUNTRIES)
    bars = [Bar(*cells) for cells in zip(top["country_code"], top["name"], top["total"], strict=True)]
    return value_bars(bars, axis=selection.visit.gettext("activities and outcomes"))


@kept(100)
def _areas(selection: Selection) -> Figure:
    """The outcomes by kind, within their sectors."""
    shares, sectors = selection.facts("outcome_shares", **span(selection.period)), reader_sectors(selection)
    kinds = value_labels("outcome", "kind", selection.visit.language)
    sums = shares.groupby("sector_id")["outcomes"].sum()
    areas = [Area(code, sectors[code], "", int(sums[code])) for code in sectors if code in sums]
    rows = shares.itertuples(index=False)
    areas += [Area(f"{sector}.{kind}", kinds[kind], sector, int(count)) for sector, kind, count in rows]
    return share_areas(areas)


def _shares(selection: Selection) -> None:
    visit, sectors = selection.visit, reader_sectors(selection)
    _ = visit.gettext
    shares = selection.facts("outcome_shares", **span(selection.period))
    section(_("Outcomes by sector and kind"), _("Each area is as large as its number of outcomes."))
    if shares.empty:
        empty(_("No outcome was delivered in the period."))
        return
    kinds = value_labels("outcome", "kind", visit.language)
    alt = _("Outcomes of {count} sectors by kind").format(count=shares["sector_id"].nunique())
    plot(_areas(selection), alt=alt, key="shares")

    def shown() -> pd.DataFrame:
        return shares.assign(sector=shares["sector_id"].map(sectors), kind_text=shares["kind"].map(kinds))

    columns = {
        "sector": text(_("Sector"), 220),
        "kind_text": text(_("Kind"), 200),
        "outcomes": number(_("Outcomes"), 100),
    }
    table_behind(selection, "outcome-shares", shown, alt=_("Outcomes by sector and kind"), columns=columns, rows=10)
