"""Loading from the page: files are checked first, every fault is listed, and only faultless ones are loaded."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics import intake
from brep_metrics.app.components.faults import show_error, show_faults
from brep_metrics.app.components.formats import number
from brep_metrics.app.components.heading import section
from brep_metrics.app.components.uploads import choose_files, on_disk
from brep_metrics.errors import BrepError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from brep_metrics.app.results import Selection

KINDS = ("csv", "xlsx")
LOADED = "upload.loaded"


def show_upload(selection: Selection) -> None:
    """Choose files → check → list of faults, or load."""
    visit = selection.visit
    _ = visit.gettext
    section(_("Load files"), _("CSV files named after their table, or workbooks with a sheet a table."))
    if LOADED in st.session_state:
        done = _("Loaded as generation {generation}").format(generation=st.session_state.pop(LOADED))
        st.success(done, icon=":material/check_circle:")
    files = choose_files(visit, _("Files to check"), KINDS, key="upload")
    if not files:
        return
    reason = st.text_input(_("Why (for the history)"), key="upload-why", max_chars=200)
    with st.container(horizontal=True):
        checking = st.button(_("Check"), icon=":material/rule:", key="upload-check")
        loading = st.button(_("Check and load"), icon=":material/upload:", key="upload-load", type="primary")
    if not (checking or loading):
        return
    try:
        with st.spinner(_("Checking every row…")):
            if loading:
                _load(selection, files, reason)
            else:
                _check(selection, files)
    except BrepError as error:
        show_error(selection, error, "faults")


def _check(selection: Selection, files: Sequence[UploadedFile]) -> None:
    visit = selection.visit
    with on_disk(files) as paths:
        report = intake.check(visit.store, paths)
    count = len(report.faults)
    if count:
        st.error(visit.ngettext("{count} fault found.", "{count} faults found.", count).format(count=count))
        show_faults(selection, report.faults, "faults")
        return
    rows = number(sum(report.rows.values()), visit.language, 0)
    st.success(visit.gettext("No faults in {rows} rows.").format(rows=rows), icon=":material/check_circle:")


def _load(selection: Selection, files: Sequence[UploadedFile], reason: str) -> None:
    with on_disk(files) as paths:
        made = intake.load(selection.visit.store, paths, who=getpass.getuser(), why=reason)
    st.session_state[LOADED] = made.id
    st.rerun()
