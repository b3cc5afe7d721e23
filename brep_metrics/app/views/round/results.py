"""The results of the stage that a round is at, as far as its reader may know them, and what moved since the notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from brep_metrics import rounds as core
from brep_metrics.access import Role
from brep_metrics.app.queries import rounds
from brep_metrics.app.widgets.columns import named, number, text
from brep_metrics.app.widgets.heading import section, statement
from brep_metrics.app.widgets.tables import grid
from brep_metrics.app.wording.formats import plain
from brep_metrics.rounds import Stage
from brep_metrics.scoring import STATUS_TEXTS

if TYPE_CHECKING:
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.rounds import Actor, GroupResult, Round
    from brep_metrics.store import AccessScope


def show_results(visit: Visit, actor: Actor, round_: Round) -> None:
    """The table of results, with the stage to which they belong in its heading."""
    _ = visit.gettext
    found = rounds.results(visit, actor, round_)
    if not found:
        return
    headings = {
        Stage.VERIFICATION: _("Preliminary results, for evaluators only"),
        Stage.NOTICE: _("Preliminary results, on notice"),
        Stage.OBJECTIONS: _("Preliminary results, objections are being decided"),
        Stage.FINAL: _("Final results"),
    }
    section(headings[round_.stage])
    titles = {grade.code: grade.title.text(visit.language) for grade in round_.terms.methodology.grades}
    frame = pd.DataFrame([_line(visit, one, titles) for one in found])
    grid(
        "round-results",
        frame,
        alt=_("The results of the round by group"),
        columns={
            "rank": number(_("Rank"), 50),
            "group": named(_("Working group"), 170),
            "score": number(_("Score"), 65, decimals=round_.terms.methodology.round),
            "grade": text(_("Grade"), 85),
        },
    )
    if leaves_rivals_out(visit.access_scope, round_):
        st.caption(plain(_("Without the rivals of your organization: you see their results once these are final.")))
    if round_.stage is Stage.FINAL:
        _show_moves(visit, actor, round_)


def leaves_rivals_out(scope: AccessScope, round_: Round) -> bool:
    """Whether an evaluator sees fewer results than the others do."""
    told = round_.terms.whole_list and round_.stage in (Stage.NOTICE, Stage.OBJECTIONS)
    return scope.is_evaluator and bool(scope.closed_groups) and round_.is_open and not told


def _show_moves(visit: Visit, actor: Actor, round_: Round) -> None:
    """What the objections changed; to the others a rank that moved by somebody's objection is just another's result."""
    _ = visit.gettext
    names = rounds.group_names(visit, round_)
    own = actor.leads | actor.takes_part
    for one in core.final_moves(visit.store, round_):
        group = one.move.group_id
        if actor.role is not Role.EVALUATOR and group not in own:
            continue
        before, after = one.move.before, one.move.after
        ranks = {"before": before.rank if before else None, "after": after.rank if after else None}
        why = (
            _("objection {claims} was upheld").format(claims=", ".join(claim.id for claim in one.claims))
            if one.claims
            else _("other results changed")
        )
        text_ = _("{group}: rank {before} on notice, {after} now, because {why}.")
        name = names[group].text(visit.language) if group in names else group
        shown = {side: rank or "–" for side, rank in ranks.items()}
        statement(text_.format(group=name, why=why, **shown))


def _line(visit: Visit, one: GroupResult, titles: dict[str, str]) -> dict[str, object]:
    status = visit.gettext(STATUS_TEXTS[one.status])
    return {
        "rank": one.rank,
        "group": one.name.text(visit.language),
        "score": one.score,
        "grade": titles.get(one.grade, one.grade) if one.score is not None else status,
    }
