"""Two periods on one line a group: who rose and who fell since then, and by how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.charts.dumbbell import Pair, dumbbell
from brep_metrics.app.charts.plots import clickable
from brep_metrics.app.navigation import open_page
from brep_metrics.app.queries import results
from brep_metrics.app.queries.ranking_frame import move_text, ranking_frame
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.columns import clicked_row, number, opener, text
from brep_metrics.app.widgets.heading import answer, empty, section
from brep_metrics.app.widgets.selection_boxes import is_period, offered_periods
from brep_metrics.app.widgets.tables import table_behind
from brep_metrics.app.wording.formats import period_name
from brep_metrics.app.wording.grades import shown_grades
from brep_metrics.i18n import N_
from brep_metrics.periods import Period

if TYPE_CHECKING:
    from brep_metrics.app.charts.style import Figure
    from brep_metrics.app.queries.selection import Selection

NO_PERIOD = ""
ORDERS = {"change": N_("largest rise first"), "rank": N_("by rank")}
MAX_LINES = 40
VALUES = ("score", "rank", "grade_text")


def compare_periods(selection: Selection, shown: pd.DataFrame, chosen: tuple[str, ...]) -> None:
    """Let the reader take a second period; the lines are those of the `chosen` groups, else of all that are `shown`.

    `shown` are rows of `ranking_frame` for the selection's own period.
    """
    _ = selection.visit.gettext
    section(_("Against another period"), _("A line a group, from its score in one period to its score in the other."))
    with st.container(horizontal=True, key="against"):
        other = _other_period(selection)
        if other is None:
            return
        order = filters.segments(
            selection.visit, "order", _("Order"), list(ORDERS), default="change", title=lambda code: _(ORDERS[code])
        )
    first, last = _in_time(selection.period, other)
    codes = tuple(chosen or shown["group_id"])
    moves = _moves(selection, other, codes)
    names = {
        which: period_name(one.code, selection.visit.language) for which, one in (("before", first), ("after", last))
    }
    if moves.empty:
        empty(_("None of these groups was rated both in {before} and in {after}.").format(**names))
        return
    answer(_sentence(selection, moves, names))
    if len(moves) < len(codes):
        left_out = _("Left out are groups that were not rated in both: {count}.").format(count=len(codes) - len(moves))
        st.caption(left_out)
    _show_lines(selection, len(moves), names, order, _lines(selection, other, codes, order))
    _table(selection, moves if order == "rank" else moves.sort_values("change", ascending=False), names)


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


def _in_time(*periods: Period) -> list[Period]:
    return sorted(periods, key=lambda period: (period.start, period.end))


@cached_for_selection(200)
def _moves(selection: Selection, other: Period, codes: tuple[str, ...]) -> pd.DataFrame:
    """One row a group of `codes` that is rated in both periods, by its rank in the selection's own.

    Columns: group_id, name, then score, rank and grade_text of the earlier and the later period with `_before` and
    `_after`, change, move.
    """
    own = ranking_frame(selection, selection.period.previous())
    own = own.loc[(own["status"] == "rated") & own["group_id"].isin(codes), ["group_id", "name", *VALUES]]
    ends = ("_before", "_after") if other == _in_time(selection.period, other)[1] else ("_after", "_before")
    both = own.merge(_rated(selection, other), on="group_id", suffixes=ends)
    places = (both["rank_before"] - both["rank_after"]).tolist()
    change = both["score_after"] - both["score_before"]
    return both.assign(change=change, move=[move_text(one) for one in places])


def _rated(selection: Selection, period: Period) -> pd.DataFrame:
    """The groups rated in a period: group_id and `VALUES`."""
    scores, grades = (
        results.evaluation(selection, period).scores,
        shown_grades(selection.methodology, selection.visit.language),
    )
    words = [grades[code].text if code else "" for code in scores.grade]
    cells = (scores.score, scores.rank, words)
    frame = pd.DataFrame({"group_id": scores.units} | dict(zip(VALUES, cells, strict=True)))
    return frame[scores.rated]


def _sentence(selection: Selection, moves: pd.DataFrame, names: dict[str, str]) -> str:
    visit = selection.visit
    rose, fell = int((moves["change"] > 0).sum()), int((moves["change"] < 0).sum())
    text_ = visit.ngettext(
        "{rose} group rose and {fell} fell from {before} to {after}.",
        "{rose} groups rose and {fell} fell from {before} to {after}.",
        rose,
    )
    return text_.format(rose=rose, fell=fell, **names)


@cached_for_selection(200)
def _lines(selection: Selection, other: Period, codes: tuple[str, ...], order: str) -> Figure:
    """The lines of the groups that rank first, or of those that moved most."""
    _ = selection.visit.gettext
    drawn = moves = _moves(selection, other, codes)
    if order == "change":
        most = moves["change"].abs().nlargest(MAX_LINES).index
        drawn = moves.loc[most].sort_values("change", ascending=False)
    drawn = drawn.head(MAX_LINES)
    cells = zip(drawn["group_id"], drawn["name"], drawn["score_before"], drawn["score_after"], strict=True)
    first, last = _in_time(selection.period, other)
    return dumbbell(
        [Pair(*cell) for cell in cells],
        before=period_name(first.code, selection.visit.language),
        after=period_name(last.code, selection.visit.language),
        rose=_("rose"),
        fell=_("fell"),
        axis=_("score"),
    )


def _show_lines(selection: Selection, count: int, names: dict[str, str], order: str, figure: Figure) -> None:
    _ = selection.visit.gettext
    alt = _("Scores of {count} groups in {before} and in {after}").format(count=min(count, MAX_LINES), **names)
    clicked = clickable(figure, alt=alt, key="two-periods")
    if count > MAX_LINES:
        text_ = (
            _("The chart shows the first {count}; the table has all.")
            if order == "rank"
            else _("The chart shows the {count} groups that moved most; the table has all.")
        )
        st.caption(text_.format(count=MAX_LINES))
    if clicked:
        open_page("scorecard", group=clicked[0])


def _table(selection: Selection, moves: pd.DataFrame, names: dict[str, str]) -> None:
    visit = selection.visit
    _ = visit.gettext
    decimals, ends = selection.methodology.round, list(names.items())
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
