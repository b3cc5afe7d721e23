"""The files of a filing: handed in, taken away by those who may read the filing, and erased by an evaluator."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, cast

import streamlit as st

from brep_metrics import filing
from brep_metrics.app.downloads.button import download_button
from brep_metrics.app.downloads.offers import Offer
from brep_metrics.app.navigation import redraw
from brep_metrics.app.queries import filings
from brep_metrics.app.views.shared.filing_parts import attempted, say
from brep_metrics.app.widgets.heading import section
from brep_metrics.app.widgets.uploads import choose_file
from brep_metrics.app.wording.formats import number, plain
from brep_metrics.filing import Act

if TYPE_CHECKING:
    from brep_metrics.access import Viewer
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.filing import Actor, Filing
    from brep_metrics.store.filings import Attachment

ENDINGS = ("pdf", "docx", "xlsx", "pptx", "png", "jpg", "jpeg")
# Bytes alone: a browser that is told what they are might show them.
BYTES = "application/octet-stream"
_TURN = "attachments.turn"


def show_attachments(visit: Visit, actor: Actor, one: Filing) -> None:
    """The list, and a box for more where the filing may be edited."""
    may_edit = filings.may(actor, one, Act.SAVE)
    if not (one.attachments or may_edit):
        return
    section(visit.gettext("Attachments"))
    for attached in one.attachments:
        _line(visit, actor, one, attached, may_edit=may_edit)
    if may_edit:
        _add(visit, actor, one)


def _line(visit: Visit, actor: Actor, one: Filing, attached: Attachment, *, may_edit: bool) -> None:
    _ = visit.gettext
    size = number(ceil(attached.size / 1024), visit.language, 0)
    with st.container(horizontal=True, vertical_alignment="center", key=f"attachment-{attached.sha256[:16]}"):
        if visit.store.filings.is_erased(attached.sha256):
            st.caption(plain(_("{name}: erased by an evaluator").format(name=attached.name)))
            return
        given = Offer(
            visit,
            f"attachment-{attached.sha256[:16]}",
            attached.name,
            BYTES,
            lambda: _content(visit, one.id, attached.sha256),
            {"file": attached.name, "sha256_of_file": attached.sha256},
        )
        download_button(plain(attached.name), given, key=f"download-{attached.sha256[:16]}", kind="tertiary")
        st.caption(f"{size} KB")
        if may_edit and st.button(_("Remove"), key=f"detach-{attached.sha256[:16]}", type="tertiary"):
            attempted(visit, lambda: filing.detach(visit.store, actor, one, attached.sha256))
            redraw()
        if actor.is_evaluator and not may_edit:
            _erase(visit, actor, attached)


def _content(visit: Visit, id_: int, sha256: str) -> bytes:
    """The bytes, for anyone who may read the filing at the moment at which they are asked for."""
    actor = filing.acting(visit.store, cast("Viewer", visit.visitor.viewer))
    return filing.content(visit.store, actor, id_, sha256)[1]


def _add(visit: Visit, actor: Actor, one: Filing) -> None:
    """A file goes to the store at once, and the box is empty again."""
    _ = visit.gettext
    turn = st.session_state.setdefault(_TURN, 0)
    label = _("Add a file")
    chosen = choose_file(visit, label, ENDINGS, key=f"attach-{one.id}-{turn}", most=filing.MAX_BYTES)
    if chosen is None:
        return
    made = attempted(visit, lambda: filing.attach(visit.store, actor, one, chosen.name, chosen.getvalue()))
    if made is not None:
        st.session_state[_TURN] = turn + 1
        redraw()


def _erase(visit: Visit, actor: Actor, attached: Attachment) -> None:
    _ = visit.gettext
    with st.popover(_("Erase"), key=f"erase-{attached.sha256[:16]}"):
        st.markdown(_("The bytes are removed wherever the file is attached; its name and sha256 stay."))
        reason = st.text_input(_("Reason"), key=f"erase-reason-{attached.sha256[:16]}", max_chars=500)
        if st.button(_("Erase for good"), key=f"erase-now-{attached.sha256[:16]}", icon=":material/delete_forever:"):
            _erase_now(visit, actor, attached, reason)


def _erase_now(visit: Visit, actor: Actor, attached: Attachment, reason: str) -> None:
    def act() -> bool:
        filing.erase(visit.store, actor, attached.sha256, reason)
        return True

    if attempted(visit, act):
        say(visit.gettext("{name} was erased.").format(name=attached.name))
        redraw()
