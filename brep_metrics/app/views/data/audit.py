"""The events of the journal as a table: who signed in, loaded, published, exported, or was refused."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from brep_metrics.access import NOTE_WRITTEN, RESULT_PUBLISHED, Action, Event
from brep_metrics.app.queries.filings import group_names, organization_names
from brep_metrics.app.widgets.columns import text
from brep_metrics.app.widgets.tables import table
from brep_metrics.app.wording.formats import MISSING, moment
from brep_metrics.app.wording.labels import PROVENANCE_NAMES, input_text
from brep_metrics.i18n import N_
from brep_metrics.rounds import ACT_TITLES, OUTCOME_TITLES, Act, Outcome
from brep_metrics.schema import load_schema
from brep_metrics.store import (
    ACCOUNT_REMOVED,
    ACCOUNT_SET,
    ATTACHMENT_ERASED,
    FILING_CONFIRMED,
    FILING_RETURNED,
    FILING_SUBMITTED,
    FILING_WITHDRAWN,
    FILINGS_ENTERED,
    POINTS_SPREAD,
    ROUND_ACT,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.selection import Selection

EVENTS = {
    "published": N_("data loaded"),
    "snapshot": N_("snapshot made"),
    RESULT_PUBLISHED: N_("result published"),
    Event.SIGNED_IN: N_("signed in"),
    Event.SIGNED_OUT: N_("signed out"),
    Event.REFUSED: N_("refused"),
    Event.EXPORTED: N_("exported"),
    "child_made": N_("correction made"),
    "pruned": N_("old generations removed"),
    ACCOUNT_SET: N_("account added"),
    ACCOUNT_REMOVED: N_("account removed"),
    FILING_SUBMITTED: N_("filing submitted"),
    FILING_RETURNED: N_("filing returned"),
    FILING_WITHDRAWN: N_("filing withdrawn"),
    FILING_CONFIRMED: N_("filing confirmed by a partner group"),
    FILINGS_ENTERED: N_("filings entered"),
    ATTACHMENT_ERASED: N_("attachment erased"),
    ROUND_ACT: N_("act of a round"),
    POINTS_SPREAD: N_("points spread over the dimensions"),
    NOTE_WRITTEN: N_("note written"),
}
# What a line is about, as far as one reads it in a cell; all of it is in the export.
ABOUT = PROVENANCE_NAMES | {
    "methodology_id": N_("Methodology"),
    "file": N_("File"),
    "sha256_of_file": N_("sha256 of the file"),
    "what": N_("Table or file"),
    "why": N_("Why"),
    "reason": N_("Reason"),
    "page": N_("Page"),
    "date": N_("Date of the data"),
    "parent": N_("Correction of"),
    "generations": N_("Generations"),
    "email": N_("E-mail"),
    "role": N_("Role"),
    "organization": N_("Organization"),
    "filing": N_("Filing"),
    "table": N_("Kind of record"),
    "key": N_("Record"),
    "group_id": N_("Working group"),
    "organization_id": N_("Organization"),
    "submitted_on": N_("Submitted"),
    "comment": N_("Comment"),
    "act": N_("Act"),
    "group": N_("Working group"),
    "claim": N_("Objection or difference"),
    "outcome": N_("Decision"),
    "person": N_("Person"),
}
_COLUMNS = ("at", "event", "who")
_SEAL = ("seq", "previous", "sha256")
EVENTS_PER_PAGE = 500


def show_events(selection: Selection, count: int) -> None:
    """A page of the `count` events, the latest first, for those who may read them, and its lines whole to download."""
    visit = selection.visit
    if not count or not visit.may(Action.READ_JOURNAL):
        return
    _ = visit.gettext
    pages = -(-count // EVENTS_PER_PAGE)
    page = st.pagination(pages, key="journal-page") if pages > 1 else 1
    latest = visit.store.journal.page(limit=EVENTS_PER_PAGE, offset=(page - 1) * EVENTS_PER_PAGE)
    shown = pd.DataFrame(
        {
            "when": [moment(datetime.fromisoformat(entry["at"]), visit.language) for entry in latest],
            "what": [_(EVENTS[entry["event"]]) if entry["event"] in EVENTS else entry["event"] for entry in latest],
            "who": [entry.get("who") or MISSING for entry in latest],
            "about": [_about(visit, entry) for entry in latest],
        }
    )
    columns = {
        "when": text(_("When"), 170),
        "what": text(_("What"), 140),
        "who": text(_("Who"), 220),
        "about": text(_("About"), 480),
    }

    def export() -> pd.DataFrame:
        return _whole(visit, shown, latest)

    alt = _("Events, the latest first")
    table(selection, "journal", shown, alt=alt, columns=columns, export=export, rows=14)


def _about(visit: Visit, entry: dict[str, Any]) -> str:
    _ = visit.gettext
    return " · ".join(
        _("{name}: {value}").format(name=_(ABOUT[name]), value=_said(visit, name, value))
        for name, value in entry.items()
        if name in ABOUT and value is not None
    )


def _said(visit: Visit, name: str, value: object) -> object:
    """A detail in words where it is a code that has some."""
    if name == "act":
        return ACT_TITLES[Act(str(value))].text(visit.language)
    if name == "outcome":
        return OUTCOME_TITLES[Outcome(str(value))].text(visit.language)
    if name in {"group", "group_id"}:
        return group_names(visit).get(str(value), value)
    if name in {"organization", "organization_id"}:
        return organization_names(visit).get(str(value), value)
    if name == "table":
        return load_schema().tables[str(value)].title.text(visit.language)
    return input_text(name, value, visit.language) if isinstance(value, str) else value


def _details(entry: dict[str, Any]) -> dict[str, Any]:
    """What a line says beside its columns; of a note, which not every evaluator may read, not the text."""
    left_out = {*_COLUMNS, *_SEAL, *(("text",) if entry["event"] == NOTE_WRITTEN else ())}
    return {name: value for name, value in entry.items() if name not in left_out}


def _whole(visit: Visit, shown: pd.DataFrame, entries: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """The lines as they are in the journal, with the words of `shown` for the events."""
    _ = visit.gettext
    details = [_details(entry) for entry in entries]
    return pd.DataFrame(
        {
            _("When"): [entry["at"] for entry in entries],
            _("What"): shown["what"],
            _("Code of the event"): [entry["event"] for entry in entries],
            _("Who"): [entry.get("who") for entry in entries],
            _("Details (JSON)"): [json.dumps(one, ensure_ascii=False) for one in details],
            _("sha256 of the line before"): [entry["previous"] for entry in entries],
            _("sha256 of the line"): [entry["sha256"] for entry in entries],
        }
    )
