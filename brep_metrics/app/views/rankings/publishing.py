"""Making a result the official one: what is published, and the button with which an evaluator publishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.access import Action, publish
from brep_metrics.app.auth.error_sentences import sentence
from brep_metrics.app.queries import results
from brep_metrics.app.wording.formats import period_name, plain
from brep_metrics.errors import BrepError
from brep_metrics.rounds import require_no_open_round

if TYPE_CHECKING:
    from brep_metrics.app.queries.selection import Selection

REASON, SURE, OUTCOME = "publish-reason", "publish-sure", "publish.outcome"
MAX_CHARACTERS = 500


def show_publishing(selection: Selection) -> None:
    """The state of this result, and for those who may, the way to publish it or to supersede another one."""
    visit = selection.visit
    if not visit.may(Action.PUBLISH):
        return
    _ = visit.gettext
    _say_outcome()
    if selection.is_published or selection.is_running:
        st.caption(plain(_state(selection)))
        return
    period = period_name(selection.period.code, visit.language)
    with st.expander(_("Publication of {period}").format(period=period), icon=":material/campaign:"):
        _offer(selection)


def _offer(selection: Selection) -> None:
    """What the act does, a box to say that one is sure of it, and its button."""
    _ = selection.visit.gettext
    st.caption(plain(_state(selection)))
    supersedes = selection.publication() is not None
    if supersedes:
        st.text_input(_("Why it replaces the published result"), key=REASON, max_chars=MAX_CHARACTERS)
    sure = st.checkbox(
        _("I have checked these figures; leads and members will see those of their own group."), key=SURE
    )
    st.button(
        _("Supersede the published result") if supersedes else _("Publish this result"),
        on_click=_publish,
        args=(selection,),
        disabled=not sure,
        key="publish",
        icon=":material/campaign:",
        type="primary",
    )


def _state(selection: Selection) -> str:
    visit = selection.visit
    if selection.is_running:
        return visit.gettext("The period is still running: only a period that has ended can be published.")
    official = selection.publication()
    if official is None:
        return visit.gettext("These figures are provisional: nothing has been published for the period.")
    if selection.is_published:
        text = visit.gettext("These figures were published on {date} by {who}.")
        return text.format(date=official.at[:10], who=official.who)
    text = visit.gettext(
        "These figures are provisional: published are those of generation {generation}, methodology {hash}, by {who} "
        "on {date}."
    )
    hash_ = official.methodology_hash[:12]
    return text.format(generation=official.generation, hash=hash_, who=official.who, date=official.at[:10])


def _publish(selection: Selection) -> None:
    """Publish, once the rules have been asked again: a callback runs before the page's guard."""
    visit = selection.visit
    if not visit.may(Action.PUBLISH) or not st.session_state.get(SURE):
        return
    try:
        require_no_open_round(visit.store, selection.period, selection.methodology.id)
        publish(visit.store, results.evaluation(selection), who=visit.who, reason=st.session_state.get(REASON))
    except BrepError as error:
        st.session_state[OUTCOME] = False, sentence(error, visit.language)
        return
    st.session_state[SURE] = False
    st.session_state[OUTCOME] = True, visit.gettext("Published.")


def _say_outcome() -> None:
    done, text = st.session_state.pop(OUTCOME, (None, ""))
    if done is True:
        st.success(text, icon=":material/check_circle:")
    elif done is False:
        st.error(plain(text), icon=":material/error:")
