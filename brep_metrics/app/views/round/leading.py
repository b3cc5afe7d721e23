"""A lead's part of a round: the form of the stage for its group, and the replies; for an evaluator the same forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics import rounds as core
from brep_metrics.app.queries import rounds
from brep_metrics.app.views.round.assessing import show_assessment
from brep_metrics.app.views.round.claims import show_claim, target_name
from brep_metrics.app.views.round.objecting import may_object, show_objection
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.heading import section, statement
from brep_metrics.app.wording.formats import plain
from brep_metrics.rounds import Act, Stage

if TYPE_CHECKING:
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.rounds import Actor, Round


def show_leading(visit: Visit, actor: Actor, round_: Round) -> None:
    """One group that the reader leads; a member sees where the round is, and nothing to do."""
    _ = visit.gettext
    own = [group for group in round_.terms.groups if group in actor.leads]
    if not own:
        return
    names = {code: name.text(visit.language) for code, name in rounds.group_names(visit, round_).items()}
    group = own[0]
    if len(own) > 1:
        group = filters.select(
            visit, "group", _("Working group"), own, default=own[0], title=lambda code: names.get(code, code)
        )
    section(_("Yours to do"))
    claims = [claim for claim in round_.claims.values() if claim.group == group]
    if round_.stage is Stage.SELF_ASSESSMENT:
        show_assessment(visit, actor, round_, group)
    elif may_object(round_, actor, group):
        show_objection(visit, actor, round_, group)
    elif not claims:
        statement(_("There is nothing for you to do at this stage."))
    for claim in claims:
        target = target_name(visit, round_, claim)
        title = _("{claim}: {target}").format(claim=claim.id, target=target) if claim.is_objection else target
        with st.expander(plain(title), icon=":material/rate_review:"):
            show_claim(visit, claim)


def show_on_behalf(visit: Visit, actor: Actor, round_: Round) -> None:
    """For an evaluator: what came from a group on paper, of those from which they are not recused."""
    _ = visit.gettext
    if round_.stage is Stage.SELF_ASSESSMENT:
        form, tried = show_assessment, (Act.ASSESS, {"text": "", "differences": []})
    elif round_.stage is Stage.NOTICE:
        form, tried = show_objection, (Act.BEGIN_OBJECTION, {"target": "*"})
    else:
        return
    name, content = tried
    able = [one for one in round_.terms.groups if core.is_possible(round_, actor, name, group=one, **content)]
    if not able:
        return
    names = {code: title.text(visit.language) for code, title in rounds.group_names(visit, round_).items()}
    with st.expander(_("Hand in on a group's behalf"), icon=":material/forward_to_inbox:"):
        group = st.selectbox(
            _("Working group"), able, format_func=lambda one: names.get(one, one), key="round-behalf", index=None
        )
        if group is not None:
            form(visit, actor, round_, group)
