"""A group's score and rank with their changes, as the scorecard and the group's own page head them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.wording.formats import number
from brep_metrics.i18n import translator

if TYPE_CHECKING:
    from brep_metrics.app.queries.scorecard import ScorecardModel


def score_and_rank(card: ScorecardModel, rank: str) -> None:
    """Two figures of a rated group, with what they won or lost since the period before; `rank` is its text."""
    _, decimals = translator(card.language).gettext, card.methodology.round
    since = _("since {period}").format(period=card.period_before)
    st.metric(
        _("Score"),
        number(card.score, card.language, decimals),
        None if card.score_change is None else round(card.score_change, decimals),
        delta_description=None if card.score_change is None else since,
        border=True,
        height="stretch",
    )
    st.metric(
        _("Rank"),
        rank,
        card.rank_change,
        delta_description=None if card.rank_change is None else since,
        border=True,
        height="stretch",
    )
