"""Handing in by workbook: the group's records to take away and fill in offline, and the file that comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pandas as pd
import streamlit as st

from brep_metrics import filing
from brep_metrics.app.downloads.button import download_button
from brep_metrics.app.downloads.offers import Offer
from brep_metrics.app.navigation import redraw
from brep_metrics.app.queries import filings
from brep_metrics.app.queries.choices import usual_selection
from brep_metrics.app.run_lock import lock_given_away
from brep_metrics.app.views.shared.filing_parts import attempted, say
from brep_metrics.app.widgets.columns import number, text
from brep_metrics.app.widgets.faults import show_error, show_faults
from brep_metrics.app.widgets.isolated_work import isolated_result
from brep_metrics.app.widgets.tables import grid
from brep_metrics.app.widgets.uploads import choose_file, on_disk
from brep_metrics.errors import BrepError

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from brep_metrics.access import Viewer
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.errors import Fault
    from brep_metrics.filing import Actor, Asked

    Found = tuple[tuple[Asked, ...], tuple[Fault, ...]]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TURN, _CHECKED = "workbook.turn", "workbook.checked"


def show_workbook(visit: Visit, actor: Actor, group_id: str) -> None:
    """Out and in again, folded: most who file fill in one form."""
    _ = visit.gettext
    with st.expander(_("By workbook: many rows at once, offline"), key="file-workbook", icon=":material/table_view:"):
        st.caption(
            _(
                "The workbook holds the records of the group with the choices as lists. New and changed rows become "
                "filings, unchanged ones nothing; CSV files named after their table are taken too."
            )
        )
        given = Offer(
            visit,
            "workbook",
            f"{group_id}-{visit.generation.id}.xlsx",
            XLSX,
            lambda: _workbook(visit, group_id),
            {"generation": visit.generation.id},
        )
        download_button(_("Download the workbook"), given, key="download-workbook")
        turn = st.session_state.setdefault(_TURN, 0)
        chosen = choose_file(visit, _("The filled-in file"), ("xlsx", "csv"), key=f"workbook-{turn}")
        if chosen is not None:
            _show_found(visit, actor, group_id, chosen)


def _workbook(visit: Visit, group_id: str) -> bytes:
    """The workbook, by the rights of the moment at which it is asked for."""
    actor = filing.acting(visit.store, cast("Viewer", visit.visitor.viewer))
    return filing.workbook(visit.store, actor, group_id)


def _show_found(visit: Visit, actor: Actor, group_id: str, chosen: UploadedFile) -> None:
    """What the rows of a file would become, or everything that is wrong with them."""
    _, selection = visit.gettext, usual_selection(visit).now
    known, found = st.session_state.get(_CHECKED, ("", None))
    given = f"{chosen.file_id} {group_id} {visit.generation.id}"
    if known != given:
        found = _checked(visit, actor, group_id, chosen)
        st.session_state[_CHECKED] = given, found
    if isinstance(found, BrepError):
        show_error(selection, found, "workbook-faults")
        return
    asked, faults = found
    if faults:
        count = visit.ngettext(
            "{count} fault; nothing was submitted.", "{count} faults; nothing was submitted.", len(faults)
        )
        st.error(count.format(count=len(faults)), icon=":material/error:")
        show_faults(selection, faults, "workbook-faults")
        return
    if not asked:
        st.info(_("Nothing in the file differs from the records."), icon=":material/check:")
        return
    frame = pd.DataFrame(
        {
            "subject": [filings.heading(visit, one.filing) for one in asked],
            "kind": [_(filings.KIND_NAMES[one.filing.kind]) for one in asked],
            "fields": [len(one.filing.changes) for one in asked],
        }
    )
    columns = {"subject": text(_("Subject"), 420), "kind": text(_("What"), 160), "fields": number(_("Fields"), 80)}
    grid("workbook-rows", frame, alt=_("What the file hands in"), columns=columns, rows=10)
    label = visit.ngettext("Submit {count} filing", "Submit {count} filings", len(asked)).format(count=len(asked))
    if st.button(label, key="workbook-submit", type="primary", icon=":material/send:"):
        _submit(visit, actor, group_id, chosen)


def _checked(visit: Visit, actor: Actor, group_id: str, chosen: UploadedFile) -> Found | BrepError:
    """What is in the file, read by another process: its sender decides how much work that is."""
    try:
        with on_disk([chosen]) as paths:
            address = visit.store.location.whole_address
            found: Found = isolated_result("check_filing", address, actor, group_id, paths)
            return found
    except BrepError as error:
        return error


def _submit(visit: Visit, actor: Actor, group_id: str, chosen: UploadedFile) -> None:
    """Check once more, since drafts and records change, and submit; other faults than before are shown instead."""
    found = _checked(visit, actor, group_id, chosen)
    if isinstance(found, BrepError) or found[1]:
        del st.session_state[_CHECKED]
        redraw()
        return
    with lock_given_away():
        made = attempted(visit, lambda: filing.submit_asked(visit.store, actor, group_id, found[0]))
    if made is not None:
        st.session_state[_TURN] += 1
        text_ = visit.ngettext("{count} filing was submitted.", "{count} filings were submitted.", len(made))
        say(text_.format(count=len(made)))
        redraw()
