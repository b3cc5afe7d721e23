"""Timelines: how scores and ranks developed, whether reports came in time, and what was delivered when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from brep_metrics.app.cache import cached
from brep_metrics.app.charts.chart_component import clickable
from brep_metrics.app.charts.timelines import Line, history_lines
from brep_metrics.app.context.chart_source import of_no_period
from brep_metrics.app.navigation import open_page
from brep_metrics.app.queries.choices import offered_periods
from brep_metrics.app.queries.ranking_frame import group_names
from brep_metrics.app.queries.timelines import MAX_IN_COLOUR, timelines
from brep_metrics.app.views.timelines.deliveries import show_outcomes, show_reports
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.columns import clicked_row, opener
from brep_metrics.app.widgets.columns import number as number_column
from brep_metrics.app.widgets.columns import text as text_column
from brep_metrics.app.widgets.heading import answer, empty, name_window, section, show_provenance
from brep_metrics.app.widgets.selection_boxes import choose_selection
from brep_metrics.app.widgets.tables import table_behind
from brep_metrics.app.wording.formats import period_name
from brep_metrics.i18n import N_, translator

if TYPE_CHECKING:
    from brep_metrics.app.charts.figure import Figure
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.app.queries.timelines import Timelines

GRAINS = {"year": 12, "half": 6, "quarter": 3}
GRAIN_NAMES = {"year": N_("years"), "half": N_("half-years"), "quarter": N_("quarters")}
MEASURES: dict[str, str] = {"score": N_("score"), "rank": N_("rank")}


def show(visit: Visit) -> None:
    """Draw the page."""
    _ = visit.gettext
    st.title(_("How have the groups developed?"), anchor=False)
    sentence = st.container()
    selection, chosen, grain, measure = _filters(visit)
    name_window(visit, *map(group_names(selection).__getitem__, chosen))
    periods = tuple(reversed([one for one in offered_periods(selection) if one.months == GRAINS[grain]]))
    with st.spinner(_("Computing the scores of {count} periods …").format(count=len(periods))):
        model = timelines(selection, periods, chosen)
    with sentence:
        answer(model.answer, selection)
    _history(selection, model, measure)
    show_reports(selection, chosen)
    show_outcomes(selection, model)
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


def _history(selection: Selection, model: Timelines, measure: str) -> None:
    _ = selection.visit.gettext
    values = model.scores if measure == "score" else model.ranks
    title = _("Score history") if measure == "score" else _("Rank history")
    section(
        title,
        _(
            "Groups chosen above are in colour, else the one that moved most; a gap is a period without a rating, an "
            "open mark a part of a period, a dotted line a milestone: a result published, another methodology, another "
            "leading organization."
        ),
    )
    if not values:
        empty(model.answer)
        return
    alt = _("{title} of {count} groups over {periods} periods")
    with of_no_period():
        clicked = clickable(
            _chart(model, measure),
            alt=alt.format(title=title, count=len(values), periods=len(model.periods)),
            key="history",
        )
    if clicked:
        open_page("scorecard", group=clicked[0])
    _show_milestones(selection, model)
    shown = [code for code in values if code in model.chosen] or list(values)

    def frame() -> pd.DataFrame:
        codes = [period.code for period in model.periods]
        return pd.DataFrame([[model.names[code], *values[code]] for code in shown], columns=["name", *codes])

    decimals = selection.methodology.round if measure == "score" else 0
    columns = {"name": opener(_("Working group"), "open-history", 300)} | {
        period.code: number_column(period_name(period.code, model.language), 100, decimals=decimals)
        for period in model.periods
    }
    table_behind(selection, "history", frame, alt=title, columns=columns, rows=12)
    row = clicked_row("open-history")
    if row is not None:
        open_page("scorecard", group=shown[row])


@cached(100, key=lambda model, measure: (model.key, measure))
def _chart(model: Timelines, measure: str) -> Figure:
    values = model.scores if measure == "score" else model.ranks
    lines = [Line(code, model.names[code], points) for code, points in values.items()]
    axis = translator(model.language).gettext(MEASURES[measure])
    kinds: dict[str, dict[str, None]] = {}
    for one in model.milestones:
        kinds.setdefault(model.labels[one.at], {})[one.kind] = None
    return history_lines(
        list(model.labels),
        lines,
        model.in_colour,
        axis=axis,
        ranks=measure == "rank",
        marked={label: "<br>".join(words) for label, words in kinds.items()},
        parts=model.parts,
    )


def _show_milestones(selection: Selection, model: Timelines) -> None:
    """What happened beside the scores, in the periods that the dotted lines mark."""
    _ = selection.visit.gettext
    if not model.milestones:
        return
    rows = [(model.labels[one.at], one.day, one.text) for one in model.milestones]
    frame = pd.DataFrame(rows, columns=["period", "day", "text"])
    columns = {
        "period": text_column(_("Period"), 130),
        "day": text_column(_("Day"), 150),
        "text": text_column(_("What happened"), 560),
    }
    table_behind(selection, "milestones", lambda: frame, alt=_("Milestones: dotted lines"), columns=columns, rows=10)
