"""Data: what is loaded and how complete it is, how to load more, and how the data became what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.context import query_parameters
from brep_metrics.app.downloads.button import download_button
from brep_metrics.app.downloads.offers import Offer
from brep_metrics.app.queries.choices import blank_selection, usual_selection
from brep_metrics.app.views.data.contents import gaps_of, show_contents
from brep_metrics.app.views.data.generations import show_history
from brep_metrics.app.views.data.upload import say_loaded, show_upload
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.heading import answer, name_window, section, show_provenance
from brep_metrics.app.widgets.page_tools import page_tools
from brep_metrics.app.wording.formats import day, moment, number
from brep_metrics.i18n import N_
from brep_metrics.templates import workbook_template, zipped_templates

if TYPE_CHECKING:
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.selection import Selection

PARTS = {"contents": N_("What is loaded"), "load": N_("Check and load"), "history": N_("History")}
# What is opened in a part, by its parameter.
OPENED = {"contents": "table", "history": "files"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(visit: Visit) -> None:
    """Draw the page."""
    _ = visit.gettext
    if visit.is_first:
        _first_load(visit)
        return
    selection = usual_selection(visit).now
    page_tools(selection)
    st.title(_("What is loaded, and how complete is it?"), anchor=False)
    answer(_sentence(selection))
    say_loaded(visit)
    part = filters.segments(
        visit, "part", _("Show"), list(PARTS), default="contents", title=lambda code: _(PARTS[code])
    )
    query_parameters.clear(*(name for code, name in OPENED.items() if code != part))
    name_window(visit, _(PARTS[part]))
    if part == "contents":
        show_contents(selection)
    elif part == "load":
        show_upload(selection)
        _templates(visit)
    else:
        show_history(selection)
    show_provenance(selection)


def _first_load(visit: Visit) -> None:
    """The way to the first generation: no other page has anything to show before it."""
    _ = visit.gettext
    st.title(_("What is loaded, and how complete is it?"), anchor=False)
    answer(_("Nothing is loaded yet: fill in the templates, check the files, and load them as the first generation."))
    _templates(visit)
    show_upload(blank_selection(visit))


def _sentence(selection: Selection) -> str:
    visit, generation = selection.visit, selection.generation
    gaps = int(gaps_of(selection)["records"].sum())
    text = visit.ngettext(
        "{rows} rows in {tables} tables, the latest of {latest}, loaded on {when}; {gaps} record has a gap.",
        "{rows} rows in {tables} tables, the latest of {latest}, loaded on {when}; {gaps} records have a gap.",
        gaps,
    )
    return text.format(
        rows=number(sum(generation.rows.values()), visit.language, 0),
        tables=sum(1 for count in generation.rows.values() if count),
        when=moment(generation.created_at, visit.language),
        latest=day(generation.latest, visit.language),
        gaps=number(gaps, visit.language, 0),
    )


def _templates(visit: Visit) -> None:
    _ = visit.gettext
    section(
        _("Blank templates"),
        _("A workbook with a sheet per table, or one CSV file per table; every column is explained in both languages."),
    )
    with st.container(horizontal=True):
        workbook = Offer(visit, "templates", "templates.xlsx", XLSX, workbook_template)
        download_button(_("Workbook (XLSX)"), workbook, key="download-templates")
        files = Offer(visit, "template-files", "templates.zip", "application/zip", zipped_templates)
        download_button(_("CSV files and data dictionary (zip)"), files, key="download-template-files")
