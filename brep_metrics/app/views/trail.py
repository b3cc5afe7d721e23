"""The events of the journal as a table: who signed in, loaded, published, exported, or was refused."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from brep_metrics.access import RESULT_PUBLISHED, Action, Event
from brep_metrics.app.components.columns import text
from brep_metrics.app.components.formats import MISSING, moment
from brep_metrics.app.components.tables import table
from brep_metrics.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brep_metrics.app.results import Selection

EVENTS = {
    "published": N_("data loaded"),
    "snapshot": N_("snapshot made"),
    RESULT_PUBLISHED: N_("result published"),
    Event.SIGNED_IN: N_("signed in"),
    Event.SIGNED_OUT: N_("signed out"),
    Event.REFUSED: N_("refused"),
    Event.EXPORTED: N_("exported"),
}
_COLUMNS = ("at", "event", "who")
_SEAL = ("previous", "sha256")
# Too long for a cell, and found again in the export.
_LONG = ("methodology_text", "files", "rows", "record", "sign_in")


def show_events(selection: Selection, entries: Sequence[dict[str, Any]]) -> None:
    """The events, the latest first, for those who may read them; the download holds every line whole."""
    visit = selection.visit
    if not entries or not visit.may(Action.READ_JOURNAL):
        return
    _ = visit.gettext
    latest = list(reversed(entries))
    shown = pd.DataFrame(
        {
            "when": [moment(datetime.fromisoformat(entry["at"]), visit.language) for entry in latest],
            "what": [_(EVENTS[entry["event"]]) if entry["event"] in EVENTS else entry["event"] for entry in latest],
            "who": [entry.get("who") or MISSING for entry in latest],
            "about": [_about(entry) for entry in latest],
        }
    )
    columns = {
        "when": text(_("When"), 170),
        "what": text(_("What"), 140),
        "who": text(_("Who"), 220),
        "about": text(_("About"), 480),
    }
    alt = _("Events, the latest first")
    table(selection, "journal", shown, alt=alt, columns=columns, export=_whole(latest), rows=14)


def _about(entry: dict[str, Any]) -> str:
    said = {name: value for name, value in entry.items() if name not in {*_COLUMNS, *_SEAL, *_LONG}}
    return " · ".join(f"{name}: {value}" for name, value in said.items() if value is not None)


def _whole(entries: Sequence[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {name: entry.get(name) for name in _COLUMNS}
            | {
                "details": json.dumps(
                    {name: value for name, value in entry.items() if name not in {*_COLUMNS, *_SEAL}},
                    ensure_ascii=False,
                )
            }
            | {name: entry[name] for name in _SEAL}
            for entry in entries
        ]
    )
