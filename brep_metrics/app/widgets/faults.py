"""What is wrong with a file, as a person reads it: one line per fault, with its place and what was expected there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from brep_metrics.app.auth.error_sentences import sentence
from brep_metrics.app.context.viewport import is_narrow
from brep_metrics.app.widgets.columns import text
from brep_metrics.app.widgets.tables import table
from brep_metrics.app.wording.formats import plain
from brep_metrics.errors import FaultsError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.errors import BrepError, Fault

MAX_ROWS = 15


def show_error(selection: Selection, error: BrepError, name: str) -> None:
    """The error in one sentence and, where it lists faults, all of them with a download."""
    visit = selection.visit
    st.error(plain(sentence(error, visit.language)), icon=":material/error:")
    if isinstance(error, FaultsError) and error.faults:
        show_faults(selection, error.faults, name)


def show_faults(selection: Selection, faults: Iterable[Fault], name: str) -> None:
    """The list of faults; `name` begins the name of its download."""
    visit = selection.visit
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
        ]
    )
    columns = {
        "file": text(_("File"), 130),
        "line": text(_("Line"), 60, right=True),
        "column": text(_("Column"), 120),
        "value": text(_("Found"), 120),
        "problem": text(_("Problem"), 245),
        "expected": text(_("Expected"), 400),
    }
    if frame.empty or not frame["expected"].any():
        del columns["expected"]
        columns["problem"] = text(_("Problem"), 560)
    if is_narrow():
        # The place and what is wrong there fit into the window; the rest is to the right of them.
        columns = {name: columns[name] for name in ("line", "problem", *columns)}
    table(selection, name, frame, alt=_("Faults, each with its place"), columns=columns, rows=MAX_ROWS)
