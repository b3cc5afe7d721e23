"""An evaluator spreads 100 points over the dimensions; all spreads show how far the ranks depend on the weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from brep_metrics import rounds as core
from brep_metrics.access import Action
from brep_metrics.app.charts.chart_component import plot
from brep_metrics.app.charts.ranking import RankRow, RankWords, rank_intervals
from brep_metrics.app.downloads.button import download_button
from brep_metrics.app.downloads.offers import Offer
from brep_metrics.app.navigation import redraw
from brep_metrics.app.queries import points
from brep_metrics.app.queries.ranking_frame import group_names
from brep_metrics.app.queries.rounds import actor_of
from brep_metrics.app.views.shared.filing_parts import attempted, repeat_said, say
from brep_metrics.app.widgets.columns import named, number, text
from brep_metrics.app.widgets.heading import empty, section, statement
from brep_metrics.app.widgets.tables import grid, table
from brep_metrics.app.wording.formats import moment, plain
from brep_metrics.rounds import ALL_POINTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brep_metrics.app.charts.figure import Figure
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.robustness import RankUncertainty
    from brep_metrics.rounds import Actor, Spread

MAX_LINES = 60


def show_points(selection: Selection) -> None:
    """The reader's own points; once these are in, those of all evaluators and what they make of the ranks."""
    visit, methodology = selection.visit, selection.methodology
    _ = visit.gettext
    section(
        _("Your 100 points"),
        _(
            "How much should each dimension weigh? Your points change no score and no rank: together with those of the "
            "other evaluators they show how far the ranks depend on the weights. You can change them at any time."
        ),
    )
    repeat_said()
    actor = actor_of(visit)
    given = points.spreads(selection)
    own = next((one for one in given if one.who == actor.who), None)
    reason = core.may_not_spread(visit.store, actor, methodology)
    if reason is not None:
        st.info(plain(reason.text(visit.language)), icon=":material/block:")
    elif len(core.dimensions_of(methodology)) == 1:
        empty(_("The methodology has one dimension only: there is nothing to weigh."))
        return
    else:
        _show_form(selection, actor, own)
    if own is None and reason is None:
        if given:
            # Seeing the others' points first would draw one towards them.
            said = visit.ngettext(
                "{count} evaluator has spread points; you see them once yours are saved.",
                "{count} evaluators have spread points; you see them once yours are saved.",
                len(given),
            )
            statement(said.format(count=len(given)))
        return
    if given:
        _show_all(selection, given)
        _show_ranks(selection, given)
    else:
        empty(_("No evaluator has spread points yet."))


def _show_form(selection: Selection, actor: Actor, own: Spread | None) -> None:
    visit, methodology = selection.visit, selection.methodology
    _ = visit.gettext
    dimensions = core.dimensions_of(methodology)
    with st.grid(min(5, len(dimensions)), min_column_width=150):
        typed = {
            one.code: int(
                st.number_input(
                    plain(one.title.text(visit.language) or one.code),
                    min_value=0,
                    max_value=ALL_POINTS,
                    value=own.points[one.code] if own else 0,
                    step=1,
                    key=f"points-{methodology.id}-{one.code}",
                )
            )
            for one in dimensions
        }
    total = sum(typed.values())
    with st.container(horizontal=True, vertical_alignment="center"):
        pressed = st.button(
            _("Save my points"),
            key="points-save",
            type="primary",
            icon=":material/save:",
            disabled=total != ALL_POINTS or (own is not None and typed == own.points),
        )
        st.markdown(f"**{plain(_sum_text(selection, total))}**")
    if own:
        saved = _("Your points were saved on {time}.")
        st.caption(plain(saved.format(time=moment(own.at, visit.language))))
    if (
        pressed
        and visit.may(Action.SEE_PROVISIONAL_SCORES)
        and attempted(visit, lambda: core.spread_points(visit.store, actor, methodology, typed)) is not None
    ):
        say(_("Your points are saved."))
        redraw()


def _sum_text(selection: Selection, total: int) -> str:
    """What is left to be given or too much."""
    visit = selection.visit
    if total == ALL_POINTS:
        return visit.gettext("All 100 points are spread.")
    if total < ALL_POINTS:
        said = visit.ngettext("{count} point is left.", "{count} points are left.", ALL_POINTS - total)
    else:
        said = visit.ngettext("{count} point too many.", "{count} points too many.", total - ALL_POINTS)
    return said.format(count=abs(ALL_POINTS - total))


def _show_all(selection: Selection, given: Sequence[Spread]) -> None:
    visit, methodology = selection.visit, selection.methodology
    _ = visit.gettext
    said = visit.ngettext(
        "{count} evaluator has spread 100 points.", "{count} evaluators have each spread 100 points.", len(given)
    )
    section(_("Points of all evaluators"), said.format(count=len(given)))
    dimensions = core.dimensions_of(methodology)
    whole = sum(one.weight for one in dimensions)
    each = np.array([[spread.points[one.code] for spread in given] for one in dimensions])
    frame = pd.DataFrame(
        {
            "dimension": [one.title.text(visit.language) or one.code for one in dimensions],
            "declared": [one.weight / whole * ALL_POINTS for one in dimensions],
            "mean": each.mean(axis=1),
            "low": each.min(axis=1),
            "high": each.max(axis=1),
            **{f"of-{at}": each[:, at] for at in range(len(given))},
        }
    )
    columns = {
        "dimension": text(_("Dimension"), 170),
        "declared": number(_("As declared"), 90, decimals=1),
        "mean": number(_("Mean"), 70, decimals=1),
        "low": number(_("Lowest"), 75),
        "high": number(_("Highest"), 75),
        **{f"of-{at}": number(spread.who, 150) for at, spread in enumerate(given)},
    }
    grid("points", frame, alt=_("Points of each evaluator by dimension"), columns=columns)
    offered = Offer(
        visit,
        "points",
        core.SETS_FILE,
        "text/csv",
        lambda: core.sets_table(methodology, given).encode("utf-8-sig"),
        {"methodology": methodology.short_hash},
    )
    label = _("As a table for “weight_sets” of a methodology file")
    download_button(label, offered, key="download-points", kind="tertiary")


def _show_ranks(selection: Selection, given: tuple[Spread, ...]) -> None:
    visit = selection.visit
    _ = visit.gettext
    found = points.ranks_by(selection, given)
    section(
        _("How far do the ranks depend on the weights?"),
        _(
            "The ranks with each evaluator's points as weights in turn, all else as declared. Nothing is drawn at "
            "random: each evaluator counts once."
        ),
    )
    if found is None:
        empty(_("No group is rated in this period."))
        return
    frame = _ranks(found, group_names(selection))
    st.markdown(f"**{plain(_sentence(selection, frame, len(given)))}**")
    shown = frame.head(MAX_LINES)
    alt = _("Ranks of {count} groups with each evaluator's weights").format(count=len(shown))
    plot(_intervals(selection, found, shown), alt=alt, key="points-ranks")
    if len(frame) > MAX_LINES:
        st.caption(_("The chart shows the first {count}; the table has all.").format(count=MAX_LINES))
    columns = {
        "name": named(_("Working group"), 310),
        "rank": number(_("Rank"), 60),
        "best": number(_("Best rank"), 90),
        "median": number(_("Median"), 70),
        "worst": number(_("Worst rank"), 90),
    }
    table(selection, "points-ranks", frame, alt=_("Ranks with each evaluator's weights"), columns=columns, rows=8)


def _ranks(found: RankUncertainty, names: dict[str, str]) -> pd.DataFrame:
    """One row per rated group, by its rank as declared."""
    taken = found.ranks > 0
    frame = pd.DataFrame(
        {
            "code": found.units,
            "name": [names[unit] for unit in found.units],
            "rank": found.nominal,
            "best": taken.argmax(axis=1) + 1,
            "median": found.rank_median,
            "worst": taken.shape[1] - taken[:, ::-1].argmax(axis=1),
        }
    )
    return frame.sort_values(["rank", "code"], ignore_index=True)


def _sentence(selection: Selection, frame: pd.DataFrame, count: int) -> str:
    """How many ranks are the same with every set of weights, and whose differ most."""
    visit = selection.visit
    spans = frame["worst"] - frame["best"]
    if count == 1:
        kept = int((frame["best"] == frame["rank"]).sum())
        said = visit.gettext("With the weights of the one evaluator {kept} of {all} ranks stay as declared.")
        return said.format(kept=kept, all=len(frame))
    kept = int((spans == 0).sum())
    if kept == len(frame):
        return visit.gettext("Every rank is the same with the weights of each of {count} evaluators.").format(
            count=count
        )
    said = visit.gettext(
        "With the weights of {count} evaluators in turn {kept} of {all} ranks are the same each time; the rank of "
        "{name} differs most, from {best} to {worst}."
    )
    most = frame.iloc[int(spans.argmax())]
    values = {"name": most["name"], "best": most["best"], "worst": most["worst"]}
    return said.format(count=count, kept=kept, all=len(frame), **values)


def _intervals(selection: Selection, found: RankUncertainty, shown: pd.DataFrame) -> Figure:
    at = {unit: place for place, unit in enumerate(found.units)}
    _ = selection.visit.gettext
    rows = [
        RankRow(code, name, rank, median, best, worst, int(found.rank_group[at[code]]))
        for code, name, rank, best, median, worst in shown.to_numpy().tolist()
    ]
    words = RankWords(_("rank"), _("rank as declared"), _("best to worst rank"), _("band {number}"))
    return rank_intervals(rows, words)
