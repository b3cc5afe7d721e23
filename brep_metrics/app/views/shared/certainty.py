"""How sure the order is: each group's rank when all assumptions of the methodology vary together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.cache import cached
from brep_metrics.app.charts.plots import clickable
from brep_metrics.app.charts.ranking import RankRow, RankWords, rank_intervals
from brep_metrics.app.navigation import open_page
from brep_metrics.app.queries import results
from brep_metrics.app.queries.ranking_frame import ranking_frame
from brep_metrics.app.widgets.heading import section
from brep_metrics.app.wording.formats import MISSING, number
from brep_metrics.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from brep_metrics.app.charts.style import Figure
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.robustness import RankUncertainty

MAX_LINES = 60
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
    uncertainty = results.rank_uncertainty(selection)
    if uncertainty is None:
        return rated.assign(interval=MISSING)
    bounds = zip(uncertainty.units, uncertainty.rank_p05.tolist(), uncertainty.rank_p95.tolist(), strict=True)
    texts = {unit: f"{low}–{high}" if low != high else str(low) for unit, low, high in bounds}
    return rated.assign(interval=rated["group_id"].map(texts))


def certainty_text(selection: Selection, uncertainty: RankUncertainty) -> str:
    """What was varied, how often, and how far it moves the ranks."""
    visit = selection.visit
    groups = len(set(uncertainty.rank_group.tolist()))
    text = visit.ngettext(
        "Varied together in {draws} draws: {factors}. On average a rank moves by {shift}; the order separates into "
        "{count} rank group.",
        "Varied together in {draws} draws: {factors}. On average a rank moves by {shift}; the order separates into "
        "{count} rank groups.",
        groups,
    )
    return text.format(
        count=groups,
        draws=number(uncertainty.draws, visit.language, 0),
        factors=visit.gettext(", ").join(visit.gettext(FACTORS[factor]) for factor in uncertainty.factors),
        shift=number(uncertainty.mean_rank_shift, visit.language, 1),
    )


def show_certainty(selection: Selection, rated: pd.DataFrame) -> None:
    """A line from the 5th to the 95th percentile of each group's rank, the dot of its rank, and the rank groups."""
    uncertainty = results.rank_uncertainty(selection)
    if uncertainty is None:
        return
    _ = selection.visit.gettext
    section(_("How sure is the order?"), certainty_text(selection, uncertainty))
    shown = tuple(rated["group_id"].head(MAX_LINES))
    alt = _("Ranks of {count} groups with the interval in which they lie").format(count=len(shown))
    clicked = clickable(_intervals(selection, uncertainty, shown), alt=alt, key="rank-intervals")
    if len(rated) > MAX_LINES:
        st.caption(_("The chart shows the first {count}; the table has all.").format(count=MAX_LINES))
    if clicked:
        open_page("scorecard", group=clicked[0])


def rank_rows(selection: Selection, uncertainty: RankUncertainty, shown: Sequence[str]) -> list[RankRow]:
    """The groups `shown`, in their order."""
    position = {unit: at for at, unit in enumerate(uncertainty.units)}
    groups = ranking_frame(selection, selection.period.previous())
    names = dict(zip(groups["group_id"], groups["name"], strict=True))
    return [
        RankRow(
            code,
            names[code],
            int(uncertainty.nominal[position[code]]),
            float(uncertainty.rank_median[position[code]]),
            float(uncertainty.rank_p05[position[code]]),
            float(uncertainty.rank_p95[position[code]]),
            int(uncertainty.rank_group[position[code]]),
        )
        for code in shown
    ]


def rank_words(selection: Selection) -> RankWords:
    """What the chart calls its parts, in the reader's language."""
    _ = selection.visit.gettext
    return RankWords(_("rank"), _("rank as declared"), _("5th to 95th percentile"), _("group {number}"))


@cached(200, key=lambda selection, uncertainty, shown: (selection.key, shown))  # noqa: ARG005 - the selection's doubt
def _intervals(selection: Selection, uncertainty: RankUncertainty, shown: tuple[str, ...]) -> Figure:
    return rank_intervals(rank_rows(selection, uncertainty, shown), rank_words(selection))
