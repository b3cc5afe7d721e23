"""Loading from the page: files are checked first, every fault is listed, and only faultless ones are loaded."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Any

import streamlit as st

from brep_metrics import intake
from brep_metrics.app.components.formats import number
from brep_metrics.app.components.heading import section
from brep_metrics.app.components.uploads import on_disk, show_faults, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brep_metrics.app.session import Visit

KINDS = ["csv", "xlsx"]
LOADED = "upload.loaded"


def show_upload(visit: Visit) -> None:
    """Choose files → check → list of faults, or load."""
    _ = visit.gettext
    section(_("Load files"), _("CSV files named after their table, or workbooks with a sheet a table."))
    if LOADED in st.session_state:
        done = _("Loaded as generation {generation}").format(generation=st.session_state.pop(LOADED))
        st.success(done, icon=":material/check_circle:")
    files = st.file_uploader(_("Files to check"), type=KINDS, accept_multiple_files=True, key="upload")
    if not files:
        return
    reason = st.text_input(_("Why (for the history)"), key="upload-why", max_chars=200)
    with st.container(horizontal=True):
        checking = st.button(_("Check"), icon=":material/rule:", key="upload-check")
        loading = st.button(_("Check and load"), icon=":material/upload:", key="upload-load", type="primary")
    if checking or loading:
        with told(visit), st.spinner(_("Checking every row…")):
            _load(visit, files, reason) if loading else _check(visit, files)


def _check(visit: Visit, files: Sequence[Any]) -> None:
    with on_disk(files) as paths:
        report = intake.check(visit.store, paths)
    count = len(report.faults)
    if count:
        st.error(visit.ngettext("{count} fault found.", "{count} faults found.", count).format(count=count))
        show_faults(visit, report.faults)
        return
    rows = number(sum(report.rows.values()), visit.language, 0)
    st.success(visit.gettext("No faults in {rows} rows.").format(rows=rows), icon=":material/check_circle:")


def _load(visit: Visit, files: Sequence[Any], reason: str) -> None:
    with on_disk(files) as paths:
        made = intake.load(visit.store, paths, who=getpass.getuser(), why=reason)
    st.session_state[LOADED] = made.id
    st.rerun()
