"""How sure the order is: each group's rank when all assumptions of the methodology vary together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.charts.ranking import RankRow, RankWords, rank_intervals
from brep_metrics.app.components.formats import MISSING, number
from brep_metrics.app.components.heading import section
from brep_metrics.app.components.plots import clickable
from brep_metrics.app.kept import shared
from brep_metrics.app.navigate import open_page
from brep_metrics.app.standing import standing
from brep_metrics.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from brep_metrics.app.charts.style import Figure
    from brep_metrics.app.results import Selection
    from brep_metrics.robustness import RankUncertainty

MOST_LINES = 60
# What a methodology may vary, as a reader calls it.
FACTORS = {
    "weights": N_("weights"),
    "normalise": N_("normalisation"),
    "aggregate": N_("aggregation"),
    "missing": N_("missing-data rule"),
    "leave_out": N_("indicator left out"),
    "reviewers": N_("reviewers"),
}


def with_intervals(selection: Selection, rated: pd.DataFrame) -> pd.DataFrame:
    """The rows with a column `interval`: the ranks between the 5th and the 95th percentile."""
    doubt = selection.doubt()
    if doubt is None:
        return rated.assign(interval=MISSING)
    bounds = zip(doubt.units, doubt.rank_p05.tolist(), doubt.rank_p95.tolist(), strict=True)
    texts = {unit: f"{low}–{high}" if low != high else str(low) for unit, low, high in bounds}
    return rated.assign(interval=rated["group_id"].map(texts))


def certainty_text(selection: Selection, doubt: RankUncertainty) -> str:
    """What was varied, how often, and how far it moves the ranks."""
    visit = selection.visit
    groups = len(set(doubt.rank_group.tolist()))
    text = visit.ngettext(
        "Varied together in {draws} draws: {factors}. On average a rank moves by {shift}; the order separates into "
        "{count} rank group.",
        "Varied together in {draws} draws: {factors}. On average a rank moves by {shift}; the order separates into "
        "{count} rank groups.",
        groups,
    )
    return text.format(
        count=groups,
        draws=number(doubt.draws, visit.language, 0),
        factors=visit.gettext(", ").join(visit.gettext(FACTORS[factor]) for factor in doubt.factors),
        shift=number(doubt.mean_rank_shift, visit.language, 1),
    )


def show_certainty(selection: Selection, rated: pd.DataFrame) -> None:
    """A line from the 5th to the 95th percentile of each group's rank, the dot of its rank, and the rank groups."""
    doubt = selection.doubt()
    if doubt is None:
        return
    _ = selection.visit.gettext
    section(_("How sure is the order?"), certainty_text(selection, doubt))
    shown = tuple(rated["group_id"].head(MOST_LINES))
    alt = _("Ranks of {count} groups with the interval in which they lie").format(count=len(shown))
    clicked = clickable(_intervals(selection, doubt, shown), alt=alt, key="rank-intervals")
    if len(rated) > MOST_LINES:
        st.caption(_("The chart shows the first {count}; the table has all.").format(count=MOST_LINES))
    if clicked:
        open_page("scorecard", group=clicked[0])


def rank_rows(selection: Selection, doubt: RankUncertainty, shown: Sequence[str]) -> list[RankRow]:
    """The groups `shown`, in their order."""
    position = {unit: at for at, unit in enumerate(doubt.units)}
    groups = standing(selection, selection.period.previous())
    names = dict(zip(groups["group_id"], groups["name"], strict=True))
    return [
        RankRow(
            code,
            names[code],
            int(doubt.nominal[position[code]]),
            float(doubt.rank_median[position[code]]),
            float(doubt.rank_p05[position[code]]),
            float(doubt.rank_p95[position[code]]),
            int(doubt.rank_group[position[code]]),
        )
        for code in shown
    ]


def rank_words(selection: Selection) -> RankWords:
    """What the chart calls its parts, in the reader's language."""
    _ = selection.visit.gettext
    return RankWords(_("rank"), _("rank as declared"), _("5th to 95th percentile"), _("group {number}"))


@shared(200, key=lambda selection, doubt, shown: (selection.key, shown))  # noqa: ARG005 - the selection's doubt
def _intervals(selection: Selection, doubt: RankUncertainty, shown: tuple[str, ...]) -> Figure:
    return rank_intervals(rank_rows(selection, doubt, shown), rank_words(selection))
