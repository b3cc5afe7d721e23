"""Where cooperation happens: a grid of squares, and bars by category."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from brep_metrics.app.charts.figure import Figure, figure, numbers_behind, rows_height, whole_ticks
from brep_metrics.app.wording.colours import AMBER, BLUE, GREY
from brep_metrics.app.wording.short_names import axis_labels, width_of, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence


LARGEST_SQUARE = 36
SMALLEST_SQUARE = 18
ROW_TITLE = 16  # narrow characters a line


class Cell(NamedTuple):
    """One crossing of the grid: the codes for clicks, their titles and the number."""

    row: str
    column: str
    row_title: str
    column_title: str
    total: int


class Bar(NamedTuple):
    """One category: code for clicks, title, number."""

    code: str
    title: str
    value: float


def square_grid(cells: Sequence[Cell], rows: Sequence[str], columns: Sequence[str]) -> Figure:
    """A square per crossing, its area by the number written in it; an empty crossing stays empty."""
    shown = [cell for cell in cells if cell.total]
    largest = max((cell.total for cell in shown), default=1)
    trace = {
        "type": "scatter",
        "mode": "markers+text",
        "x": [wrapped(cell.column_title) for cell in shown],
        "y": [wrapped(cell.row_title, ROW_TITLE) for cell in shown],
        "text": [str(cell.total) for cell in shown],
        "customdata": [[cell.row, cell.column] for cell in shown],
        "marker": {
            "symbol": "square",
            "size": [_side(cell.total, largest) for cell in shown],
            "color": "rgba(42, 127, 202, 0.28)",
            "line": {"width": 1.5, "color": BLUE},
            "opacity": 1,
        },
        "textfont": {"size": 14},
        "hovertext": [f"{cell.row_title} · {cell.column_title}" for cell in shown],
        "hovertemplate": "%{hovertext}: %{text}<extra></extra>",
    }
    labels, headings = [wrapped(row, ROW_TITLE) for row in rows], [wrapped(column) for column in columns]
    return figure(
        [trace],
        height=len(rows) * (LARGEST_SQUARE + 10) + 90,
        xaxis={
            "categoryorder": "array",
            "categoryarray": headings,
            "side": "top",
            "range": [-0.6, len(columns) - 0.4],
        },
        yaxis={"categoryorder": "array", "categoryarray": labels[::-1], "range": [-0.6, len(rows) - 0.4]},
        narrow={"xaxis": {"tickvals": headings, "ticktext": [_over_a_square(column) for column in columns]}},
    )


def _over_a_square(title: str) -> str:
    """A heading where columns are hardly wider than a square: two Chinese characters a line, or long lines upright."""
    return wrapped(title, 4 if width_of(title) > len(title) else 20)


def value_bars(bars: Sequence[Bar], *, axis: str, decimals: int = 0) -> Figure:
    """One bar per category, in the order given, with the number at its end."""
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": [bar.value for bar in bars],
        "y": axis_labels([bar.title for bar in bars]),
        "customdata": [[bar.code] for bar in bars],
        "text": [f"{bar.value:,.{decimals}f}" for bar in bars],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": BLUE},
        "hovertemplate": "%{y}: %{text}<extra></extra>",
    }
    largest = max((bar.value for bar in bars), default=1)
    return figure(
        [trace],
        height=rows_height(len(bars)),
        xaxis={
            "title": {"text": axis},
            "range": [0, largest * 1.02 or 1],
            **({} if decimals else whole_ticks(largest)),
        },
        yaxis={"autorange": "reversed"},
    )


def _side(total: int, largest: int) -> float:
    return max(float(SMALLEST_SQUARE), LARGEST_SQUARE * math.sqrt(total / largest))


class Progress(NamedTuple):
    """One target: code for clicks, title, how much was reached, of how much, how much was to be expected; in words."""

    code: str
    title: str
    reached: float
    target: float
    expected: float
    text: str


def progress_bars(rows: Sequence[Progress], *, reached: str, target: str, expected: str) -> Figure:
    """A bar per target, as a share of it, a tick where an even pace would be by now, and its words behind it."""
    shares = [row.reached / row.target * 100 for row in rows]
    end = max([100.0, *shares]) * 1.02
    labels = axis_labels([row.title for row in rows])
    numbers = [f"{row.reached:,.0f} / {row.target:,.0f}" for row in rows]
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": shares,
        "y": labels,
        "name": reached,
        "customdata": [[row.code] for row in rows],
        "hovertext": numbers,
        "marker": {"color": BLUE},
        "hovertemplate": f"%{{y}}: {reached} / {target} %{{hovertext}}<extra></extra>",
    }
    pace = {
        "type": "scatter",
        "mode": "markers",
        "name": expected,
        "x": [row.expected / row.target * 100 for row in rows],
        "y": labels,
        "marker": {"symbol": "line-ns-open", "size": 18, "line": {"width": 3}, "color": AMBER},
        "hovertext": [f"{row.expected:,.0f}" for row in rows],
        "hovertemplate": f"%{{y}}: {expected} %{{hovertext}}<extra></extra>",
    }
    return figure(
        [trace, pace, numbers_behind(labels, [row.text for row in rows], at=end)],
        height=rows_height(len(rows), extra=100),
        narrow={"data": [trace, pace, numbers_behind(labels, numbers, at=end)]},
        xaxis={"ticksuffix": " %", "range": [0, end]},
        yaxis={"autorange": "reversed"},
        showlegend=True,
        shapes=[
            {
                "type": "line",
                "layer": "below",
                "x0": 100,
                "x1": 100,
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "line": {"color": GREY, "dash": "dot"},
            }
        ],
    )
