"""Why a score is what it is: what each dimension contributes, what changed, and what would raise the grade."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.cache import cached
from brep_metrics.app.charts.chart_component import plot
from brep_metrics.app.charts.profile import Step, waterfall
from brep_metrics.app.queries import results
from brep_metrics.app.queries.next_grade import next_grade_model
from brep_metrics.app.queries.score_change import MIN_POINTS
from brep_metrics.app.views.scorecard.change import say_estimated, show_change
from brep_metrics.app.views.scorecard.next_grade import show_next_grade
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.columns import number as number_column
from brep_metrics.app.widgets.columns import text
from brep_metrics.app.widgets.heading import section
from brep_metrics.app.widgets.tables import table_behind
from brep_metrics.app.wording.formats import number
from brep_metrics.i18n import N_, translator

if TYPE_CHECKING:
    import pandas as pd

    from brep_metrics.app.charts.figure import Figure
    from brep_metrics.app.queries.scorecard import ScorecardModel
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.explain import Contributions

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
    elif chosen == NEXT:
        # The fewest things to do take a while to find, so only those who ask wait for them.
        with st.spinner(_("Looking for the fewest things to do for the next grade …")):
            model = next_grade_model(selection, card.group_id)
        if model is not None:
            show_next_grade(selection, model)
    else:
        show_change(selection, card)


def _show_parts(selection: Selection, card: ScorecardModel, parts: Contributions) -> None:
    """From the score of a median group to this group's, dimension by dimension."""
    visit = selection.visit
    _ = visit.gettext
    section(
        _("What makes the score"),
        _(
            "Compared with a group that has the median value in every indicator. It would score {median}, which is not "
            "the median of the scores ({scores}): no group is at the median everywhere. The parts add up."
        ).format(
            median=number(float(parts.of_median.sum()), visit.language),
            scores=number(card.median_score, visit.language, card.methodology.round),
        ),
    )
    plot(
        _parts_figure(card, parts),
        alt=_("Points that each dimension adds or takes, against the median in every indicator"),
        key="contributions",
    )
    if not parts.exact:
        say_estimated(selection.visit)
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
        (_("median in every indicator"), float(parts.of_median.sum())),
        steps,
        (_("this group"), parts.score),
        axis=_("points (the axis is cut)"),
    )
