"""What an evaluator decides about a Record of Intention: accepted, into a group or not yet; declined; or returned."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics import filing
from brep_metrics.app.navigation import redraw
from brep_metrics.app.queries import filings
from brep_metrics.app.views.shared.filing_parts import attempted, close_filing, say
from brep_metrics.app.wording.formats import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.filing import Actor, Filing

NO_GROUP = ""


def show_decision(visit: Visit, actor: Actor, one: Filing, *, is_faulty: bool) -> None:
    """The group, the reason, and the three ways on."""
    _, names, store = visit.gettext, filings.group_names(visit), visit.store
    group = st.selectbox(
        _("Takes part in"),
        [NO_GROUP, *names],
        format_func=lambda code: names[code] if code else _("no group yet"),
        key=f"intention-group-{one.number}",
    )
    if filing.is_application(one):
        text = _("In a group the organization is a participant from today, and {who} signs in as its member.")
        st.caption(plain(text.format(who=one.who)))
    comment = st.text_area(
        _("Reason (needed to decline) or comment (needed to return)"),
        key=f"intention-comment-{one.number}",
        max_chars=2000,
        height=80,
    )
    with st.container(horizontal=True):
        accepts = st.button(
            _("Accept"), key="intention-accept", type="primary", icon=":material/check:", disabled=is_faulty
        )
        declines = st.button(_("Decline"), key="intention-decline", icon=":material/close:", disabled=is_faulty)
        returns = st.button(_("Return"), key="intention-return", icon=":material/undo:")
    decide = partial(filing.decide, store, actor, one.id, reason=comment)
    if accepts:
        _act(visit, partial(decide, accepted=True, group_id=group or None), _("{number} was accepted."), one)
    elif declines:
        _act(visit, partial(decide, accepted=False), _("{number} was declined."), one)
    elif returns:
        _act(visit, partial(filing.give_back, store, actor, one.id, comment), _("{number} was returned."), one)


def _act(visit: Visit, act: Callable[[], object], said: str, one: Filing) -> None:
    if attempted(visit, act) is not None:
        say(said.format(number=one.number))
        close_filing()
        redraw()
