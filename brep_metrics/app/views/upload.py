"""Files from the reader: checked first, every fault listed, loaded only when there is none."""

from __future__ import annotations

import getpass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from brep_metrics import intake
from brep_metrics.app.components.columns import text
from brep_metrics.app.components.formats import number
from brep_metrics.app.components.heading import section
from brep_metrics.app.components.tables import table_height
from brep_metrics.errors import BrepError, FaultsError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from brep_metrics.app.session import Visit
    from brep_metrics.errors import Fault

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
    if checking:
        _answered(visit, lambda: _check(visit, files))
    if loading:
        _answered(visit, lambda: _load(visit, files, reason))


def _answered(visit: Visit, action: Callable[[], None]) -> None:
    """Do it, and turn every error of the package into words."""
    try:
        with st.spinner(visit.gettext("Checking every row…")):
            action()
    except FaultsError as error:
        _show_faults(visit, error.faults)
    except BrepError as error:
        st.error(error.text(visit.language), icon=":material/error:")


def _check(visit: Visit, files: Sequence[Any]) -> None:
    with TemporaryDirectory(prefix="brep-upload-") as folder:
        report = intake.check(visit.store, _stored(files, Path(folder)))
    if report.faults:
        _show_faults(visit, report.faults)
        return
    rows = number(sum(report.rows.values()), visit.language, 0)
    st.success(visit.gettext("No faults in {rows} rows.").format(rows=rows), icon=":material/check_circle:")


def _load(visit: Visit, files: Sequence[Any], reason: str) -> None:
    with TemporaryDirectory(prefix="brep-upload-") as folder:
        made = intake.load(visit.store, _stored(files, Path(folder)), who=getpass.getuser(), why=reason)
    st.session_state[LOADED] = made.id
    st.rerun()


def _stored(files: Sequence[Any], folder: Path) -> list[Path]:
    """The files on disk, each in a folder of its own under its bare name, whatever path its sender gave it."""
    paths = []
    for position, file in enumerate(files):
        place = folder / str(position)
        place.mkdir()
        path = place / Path(file.name.replace("\\", "/")).name
        path.write_bytes(file.getvalue())
        paths.append(path)
    return paths


def _show_faults(visit: Visit, faults: Sequence[Fault]) -> None:
    _ = visit.gettext
    counted = visit.ngettext("{count} fault; nothing was loaded.", "{count} faults; nothing was loaded.", len(faults))
    st.error(counted.format(count=len(faults)), icon=":material/error:")
    frame = pd.DataFrame(
        [
            {
                "file": fault.file,
                "line": "" if fault.line is None else str(fault.line),
                "column": fault.column or "",
                "value": fault.value or "",
                "problem": fault.problem.text(visit.language),
                "expected": fault.expected.text(visit.language) if fault.expected else "",
            }
            for fault in faults
        ]
    )
    columns = {
        "file": text(_("File"), 170),
        "line": text(_("Line"), 60, right=True),
        "column": text(_("Column"), 130),
        "value": text(_("Found"), 140),
        "problem": text(_("Problem"), 260),
        "expected": text(_("Expected"), 260),
    }
    st.dataframe(
        frame,
        alt=_("Faults of the files"),
        hide_index=True,
        column_config={name: shown.config for name, shown in columns.items()},
        height=table_height(len(frame), 15),
        key="faults",
    )
