"""Rankings: who leads, how clearly, and who is not rated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.charts.plots import clickable
from brep_metrics.app.charts.ranking import GradeBand, ScoreRow, score_bars, scores_and_intervals
from brep_metrics.app.context import query_parameters
from brep_metrics.app.navigation import open_page
from brep_metrics.app.queries import results
from brep_metrics.app.queries.ranking_frame import ranking_frame, sector_names
from brep_metrics.app.views.rankings.comparison import compare
from brep_metrics.app.views.rankings.publishing import show_publishing
from brep_metrics.app.views.rankings.ranking_table import show_ranking, with_cells
from brep_metrics.app.views.rankings.two_periods import compare_periods
from brep_metrics.app.views.shared.certainty import certainty_text, rank_rows, rank_words, with_intervals
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.heading import answer, empty, section, show_provenance
from brep_metrics.app.widgets.selection_boxes import choose_selection
from brep_metrics.app.wording.formats import number, percent, period_name, plain
from brep_metrics.app.wording.grades import shown_grades

if TYPE_CHECKING:
    import pandas as pd

    from brep_metrics.app.charts.style import Figure
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.selection import Selection

MAX_BARS = 60
COMPARING, COMPARISONS = "comparing", ("compare", "against", "order")
MAX_NAMED = 8  # unrated groups; they are few, but in a first period of many groups


def show(visit: Visit) -> None:
    """Draw the page."""
    _ = visit.gettext
    st.title(_("Which groups lead, and how clearly?"), anchor=False)
    sentence = st.container()
    selection, sectors, grades = _filters(visit)
    with sentence:
        answer(_sentence(selection))
    shown = _shown(selection, sectors, grades)
    rated = int((shown["status"] == "rated").sum())
    if shown.empty:
        empty(_("No group meets these filters."))
    if rated:
        _chart(selection, rated, _figure(selection, sectors, grades))
    if not shown.empty:
        show_ranking(selection, shown)
        _unrated(selection, shown.iloc[rated:])
    _comparisons(selection, shown)
    show_publishing(selection)
    show_provenance(selection)


def _filters(visit: Visit) -> tuple[Selection, tuple[str, ...], tuple[str, ...]]:
    _ = visit.gettext
    with st.container(key="filters"):
        left, right = st.columns(2)
        with left, st.container(horizontal=True):
            selection = choose_selection(visit)
        grades = shown_grades(selection.methodology, visit.language)
        sectors = sector_names(selection)
        with right, st.container(horizontal=True):
            chosen = filters.several(
                visit, "sector", _("Sector"), list(sectors), title=sectors.__getitem__, placeholder=_("all sectors")
            )
            wanted = filters.several(
                visit,
                "grade",
                _("Grade"),
                list(grades),
                title=lambda code: grades[code].text,
                placeholder=_("all grades"),
            )
    return selection, chosen, wanted


@cached_for_selection(200)
def _shown(selection: Selection, sectors: tuple[str, ...], grades: tuple[str, ...]) -> pd.DataFrame:
    """The groups that meet the filters, with all that their table shows; those without a rank last."""
    frame = ranking_frame(selection, selection.period.previous())
    if sectors:
        frame = frame[frame["sector_id"].isin(sectors)]
    if grades:
        frame = frame[frame["grade"].isin(grades)]
    return with_cells(selection, with_intervals(selection, frame))


@cached_for_selection(200)
def _sentence(selection: Selection) -> str:
    visit, frame = selection.visit, ranking_frame(selection, selection.period.previous())
    rated = frame[frame["status"] == "rated"]
    values: dict[str, Any] = {
        "period": period_name(selection.period.code, visit.language),
        "rated": len(rated),
        "all": len(frame),
    }
    if rated.empty:
        text = visit.gettext("No group is rated in {period}: {all} groups existed, but none has enough data.")
        return text.format(**values)
    best = rated.iloc[0]
    values |= {"name": best["name"], "score": number(best["score"], visit.language, selection.methodology.round)}
    if len(rated) > 1:
        values["lead"] = number(best["score"] - rated.iloc[1]["score"], visit.language, selection.methodology.round)
        text = visit.gettext(
            "{name} leads {period} with {score} points, {lead} ahead of the next; {rated} of {all} groups are rated."
        )
    else:
        text = visit.gettext("{name} has {score} points in {period}; {rated} of {all} groups are rated.")
    return text.format(**values)


@cached_for_selection(200)
def _figure(selection: Selection, sectors: tuple[str, ...], grades: tuple[str, ...]) -> Figure:
    """The scores of the first rated groups that meet the filters, and the intervals of their ranks."""
    looks = shown_grades(selection.methodology, selection.visit.language)
    top = _shown(selection, sectors, grades).query("status == 'rated'").head(MAX_BARS)
    decimals = selection.methodology.round
    rows = [
        ScoreRow(
            code,
            name,
            score,
            number(score, selection.visit.language, decimals),
            looks[grade].position if grade else None,
        )
        for code, name, score, grade in zip(top["group_id"], top["name"], top["score"], top["grade"], strict=True)
    ]
    bands = [GradeBand(grade.word, grade.look, grade.begins) for grade in looks.values()]
    scale, axis = selection.methodology.scale, selection.visit.gettext("score")
    uncertainty = results.rank_uncertainty(selection)
    if uncertainty is None:
        return score_bars(rows, bands, scale=scale, axis=axis)
    ranks = rank_rows(selection, uncertainty, [row.code for row in rows])
    return scores_and_intervals(rows, bands, ranks, rank_words(selection), scale=scale, axis=axis)


def _chart(selection: Selection, count: int, figure: Figure) -> None:
    visit = selection.visit
    _ = visit.gettext
    period = period_name(selection.period.code, visit.language)
    uncertainty = results.rank_uncertainty(selection)
    if uncertainty is not None:
        title = _("Scores, grades and rank intervals, {period}")
        explanation = _("A dotted line marks where a grade begins; click a mark for the group's scorecard.")
        explanation = f"{explanation}  \n{certainty_text(selection, uncertainty)}"
        alt = _("Scores of {count} rated groups in {period}, highest first, and the interval in which each rank lies")
    else:
        title = _("Scores and grades, {period}")
        explanation = _("A dotted line marks where a grade begins; click a bar for the group's scorecard.")
        alt = _("Scores of {count} rated groups in {period}, highest first")
    section(title.format(period=period), explanation)
    clicked = clickable(figure, alt=alt.format(count=min(count, MAX_BARS), period=period), key="ranking-bars")
    if count > MAX_BARS:
        st.caption(_("The chart shows the first {count}; the table has all.").format(count=MAX_BARS))
    if clicked:
        open_page("scorecard", group=clicked[0])


def _comparisons(selection: Selection, shown: pd.DataFrame) -> None:
    """Groups side by side and two periods, once the reader or a link asks for them; among all groups or the `shown`."""
    if any(map(query_parameters.calls_for, COMPARISONS)):
        st.session_state[COMPARING] = True
    label = selection.visit.gettext("Compare groups side by side, or two periods")
    if not st.toggle(label, st.session_state.get(COMPARING, False), key=COMPARING):
        query_parameters.clear(*COMPARISONS)
        return
    frame = ranking_frame(selection, selection.period.previous())
    chosen = compare(selection, results.evaluation(selection), frame)
    compare_periods(selection, frame if chosen else shown, chosen)


def _unrated(selection: Selection, unrated: pd.DataFrame) -> None:
    """Who has no rank, and why."""
    if unrated.empty:
        return
    _ = selection.visit.gettext
    line = _("- {group} · {reason} · coverage {coverage}")
    first = unrated.head(MAX_NAMED)
    cells = zip(first["name"], first["status_text"], first["coverage"], strict=True)
    lines = [
        line.format(group=plain(name), reason=reason, coverage=percent(coverage / 100, selection.visit.language))
        for name, reason, coverage in cells
    ]
    if len(unrated) > MAX_NAMED:
        lines.append(_("- and {count} more at the end of the table").format(count=len(unrated) - MAX_NAMED))
    st.markdown("\n".join([_("Without a rank, and moving nobody else's score:"), "", *lines]))
