"""The scores of groups before and after something, one line each: as many as a chart can bear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from brep_metrics.app.charts.chart_component import clickable, plot
from brep_metrics.app.charts.dumbbell import Pair, dumbbell

if TYPE_CHECKING:
    from brep_metrics.app.context.visit import Visit

MAX_LINES = 40


def show_before_after(
    visit: Visit,
    key: str,
    rows: pd.DataFrame,
    *,
    before: str,
    after: str,
    alt: str,
    most: bool = False,
    opens: bool = False,
) -> str | None:
    """Draw the first `rows` (code, name, before, after); returns the code of the one clicked, where that `opens` it.

    `alt` is the chart's text, with the place `{count}` for the number of lines; `most` says that those that moved most
    come first.
    """
    _ = visit.gettext
    drawn = rows.head(MAX_LINES)
    figure = dumbbell(
        [
            Pair(str(code), str(name), _known(old), _known(new))
            for code, name, old, new in drawn.itertuples(index=False)
        ],
        before=before,
        after=after,
        rose=_("rose"),
        fell=_("fell"),
        axis=_("score"),
    )
    alt = alt.format(count=len(drawn))
    clicked = None
    if opens:
        clicked = clickable(figure, alt=alt, key=key)
    else:
        plot(figure, alt=alt, key=key)
    if len(rows) > MAX_LINES:
        cut = (
            _("The chart shows the {count} groups that moved most; the table has all.")
            if most
            else _("The chart shows the first {count}; the table has all.")
        )
        st.caption(cut.format(count=MAX_LINES))
    return clicked[0] if clicked else None


def _known(score: Any) -> float | None:  # noqa: ANN401 - a cell
    return None if pd.isna(score) else float(score)
