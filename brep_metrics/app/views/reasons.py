"""Why a score is what it is: what each dimension contributes, what changed, and what would raise the grade."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.charts.profile import Step, waterfall
from brep_metrics.app.components.columns import number as number_column
from brep_metrics.app.components.columns import text
from brep_metrics.app.components.formats import number, period_name, signed
from brep_metrics.app.components.heading import empty, section
from brep_metrics.app.components.plots import plot
from brep_metrics.app.components.tables import table_behind
from brep_metrics.explain import MOST_LISTED

if TYPE_CHECKING:
    import pandas as pd

    from brep_metrics.app.card import Card

LEAST_POINTS = 0.005  # below it, a part is not worth a bar of its own


def show_contributions(card: Card) -> None:
    """From the score of a median group to this group's, dimension by dimension."""
    visit = card.selection.visit
    _ = visit.gettext
    parts = card.selection.contributions(card.group_id)
    if parts is None:
        return
    frame = card.indicators.assign(points=parts.indicators, beyond=parts.beyond_median)
    median = float(parts.of_median.sum())
    section(
        _("What makes the score"),
        _("From a group that is at the median everywhere ({median} points) to this one; the parts add up.").format(
            median=number(median, visit.language)
        ),
    )
    plot(
        waterfall(
            (_("median group"), median),
            _dimension_steps(frame, rest=parts.adjustment + parts.rounding, rest_title=_("adjustment and rounding")),
            (_("this group"), parts.score),
            axis=_("points (the axis is cut)"),
        ),
        alt=_("Points that each dimension adds to or takes from the score of a median group"),
        key="contributions",
    )
    if not parts.exact:
        _say_estimated(card)
    columns = {
        "dimension": text(_("Dimension"), 160),
        "title": text(_("Indicator"), 280),
        "points": number_column(_("Points of the score"), 150, decimals=2),
        "beyond": number_column(_("of which beyond the median"), 190, decimals=2),
    }
    table_behind(
        card.selection,
        "contributions",
        lambda: frame,
        alt=_("Contributions of the indicators"),
        columns=columns,
        rows=8,
    )


def _dimension_steps(frame: pd.DataFrame, *, rest: float, rest_title: str) -> list[Step]:
    """What each dimension adds beyond the median, then what is left of the sum, if it is worth a bar."""
    sums = frame.groupby("dimension", sort=False)["beyond"].sum()
    steps = [Step(str(title), str(title), points) for title, points in sums.items()]
    return [*steps, Step("rest", rest_title, rest)] if abs(rest) >= LEAST_POINTS else steps


def show_change(card: Card) -> None:
    """From the score of the period before to this one, indicator by indicator."""
    selection = card.selection
    visit = selection.visit
    _ = visit.gettext
    before = selection.period.previous()
    names = period_name(before.code, visit), period_name(selection.period.code, visit)
    section(_("What changed since {period}").format(period=names[0]))
    change = selection.change(card.group_id)
    if change is None:
        empty(_("The group had no score in {period}, so there is nothing to compare with.").format(period=names[0]))
        return
    titles = dict(zip(card.indicators["code"], card.indicators["title"], strict=True))
    titles |= {"adjustment": _("adjustment"), "rounding": _("rounding")}
    frame = change.table.assign(title=change.table["code"].map(titles))
    moved = frame[frame["points"].abs() >= LEAST_POINTS].sort_values("points", ascending=False, key=abs)
    steps = [
        Step(code, title, points)
        for code, title, points in zip(moved["code"], moved["title"], moved["points"], strict=True)
    ]
    # What is too small for a bar still belongs to the sum.
    rest = change.after - change.before - sum(step.points for step in steps)
    if abs(rest) >= LEAST_POINTS:
        steps.append(Step("rest", _("all others"), rest))
    plot(
        waterfall((names[0], change.before), steps, (names[1], change.after), axis=_("points (the axis is cut)")),
        alt=_("Points that each indicator added or took, {change} in all").format(
            change=signed(change.after - change.before, visit.language)
        ),
        key="change",
    )
    if not change.exact:
        _say_estimated(card)
    columns = {
        "title": text(_("Indicator"), 280),
        "points": number_column(_("Change in points"), 140, decimals=2),
        "data": number_column(_("by the data"), 120, decimals=2),
        "clipping": number_column(_("taken by the goalposts"), 160, decimals=2),
    }
    table_behind(selection, "change", lambda: moved, alt=_("Change of the score by indicator"), columns=columns, rows=8)


def _say_estimated(card: Card) -> None:
    said = card.selection.visit.gettext(
        "Shares below a node with more than {count} children are estimates; they add up all the same."
    )
    st.caption(said.format(count=MOST_LISTED))
