"""The top and the bottom of every page: the question, the sentence that answers it, and what it was computed from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import streamlit as st

from brep_metrics.app.context.chart_source import note_subject
from brep_metrics.app.pages import page
from brep_metrics.app.queries.filings import group_names
from brep_metrics.app.queries.provenance import caveats, provenance_text
from brep_metrics.app.queries.rounds import round_of, shows_result
from brep_metrics.app.wording.formats import plain
from brep_metrics.i18n import N_, listed
from brep_metrics.rounds import Stage

if TYPE_CHECKING:
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.selection import Selection


STAGE_LABELS: dict[Stage, tuple[str, Literal["gray", "blue", "orange", "green"], str]] = {
    Stage.ANNOUNCED: (":material/campaign:", "gray", N_("Evaluation announced, results preliminary")),
    Stage.SELF_ASSESSMENT: (":material/edit_note:", "gray", N_("Self-assessment under way, results preliminary")),
    Stage.VERIFICATION: (":material/rule:", "gray", N_("Under verification, results preliminary")),
    Stage.NOTICE: (":material/visibility:", "blue", N_("On notice, results preliminary")),
    Stage.OBJECTIONS: (":material/gavel:", "orange", N_("Objected to, results preliminary")),
    Stage.FINAL: (":material/verified:", "green", N_("Final result")),
}


def answer(text: str, about: Selection | None = None) -> None:
    """The sentence that answers the page's question, with what a reader of figures `about` a period must know."""
    st.markdown(f"##### {plain(text)}")
    if about is not None:
        show_stage(about)
    for caveat in caveats(about) if about else ():
        st.warning(plain(caveat), icon=":material/event_upcoming:")


def show_stage(selection: Selection) -> None:
    """To which stage of a round the figures belong, where there is one; figures of other data than its own say so."""
    round_ = round_of(selection)
    if round_ is None:
        return
    _ = selection.visit.gettext
    icon, colour, text = STAGE_LABELS[round_.stage]
    if round_.fixed is not None and not shows_result(selection, round_):
        text = N_("Not the round's own data: its results are on the page Round")
    st.badge(plain(_(text)), icon=icon, color=colour)


def name_window(visit: Visit, *about: str) -> None:
    """Call the browser's window by what the page is about, so that several of them are told apart; so its pictures.

    A page that is about nothing in particular is about the group of a reader who has one.
    """
    if not any(about) and not visit.access_scope.is_network and len(visit.access_scope.visible_groups) == 1:
        (own,) = visit.access_scope.visible_groups
        about = (group_names(visit).get(own, ""),)
    if any(about):
        title = listed(filter(None, about), visit.language)
        st.set_page_config(page_title=" · ".join((title, visit.gettext(page(visit.page).name))))
        note_subject(title)


def section(title: str, explanation: str = "") -> None:
    """A part of the page; the explanation says how to read what follows."""
    st.subheader(plain(title), anchor=False)
    if explanation:
        st.caption(plain(explanation))


def statement(text: str) -> None:
    """A sentence that answers the question of a part of the page."""
    st.markdown(plain(text))


def empty(text: str) -> None:
    """Say that there is nothing to show, which is an answer too."""
    st.info(plain(text), icon=":material/inbox:")


def show_provenance(selection: Selection) -> None:
    """The line under every page: data, methodology and generation of all figures above it."""
    st.caption(plain(provenance_text(selection)))
