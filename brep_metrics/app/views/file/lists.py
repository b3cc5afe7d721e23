"""The filings of an organization or a group by what is to be done with them: returned, drafts, waiting, done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.queries import filings
from brep_metrics.app.views.shared.filing_parts import open_filing, state_badge
from brep_metrics.app.widgets.heading import empty, section
from brep_metrics.app.wording.formats import plain
from brep_metrics.filing import State
from brep_metrics.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.filing import Actor, Filing

# In the order in which they want attention.
LISTS = {
    State.RETURNED: N_("Returned"),
    State.DRAFT: N_("Drafts"),
    State.SUBMITTED: N_("Handed in"),
    State.ENTERED: N_("Entered"),
    State.WITHDRAWN: N_("Withdrawn"),
}
MAX_SHOWN = 20


def show_lists(visit: Visit, actor: Actor, found: Sequence[Filing], group_id: str) -> None:
    """One list a state; those that need nothing any more are folded."""
    _ = visit.gettext
    if not found:
        empty(_("Nothing has been handed in yet."))
    to_confirm = [one for one in found if filings.is_asked_to_confirm(actor, one)]
    if to_confirm:
        section(_("To be confirmed by you"), _("Another group names yours as its partner."))
        _rows(visit, to_confirm, with_group=True)
    for state, title in LISTS.items():
        own = [one for one in found if one.state is state and one not in to_confirm]
        if not own:
            continue
        if state in {State.ENTERED, State.WITHDRAWN}:
            with st.expander(f"{_(title)} ({len(own)})", key=f"filings-{state}"):
                _rows(visit, own, with_group=not group_id)
        else:
            section(_(title))
            _rows(visit, own, with_group=not group_id)


def _rows(visit: Visit, listed: Sequence[Filing], *, with_group: bool) -> None:
    _ = visit.gettext
    for one in listed[:MAX_SHOWN]:
        with st.container(horizontal=True, vertical_alignment="center", key=f"filing-{one.number}"):
            state_badge(visit, one)
            label = plain(filings.heading(visit, one))
            st.button(label, key=f"open-{one.number}", on_click=open_filing, args=(one,), type="tertiary")
            parts = [one.number, _(filings.KIND_NAMES[one.kind])]
            if one.submitted_on:
                parts.append(filings.since(visit, one))
            if with_group:
                parts.append(filings.whose(visit, one))
            st.caption(plain(" · ".join(parts)))
    if len(listed) > MAX_SHOWN:
        more = _("{count} more; the latest are shown.").format(count=len(listed) - MAX_SHOWN)
        st.caption(more)
