"""Why a score is what it is: what each dimension contributes, what changed, and what would raise the grade."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.cache import cached
from brep_metrics.app.charts.plots import plot
from brep_metrics.app.charts.profile import Step, waterfall
from brep_metrics.app.queries import results
from brep_metrics.app.views.scorecard.next_grade import show_next_grade
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.columns import number as number_column
from brep_metrics.app.widgets.columns import text
from brep_metrics.app.widgets.heading import empty, section
from brep_metrics.app.widgets.tables import table_behind
from brep_metrics.app.wording.formats import number, signed
from brep_metrics.explain import MAX_LISTED
from brep_metrics.i18n import N_, translator

if TYPE_CHECKING:
    import pandas as pd

    from brep_metrics.app.charts.style import Figure
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.scorecard import ScorecardModel
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.explain import Change, Contributions

MIN_POINTS = 0.005  # below it, a part is not worth a bar of its own
PARTS, CHANGE, NEXT = "parts", "change", "next"
NAMES = {PARTS: N_("What makes it"), CHANGE: N_("What changed"), NEXT: N_("What would raise it")}


def show_reasons(selection: Selection, card: ScorecardModel) -> None:
    """One of the three explanations of a score, as far as they are for the reader; the parts of the score first."""
    _ = selection.visit.gettext
    parts, way = results.contributions(selection, card.group_id), results.next_grade(selection, card.group_id)
    refused = {PARTS: parts is None, NEXT: way is None}
    open_to_reader = [code for code in NAMES if not refused.get(code)]
    chosen = filters.segments(
        selection.visit,
        "why",
        _("The score explained"),
        open_to_reader,
        default=open_to_reader[0],
        title=lambda code: _(NAMES[code]),
    )
    if chosen == PARTS and parts is not None:
        _show_parts(selection, card, parts)
    elif chosen == NEXT and way is not None:
        show_next_grade(selection, card, way)
    else:
        _show_change(selection, card)


def _show_parts(selection: Selection, card: ScorecardModel, parts: Contributions) -> None:
    """From the score of a median group to this group's, dimension by dimension."""
    visit = selection.visit
    _ = visit.gettext
    section(
        _("What makes the score"),
        _("From a group that is at the median everywhere ({median} points) to this one; the parts add up.").format(
            median=number(float(parts.of_median.sum()), visit.language)
        ),
    )
    plot(
        _parts_figure(card, parts),
        alt=_("Points that each dimension adds to or takes from the score of a median group"),
        key="contributions",
    )
    if not parts.exact:
        _say_estimated(selection.visit)
    columns = {
        "dimension": text(_("Dimension"), 160),
        "title": text(_("Indicator"), 280),
        "points": number_column(_("Points of the score"), 150, decimals=2),
        "beyond": number_column(_("of which beyond the median"), 190, decimals=2),
    }
    table_behind(
        selection,
        "contributions",
        lambda: _parts_rows(card, parts),
        alt=_("Contributions of the indicators"),
        columns=columns,
        rows=8,
    )


def _parts_rows(card: ScorecardModel, parts: Contributions) -> pd.DataFrame:
    return card.indicators.assign(points=parts.indicators, beyond=parts.beyond_median)


@cached(1000, key=lambda card, parts: card.key)  # noqa: ARG005 - the card's key says all of it
def _parts_figure(card: ScorecardModel, parts: Contributions) -> Figure:
    """What each dimension adds beyond the median, then what is left of the sum, if it is worth a bar."""
    _ = translator(card.language).gettext
    sums = _parts_rows(card, parts).groupby("dimension", sort=False)["beyond"].sum()
    steps = [Step(str(title), str(title), points) for title, points in sums.items()]
    rest = parts.adjustment + parts.rounding
    if abs(rest) >= MIN_POINTS:
        steps.append(Step("rest", _("adjustment and rounding"), rest))
    return waterfall(
        (_("median group"), float(parts.of_median.sum())),
        steps,
        (_("this group"), parts.score),
        axis=_("points (the axis is cut)"),
    )


def _show_change(selection: Selection, card: ScorecardModel) -> None:
    """From the score of the period before to this one, indicator by indicator."""
    visit, before = selection.visit, card.period_before
    _ = visit.gettext
    section(_("What changed since {period}").format(period=before))
    change = results.change(selection, card.group_id)
    if change is None:
        empty(_("The group had no score in {period}, so there is nothing to compare with.").format(period=before))
        return
    figure, moved = _moves(card, change)
    plot(
        figure,
        alt=_("Points that each indicator added or took, {change} in all").format(
            change=signed(change.after - change.before, visit.language)
        ),
        key="change",
    )
    if not change.exact:
        _say_estimated(selection.visit)
    columns = {
        "title": text(_("Indicator"), 280),
        "points": number_column(_("Change in points"), 140, decimals=2),
        "data": number_column(_("by the data"), 120, decimals=2),
        "clipping": number_column(_("taken by the goalposts"), 160, decimals=2),
    }
    table_behind(selection, "change", lambda: moved, alt=_("Change of the score by indicator"), columns=columns, rows=8)


@cached(1000, key=lambda card, change: card.key)  # noqa: ARG005 - as above
def _moves(card: ScorecardModel, change: Change) -> tuple[Figure, pd.DataFrame]:
    """The steps from one score to the other, the longest first, and the rows of those that are worth a bar."""
    _ = translator(card.language).gettext
    titles = dict(zip(card.indicators["code"], card.indicators["title"], strict=True))
    titles |= {"adjustment": _("adjustment"), "rounding": _("rounding")}
    frame = change.table.assign(title=change.table["code"].map(titles))
    moved = frame[frame["points"].abs() >= MIN_POINTS].sort_values("points", ascending=False, key=abs)
    steps = [Step(*cells) for cells in zip(moved["code"], moved["title"], moved["points"], strict=True)]
    # What is too small for a bar still belongs to the sum.
    rest = change.after - change.before - sum(step.points for step in steps)
    if abs(rest) >= MIN_POINTS:
        steps.append(Step("rest", _("all others"), rest))
    axis = _("points (the axis is cut)")
    return waterfall((card.period_before, change.before), steps, (card.period, change.after), axis=axis), moved


def _say_estimated(visit: Visit) -> None:
    said = visit.gettext("Shares below a node with more than {count} children are estimates; they add up all the same.")
    st.caption(said.format(count=MAX_LISTED))
