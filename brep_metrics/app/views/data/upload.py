"""Files from the reader: checked first, every fault listed, loaded only when there is none."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import streamlit as st

from brep_metrics.access import Action
from brep_metrics.app.navigation import redraw
from brep_metrics.app.pages import page
from brep_metrics.app.views.data.load_preview import show_preview
from brep_metrics.app.widgets.faults import show_error, show_faults
from brep_metrics.app.widgets.heading import section
from brep_metrics.app.widgets.isolated_work import isolated_result
from brep_metrics.app.widgets.uploads import choose_files, on_disk
from brep_metrics.app.wording.formats import number as number_text
from brep_metrics.app.wording.formats import plain
from brep_metrics.errors import BrepError, UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.isolated import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.load_effect import Preview
    from brep_metrics.store import Generation

KINDS = ("csv", "xlsx", "xlsm")
LOADED, CHECKED, REPORTED = "upload.loaded", "upload.checked", "upload.reported"
TURN = "upload.turn"
# What all tables of a network far larger than this one would need.
LIMITS = Limits(seconds=900, bytes=8 << 30)


def show_upload(selection: Selection) -> None:
    """Choose files → check → list of faults, or load."""
    visit = selection.visit
    _ = visit.gettext
    section(
        _("Check and load files"),
        _(
            "CSV files named after their table, or workbooks with a sheet per table. A row whose key is known replaces "
            "the earlier one."
        ),
    )
    # A new key empties the box after a load.
    turn = st.session_state.setdefault(TURN, 0)
    files = choose_files(visit, _("Files to check"), KINDS, key=f"upload-{turn}")
    removed = _removal(visit, turn)
    if not files and not removed:
        _show_last_load(selection)
        return
    given = _fingerprint(files, removed)
    if st.button(_("Check"), icon=":material/rule:", key="upload-check", type="primary"):
        st.session_state[CHECKED] = given, _answered(selection, lambda: check_files(visit, files, removed))
    known, found = st.session_state.get(CHECKED, ("", None))
    if known == given and found is not None:
        _show_found(selection, found, files, removed)


def say_loaded(visit: Visit) -> None:
    """Say, in the run after a load, which generation it made, and lead on to what it changed."""
    if LOADED not in st.session_state:
        return
    _ = visit.gettext
    done = _("Loaded as generation {generation}").format(generation=st.session_state.pop(LOADED))
    st.success(done, icon=":material/check_circle:")
    st.page_link(page("rankings").file, label=_("To the ranking"), icon=":material/leaderboard:")


def check_files(visit: Visit, files: Sequence[UploadedFile], removed: Sequence[UploadedFile] = ()) -> Preview:
    """Check what a load would load, and what it would do; nothing changes.

    Raises:
        BrepError: the store cannot be read.

    """
    with on_disk(files) as paths, on_disk(removed) as keys, _progress(visit) as progress:
        store = visit.store.location.whole_address
        found: Preview = isolated_result("preview", store, paths, keys, limits=LIMITS, progress=progress)
        return found


def load_files(
    visit: Visit, files: Sequence[UploadedFile], removed: Sequence[UploadedFile] = (), *, why: str = ""
) -> tuple[Generation, Preview]:
    """The one place where a page changes the data: check again, publish the next generation, and tell what that did.

    Raises:
        BrepError: the reader may not load, the files have faults, another process is writing, or the store cannot be
            written.

    """
    if not visit.may(Action.LOAD_DATA):
        raise UsageError(Message(N_("This sign-in has ended")))
    with on_disk(files) as paths, on_disk(removed) as keys, _progress(visit) as progress:
        given = visit.store.location.whole_address, paths, keys, visit.who, why
        loaded: tuple[Generation, Preview] = isolated_result("load", *given, limits=LIMITS, progress=progress)
        return loaded


def _removal(visit: Visit, turn: int) -> list[UploadedFile]:
    _ = visit.gettext
    with st.expander(_("Remove rows")):
        st.caption(_("A file of keys, named after its table, with the key columns alone; the rows with these keys go."))
        return choose_files(visit, _("Files of keys"), KINDS, key=f"upload-keys-{turn}")


def _answered(selection: Selection, action: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever the action gives
    """What the action gives; None where it failed, after saying why."""
    try:
        return action()
    except BrepError as error:
        show_error(selection, error, "faults")
        return None


def _show_found(
    selection: Selection, found: Preview, files: Sequence[UploadedFile], removed: Sequence[UploadedFile]
) -> None:
    visit, report = selection.visit, found.report
    _ = visit.gettext
    if report.faults:
        count = len(report.faults)
        counted = visit.ngettext("{count} fault; nothing was loaded.", "{count} faults; nothing was loaded.", count)
        st.error(counted.format(count=count), icon=":material/error:")
        show_faults(selection, report.faults, "faults")
        return
    rows = number_text(sum(report.rows.values()), visit.language, 0)
    st.success(_("No faults in {rows} rows.").format(rows=rows), icon=":material/check_circle:")
    show_preview(selection, found)
    reason = st.text_input(_("Why (for the history)"), key="upload-why", max_chars=200)
    if st.button(_("Load as a new generation"), icon=":material/upload:", key="upload-load", type="primary"):
        loaded = _answered(selection, lambda: load_files(visit, files, removed, why=reason))
        if loaded is not None:
            made, done = loaded
            st.session_state[LOADED] = made.id
            st.session_state[REPORTED] = made.id, done
            st.session_state[TURN] += 1
            redraw()


def _show_last_load(selection: Selection) -> None:
    """What the reader's latest load did, until other files are chosen; nothing once the data are of a later load."""
    made, done = st.session_state.get(REPORTED, ("", None))
    current = selection.visit.store.current()
    if current and made == current.id:
        section(selection.visit.gettext("What the load of generation {generation} did").format(generation=made))
        show_preview(selection, done)


@contextmanager
def _progress(visit: Visit) -> Iterator[Callable[[Message, float], None]]:
    """A bar that says which file is read or which table is checked, gone when the block ends."""
    bar = st.progress(0.0)

    def show(what: Message, share: float) -> None:
        bar.progress(min(max(share, 0.0), 1.0), text=plain(what.text(visit.language)))

    try:
        yield show
    finally:
        bar.empty()


def _fingerprint(*chosen: Sequence[UploadedFile]) -> str:
    """Changes with any file: what was found about other files must not be shown for these."""
    return "|".join(",".join(file.file_id for file in files) for files in chosen)
