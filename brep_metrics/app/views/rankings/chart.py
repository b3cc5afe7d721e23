"""The scores of the rated groups and the intervals of their ranks, as a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.cache import cached
from brep_metrics.app.charts.chart_component import clickable
from brep_metrics.app.charts.ranking import GradeBand, ScoreRow, score_bars, scores_and_intervals
from brep_metrics.app.navigation import open_page
from brep_metrics.app.views.shared.certainty import certainty_text, rank_rows, rank_words
from brep_metrics.app.widgets.heading import section
from brep_metrics.app.wording.formats import number
from brep_metrics.i18n import translator

if TYPE_CHECKING:
    from brep_metrics.app.charts.figure import Figure
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.rankings import Rankings

MAX_BARS = 60


def show_chart(visit: Visit, model: Rankings) -> None:
    """The chart of the groups that are shown, if any of them is rated; a click opens the scorecard."""
    _, count = visit.gettext, len(model.rated)
    if not count:
        return
    if model.uncertainty is not None:
        title = _("Scores, grades and rank intervals, {period}")
        explanation = _("A dotted line marks where a grade begins; click a mark for the group's scorecard.")
        explanation = f"{explanation}  \n{certainty_text(visit, model.uncertainty)}"
        alt = _("Scores of {count} rated groups in {period}, highest first, and the interval of each rank")
    else:
        title = _("Scores and grades, {period}")
        explanation = _("A dotted line marks where a grade begins; click a bar for the group's scorecard.")
        alt = _("Scores of {count} rated groups in {period}, highest first")
    section(title.format(period=model.period), explanation)
    alt = alt.format(count=min(count, MAX_BARS), period=model.period)
    clicked = clickable(_figure(model), alt=alt, key="ranking-bars")
    if count > MAX_BARS:
        st.caption(_("The chart shows the first {count}; the table has all.").format(count=MAX_BARS))
    if clicked:
        open_page("scorecard", group=clicked[0])


@cached(200, key=lambda model: model.key)
def _figure(model: Rankings) -> Figure:
    top, methodology = model.rated.head(MAX_BARS), model.evaluation.methodology
    rows = [
        ScoreRow(
            code,
            name,
            score,
            number(score, model.language, methodology.round),
            model.grades[grade].position if grade else None,
        )
        for code, name, score, grade in zip(top["group_id"], top["name"], top["score"], top["grade"], strict=True)
    ]
    bands = [GradeBand(grade.word, grade.look, grade.begins) for grade in model.grades.values()]
    axis = translator(model.language).gettext("score")
    if model.uncertainty is None:
        return score_bars(rows, bands, scale=methodology.scale, axis=axis)
    ranks = rank_rows(model.uncertainty, model.names, top["group_id"])
    return scores_and_intervals(rows, bands, ranks, rank_words(model.language), scale=methodology.scale, axis=axis)
