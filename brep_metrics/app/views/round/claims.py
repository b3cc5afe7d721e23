"""One difference or objection as it was handed in, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics import rounds as core
from brep_metrics.app.downloads.button import download_button
from brep_metrics.app.downloads.offers import Offer
from brep_metrics.app.queries.rounds import actor_of
from brep_metrics.app.views.shared.attachments import BYTES
from brep_metrics.app.wording.formats import day, moment, plain
from brep_metrics.rounds import GROUND_TITLES, OUTCOME_TITLES, targets_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.rounds import Claim, Round


def show_claim(visit: Visit, claim: Claim) -> None:
    """Who said what when, on what ground; the day for the reply; the decision with its reason."""
    for line in _lines(visit, claim):
        st.markdown(plain(line))
    show_attachments(visit, claim.group, claim.attachments)


def show_attachments(visit: Visit, group: str, attachments: Mapping[str, str]) -> None:
    """The files that a group attached, each to be taken away by those who may read it at that moment."""
    with st.container(horizontal=True):
        for sha256, name in attachments.items():
            code = f"attachment-{sha256[:16]}"
            given = Offer(visit, code, name, BYTES, _content(visit, group, attachments, sha256), {"file": name})
            download_button(plain(name), given, key=f"round-{code}", kind="tertiary")


def _content(visit: Visit, group: str, attachments: Mapping[str, str], sha256: str) -> Callable[[], bytes]:
    return lambda: core.attached(visit.store, actor_of(visit), group, attachments, sha256)


def target_name(visit: Visit, round_: Round, claim: Claim) -> str:
    """What a claim is about, in words."""
    title = targets_of(round_).get(claim.target)
    return (title.text(visit.language) if title else "") or claim.target


def _lines(visit: Visit, claim: Claim) -> list[str]:
    _ = visit.gettext
    filed = _("{who}, {time}").format(who=claim.who, time=moment(claim.at, visit.language))
    if claim.on_behalf:
        filed += " · " + _("on the group's behalf")
    if claim.in_grace:
        filed += " · " + _("begun in time, sent within thirty minutes after the end of the notice")
    lines = [filed, claim.reason]
    if claim.stated is not None:
        lines.append(_("The group states: {value}").format(value=claim.stated))
    lines.append(_("Ground: {ground}").format(ground=GROUND_TITLES[claim.ground].text(visit.language)))
    if claim.records:
        lines.append(_("Records: {records}").format(records=", ".join(map(str, claim.records))))
    if claim.missing:
        lines.append(_("Missing record: {text}").format(text=claim.missing))
    if claim.reply_by and claim.decision is None:
        lines.append(_("The reply is due by {day}.").format(day=day(claim.reply_by, visit.language)))
    if claim.decision:
        decided = _("Decision: {outcome}. {reason}")
        outcome = OUTCOME_TITLES[claim.decision.outcome].text(visit.language)
        lines.append(decided.format(outcome=outcome, reason=claim.decision.reason))
    return lines
