"""How far the ranking depends on the methodology's choices: intervals, what moves ranks most, each indicator's part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from brep_metrics.app.cache import cached
from brep_metrics.app.charts.chart_component import clickable, plot
from brep_metrics.app.charts.rank_uncertainty import IndexRow, index_bars
from brep_metrics.app.charts.ranking import rank_intervals
from brep_metrics.app.navigation import open_page
from brep_metrics.app.queries import results
from brep_metrics.app.queries.background import wait_for
from brep_metrics.app.queries.ranking_frame import group_names, ranking_frame
from brep_metrics.app.views.shared.certainty import certainty_text, rank_rows, rank_words
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.columns import bar, named, number, text
from brep_metrics.app.widgets.faults import show_error
from brep_metrics.app.widgets.heading import empty, section
from brep_metrics.app.widgets.tables import offer, table, with_provenance
from brep_metrics.app.wording.formats import number as number_text
from brep_metrics.app.wording.formats import percent, plain
from brep_metrics.app.wording.grades import shown_grades
from brep_metrics.errors import BrepError
from brep_metrics.robustness import FACTOR_TITLES, leave_one_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from brep_metrics.app.charts.figure import Figure
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.robustness import RankUncertainty, Sensitivity

MAX_LINES = 60
INDICES = ("first", "first_error", "total", "total_error")


def show_sensitivity(selection: Selection) -> None:
    """The whole view; what takes seconds comes last and is waited for beside the rest."""
    _ = selection.visit.gettext
    uncertainty = results.rank_uncertainty(selection)
    if uncertainty is None:
        empty(_("No group is rated in this period, or the methodology declares nothing to vary."))
        return
    frame = ranking_frame(selection)
    rated = frame[frame["status"] == "rated"]
    names = dict(zip(rated["group_id"], rated["name"], strict=True))
    _order(selection, uncertainty, tuple(rated["group_id"]))
    st.caption(_("“Formulas and sources”, 12 to 14, explains how to read an interval, and what is varied how."))
    _ranks(selection, uncertainty, names)
    moving = st.container()
    _without_one(selection, names)
    with moving:
        _what_moves(selection, names)


def _order(selection: Selection, uncertainty: RankUncertainty, rated: tuple[str, ...]) -> None:
    """A line from the 5th to the 95th percentile of each group's rank, the dot of its rank, and the rank bands."""
    _ = selection.visit.gettext
    section(_("How sure is the order?"), certainty_text(selection.visit, uncertainty))
    shown = rated[:MAX_LINES]
    alt = _("Ranks of {count} groups with the interval of each rank").format(count=len(shown))
    clicked = clickable(_intervals(selection, uncertainty, shown), alt=alt, key="rank-intervals")
    if len(rated) > MAX_LINES:
        st.caption(_("The chart shows the first {count}; the table has all.").format(count=MAX_LINES))
    if clicked:
        open_page("scorecard", group=clicked[0])


@cached(200, key=lambda selection, uncertainty, shown: (selection.key, shown))  # noqa: ARG005 - the selection's own
def _intervals(selection: Selection, uncertainty: RankUncertainty, shown: tuple[str, ...]) -> Figure:
    rows = rank_rows(uncertainty, group_names(selection), shown)
    return rank_intervals(rows, rank_words(selection.visit.language))


def _ranks(selection: Selection, uncertainty: RankUncertainty, names: dict[str, str]) -> None:
    """The same as numbers, with how often each grade was reached."""
    visit = selection.visit
    _ = visit.gettext
    ranks = uncertainty.table().dropna(subset="rank_nominal")
    frame = ranks.assign(
        name=ranks["unit"].map(names),
        rank_group=ranks["unit"].map(dict(zip(uncertainty.units, uncertainty.rank_group.tolist(), strict=True))),
    )
    shares = [column for column in ranks.columns if column.startswith("p_")]
    grades = shown_grades(selection.methodology, visit.language)
    columns = {
        "name": named(_("Working group"), 310),
        "rank_group": number(_("Rank band"), 82),
        "rank_nominal": number(_("Rank"), 50),
        "rank_median": number(_("Median"), 62),
        "rank_p05": number(_("5th percentile"), 97),
        "rank_p95": number(_("95th percentile"), 103),
    } | {share: number(grades[share.removeprefix("p_")].text, 76, unit="%") for share in shares}
    frame[shares] *= 100
    st.caption(
        _(
            "Within a rank band the order is not to be relied on: a new one begins where its first group is below "
            "that of the one before in at least 95 % of the draws. Grades are counted only in draws that normalise as "
            "declared, since a threshold means nothing on another scale."
        )
    )
    table(selection, "rank-intervals", frame, alt=_("Ranks when the assumptions vary"), columns=columns, rows=8)
    pairs = with_provenance(selection, _pairs(selection, uncertainty, names))
    offer(selection, "pairs", pairs, label=_("How often one group ranks above another, as CSV"))


def _pairs(selection: Selection, uncertainty: RankUncertainty, names: dict[str, str]) -> Callable[[], pd.DataFrame]:
    """How often the group of a row is above that of a column, with their names beside the codes."""
    _ = selection.visit.gettext
    name, titles = _("Working group"), {"unit": _("Group code")} | {code: f"{code} {names[code]}" for code in names}

    def made() -> pd.DataFrame:
        frame = uncertainty.pairs()
        frame.insert(1, name, frame["unit"].map(names))
        return frame.rename(columns=titles)

    return made


def _what_moves(selection: Selection, names: dict[str, str]) -> None:
    """Sobol indices, for the ranking as a whole and for one group."""
    _ = selection.visit.gettext
    section(
        _("Which assumption moves the ranks most?"),
        _(
            "Of all the movement of ranks in these draws: the share that each assumption causes alone (first-order), "
            "and the share that it has a part in (total). Totals add up to more than 1 where assumptions work through "
            "one another. The thin lines are 95 % confidence intervals of the estimates."
        ),
    )
    job = results.sensitivity(selection)
    if not job.done():
        wait_for(
            job, _("Working out what moves the ranks; this takes some seconds, the rest of the page does not wait.")
        )
        return
    try:
        found = job.result()
    except BrepError as error:
        show_error(selection, error, "sensitivity")
        return
    whole, single = st.columns(2, vertical_alignment="bottom")
    with whole:
        _indices(selection, found, _("The whole ranking"), len(found.units), _most_for_all(selection, found))
    with single:
        group = filters.select(
            selection.visit,
            "group",
            _("Working group"),
            list(names),
            default=next(iter(names)),
            title=names.__getitem__,
        )
        said = _most_for_one(selection, found, group, names[group])
        _indices(selection, found, names[group], found.units.index(group), said)
    _all_indices(selection, found, names)


def _most_for_all(selection: Selection, found: Sensitivity) -> str:
    visit = selection.visit
    totals = found.total[:, -1]
    if np.isnan(totals).all():
        return visit.gettext("No assumption moves any rank.")
    most = int(np.nanargmax(totals))
    said = visit.gettext("What moves the ranks most is: {factor}. It has a part in {share} of the movement.")
    factor = visit.gettext(FACTOR_TITLES[found.factors[most]])
    return said.format(factor=factor, share=percent(min(1.0, totals[most]), visit.language))


def _most_for_one(selection: Selection, found: Sensitivity, group: str, name: str) -> str:
    _ = selection.visit.gettext
    most = found.most_influential(group)
    if most is None:
        return _("No assumption moves the rank of {group}.").format(group=name)
    return _("What moves the rank of {group} most is: {factor}.").format(group=name, factor=_(FACTOR_TITLES[most]))


def _indices(selection: Selection, found: Sensitivity, title: str, column: int, said: str) -> None:
    _ = selection.visit.gettext
    st.markdown(f"**{plain(said)}**")
    if np.isnan(found.total[:, column]).all():
        return
    order = np.argsort(-found.total[:, column], kind="stable").tolist()
    rows = [
        IndexRow(
            _(FACTOR_TITLES[found.factors[factor]]),
            float(found.first[factor, column]),
            float(found.total[factor, column]),
            float(found.first_error[factor, column]),
            float(found.total_error[factor, column]),
        )
        for factor in order
    ]
    plot(
        index_bars(rows, first=_("first-order"), total=_("total"), axis=_("share of the movement")),
        alt=_("Share of the movement of ranks by assumption: {title}").format(title=title),
        key=f"indices-{'all' if column == len(found.units) else 'one'}",
    )


def _all_indices(selection: Selection, found: Sensitivity, names: dict[str, str]) -> None:
    """Every index as a table: one row per factor and group, the ranking as a whole first."""
    visit = selection.visit
    _ = visit.gettext
    outputs = [(len(found.units), _("The whole ranking")), *((at, names[unit]) for at, unit in enumerate(found.units))]
    frame = pd.DataFrame(
        [
            {"name": name, "factor": _(FACTOR_TITLES[factor])}
            | {index: float(getattr(found, index)[at, column]) for index in INDICES}
            for column, name in outputs
            for at, factor in enumerate(found.factors)
        ]
    )
    columns = {
        "name": text(_("Ranks of"), 280),
        "factor": text(_("Assumption"), 160),
        "first": number(_("First-order"), 100, decimals=2),
        "first_error": number(_("± (first-order)"), 110, decimals=2),
        "total": number(_("Total"), 80, decimals=2),
        "total_error": number(_("± (total)"), 90, decimals=2),
    }
    table(
        selection, "sensitivity", frame, alt=_("Sobol indices of every group"), columns=columns, rows=len(found.factors)
    )
    how = (
        _("Exact: all {count} combinations were gone through.")
        if found.method == "enumeration"
        else _("Estimated from {count} evaluations (design of Saltelli), the same ones for every group.")
    )
    st.caption(how.format(count=number_text(found.evaluations, visit.language, 0)))


def _without_one(selection: Selection, names: dict[str, str]) -> None:
    """The ranking without each indicator in turn."""
    visit, methodology = selection.visit, selection.methodology
    _ = visit.gettext
    evaluation = results.evaluation(selection)
    if len(methodology.scored) == 1:
        return
    shifts = leave_one_out(evaluation.scores, methodology, years=selection.period.years).table()
    titles = {one.code: one.title.text(visit.language) or one.code for one in methodology.scored}
    frame = shifts.assign(title=shifts["indicator"].map(titles), group=shifts["unit"].map(names)).sort_values(
        "mean_rank_shift", ascending=False, kind="stable"
    )
    section(
        _("Without one indicator"),
        _("Each indicator left out in turn, all else as declared: by how many places ranks then move."),
    )
    columns = {
        "title": text(_("Left out"), 260),
        "mean_rank_shift": bar(
            _("Mean shift"), (0.0, max(0.01, float(frame["mean_rank_shift"].max()))), 150, decimals=2
        ),
        "largest_rank_shift": number(_("Largest shift"), 110),
        "group": text(_("Group that moves farthest"), 280),
        "rank_nominal": number(_("from rank"), 90),
        "rank_without": number(_("to rank"), 90),
    }
    table(selection, "leave-one-out", frame, alt=_("Shift of ranks without each indicator"), columns=columns)
