"""Snapshots: make what a meeting takes away, check that one still holds, say what changed from one to another."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from brep_metrics.app.context import query_parameters
from brep_metrics.app.navigation import redraw
from brep_metrics.app.queries.choices import usual_selection
from brep_metrics.app.queries.ranking_frame import group_names
from brep_metrics.app.views.snapshots.checking import show_comparison, show_verification
from brep_metrics.app.views.snapshots.making import LANGUAGE_NAMES, show_making, stage_code
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.columns import clicked_row, opener, text
from brep_metrics.app.widgets.heading import answer, empty, name_window, section, show_provenance
from brep_metrics.app.widgets.page_tools import page_tools
from brep_metrics.app.widgets.selection_boxes import choose_selection
from brep_metrics.app.widgets.tables import table
from brep_metrics.app.wording.formats import day, moment, period_name
from brep_metrics.app.wording.labels import input_text
from brep_metrics.i18n import N_, listed
from brep_metrics.methodology import available_methodologies
from brep_metrics.snapshot import groups_of_scope, recorded, scope_of_groups

if TYPE_CHECKING:
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.selection import Selection

PARTS = {"make": N_("Make"), "verify": N_("Verify"), "compare": N_("Compare")}
# What a line of the journal and the address both call by these names.
INPUTS = ("period", "generation", "as_of", "scope")


def show(visit: Visit) -> None:
    """Draw the page."""
    _ = visit.gettext
    question = _("What was taken to the meeting, and does it still hold?")
    if not visit.access_scope.is_evaluator:
        question = _("Which results of your groups were downloaded, and are they still valid?")
    st.title(question, anchor=False)
    sentence = st.container()
    part = filters.segments(
        visit, "part", _("What to do"), list(PARTS), default="make", title=lambda code: _(PARTS[code])
    )
    name_window(visit, _(PARTS[part]))
    if part == "make":
        with st.container(key="filters", horizontal=True):
            selection = choose_selection(visit)
        show_making(selection)
    else:
        # A snapshot that is brought along has a period and a methodology of its own.
        selection = usual_selection(visit)
        page_tools(selection)
        (show_verification if part == "verify" else show_comparison)(selection)
    made = _within_reach(visit)
    with sentence:
        answer(_sentence(selection, made), selection)
    _list(selection, made)
    show_provenance(selection)


def _within_reach(visit: Visit) -> tuple[dict[str, Any], ...]:
    """The snapshots that the journal knows, the latest first: all of them, or those of exactly the reader's groups."""
    made = recorded(visit.store)[::-1]
    if visit.access_scope.is_network:
        return made
    scope = scope_of_groups(visit.access_scope.visible_groups)
    return tuple(entry for entry in made if entry["scope"] == scope)


def _sentence(selection: Selection, made: tuple[dict[str, Any], ...]) -> str:
    visit = selection.visit
    if not made:
        return visit.gettext("No snapshot of these data has been made yet.")
    text_ = visit.ngettext(
        "{count} snapshot has been made: of {period}, on {when}.",
        "{count} snapshots have been made, the latest of {period} on {when}.",
        len(made),
    )
    period = period_name(str(made[0]["period"]), visit.language)
    return text_.format(count=len(made), period=period, when=_moment(made[0], selection))


def _list(selection: Selection, made: tuple[dict[str, Any], ...]) -> None:
    visit = selection.visit
    _ = visit.gettext
    # Data and date are no choice of a lead: it can make again only what is of now.
    again = visit.access_scope.is_network
    note = _("Click a file to make it again: the same inputs give the same bytes, and so the same sha256.")
    section(_("Snapshots made"), note if again else "")
    if not made:
        later = _("Nothing has been made; the generations stay, so it can still be done for any of them.")
        empty(later if again else _("No snapshot of these data has been made yet."))
        return
    frame = pd.DataFrame(made)
    shown = frame.assign(
        open=frame["file"],
        when=[_moment(entry, selection) for entry in made],
        period_text=[period_name(code, visit.language) for code in frame["period"]],
        method=frame["methodology"] + " " + frame["methodology_version"],
        words=frame["language"].map(LANGUAGE_NAMES),
        scope_text=[_scope(entry, selection) for entry in made],
        stage_text=[input_text("stage", str(entry.get("stage", "")), visit.language) for entry in made],
        day=[day(datetime.fromisoformat(code).date(), visit.language) for code in frame["as_of"]],
    )
    columns = {
        "open": opener(_("File"), "open-snapshot", 260) if again else text(_("File"), 260),
        "when": text(_("Made on"), 165),
        "period_text": text(_("Period"), 110),
        "day": text(_("Data as of"), 130),
        "generation": text(_("Generation"), 100),
        "method": text(_("Methodology"), 150),
        "words": text(_("Language"), 90),
        "scope_text": text(_("Scope"), 220),
        "stage_text": text(_("Stage of the results"), 220),
        "sha256_of_file": text("sha256", 330),
    }
    table(selection, "snapshots", shown, alt=_("Snapshots, the latest first"), columns=columns, rows=10)
    row = clicked_row("open-snapshot")
    if row is not None:
        _again(made[row])


def _again(entry: dict[str, Any]) -> None:
    """Set the page to the inputs of a snapshot that was made before."""
    for name in INPUTS:
        query_parameters.set_codes(name, str(entry[name]))
    query_parameters.set_codes("text", str(entry["language"]))
    query_parameters.set_codes("notes", *((str(entry["at"]),) if "notes" in entry else ()))
    query_parameters.set_codes("stage", *((stage_code(entry["round"], entry["stage"]),) if "stage" in entry else ()))
    known = {code for code, path in available_methodologies().items() if path.stem == entry["methodology"]}
    query_parameters.set_codes("methodology", *known)
    query_parameters.set_codes("part")
    redraw()


def _scope(entry: dict[str, Any], selection: Selection) -> str:
    groups, names = groups_of_scope(str(entry["scope"])), group_names(selection)
    if groups is None:
        return selection.visit.gettext("all groups")
    return listed((names.get(code, code) for code in groups), selection.visit.language)


def _moment(entry: dict[str, Any], selection: Selection) -> str:
    return moment(datetime.fromisoformat(entry["at"]), selection.visit.language)
