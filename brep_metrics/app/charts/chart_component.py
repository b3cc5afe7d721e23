"""Figures on a page: drawn in the browser by our script, with a text for those who cannot see them, and their clicks.

Streamlit's own Plotly chart loads four times as much script, draws a chart from nothing whenever its figure changes,
and writes its labels in a grey that is too pale for small print.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.charts import plotly_js
from brep_metrics.app.context.chart_source import noted_source
from brep_metrics.app.context.viewport import is_narrow, reported

if TYPE_CHECKING:
    from brep_metrics.app.charts.figure import Figure

# What `chart_component.js` reports of the window.
NARROW, WIDE = "narrow", "wide"

_chart = st.components.v2.component(
    "brep_chart",
    html=(
        '<div class="brep-chart" role="figure"></div><div class="brep-save">'
        '<button type="button" data-format="png">PNG</button><button type="button" data-format="svg">SVG</button></div>'
    ),
    js=Path(__file__).with_suffix(".js").read_text("utf-8"),
    css=Path(__file__).with_suffix(".css").read_text("utf-8"),
    isolate_styles=False,
)


def plot(figure: Figure, *, alt: str, key: str) -> None:
    """Show a figure that answers no clicks."""
    _draw(figure, alt, key, clickable=False)


def clickable(figure: Figure, *, alt: str, key: str) -> tuple[str, ...] | None:
    """Show a figure and return the codes of a mark that was clicked just now, once."""
    codes = _draw(figure, alt, key, clickable=True)
    # What a browser sends may be anything.
    return tuple(map(str, codes)) if isinstance(codes, list) and codes else None


def _draw(figure: Figure, alt: str, key: str, *, clickable: bool) -> object:
    data = {
        "script": plotly_js.address(),
        "figure": figure.json,
        "alt": alt,
        "clickable": clickable,
        "width": NARROW if is_narrow() else WIDE,
        **noted_source(),
    }
    shown = _chart(
        key=key,
        data=data,
        height=figure.height,
        on_clicked_change=_answered_by_the_run,
        on_width_change=partial(_told_the_width, key),
    )
    codes: object = shown.clicked
    return codes


def _told_the_width(key: str) -> None:
    reported(narrow=st.session_state[key].get("width") == NARROW)


def _answered_by_the_run() -> None:
    """Streamlit tells of an event only where something listens; the run that a click starts reads it itself."""
