"""Scorecard: how one group did and why, down to the records behind each figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from brep_metrics.app.charts.chart_component import plot
from brep_metrics.app.charts.profile import ProfileRow, profile_bars
from brep_metrics.app.queries import results
from brep_metrics.app.queries.own_group import own_group
from brep_metrics.app.queries.ranking_frame import group_names
from brep_metrics.app.queries.scorecard import scorecard
from brep_metrics.app.views.scorecard.notes import show_notes
from brep_metrics.app.views.scorecard.printed import print_card
from brep_metrics.app.views.scorecard.reasons import show_reasons
from brep_metrics.app.views.shared.evidence import show_indicators
from brep_metrics.app.views.shared.score_and_rank import score_and_rank
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.columns import number as number_column
from brep_metrics.app.widgets.columns import text
from brep_metrics.app.widgets.heading import answer, empty, name_window, section, show_provenance
from brep_metrics.app.widgets.selection_boxes import choose_selection
from brep_metrics.app.widgets.tables import table_behind
from brep_metrics.app.wording.formats import percent, period_name, plain
from brep_metrics.app.wording.grades import grade_badge
from brep_metrics.scoring import STATUS_TEXTS

if TYPE_CHECKING:
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.scorecard import ScorecardModel
    from brep_metrics.app.queries.selection import Selection


def show(visit: Visit) -> None:
    """Draw the page."""
    _ = visit.gettext
    heading = st.container()
    selection, group_id = _filters(visit)
    with st.spinner(_("Computing the scores of all groups …")):
        card = scorecard(selection, group_id)
    name = card.name if card else group_names(selection)[group_id]
    title = _("How did {group} do, and why?").format(group=name)
    name_window(visit, name)
    with heading:
        st.title(plain(title), anchor=False)
        if card is None:
            period = period_name(selection.period.code, visit.language)
            empty(_("{group} did not exist in {period}.").format(group=name, period=period))
        else:
            answer(card.answer(), selection)
    if card is not None:
        _badges(visit, card)
        _figures(visit, card)
        if not card.withheld:
            _dimensions(selection, card)
        if card.are_records_open:
            if card.rated:
                show_reasons(selection, card)
            show_indicators(selection, card)
        show_notes(selection, group_id)
    show_provenance(selection)
    if card is not None:
        print_card(selection, card, title)


def _filters(visit: Visit) -> tuple[Selection, str]:
    _ = visit.gettext
    with st.container(key="filters"):
        left, right = st.columns(2)
        with right, st.container(horizontal=True):
            selection = choose_selection(visit)
        groups = group_names(selection)
        best = own_group(visit, groups) or _first_ranked(selection) or next(iter(groups))
        with left:
            group_id = filters.select(
                visit, "group", _("Working group"), list(groups), default=best, title=groups.__getitem__
            )
    return selection, group_id


def _first_ranked(selection: Selection) -> str | None:
    scores = results.evaluation(selection).scores
    first = np.flatnonzero(scores.rank == 1)
    return scores.units[first[0]] if first.size else None


def _badges(visit: Visit, card: ScorecardModel) -> None:
    _ = visit.gettext
    with st.container(horizontal=True, key="badges"):
        grade_badge(card.grade, _(STATUS_TEXTS[card.status]) if card.withheld else _("not rated"))
        for gate in card.gates:
            if gate.caps:
                st.badge(
                    _("{gate}: at most {grade}").format(gate=plain(gate.title), grade=plain(gate.at_most)),
                    icon=":material/block:",
                    color="red",
                )
            elif gate.failed:
                st.badge(
                    _("{gate}: without effect").format(gate=plain(gate.title)), icon=":material/info:", color="gray"
                )
        if card.over_quota:
            st.badge(_("Lowered by the quota for the grade above"), icon=":material/groups:", color="orange")


def _figures(visit: Visit, card: ScorecardModel) -> None:
    _ = visit.gettext
    with st.grid(4 if card.rank_interval else 3, min_column_width=180):
        if card.rated:
            score_and_rank(card, str(card.rank))
        if card.rank_interval:
            low, high = card.rank_interval
            st.metric(
                _("Rank interval"),
                f"{low}–{high}" if low != high else str(low),
                help=_(
                    "In nine of ten draws the rank is in this interval when weights, normalisation and the other "
                    "assumptions of the methodology vary together."
                ),
                border=True,
                height="stretch",
            )
        st.metric(
            _("Coverage"),
            percent(card.coverage, visit.language),
            help=_("Share of the weights for which there are data; below {floor} a group is not rated.").format(
                floor=percent(card.methodology.coverage_floor, visit.language)
            ),
            border=True,
            height="stretch",
        )


def _dimensions(selection: Selection, card: ScorecardModel) -> None:
    _ = selection.visit.gettext
    words = {"value": _("this group"), "median": _("median of the network"), "sector": _("median of the sector")}
    section(_("Dimensions against network and sector"), _("The medians are those of the rated groups."))
    rows = [ProfileRow(one.title, one.value, one.median, one.sector) for one in card.dimensions]
    alt = _("Values of {count} dimensions beside the medians of network and sector").format(count=len(rows))
    plot(profile_bars(rows, scale=card.methodology.scale, **words), alt=alt, key="dimensions")
    columns = {"title": text(_("Dimension"), 240)}
    columns |= {name: number_column(word, 150, decimals=2) for name, word in words.items()}
    alt = _("Dimensions with the medians of network and sector")
    table_behind(selection, "dimensions", lambda: pd.DataFrame(rows), alt=alt, columns=columns)
