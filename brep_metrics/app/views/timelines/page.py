"""Timelines: how scores and ranks developed, whether reports came in time, and what was delivered when."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import streamlit as st

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.charts.chart_component import clickable
from brep_metrics.app.charts.timelines import Line, history_lines
from brep_metrics.app.navigation import open_page
from brep_metrics.app.queries import results
from brep_metrics.app.queries.choices import offered_periods
from brep_metrics.app.queries.milestones import milestones
from brep_metrics.app.queries.ranking_frame import group_names
from brep_metrics.app.views.timelines.deliveries import show_outcomes, show_reports
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.columns import clicked_row, opener
from brep_metrics.app.widgets.columns import number as number_column
from brep_metrics.app.widgets.columns import text as text_column
from brep_metrics.app.widgets.heading import answer, name_window, section, show_provenance
from brep_metrics.app.widgets.selection_boxes import choose_selection
from brep_metrics.app.widgets.tables import table_behind
from brep_metrics.app.wording.formats import period_name
from brep_metrics.i18n import N_

if TYPE_CHECKING:
    from brep_metrics.app.charts.figure import Figure
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.periods import Period
    from brep_metrics.scoring import Evaluation

GRAINS = {"year": 12, "half": 6, "quarter": 3}
GRAIN_NAMES = {"year": N_("years"), "half": N_("half-years"), "quarter": N_("quarters")}
MEASURES: dict[str, str] = {"score": N_("score"), "rank": N_("rank")}
MAX_IN_COLOUR = 4


def show(visit: Visit) -> None:
    """Draw the page."""
    _ = visit.gettext
    st.title(_("How have the groups developed?"), anchor=False)
    sentence = st.container()
    selection, chosen, grain, measure = _filters(visit)
    name_window(visit, *map(group_names(selection).__getitem__, chosen))
    periods = tuple(reversed([one for one in offered_periods(selection) if one.months == GRAINS[grain]]))
    with st.spinner(_("Computing the scores of {count} periods …").format(count=len(periods))):
        said = _sentence(selection, periods, chosen)
    with sentence:
        answer(said, selection)
    _history(selection, periods, chosen, measure)
    show_reports(selection, chosen)
    show_outcomes(selection, periods, chosen)
    show_provenance(selection)


def _filters(visit: Visit) -> tuple[Selection, tuple[str, ...], str, str]:
    _ = visit.gettext
    with st.container(key="filters"):
        left, right = st.columns(2)
        with right, st.container(horizontal=True):
            selection = choose_selection(visit)
        names = group_names(selection)
        with left:
            chosen = filters.several(
                visit,
                "groups",
                _("Groups in colour (up to four)"),
                list(names),
                title=names.__getitem__,
                placeholder=_("the one that moved most"),
                limit=MAX_IN_COLOUR,
            )
        with st.container(horizontal=True):
            grain = filters.segments(
                visit, "by", _("By"), list(GRAINS), default="year", title=lambda code: _(GRAIN_NAMES[code])
            )
            measure = filters.segments(
                visit, "show", _("Show"), list(MEASURES), default="score", title=lambda code: _(MEASURES[code])
            )
    return selection, chosen, grain, measure


@cached_for_selection(50)
def _lines(selection: Selection, periods: tuple[Period, ...], measure: str) -> list[Line]:
    """Every group that was rated in any of the periods, with its scores or ranks."""
    history, names = results.history(selection, periods), group_names(selection)
    rows: dict[str, list[float | None]] = {code: [None] * len(history) for code in names}
    for position, evaluation in enumerate(history):
        scores = evaluation.scores
        numbers = scores.score if measure == "score" else np.where(scores.rank > 0, scores.rank, np.nan)
        for unit, value in zip(scores.units, numbers.tolist(), strict=True):
            rows[unit][position] = None if np.isnan(value) else value
    return [Line(code, names[code], values) for code, values in rows.items() if any(one is not None for one in values)]


class _Move(NamedTuple):
    """The periods that the latest ranks belong to, and whose rank changed most between them."""

    before: Period
    after: Period
    group_id: str | None = None
    from_rank: int = 0
    to_rank: int = 0


@cached_for_selection(50)
def _largest_move(selection: Selection, periods: tuple[Period, ...], chosen: tuple[str, ...]) -> _Move | None:
    """Among the chosen groups, or all; None where fewer than two periods have ranks, no group where none has both."""
    # The ranks of a part of a period would make the largest moves of all.
    whole = [evaluation for evaluation in results.history(selection, periods) if not evaluation.is_running]
    rated = [evaluation for evaluation in whole if (evaluation.scores.rank > 0).any()]
    if len(rated) < 2:  # noqa: PLR2004 - a development needs two ends
        return None
    before, after = rated[-2:]
    first, last = _ranks(before), _ranks(after)
    both = [code for code in (chosen or last) if code in first and code in last]
    if not both:
        return _Move(before.period, after.period)
    mover = max(both, key=lambda code: abs(first[code] - last[code]))
    return _Move(before.period, after.period, mover, first[mover], last[mover])


def _sentence(selection: Selection, periods: tuple[Period, ...], chosen: tuple[str, ...]) -> str:
    visit, move = selection.visit, _largest_move(selection, periods, chosen)
    if move is None:
        return visit.gettext("Fewer than two periods have rated groups, so nothing has developed yet.")
    ends = {
        "before": period_name(move.before.code, visit.language),
        "after": period_name(move.after.code, visit.language),
    }
    if move.group_id is None:
        return visit.gettext("None of these groups was rated both in {before} and in {after}.").format(**ends)
    name = group_names(selection)[move.group_id]
    values = ends | {"group": name, "from_rank": move.from_rank, "to_rank": move.to_rank}
    text = (
        visit.gettext("From {before} to {after}, {group} moved from rank {from_rank} to {to_rank}, the largest move.")
        if move.from_rank != move.to_rank
        else visit.gettext("From {before} to {after}, no rank changed: {group} stays at {to_rank}.")
    )
    return text.format(**values)


def _ranks(evaluation: Evaluation) -> dict[str, int]:
    scores = evaluation.scores
    return {unit: rank for unit, rank in zip(scores.units, scores.rank.tolist(), strict=True) if rank}


@cached_for_selection(50)
def _chart(selection: Selection, periods: tuple[Period, ...], chosen: tuple[str, ...], measure: str) -> Figure:
    move = _largest_move(selection, periods, chosen)
    lines, axis = _lines(selection, periods, measure), selection.visit.gettext(MEASURES[measure])
    if not chosen and len(lines) <= MAX_IN_COLOUR:  # such as the own groups of a leading organization
        chosen = tuple(line.code for line in lines)
    elif not chosen and move and move.group_id:
        chosen = (move.group_id,)
    names = _period_labels(selection, periods)
    marked = tuple(dict.fromkeys(names[one.at] for one in milestones(selection, periods, chosen)))
    return history_lines(names, lines, chosen, axis=axis, ranks=measure == "rank", marked=marked)


def _period_labels(selection: Selection, periods: tuple[Period, ...]) -> list[str]:
    """The periods' names; one that had not ended by its as-of date is marked as a part."""
    _ = selection.visit.gettext
    names = [period_name(period.code, selection.visit.language) for period in periods]
    running = [one.is_running for one in results.history(selection, periods)]
    return [
        _("{period} (part)").format(period=name) if part else name for name, part in zip(names, running, strict=True)
    ]


def _show_milestones(selection: Selection, periods: tuple[Period, ...], chosen: tuple[str, ...]) -> None:
    """What happened beside the scores, in the periods that the dotted lines mark."""
    _ = selection.visit.gettext
    found = milestones(selection, periods, chosen)
    if not found:
        return
    labels = _period_labels(selection, periods)
    frame = pd.DataFrame([(labels[one.at], one.day, one.text) for one in found], columns=["period", "day", "text"])
    columns = {
        "period": text_column(_("Period"), 130),
        "day": text_column(_("Day"), 150),
        "text": text_column(_("What happened"), 560),
    }
    table_behind(selection, "milestones", lambda: frame, alt=_("Milestones: dotted lines"), columns=columns, rows=10)


def _history(selection: Selection, periods: tuple[Period, ...], chosen: tuple[str, ...], measure: str) -> None:
    _ = selection.visit.gettext
    lines = _lines(selection, periods, measure)
    title = _("Score history") if measure == "score" else _("Rank history")
    section(
        title,
        _(
            "Groups chosen above are in colour, else the one that moved most; a gap is a period without a rating, a "
            "dotted line a milestone: a result published, another methodology, another leading organization."
        ),
    )
    codes = [period.code for period in periods]
    clicked = clickable(
        _chart(selection, periods, chosen, measure),
        alt=_("{title} of {count} groups over {periods} periods").format(
            title=title, count=len(lines), periods=len(codes)
        ),
        key="history",
    )
    if clicked:
        open_page("scorecard", group=clicked[0])
    shown = [line for line in lines if line.code in chosen] or lines

    def frame() -> pd.DataFrame:
        return pd.DataFrame([[line.name, *line.points] for line in shown], columns=["name", *codes])

    decimals = selection.methodology.round if measure == "score" else 0
    columns = {"name": opener(_("Working group"), "open-history", 300)} | {
        code: number_column(period_name(code, selection.visit.language), 100, decimals=decimals) for code in codes
    }
    _show_milestones(selection, periods, chosen)
    table_behind(selection, "history", frame, alt=title, columns=columns, rows=12)
    row = clicked_row("open-history")
    if row is not None:
        open_page("scorecard", group=shown[row].code)
