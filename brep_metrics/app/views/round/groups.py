"""Every group and step of a round at a glance, for evaluators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from brep_metrics.app.queries import rounds
from brep_metrics.app.views.round.claims import show_attachments, target_name
from brep_metrics.app.widgets.columns import named, text
from brep_metrics.app.widgets.heading import section
from brep_metrics.app.widgets.tables import grid
from brep_metrics.app.wording.formats import MISSING, iso_day, moment, plain
from brep_metrics.rounds import OUTCOME_TITLES
from brep_metrics.store import network_day

if TYPE_CHECKING:
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.rounds import Claim, Round


def show_overview(visit: Visit, round_: Round) -> None:
    """One line per group: self-assessment, differences, objections, re-check, and who is recused."""
    _ = visit.gettext
    names = rounds.group_names(visit, round_)
    frame = pd.DataFrame(
        [
            {
                "group": names[group].text(visit.language) if group in names else group,
                "assessed": _assessed(visit, round_, group),
                "differences": _claims(visit, round_, group, is_objection=False),
                "objections": _claims(visit, round_, group, is_objection=True),
                "recused": ", ".join(one.who for one in round_.recusals if not one.groups or group in one.groups),
                "recheck": _recheck(visit, round_, group),
            }
            for group in round_.terms.groups
        ]
    )
    section(_("Every group"))
    grid(
        "round-groups",
        frame,
        alt=_("Every group of the round and each of its steps"),
        columns={
            "group": named(_("Working group"), 260),
            "assessed": text(_("Self-assessment")),
            "differences": text(_("Differences"), 220),
            "objections": text(_("Objections"), 140),
            "recused": text(_("Recused")),
            "recheck": text(_("Re-check")),
        },
    )
    _show_assessments(visit, round_, {code: name.text(visit.language) for code, name in names.items()})


def _show_assessments(visit: Visit, round_: Round, names: dict[str, str]) -> None:
    """What the groups say of themselves, folded."""
    _ = visit.gettext
    if not round_.assessments:
        return
    with st.expander(_("Self-assessments ({count})").format(count=len(round_.assessments)), icon=":material/notes:"):
        for made in round_.assessments.values():
            st.markdown(f"**{plain(names.get(made.group, made.group))}**")
            signed = _("{who}, {time}").format(who=made.who, time=moment(made.at, visit.language))
            st.caption(plain(signed + (" · " + _("on the group's behalf") if made.on_behalf else "")))
            st.markdown(plain(made.text) or MISSING)
            show_attachments(visit, made.group, made.attachments)


def _assessed(visit: Visit, round_: Round, group: str) -> str:
    made = round_.assessments.get(group)
    if made is None:
        return visit.gettext("not in")
    on = iso_day(network_day(made.at))
    return visit.gettext("{day}, on behalf").format(day=on) if made.on_behalf else on


def _claims(visit: Visit, round_: Round, group: str, *, is_objection: bool) -> str:
    found = [one for one in round_.claims.values() if one.group == group and one.is_objection is is_objection]
    return ("；" if visit.language == "zh" else "; ").join(_claim(visit, round_, one) for one in found)


def _claim(visit: Visit, round_: Round, claim: Claim) -> str:
    _ = visit.gettext
    state = OUTCOME_TITLES[claim.decision.outcome].text(visit.language) if claim.decision else _("undecided")
    named = claim.id if claim.is_objection else target_name(visit, round_, claim)
    return _("{claim}: {state}").format(claim=named, state=state)


def _recheck(visit: Visit, round_: Round, group: str) -> str:
    found = round_.rechecks.get(group)
    if found is None:
        return ""
    if found.passed is None:
        return visit.gettext("by {day}").format(day=iso_day(found.due))
    return visit.gettext("passed") if found.passed else visit.gettext("failed")
