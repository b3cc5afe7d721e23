"""The stages of a round with their days, and which one it is at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.wording.formats import day, plain
from brep_metrics.rounds import STAGE_TITLES, Stage, people_named

if TYPE_CHECKING:
    from datetime import date

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.rounds import Round

_COURSE = (
    Stage.ANNOUNCED,
    Stage.SELF_ASSESSMENT,
    Stage.VERIFICATION,
    Stage.NOTICE,
    Stage.OBJECTIONS,
    Stage.FINAL,
)


def show_days(visit: Visit, round_: Round) -> None:
    """One box a stage; the present one is marked in words too."""
    _ = visit.gettext
    terms = round_.terms
    replies = [claim.reply_by for claim in round_.objections if claim.reply_by]
    days: dict[Stage, tuple[date | None, date | None]] = {
        Stage.ANNOUNCED: (round_.opened_on, None),
        Stage.SELF_ASSESSMENT: (terms.self_assessment_from, terms.self_assessment_ends),
        Stage.VERIFICATION: (round_.verification_from, round_.verification_ends),
        Stage.NOTICE: (round_.notice_from, round_.notice_ends),
        Stage.OBJECTIONS: (None, max(replies, default=None)),
        Stage.FINAL: (round_.final_on, None),
    }
    with st.grid(3, min_column_width=200):
        for stage in _COURSE:
            _box(visit, STAGE_TITLES[stage].text(visit.language), *days[stage], is_now=stage is round_.stage)
    caption = _("Data count up to {day}. Evaluators: {panel}. Methodology {methodology}.")
    with_days = _("Days are working days.") if terms.rules.days == "working" else _("Days are calendar days.")
    values = {
        "day": day(terms.as_of, visit.language),
        "panel": people_named(round_.panel, visit.language),
        "methodology": f"{terms.methodology.title.text(visit.language)} ({terms.methodology_hash[:12]})",
    }
    st.caption(plain(f"{caption.format(**values)} {with_days}"))


def _box(visit: Visit, title: str, begins: date | None, ends: date | None, *, is_now: bool) -> None:
    _ = visit.gettext
    with st.container(border=True, gap="xxsmall", height="stretch"):
        if is_now:
            st.badge(_("now"), icon=":material/location_on:", color="blue")
        st.markdown(f"**{plain(title[:1].upper() + title[1:])}**")
        if begins and ends:
            text = _("{begins} to {ends}")
        elif ends:
            text = _("until {ends}")
        else:
            text = "{begins}"
        shown = text.format(begins=day(begins, visit.language), ends=day(ends, visit.language))
        st.caption(plain(shown))
