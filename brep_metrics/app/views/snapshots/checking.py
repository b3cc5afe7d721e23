"""Snapshots that a reader brings along: whether one holds, and what changed from one to another."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd
import streamlit as st

from brep_metrics import snapshot
from brep_metrics.app.cache import cached
from brep_metrics.app.views.snapshots.difference import show_difference
from brep_metrics.app.widgets.columns import text
from brep_metrics.app.widgets.faults import show_error
from brep_metrics.app.widgets.heading import section
from brep_metrics.app.widgets.isolated_work import isolated_result
from brep_metrics.app.widgets.tables import table
from brep_metrics.app.widgets.uploads import choose_file, on_disk
from brep_metrics.app.wording.formats import MISSING, day, period_name, plain
from brep_metrics.app.wording.labels import PROVENANCE_NAMES, input_text
from brep_metrics.errors import BrepError

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.snapshot import Difference, Provenance

KINDS = ("zip",)


def show_verification(selection: Selection) -> None:
    """Take a snapshot, check every hash and compute it anew."""
    visit = selection.visit
    _ = visit.gettext
    section(
        _("Does a snapshot still hold?"),
        _(
            "Every file's hash is checked, then all figures are computed anew from the tables and the methodology "
            "inside."
        ),
    )
    file = choose_file(visit, _("A snapshot (zip)"), KINDS, key="verify")
    if file is None:
        return
    sha256 = _sha256(file)
    with st.spinner(_("Computing the snapshot anew…")):
        found = _verified(file, sha256)
    if isinstance(found, BrepError):
        show_error(selection, found, "verification")
        return
    holds = _(
        "{file} holds: every file is unchanged, and all of it follows from its tables (period {period}, as of {as_of})"
    )
    if found.groups is not None:
        holds = _(
            "{file} holds: every file is unchanged, and evidence, values, scores and grades follow from the groups’ own"
            " records; ranks and all else that needs the other groups is as stated (period {period}, as of {as_of})"
        )
    st.success(
        holds.format(
            file=plain(file.name),
            period=period_name(found.period, visit.language),
            as_of=day(found.as_of, visit.language),
        ),
        icon=":material/verified:",
    )
    _known(selection, sha256)
    inputs = pd.DataFrame(
        [
            {"input": _(PROVENANCE_NAMES[name]), "value": input_text(name, value, visit.language)}
            for name, value in found.inputs.items()
            if name in PROVENANCE_NAMES
        ]
    )
    columns = {"input": text(_("Input"), 240), "value": text(_("Value"), 480)}
    table(selection, "snapshot-inputs", inputs, alt=_("What the snapshot is one of"), columns=columns)


def show_comparison(selection: Selection) -> None:
    """Take two snapshots and say what changed per group, and why."""
    visit = selection.visit
    _ = visit.gettext
    section(
        _("What changed from one snapshot to another?"),
        _("Both are checked first; then each group's change is split into data and methodology, and adds up exactly."),
    )
    left, right = st.columns(2)
    with left:
        before = choose_file(visit, _("The earlier snapshot (zip)"), KINDS, key="compare-before")
    with right:
        after = choose_file(visit, _("The later snapshot (zip)"), KINDS, key="compare-after")
    if before is None or after is None:
        return
    with st.spinner(_("Comparing the two snapshots…")):
        found = _compared(before, after, (_sha256(before), _sha256(after)))
    if isinstance(found, BrepError):
        show_error(selection, found, "comparison-faults")
        return
    _inputs(selection, found)
    show_difference(selection, found)


# An error is an answer too, and computing it again on every run would take as long as the first time.
@cached(8, key=lambda file, sha256: sha256)  # noqa: ARG005
def _verified(file: UploadedFile, sha256: str) -> Provenance | BrepError:  # noqa: ARG001 - the key
    found: Provenance | BrepError = _answer("verify", [file])
    return found


@cached(4, key=lambda before, after, hashes: hashes)  # noqa: ARG005
def _compared(
    before: UploadedFile,
    after: UploadedFile,
    hashes: tuple[str, ...],  # noqa: ARG001 - the key
) -> Difference | BrepError:
    found: Difference | BrepError = _answer("compare", [before, after])
    return found


def _answer(task: str, files: list[UploadedFile]) -> Any:  # noqa: ANN401 - what the task gives, or its error
    with on_disk(files) as paths:
        try:
            return isolated_result(task, *paths)
        except BrepError as error:
            return error


def _known(selection: Selection, sha256: str) -> None:
    """Say whether this store made the file: a hash that the journal has cannot have come from elsewhere."""
    visit = selection.visit
    _ = visit.gettext
    made: list[dict[str, Any]] = [
        entry for entry in snapshot.recorded(visit.store) if entry["sha256_of_file"] == sha256
    ]
    if made:
        st.markdown(_("The journal of this store records the making of exactly this file."))
    else:
        st.markdown(_("The journal of this store does not know this file: it was made elsewhere, or written anew."))


def _inputs(selection: Selection, found: Difference) -> None:
    visit = selection.visit
    _ = visit.gettext
    sides: tuple[Literal[0], Literal[1]] = (0, 1)
    rows = [
        {
            "input": _(PROVENANCE_NAMES[name]),
            **{f"side_{side}": input_text(name, values[side], visit.language) or MISSING for side in sides},
        }
        for name, values in found.inputs.items()
        if name in PROVENANCE_NAMES
    ]
    if not rows:
        st.markdown(_("Both are snapshots of the same inputs."))
        return
    columns = {
        "input": text(_("They differ in"), 220),
        "side_0": text(_("Earlier"), 300),
        "side_1": text(_("Later"), 300),
    }
    table(selection, "inputs", pd.DataFrame(rows), alt=_("Inputs in which the two differ"), columns=columns)


def _sha256(file: UploadedFile) -> str:
    return hashlib.sha256(file.getbuffer()).hexdigest()
