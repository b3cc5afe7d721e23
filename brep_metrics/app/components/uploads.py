"""Files that a reader sends: put on disk for as long as they are read, and every refusal told in words."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from brep_metrics.app.components.columns import text
from brep_metrics.app.components.tables import table_height
from brep_metrics.errors import BrepError, FaultsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from brep_metrics.app.session import Visit
    from brep_metrics.errors import Fault


@contextmanager
def on_disk(files: Sequence[Any]) -> Iterator[list[Path]]:
    """The files in a temporary folder, each under its bare name, whatever path its sender gave it."""
    with TemporaryDirectory(prefix="brep-upload-") as folder:
        paths = []
        for position, file in enumerate(files):
            place = Path(folder) / str(position)
            place.mkdir()
            path = place / (Path(file.name.replace("\\", "/")).name or "file")
            path.write_bytes(file.getvalue())
            paths.append(path)
        yield paths


@contextmanager
def told(visit: Visit) -> Iterator[None]:
    """Within it, every error of the package becomes a message on the page."""
    try:
        yield
    except FaultsError as error:
        st.error(error.text(visit.language), icon=":material/error:")
        show_faults(visit, error.faults)
    except BrepError as error:
        st.error(error.text(visit.language), icon=":material/error:")


def show_faults(visit: Visit, faults: Sequence[Fault]) -> None:
    """Every fault: file, line, column, what was found and what was expected."""
    _ = visit.gettext
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
        ],
        columns=["file", "line", "column", "value", "problem", "expected"],
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
