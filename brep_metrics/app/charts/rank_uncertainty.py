"""What moves ranks: Sobol indices per factor; and where values are between the goalposts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from brep_metrics.app.charts.figure import Figure, figure, rows_height
from brep_metrics.app.wording.colours import AMBER, BLUE, GREY, PALE, SHADE
from brep_metrics.app.wording.short_names import axis_labels

if TYPE_CHECKING:
    from collections.abc import Sequence


class IndexRow(NamedTuple):
    """One factor: title, first-order and total index, and the half-widths of their 95 % intervals."""

    title: str
    first: float
    total: float
    first_error: float
    total_error: float


class Spread(NamedTuple):
    """One indicator: title and the values found, in percent of the way from its lower to its upper goalpost."""

    title: str
    minimum: float
    low: float
    median: float
    high: float
    maximum: float


def index_bars(rows: Sequence[IndexRow], *, first: str, total: str, axis: str) -> Figure:
    """Two bars a factor: the part it moves alone, and all it has a part in; a line for each confidence interval."""
    series = ((total, "total", "rgba(42, 127, 202, 0.35)", BLUE), (first, "first", AMBER, AMBER))
    bars = [
        {
            "type": "bar",
            "orientation": "h",
            "name": name,
            "y": [row.title for row in rows],
            "x": [getattr(row, which) for row in rows],
            "error_x": {
                "type": "data",
                "array": [getattr(row, f"{which}_error") for row in rows],
                "color": GREY,
                "thickness": 1.5,
                "width": 4,
            },
            "marker": {"color": fill, "line": {"color": edge, "width": 1.5}},
            "hovertemplate": f"%{{y}} · {name}: %{{x:.2f}} ± %{{error_x.array:.2f}}<extra></extra>",
        }
        for name, which, fill, edge in series
    ]
    reach = max([0.1, *(row.total + row.total_error for row in rows), *(row.first + row.first_error for row in rows)])
    lowest = min(0.0, *(row.first - row.first_error for row in rows))
    return figure(
        bars,
        height=rows_height(2 * len(rows), extra=100),
        barmode="group",
        xaxis={"title": {"text": axis}, "range": [lowest, reach * 1.05]},
        yaxis={"autorange": "reversed"},
        legend={"traceorder": "normal"},
        showlegend=True,
    )


def goalpost_spreads(rows: Sequence[Spread], *, whole: str, most: str, median: str, axis: str) -> Figure:
    """Where the values of each indicator are: all of them, nine tenths of them, the middle one; 0 and 100 are its ends.

    What is outside the shaded part is clipped.
    """
    labels = axis_labels([row.title for row in rows])
    middle = {
        "type": "scatter",
        "mode": "markers",
        "name": median,
        "x": [row.median for row in rows],
        "y": labels,
        "marker": {"symbol": "line-ns", "size": 16, "line": {"width": 4, "color": AMBER}},
        "hovertemplate": f"%{{y}} · {median}: %{{x:.0f}} %<extra></extra>",
    }
    lines = [
        _segments(rows, labels, ("minimum", "maximum"), whole, GREY, 2),
        _segments(rows, labels, ("low", "high"), most, BLUE, 8),
    ]
    return figure(
        [*lines, middle],
        height=rows_height(len(rows), extra=100),
        xaxis={"title": {"text": axis}, "ticksuffix": " %"},
        yaxis={"categoryorder": "array", "categoryarray": labels[::-1], "range": [-0.7, len(rows) - 0.3]},
        shapes=[
            {
                "type": "rect",
                "x0": 0,
                "x1": 100,
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "layer": "below",
                "fillcolor": SHADE,
                "line": {"width": 1, "color": PALE},
            }
        ],
        showlegend=True,
    )


def _segments(
    rows: Sequence[Spread], labels: Sequence[str], ends: tuple[str, str], name: str, colour: str, width: int
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [value for row in rows for value in (getattr(row, ends[0]), getattr(row, ends[1]), None)],
        "y": [value for label in labels for value in (label, label, None)],
        "line": {"color": colour, "width": width},
        "hoverinfo": "skip",
    }
