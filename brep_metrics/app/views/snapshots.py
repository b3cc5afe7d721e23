"""Snapshots: take one to a meeting, prove that one is unchanged, and say what changed between two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from brep_metrics import snapshot
from brep_metrics.app.components.columns import text
from brep_metrics.app.components.formats import period_name
from brep_metrics.app.components.heading import answer, empty, section, stamp
from brep_metrics.app.components.selection import choose_selection
from brep_metrics.app.components.tables import table
from brep_metrics.app.views.snapshot_checking import show_comparison, show_verification
from brep_metrics.app.views.snapshot_making import show_making

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brep_metrics.app.results import Selection
    from brep_metrics.app.session import Visit


def show(visit: Visit) -> None:
    """Draw the page."""
    _ = visit.gettext
    st.title(_("What was shown, and can it be proven?"), anchor=False)
    sentence = st.container()
    with st.container(key="filters", horizontal=True):
        selection = choose_selection(visit)
    show_making(selection)
    recorded = snapshot.recorded(visit.store)
    with sentence:
        answer(_sentence(visit, recorded))
    show_verification(selection)
    show_comparison(selection)
    _recorded(selection, recorded)
    stamp(selection)


def _sentence(visit: Visit, recorded: Sequence[dict[str, Any]]) -> str:
    if not recorded:
        return visit.gettext("No snapshot has been made yet.")
    text_ = visit.ngettext(
        "{count} snapshot has been made; it is of {period}.",
        "{count} snapshots have been made; the latest is of {period}.",
        len(recorded),
    )
    return text_.format(count=len(recorded), period=period_name(str(recorded[-1]["period"]), visit))


def _recorded(selection: Selection, recorded: Sequence[dict[str, Any]]) -> None:
    visit = selection.visit
    _ = visit.gettext
    section(_("Made so far"))
    if not recorded:
        empty(_("No snapshot has been made yet."))
        return
    frame = pd.DataFrame(recorded[::-1])
    frame = frame.assign(period_text=[period_name(str(code), visit) for code in frame["period"]])
    columns = {
        "at": text(_("When"), 200),
        "period_text": text(_("Period"), 120),
        "generation": text(_("Generation"), 100),
        "methodology": text(_("Methodology"), 150),
        "as_of": text(_("Data as of"), 110),
        "sha256_of_file": text("SHA-256", 330),
    }
    table(selection, "snapshots", frame, alt=_("Snapshots made so far"), columns=columns, rows=12)
