"""One group's dimensions and indicators against the network, two periods, or a few groups side by side."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from brep_metrics.app.charts.figure import Figure, figure, numbers_behind, rows_height
from brep_metrics.app.wording.colours import AMBER, BLUE, BRICK, GREY, SERIES, TEAL

if TYPE_CHECKING:
    from collections.abc import Sequence


MARKS = ("circle", "diamond", "square", "triangle-up")


class ProfileRow(NamedTuple):
    """One dimension: title, the group's value, the medians of the network and of its sector (None: no data)."""

    title: str
    value: float | None
    median: float | None
    sector: float | None


class Step(NamedTuple):
    """One part of a waterfall: what it is and how many points it adds or takes."""

    code: str
    title: str
    points: float


def profile_bars(
    rows: Sequence[ProfileRow], *, scale: tuple[float, float], value: str, median: str, sector: str
) -> Figure:
    """A bar per dimension, a line across it at the median of the network, and a diamond at that of the sector."""
    bars = {
        "type": "bar",
        "orientation": "h",
        "name": value,
        "y": [row.title for row in rows],
        "x": [row.value for row in rows],
        # Pale inside, so that the median's mark stands out where it crosses the bar.
        "marker": {"color": "rgba(42, 127, 202, 0.35)", "line": {"color": BLUE, "width": 1.5}},
        "hovertemplate": "%{y}: %{x:.2f}<extra></extra>",
    }
    numbers = ["" if row.value is None else f"{row.value:.1f}" for row in rows]
    end = scale[1] + (scale[1] - scale[0]) * 0.05  # clear of a mark at the end of the scale, on a phone too
    across = {"symbol": "line-ns", "size": 22, "line": {"width": 4, "color": AMBER}}
    diamond = {"symbol": "diamond", "size": 11, "color": TEAL, "line": {"width": 1, "color": "#ffffff"}}
    medians = [
        {
            "type": "scatter",
            "mode": "markers",
            "name": name,
            "y": [row.title for row in rows],
            "x": values,
            "marker": marker,
            "hovertemplate": name + ": %{x:.2f}<extra></extra>",
        }
        for name, values, marker in (
            (median, [row.median for row in rows], across),
            (sector, [row.sector for row in rows], diamond),
        )
        if any(value is not None for value in values)
    ]
    return figure(
        [bars, *medians, numbers_behind([row.title for row in rows], numbers, at=end)],
        height=rows_height(len(rows), extra=80) + 8 * len(rows),
        xaxis={"range": [scale[0], end]},
        yaxis={"autorange": "reversed"},
        showlegend=True,
    )


def waterfall(start: tuple[str, float], steps: Sequence[Step], end: tuple[str, float], *, axis: str) -> Figure:
    """From one score to another, step by step; the steps add up exactly."""
    reached = [*accumulate((step.points for step in steps), initial=start[1])]
    rows = [start[0], *(step.title for step in steps), end[0]]
    points = [start[1], *(step.points for step in steps), end[1]]
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": rows,
        "base": [0.0, *reached[:-1], 0.0],
        "x": points,
        "text": [f"{start[1]:.2f}", *(f"{step.points:+.2f}" for step in steps), f"{end[1]:.2f}"],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": [BLUE, *(TEAL if step.points > 0 else BRICK for step in steps), BLUE]},
        "hovertemplate": "%{y}: %{text}<extra></extra>",
    }
    connectors = {
        "type": "scatter",
        "mode": "lines",
        "x": [value for one in reached for value in (one, one, None)],
        "y": [row for upper, lower in pairwise(rows) for row in (upper, lower, None)],
        "line": {"color": GREY, "width": 1},
        "hoverinfo": "skip",
    }
    return figure(
        [connectors, bars],
        height=rows_height(len(rows)),
        xaxis={"title": {"text": axis}, "range": _window(start[1], steps)},
        yaxis={"autorange": "reversed", "categoryorder": "array", "categoryarray": rows},
        showlegend=False,
    )


def side_by_side(
    groups: Sequence[str],
    dimensions: Sequence[str],
    values: Sequence[Sequence[float | None]],
    *,
    scale: tuple[float, float],
) -> Figure:
    """A mark per group on the line of each dimension; `values` are (groups × dimensions)."""
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "markers",
            "name": name,
            "x": list(row),
            "y": list(dimensions),
            "marker": {"size": 14, "symbol": MARKS[position], "color": SERIES[position], "opacity": 0.9},
            "hovertemplate": f"{name}<br>%{{y}}: %{{x:.2f}}<extra></extra>",
        }
        for position, (name, row) in enumerate(zip(groups, values, strict=True))
    ]
    return figure(
        traces,
        height=rows_height(len(dimensions), extra=110) + 10 * len(dimensions),
        xaxis={"range": [scale[0] - (scale[1] - scale[0]) * 0.02, scale[1] + (scale[1] - scale[0]) * 0.02]},
        yaxis={"autorange": "reversed"},
        showlegend=True,
    )


def _window(start: float, steps: Sequence[Step]) -> list[float]:
    """The part of the axis in which the steps happen, with room for the numbers beside them."""
    reached = [*accumulate((step.points for step in steps), initial=start)]
    room = max(1.0, 0.35 * (max(reached) - min(reached)))
    return [min(reached) - room, max(reached) + room]
