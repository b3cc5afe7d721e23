"""Countries: which ones took part in activities and outcomes, and in which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.access import Action
from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.charts.chart_component import clickable
from brep_metrics.app.charts.work_grid import Bar, value_bars
from brep_metrics.app.context import query_parameters
from brep_metrics.app.queries import results
from brep_metrics.app.queries.countries import reached_countries
from brep_metrics.app.queries.ranking_frame import group_names
from brep_metrics.app.views.shared.outcome_list import outcome_titles
from brep_metrics.app.views.shared.records import opened_record
from brep_metrics.app.widgets.columns import clicked_row, named, number, opener, text
from brep_metrics.app.widgets.detail_dialog import detail_dialog
from brep_metrics.app.widgets.heading import empty, section
from brep_metrics.app.widgets.tables import table, table_behind
from brep_metrics.app.wording.formats import span
from brep_metrics.i18n import own_part

if TYPE_CHECKING:
    import pandas as pd

    from brep_metrics.app.charts.figure import Figure
    from brep_metrics.app.queries.selection import Selection

MAX_COUNTRIES = 20
MAX_OF_COUNTRY = 300


def show_countries(selection: Selection) -> None:
    """Bars of the countries named most often, and over them what the chosen one took part in."""
    visit, reach = selection.visit, reached_countries(selection)
    _ = visit.gettext
    section(
        _("Countries"),
        _("How often each country took part in an activity or an outcome; click a bar to list these."),
    )
    if reach.empty:
        empty(_("No country is named in the period."))
    else:
        _draw_countries(selection, reach)
    names = dict(zip(reach["country_code"], reach["name"], strict=True))
    country = query_parameters.resolve(visit, "country", _("Country"), default=("",), admits=names.__contains__)[0]
    if country:
        detail_dialog(
            visit,
            names[country],
            lambda: _named_by(selection, country),
            needs=Action.SEE_EVIDENCE,
            closes=("country", "record"),
        )
    else:
        opened_record(selection, "record", ())


def _draw_countries(selection: Selection, reach: pd.DataFrame) -> None:
    _ = selection.visit.gettext
    alt = _("The {count} countries named most often").format(count=min(len(reach), MAX_COUNTRIES))
    clicked = clickable(_country_bars(selection), alt=alt, key="countries")
    if len(reach) > MAX_COUNTRIES:
        st.caption(_("The chart shows the first {count}; the table has all.").format(count=MAX_COUNTRIES))
    if clicked:
        query_parameters.set_codes("country", clicked[0])
    columns = {
        "name": opener(_("Country"), "open-country", 220),
        "country_code": text(_("Code"), 80),
        "activities": number(_("Activities"), 100),
        "outcomes": number(_("Outcomes"), 100),
    }
    table_behind(
        selection, "countries", lambda: reach, alt=_("Countries by activities and outcomes"), columns=columns, rows=10
    )
    row = clicked_row("open-country")
    if row is not None:
        query_parameters.set_codes("country", str(reach["country_code"].iloc[row]))


def _named_by(selection: Selection, country: str) -> None:
    """The activities and outcomes that a country took part in, and the record that is open."""
    visit = selection.visit
    _ = visit.gettext
    found = _of_country(selection, country)
    columns = {
        "open": opener(_("Activity or outcome"), "open-of-country", 380),
        "what": text(_("What"), 100),
        "group": named(_("Working group"), 300),
        "on": text(_("Date"), 110),
    }
    alt = _("Activities and outcomes of the chosen country")
    table(selection, "of-country", found, alt=alt, columns=columns, rows=12)
    if len(found) == MAX_OF_COUNTRY:
        st.caption(_("The list shows the first {count}.").format(count=MAX_OF_COUNTRY))
    row = clicked_row("open-of-country")
    if row is not None:
        query_parameters.set_codes("record", str(found["code"].iloc[row]))
    opened_record(selection, "record", found["code"])


@cached_for_selection(50)
def _of_country(selection: Selection, country: str) -> pd.DataFrame:
    """The rows of `sql/facts/of_country.sql` with what the table shows of each."""
    visit = selection.visit
    found = results.rows_of(selection, "of_country", **span(selection.period), country=country, most=MAX_OF_COUNTRY)
    words = {"activity": visit.gettext("Activity"), "outcome": visit.gettext("Outcome")}
    titles = zip(found["title"], outcome_titles(selection, found), strict=True)
    return found.assign(
        code=found["source"] + ":" + found["record_id"],
        open=[own_part(own, visit.language) if isinstance(own, str) else other for own, other in titles],
        what=found["source"].map(words),
        group=found["group_id"].map(group_names(selection)),
        on=found["day"].dt.strftime("%Y-%m-%d"),
    )


@cached_for_selection(100)
def _country_bars(selection: Selection) -> Figure:
    top = reached_countries(selection).head(MAX_COUNTRIES)
    bars = [Bar(*cells) for cells in zip(top["country_code"], top["name"], top["total"], strict=True)]
    return value_bars(bars, axis=selection.visit.gettext("activities and outcomes"))
