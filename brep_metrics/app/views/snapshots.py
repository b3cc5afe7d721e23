"""Snapshots: take one to a meeting, prove that one is unchanged, and say what changed between two."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from brep_metrics import snapshot
from brep_metrics.app.components.columns import number, text
from brep_metrics.app.components.formats import day, period_name
from brep_metrics.app.components.heading import answer, empty, section, stamp
from brep_metrics.app.components.selection import choose_selection
from brep_metrics.app.components.tables import table
from brep_metrics.app.components.uploads import on_disk, told
from brep_metrics.app.session import session_token

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from brep_metrics.app.results import Selection
    from brep_metrics.app.session import Visit

PAIR = 2


def show(visit: Visit) -> None:
    """Draw the page."""
    _ = visit.gettext
    st.title(_("What was shown, and can it be proven?"), anchor=False)
    recorded = snapshot.recorded(visit.store)
    answer(_sentence(visit, recorded))
    with st.container(key="filters", horizontal=True):
        selection = choose_selection(visit)
    _make(selection)
    _verify(visit)
    _compare(selection)
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


def _make(selection: Selection) -> None:
    visit = selection.visit
    _ = visit.gettext
    section(
        _("Take one along"),
        _("One zip: scores, indicators, evidence, the data, the methodology, a workbook and a brief for the meeting."),
    )
    name = f"snapshot-{selection.period.code.replace('..', '_')}-{visit.generation.id}-{session_token()}.zip"
    st.download_button(
        _("Make and download the snapshot of {period}").format(period=period_name(selection.period.code, visit)),
        made(selection, name),
        file_name=name,
        mime="application/zip",
        key="download-snapshot",
        on_click="ignore",
        icon=":material/inventory_2:",
        type="primary",
    )


def made(selection: Selection, name: str) -> Callable[[], bytes]:
    """A function that makes the snapshot, outside the session, when it is asked for."""

    def bytes_of() -> bytes:
        with TemporaryDirectory(prefix="brep-snapshot-") as folder:
            written = snapshot.create(
                selection.visit.store,
                Path(folder) / name,
                methodology=selection.methodology,
                period=selection.period,
                language=selection.visit.language,
                generation=selection.visit.generation.id,
                as_of=selection.as_of,
            )
            return written.path.read_bytes()

    return bytes_of


def _verify(visit: Visit) -> None:
    _ = visit.gettext
    section(_("Prove one"), _("Every hash is checked, and all scores are computed anew from the data inside."))
    file = st.file_uploader(_("Snapshot to verify"), type=["zip"], key="verify")
    if file is None:
        return
    with told(visit), st.spinner(_("Computing it anew…")), on_disk([file]) as paths:
        found = snapshot.verify(paths[0])
        text_ = _("It holds: nothing was changed, and all of it follows from its data ({period}, as of {as_of}).")
        st.success(
            text_.format(period=period_name(found.period, visit), as_of=day(found.as_of, visit.language)),
            icon=":material/verified:",
        )


def _compare(selection: Selection) -> None:
    visit = selection.visit
    _ = visit.gettext
    section(_("Compare two"), _("The earlier one first; the page says which groups changed and why."))
    files = st.file_uploader(_("Two snapshots"), type=["zip"], accept_multiple_files=True, key="compare-snapshots")
    if len(files) != PAIR:
        return
    with told(visit), st.spinner(_("Computing both anew…")), on_disk(files) as paths:
        found = snapshot.compare(*paths)
        for name, (before, after) in found.inputs.items():
            st.markdown(f"- `{name}`: `{before}` → `{after}`")
        changed = found.changed
        if changed.empty:
            empty(_("No score, rank, grade or status differs."))
            return
        columns = {
            f"name_{visit.language}": text(_("Working group"), 300),
            "score_before": number(_("Score before"), 110, decimals=2),
            "score": number(_("Score after"), 110, decimals=2),
            "rank_before": number(_("Rank before"), 110),
            "rank": number(_("Rank after"), 110),
            "methodology": number(_("by the methodology"), 150, decimals=2),
            "data": number(_("by the data"), 110, decimals=2),
        }
        table(selection, "differences", changed, alt=_("Groups that differ"), columns=columns, export=changed)


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
