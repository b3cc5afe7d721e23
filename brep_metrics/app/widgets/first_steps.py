"""The first steps: a card for those who are here for the first time, until they have dismissed it for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.access import Role
from brep_metrics.app.wording.formats import plain
from brep_metrics.i18n import N_, translator

if TYPE_CHECKING:
    from brep_metrics.i18n import Language
    from brep_metrics.store import Store

STEPS = {
    Role.EVALUATOR: (
        N_("See what needs attention today, and who is late; a click leads to the group."),
        N_("Open Rankings for the order of the groups; a click on a name shows why, down to the records."),
        N_("Take the result into a meeting: Snapshots makes one file that anyone can check."),
    ),
    Role.LEAD: (
        N_("See how your group did, what cost it most, and what is due next."),
        N_("Hand in reports, plan items, activities and outcomes under Filing; it saves what you type by itself."),
        N_("Open the Scorecard for every record behind a figure, and Round for what the evaluation asks of you."),
    ),
    Role.MEMBER: (
        N_("See how the group of your organization did."),
        N_("Hand in needs and your own plan items under Filing."),
        N_("Open Coordination to see which of your needs were answered."),
    ),
}
KIND, NAME = "dismissed", "first-steps"
_DISMISSED, _ASKED_FOR = "first_steps.dismissed", "first_steps.asked_for"


def show_first_steps(language: Language, store: Store, who: str, role: Role, *, is_start: bool) -> None:
    """The card of the role, on the start page until it is dismissed, and wherever the help was asked for it."""
    if role not in STEPS or (not st.session_state.get(_ASKED_FOR) and (not is_start or _is_dismissed(store, who))):
        return
    _ = translator(language).gettext
    with st.container(border=True, key="first-steps"):
        steps = [f"{number}. {plain(_(step))}" for number, step in enumerate(STEPS[role], start=1)]
        title = _("First steps")
        st.markdown("\n".join([f"**{title}**", "", *steps]))
        st.button(
            _("Got it, do not show this again"),
            key="dismiss-first-steps",
            type="tertiary",
            icon=":material/check:",
            on_click=_dismiss,
            args=(store, who),
        )


def offer_first_steps(language: Language) -> None:
    """The button that shows the card again."""
    label = translator(language).gettext("Show the first steps")
    st.button(label, key="show-first-steps", type="tertiary", icon=":material/signpost:", on_click=_ask_for)


def _is_dismissed(store: Store, who: str) -> bool:
    if _DISMISSED not in st.session_state:
        st.session_state[_DISMISSED] = NAME in store.personal(who, KIND).all()
    return bool(st.session_state[_DISMISSED])


def _dismiss(store: Store, who: str) -> None:
    st.session_state[_DISMISSED] = True
    st.session_state.pop(_ASKED_FOR, None)
    store.personal(who, KIND).keep(NAME, "", limit=1)


def _ask_for() -> None:
    st.session_state[_ASKED_FOR] = True
