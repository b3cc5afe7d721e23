"""Differences and objections for an evaluator: what was said, what upholding would do to each group, the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics import rounds as core
from brep_metrics.app.queries import rounds
from brep_metrics.app.views.round.acting import act
from brep_metrics.app.views.round.claims import show_claim, target_name
from brep_metrics.app.views.shared.filing_parts import attempted
from brep_metrics.app.widgets.heading import statement
from brep_metrics.app.wording.formats import number, plain
from brep_metrics.rounds import OUTCOME_TITLES, Act, Outcome

if TYPE_CHECKING:
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.load_effect import GroupMove
    from brep_metrics.rounds import Actor, Claim, Correction, Round


def show_claims(visit: Visit, actor: Actor, round_: Round) -> None:
    """Every claim, those that wait first and open."""
    for claim in sorted(round_.claims.values(), key=lambda one: one.decision is not None):
        title = _title(visit, round_, claim)
        icon = ":material/task_alt:" if claim.decision else ":material/pending_actions:"
        with st.expander(plain(title), icon=icon, expanded=claim.decision is None):
            show_claim(visit, claim)
            name = Act.DECIDE_OBJECTION if claim.is_objection else Act.DECIDE_DIFFERENCE
            # What deciding would do tells other groups' results, so only those who may decide see it.
            rejects = {"claim": claim.id, "outcome": "rejected", "reason": ".", "corrections": []}
            if core.is_possible(round_, actor, name, **rejects):
                _show_decision(visit, actor, round_, claim, name)


def _title(visit: Visit, round_: Round, claim: Claim) -> str:
    """An objection by its number, a difference by the indicator alone."""
    _ = visit.gettext
    text = _("{claim}: {group}, {target}") if claim.is_objection else _("{group}: {target}")
    group = rounds.group_names(visit, round_)[claim.group].text(visit.language)
    return text.format(claim=claim.id, group=group, target=target_name(visit, round_, claim))


def _show_decision(visit: Visit, actor: Actor, round_: Round, claim: Claim, name: Act) -> None:
    _ = visit.gettext
    outcome = st.segmented_control(
        _("Decision"),
        list(Outcome),
        format_func=lambda one: OUTCOME_TITLES[one].text(visit.language),
        key=f"round-outcome-{claim.id}",
    )
    corrections: tuple[Correction, ...] | None = ()
    if outcome in (Outcome.UPHELD, Outcome.PARTLY):
        corrections = _corrections(visit, round_, claim)
    reason = st.text_area(_("Reason"), key=f"round-reason-{claim.id}", max_chars=core.MAX_TEXT, height=100)
    disabled = outcome is None or corrections is None
    if st.button(_("Decide"), key=f"round-decide-{claim.id}", type="primary", disabled=disabled):
        made = [one.content() for one in corrections or ()]
        content = {"claim": claim.id, "outcome": str(outcome), "reason": reason, "corrections": made}
        done = _("{claim} is decided.").format(claim=claim.id)
        act(visit, lambda: core.perform(visit.store, round_.id, name, actor, content), done)


def _corrections(visit: Visit, round_: Round, claim: Claim) -> tuple[Correction, ...] | None:
    """The corrections that are typed, and what they would do; None while they are not right."""
    _ = visit.gettext
    typed = st.text_area(
        _("Corrections, one per line: table, key, COLUMN=VALUE; or “-” before table and key to remove a record"),
        key=f"round-corrections-{claim.id}",
        placeholder=f"{claim.records[0]} submitted_on=2025-04-15" if claim.records else None,
        height=100,
    )
    lines = [line.strip(" ") for line in typed.splitlines() if line.strip()]
    cells, removed = [one for one in lines if one[0] != "-"], [one[1:].lstrip(" ") for one in lines if one[0] == "-"]
    found = attempted(visit, lambda: core.corrections_of(visit.store, round_, cells, removed))
    if found:
        moves = attempted(visit, lambda: rounds.effect(visit, round_, found))
        for move in moves or ():
            statement(_moved(visit, round_, move))
        if moves == ():
            statement(_("It moves no group."))
    return found


def _moved(visit: Visit, round_: Round, move: GroupMove) -> str:
    text = visit.gettext("{group}: score {old_score} → {score}, grade {old_grade} → {grade}, rank {old_rank} → {rank}")
    titles = {grade.code: grade.title.text(visit.language) for grade in round_.terms.methodology.grades}
    decimals = round_.terms.methodology.round
    values: dict[str, object] = {"group": move.name.text(visit.language)}
    for prefix, side in (("old_", move.before), ("", move.after)):
        values[f"{prefix}score"] = number(side.score if side else None, visit.language, decimals)
        values[f"{prefix}grade"] = titles.get(side.grade, "–") if side else "–"
        values[f"{prefix}rank"] = (side.rank if side else None) or "–"
    return text.format(**values)
