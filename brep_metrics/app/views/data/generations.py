"""How the data became what they are: every generation with its files, and whether the journal is whole."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from brep_metrics.app.charts.chart_component import clickable
from brep_metrics.app.charts.work_grid import Bar, value_bars
from brep_metrics.app.context import query_parameters
from brep_metrics.app.navigation import redraw
from brep_metrics.app.queries.generation_effect import generation_effect
from brep_metrics.app.views.data.audit import show_events
from brep_metrics.app.views.shared.ranking_effect import show_ranking_effect
from brep_metrics.app.widgets.columns import clicked_row, number, opener, text
from brep_metrics.app.widgets.faults import show_faults
from brep_metrics.app.widgets.heading import empty, section
from brep_metrics.app.widgets.tables import table
from brep_metrics.app.wording.formats import moment, plain
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.store import Generation

MAX_BARS = 20


def show_history(selection: Selection) -> None:
    """Rows by generation, the list of generations, the files of the chosen one, the journal."""
    visit = selection.visit
    _ = visit.gettext
    every = visit.store.generations()[::-1]
    section(
        _("Generations"),
        _("Every load makes a new generation; earlier ones stay as they were. Click one for the files it came from."),
    )
    _chart(selection, every)
    _list(selection, every)
    known = {generation.id: generation for generation in every}
    code = query_parameters.resolve(visit, "files", _("Generation"), default=("",), admits=known.__contains__)[0]
    if code:
        _files(selection, known[code], every)
    _journal(selection)


def _chart(selection: Selection, every: Sequence[Generation]) -> None:
    _ = selection.visit.gettext
    bars = [Bar(one.id, f"{one.id} · {one.date.isoformat()}", sum(one.rows.values())) for one in every[:MAX_BARS]]
    clicked = clickable(
        value_bars(bars, axis=_("rows")),
        alt=_("Rows of the latest {count} generations").format(count=len(bars)),
        key="generations",
    )
    if len(every) > MAX_BARS:
        st.caption(_("The chart shows the first {count}; the table has all.").format(count=MAX_BARS))
    if clicked:
        query_parameters.set_codes("files", clicked[0])


def _list(selection: Selection, every: Sequence[Generation]) -> None:
    visit = selection.visit
    _ = visit.gettext
    rows = [sum(one.rows.values()) for one in every]
    frame = pd.DataFrame(
        {
            "open": [one.id for one in every],
            "created": [moment(one.created_at, visit.language) for one in every],
            "day": [one.date.isoformat() for one in every],
            "who": [one.who for one in every],
            "why": [one.why for one in every],
            "rows": rows,
            "more": pd.array([*(after - before for after, before in pairwise(rows)), rows[-1]], dtype="Int64"),
            "files": [len(one.files) for one in every],
        }
    )
    columns = {
        "open": opener(_("Generation"), "open-generation", 95),
        "created": text(_("When"), 165),
        "day": text(_("Date of the data"), 115),
        "who": text(_("Who"), 160),
        "why": text(_("Why"), 220),
        "rows": number(_("Rows"), 75),
        "more": number(_("Rows more"), 90, note=_("than the generation before")),
        "files": number(_("Files"), 60),
    }
    table(selection, "history", frame, alt=_("Generations, the latest first"), columns=columns, rows=10)
    row = clicked_row("open-generation")
    if row is not None:
        query_parameters.set_codes("files", every[row].id)


def _files(selection: Selection, generation: Generation, every: Sequence[Generation]) -> None:
    visit = selection.visit
    _ = visit.gettext
    with st.container(border=True):
        section(_("Files of generation {generation}").format(generation=generation.id))
        if not generation.files:
            empty(_("It was not loaded from files."))
        else:
            frame = pd.DataFrame([vars(file) for file in generation.files])
            columns = {
                "name": text(_("File"), 260),
                "rows": number(_("Rows"), 90),
                "sha256": text("sha256", 520),
            }
            table(selection, "files", frame, alt=_("Files of the generation"), columns=columns, rows=16)
        if generation.changes:
            _changes(selection, generation)
        if visit.access_scope.is_network:  # to the others, moves would tell of rivals
            with st.spinner(_("Computing the scores of all groups …")):
                effect = generation_effect(visit.store, generation, every)
            show_ranking_effect(selection, effect)
        if st.button(_("Close the list"), icon=":material/close:", key="close-files", type="tertiary"):
            query_parameters.set_codes("files")
            redraw()


def _changes(selection: Selection, generation: Generation) -> None:
    """What became of the records of each table in the load of a generation."""
    language, tables = selection.visit.language, load_schema().tables
    _ = selection.visit.gettext
    frame = pd.DataFrame(
        [{"title": tables[name].title.text(language), **counts} for name, counts in generation.changes.items()]
    )
    columns = {
        "title": text(_("Table"), 180),
        "new": number(_("New"), 80),
        "changed": number(_("Changed"), 90),
        "equal": number(_("Equal"), 80),
        "removed": number(_("Removed"), 90),
    }
    table(selection, "changes", frame, alt=_("Records by table"), columns=columns, rows=16)


def _journal(selection: Selection) -> None:
    visit = selection.visit
    _ = visit.gettext
    section(
        _("Journal"),
        _("One line per event, each sealed with the one before: a line changed, removed or moved would be found."),
    )
    count = len(visit.store.journal)
    said = visit.ngettext(
        "{count} event; the latest line is {anchor}.", "{count} events; the latest line is {anchor}.", count
    )
    st.caption(said.format(count=count, anchor=plain(visit.store.journal.anchor())))
    if st.button(_("Verify now"), icon=":material/verified:", key="verify-journal"):
        _verify(selection)
    show_events(selection, count)


def _verify(selection: Selection) -> None:
    """Check every line and every file, which takes longer the more of them there are."""
    visit = selection.visit
    _ = visit.gettext
    with st.spinner(_("Checking every line and every file …")):
        faults = visit.store.verify()
    if faults:
        found = visit.ngettext("{count} fault in the store.", "{count} faults in the store.", len(faults))
        st.error(found.format(count=len(faults)), icon=":material/gpp_bad:")
        show_faults(selection, faults, "journal-faults")
    else:
        whole = _("Verified just now: the journal is whole, and the file of every generation is what it says.")
        st.success(whole, icon=":material/verified:")
