"""Two periods on one line per group: who rose and who fell since then, and by how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.cache import cached
from brep_metrics.app.charts.chart_component import clickable
from brep_metrics.app.charts.dumbbell import Pair, dumbbell
from brep_metrics.app.navigation import open_page
from brep_metrics.app.queries.choices import is_period, offered_periods
from brep_metrics.app.queries.two_periods import two_periods
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.columns import clicked_row, number, opener, text
from brep_metrics.app.widgets.heading import answer, empty, section
from brep_metrics.app.widgets.tables import table_behind
from brep_metrics.app.wording.formats import period_name
from brep_metrics.i18n import N_, translator
from brep_metrics.periods import Period

if TYPE_CHECKING:
    import pandas as pd

    from brep_metrics.app.charts.figure import Figure
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.app.queries.two_periods import TwoPeriods

NO_PERIOD = ""
ORDERS = {"change": N_("largest rise first"), "rank": N_("by rank")}
MAX_LINES = 40


def compare_periods(selection: Selection, codes: tuple[str, ...]) -> None:
    """Let the reader take a second period; the lines are those of the groups `codes`."""
    _ = selection.visit.gettext
    section(_("Against another period"), _("A line per group, from its score in one period to its score in the other."))
    with st.container(horizontal=True, key="against"):
        other = _other_period(selection)
        if other is None:
            return
        order = filters.segments(
            selection.visit, "order", _("Order"), list(ORDERS), default="change", title=lambda code: _(ORDERS[code])
        )
    model = two_periods(selection, other, codes)
    if model.moves.empty:
        empty(_("None of these groups was rated both in {before} and in {after}.").format(**model.names))
        return
    answer(model.answer)
    if model.left_out:
        st.caption(_("Left out are groups that were not rated in both: {count}.").format(count=model.left_out))
    _show_lines(selection.visit, model, order)
    _table(selection, model, model.moves if order == "rank" else model.by_change())


def _other_period(selection: Selection) -> Period | None:
    visit = selection.visit
    _ = visit.gettext
    own = selection.period.code
    code = filters.select(
        visit,
        "against",
        _("Period to compare with"),
        [NO_PERIOD, *(one.code for one in offered_periods(selection) if one.code != own)],
        default=NO_PERIOD,
        title=lambda code: period_name(code, visit.language) if code else _("none"),
        accept=lambda code: code == NO_PERIOD or (is_period(code) and code != own),
    )
    return Period.parse(code) if code else None


def _show_lines(visit: Visit, model: TwoPeriods, order: str) -> None:
    _, count = visit.gettext, len(model.moves)
    alt = _("Scores of {count} groups in {before} and in {after}").format(count=min(count, MAX_LINES), **model.names)
    clicked = clickable(_lines(model, order), alt=alt, key="two-periods")
    if count > MAX_LINES:
        text_ = (
            _("The chart shows the first {count}; the table has all.")
            if order == "rank"
            else _("The chart shows the {count} groups that moved most; the table has all.")
        )
        st.caption(text_.format(count=MAX_LINES))
    if clicked:
        open_page("scorecard", group=clicked[0])


@cached(200, key=lambda model, order: (model.key, order))
def _lines(model: TwoPeriods, order: str) -> Figure:
    """The lines of the groups that rank first, or of those that moved most."""
    _ = translator(model.language).gettext
    drawn = model.moves.head(MAX_LINES) if order == "rank" else model.by_change(MAX_LINES)
    cells = zip(drawn["group_id"], drawn["name"], drawn["score_before"], drawn["score_after"], strict=True)
    pairs = [Pair(*cell) for cell in cells]
    return dumbbell(pairs, **model.names, rose=_("rose"), fell=_("fell"), axis=_("score"))


def _table(selection: Selection, model: TwoPeriods, moves: pd.DataFrame) -> None:
    visit = selection.visit
    _ = visit.gettext
    decimals, ends = selection.methodology.round, list(model.names.items())
    columns = {"open": opener(_("Working group"), "open-move", 250)}
    columns |= {
        f"score_{end}": number(_("Score, {period}").format(period=name), 100, decimals=decimals) for end, name in ends
    }
    columns |= {"change": number(_("Change"), 75, decimals=decimals)}
    columns |= {f"rank_{end}": number(_("Rank, {period}").format(period=name), 90) for end, name in ends}
    columns |= {"move": text(_("Places"), 65, note=_("Places won or lost"))}
    if moves["grade_text_after"].any():
        columns |= {f"grade_text_{end}": text(_("Grade, {period}").format(period=name), 115) for end, name in ends}
    table_behind(
        selection,
        "two-periods",
        lambda: moves.assign(open=moves["name"]),
        alt=_("Scores, ranks and grades in both periods"),
        columns=columns,
        rows=16,
    )
    row = clicked_row("open-move")
    if row is not None:
        open_page("scorecard", group=str(moves["group_id"].iloc[row]))
