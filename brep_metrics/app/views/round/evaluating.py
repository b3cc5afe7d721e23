"""What an evaluator does in a round: decide, vote, recuse, take the next step, cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics import rounds as core
from brep_metrics.app.views.round.acting import act
from brep_metrics.app.views.round.deciding import show_claims
from brep_metrics.app.widgets.heading import section
from brep_metrics.app.wording.formats import in_words, plain
from brep_metrics.rounds import ACT_TITLES, Act, Capacity, Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.rounds import Actor, Round

_NEXT: dict[Stage, tuple[Act, Callable[..., object]]] = {
    Stage.SELF_ASSESSMENT: (Act.FIX_DATA, core.fix_data),
    Stage.VERIFICATION: (Act.PUT_ON_NOTICE, core.put_on_notice),
    Stage.NOTICE: (Act.FINALISE, core.finalise),
    Stage.OBJECTIONS: (Act.FINALISE, core.finalise),
    Stage.FINAL: (Act.APPLY_CORRECTIONS, core.apply_corrections),
}


def show_evaluating(visit: Visit, actor: Actor, round_: Round) -> None:
    """The evaluator's own part, above what all evaluators see."""
    _ = visit.gettext
    section(_("Yours to do"))
    if actor.who not in round_.panel and round_.is_open:
        st.info(plain(_("The announcement does not name you: you neither decide nor vote.")), icon=":material/info:")
    elif core.capacity_of(actor, round_, Act.VOTE, None) is Capacity.RECUSED and round_.is_open:
        st.info(plain(_("You are recused: you do not vote on the result.")), icon=":material/block:")
    show_claims(visit, actor, round_)
    _show_vote(visit, actor, round_)
    _show_rechecks(visit, actor, round_)
    _show_next(visit, actor, round_)
    if round_.is_open:
        _show_recusal(visit, actor, round_)
        _show_cancelling(visit, actor, round_)


def _show_vote(visit: Visit, actor: Actor, round_: Round) -> None:
    if not core.is_possible(round_, actor, Act.VOTE, choice="yes"):
        return
    _ = visit.gettext
    titles = {"yes": _("yes"), "no": _("no"), "abstain": _("abstain")}
    own = round_.votes.get(actor.who)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = _("Your vote on the result ({count} of {needed} are in)")
        text = label.format(count=len(round_.counted), needed=round_.votes_needed)
        choice = st.segmented_control(
            text,
            list(titles),
            default=own.choice if own else None,
            format_func=titles.__getitem__,
            key=f"round-vote-{round_.id}",
        )
        if st.button(_("Vote"), key="round-vote", disabled=choice is None, icon=":material/how_to_vote:"):
            done = _("Your vote was recorded.")
            act(visit, lambda: core.perform(visit.store, round_.id, Act.VOTE, actor, {"choice": choice}), done)


def _show_rechecks(visit: Visit, actor: Actor, round_: Round) -> None:
    waiting = [one.group for one in round_.rechecks.values() if one.passed is None]
    if not waiting or actor.who not in round_.panel:
        return
    _ = visit.gettext
    with st.expander(_("Re-check"), icon=":material/fact_check:"):
        group = st.selectbox(_("Working group"), waiting, key="round-recheck-group")
        passed = st.segmented_control(
            _("Outcome"),
            [True, False],
            format_func={True: _("passed"), False: _("failed")}.__getitem__,
            key="round-recheck",
        )
        reason = st.text_area(_("Reason"), key="round-recheck-reason", max_chars=core.MAX_TEXT, height=80)
        if st.button(_("Decide"), key="round-recheck-decide", disabled=passed is None):
            content = {"group": group, "passed": bool(passed), "reason": reason}
            done = _("The re-check is decided.")
            act(visit, lambda: core.perform(visit.store, round_.id, Act.DECIDE_RECHECK, actor, content), done)


def _show_next(visit: Visit, actor: Actor, round_: Round) -> None:
    """The button of the next step; why it is not possible yet is said beside it."""
    step = _NEXT.get(round_.stage)
    if step is None or (round_.stage is Stage.FINAL and (round_.applied or not round_.corrections)):
        return
    name, do = step
    refused = core.refused(round_, actor, name, **({"pending": 0} if name is Act.FIX_DATA else {}))
    label = visit.gettext("Next step: {act}").format(act=ACT_TITLES[name].text(visit.language))
    pressed = st.button(
        plain(label), key="round-next", type="primary", disabled=refused is not None, icon=":material/arrow_forward:"
    )
    if refused is not None:
        why = in_words(refused, visit.language)
        st.caption(plain(why[:1].upper() + why[1:]))
    elif pressed:
        done = visit.gettext("The round has moved on.")
        with st.spinner(visit.gettext("This takes some seconds…")):
            act(visit, lambda: do(visit.store, round_.id, actor), done)


def _show_recusal(visit: Visit, actor: Actor, round_: Round) -> None:
    _ = visit.gettext
    with st.expander(_("Recusal"), icon=":material/block:"):
        if round_.voters:
            person = st.selectbox(_("Evaluator"), list(round_.panel), key="round-recuse-person")
            groups = st.multiselect(
                _("Working groups"), list(round_.terms.groups), key="round-recuse-groups", placeholder=_("all")
            )
        else:
            person, groups = st.text_input(_("E-mail of the substitute"), key="round-substitute"), []
        reason = st.text_area(_("Reason"), key="round-recuse-reason", max_chars=core.MAX_TEXT, height=80)
        if st.button(_("Recuse") if round_.voters else _("Name the substitute"), key="round-recuse"):
            name = Act.RECUSE if round_.voters else Act.NAME_SUBSTITUTE
            content = {"person": person, "reason": reason} | ({"groups": groups} if round_.voters else {})
            act(visit, lambda: core.perform(visit.store, round_.id, name, actor, content), _("It is in the journal."))


def _show_cancelling(visit: Visit, actor: Actor, round_: Round) -> None:
    _ = visit.gettext
    with st.expander(_("Cancel the round"), icon=":material/cancel:"):
        reason = st.text_area(_("Reason"), key="round-cancel-reason", max_chars=core.MAX_TEXT, height=80)
        if st.button(_("Cancel the round"), key="round-cancel"):
            content = {"reason": reason}
            done = _("The round is cancelled.")
            act(visit, lambda: core.perform(visit.store, round_.id, Act.CANCEL, actor, content), done)
