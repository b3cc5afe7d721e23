"""What changed since the period before: from score to score, indicator by indicator, down to the rows that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.cache import cached
from brep_metrics.app.charts.chart_component import plot
from brep_metrics.app.charts.profile import Step, waterfall
from brep_metrics.app.context import query_parameters
from brep_metrics.app.queries.score_change import MIN_POINTS, rows_that_changed, score_change
from brep_metrics.app.widgets.columns import clicked_row, opener, text
from brep_metrics.app.widgets.columns import number as number_column
from brep_metrics.app.widgets.heading import empty, section, statement
from brep_metrics.app.widgets.tables import table
from brep_metrics.app.wording.formats import signed
from brep_metrics.explain import MAX_LISTED
from brep_metrics.i18n import translator

if TYPE_CHECKING:
    import pandas as pd

    from brep_metrics.app.charts.figure import Figure
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.score_change import ScoreChange
    from brep_metrics.app.queries.scorecard import ScorecardModel
    from brep_metrics.app.queries.selection import Selection


def show_change(selection: Selection, card: ScorecardModel) -> None:
    """The sentence, the steps, and for each indicator its value before and after; one of them opens its rows."""
    _ = selection.visit.gettext
    section(_("What changed since {period}").format(period=card.period_before))
    model = score_change(selection, card.group_id)
    if model is None:
        said = _("The group had no score in {period}, so there is nothing to compare with.")
        empty(said.format(period=card.period_before))
        return
    statement(model.answer)
    plot(
        _steps(model),
        alt=_("Points that each indicator added or took, {change} in all").format(
            change=signed(model.points, model.language)
        ),
        key="change",
    )
    if not model.change.exact:
        say_estimated(selection.visit)
    if not model.moved.empty:
        _indicators(selection, model)
        _opened(selection, card, model)


def say_estimated(visit: Visit) -> None:
    """Say that there are too many children below a node for exact shares."""
    said = visit.gettext("Shares below a node with more than {count} children are estimates; they add up all the same.")
    st.caption(said.format(count=MAX_LISTED))


def _indicators(selection: Selection, model: ScoreChange) -> None:
    _ = selection.visit.gettext
    st.caption(_("Click an indicator for the rows that changed."))
    columns = {
        "open": opener(_("Indicator"), "open-moved", 250),
        "before": text(model.period_before, 120, right=True),
        "after": text(model.period, 120, right=True),
        "points": number_column(_("Change in points"), 130, decimals=2),
        "data": number_column(_("by the data"), 110, decimals=2),
        "clipping": number_column(_("taken by the goalposts"), 160, decimals=2),
    }
    frame = _openers(model)
    table(selection, "change", frame, alt=_("Change of the score by indicator"), columns=columns, rows=10)
    row = clicked_row("open-moved")
    if row is not None:
        query_parameters.set_codes("moved", str(frame["code"].iloc[row]))


def _opened(selection: Selection, card: ScorecardModel, model: ScoreChange) -> None:
    """The rows behind the change of one indicator."""
    visit = selection.visit
    _ = visit.gettext
    known = {one.code for one in card.methodology.scored}
    code = query_parameters.resolve(
        visit, "moved", _("Indicator"), default=("",), admits=lambda code: code == "" or code in known
    )[0]
    if not code:
        return
    rows = rows_that_changed(selection, card.group_id, code)
    title = next(one.title.text(visit.language) or code for one in card.methodology.scored if one.code == code)
    section(_("Rows that changed: {indicator}").format(indicator=title))
    if rows.empty:
        empty(_("The same rows count in both periods; what changed is the methodology or the other groups."))
        return
    columns = {
        "title": text(_("Record"), 340),
        "line": text(_("What happened"), 420),
        "before": text(_("Counts in {period}").format(period=model.period_before), 120, right=True),
        "after": text(_("Counts in {period}").format(period=model.period), 120, right=True),
    }
    table(selection, "changed-rows", rows, alt=_("Rows that changed"), columns=columns, rows=12)


@cached(1000, key=lambda model: model.key)
def _openers(model: ScoreChange) -> pd.DataFrame:
    return model.moved.assign(open=model.moved["title"])


@cached(1000, key=lambda model: model.key)
def _steps(model: ScoreChange) -> Figure:
    """The steps from one score to the other, in the table's order."""
    moved = model.moved
    steps = [Step(*cells) for cells in zip(moved["code"], moved["title"], moved["points"], strict=True)]
    # What is too small for a bar still belongs to the sum.
    if abs(model.rest) >= MIN_POINTS:
        steps.append(Step("rest", translator(model.language).gettext("all others"), model.rest))
    axis = translator(model.language).gettext("points (the axis is cut)")
    return waterfall((model.period_before, model.change.before), steps, (model.period, model.change.after), axis=axis)
