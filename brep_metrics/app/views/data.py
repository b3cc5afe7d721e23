"""Data: what is loaded, how complete it is, where it came from, and how to load more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from brep_metrics.app.components.columns import number, text
from brep_metrics.app.components.formats import day, moment
from brep_metrics.app.components.formats import number as number_text
from brep_metrics.app.components.heading import answer, section, stamp
from brep_metrics.app.components.selection import usual_selection
from brep_metrics.app.components.tables import table
from brep_metrics.app.session import session_token
from brep_metrics.app.views.upload import show_upload
from brep_metrics.facts import completeness
from brep_metrics.schema import load_schema
from brep_metrics.templates import workbook_template

if TYPE_CHECKING:
    from brep_metrics.app.results import Selection
    from brep_metrics.app.session import Visit


def show(visit: Visit) -> None:
    """Draw the page."""
    _ = visit.gettext
    selection = usual_selection(visit)
    st.title(_("What is loaded, and how complete is it?"), anchor=False)
    answer(_sentence(visit))
    _tables(selection)
    show_upload(selection)
    _templates(visit)
    _history(selection)
    stamp(selection)


def _sentence(visit: Visit) -> str:
    generation = visit.generation
    text_ = visit.gettext(
        "{rows} rows in {tables} tables, loaded by {who} on {when}; the latest record is of {latest}."
    )
    return text_.format(
        rows=number_text(sum(generation.rows.values()), visit.language, 0),
        tables=sum(1 for count in generation.rows.values() if count),
        who=generation.who,
        when=moment(generation.created_at, visit.language),
        latest=day(generation.latest, visit.language),
    )


def _tables(selection: Selection) -> None:
    visit = selection.visit
    _ = visit.gettext
    section(_("Tables"), _("Filled: the share of cells that hold something, over the columns that may stay empty."))
    schema = load_schema()
    with selection.reading() as reading:
        filled = {name: None if share is None else share * 100 for name, share in completeness(reading, schema).items()}
    frame = pd.DataFrame(
        [
            {
                "table": name,
                "title": declared.title.text(visit.language),
                "rows": visit.generation.rows.get(name, 0),
                "filled": filled[name],
                "description": declared.description.text(visit.language),
            }
            for name, declared in schema.tables.items()
        ]
    )
    columns = {
        "title": text(_("Table"), 190),
        "table": text(_("Name in files"), 130),
        "rows": number(_("Rows"), 90),
        "filled": number(_("Filled"), 80, unit="%"),
        "description": text(_("What a row is"), 480),
    }
    table(selection, "tables", frame, alt=_("Tables with their number of rows"), columns=columns)


def _templates(visit: Visit) -> None:
    _ = visit.gettext
    section(_("Blank templates"), _("One workbook with a sheet a table; every column is explained in both languages."))
    st.download_button(
        _("Download the templates (XLSX)"),
        workbook_template,
        file_name=f"templates-{session_token()}.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="download-templates",
        on_click="ignore",
        icon=":material/download:",
    )


def _history(selection: Selection) -> None:
    visit = selection.visit
    _ = visit.gettext
    section(_("History"), _("Every load makes a new generation; earlier ones stay as they were."))
    rows = [
        {
            "generation": generation.id,
            "created": moment(generation.created_at, visit.language),
            "who": generation.who,
            "why": generation.why,
            "rows": sum(generation.rows.values()),
            "files": ", ".join(file.name for file in generation.files),
        }
        for generation in reversed(visit.store.generations())
    ]
    columns = {
        "generation": text(_("Generation"), 110),
        "created": text(_("When"), 170),
        "who": text(_("Who"), 110),
        "why": text(_("Why"), 230),
        "rows": number(_("Rows"), 90),
        "files": text(_("Files"), 320),
    }
    table(selection, "history", pd.DataFrame(rows), alt=_("Generations, the latest first"), columns=columns, rows=10)
