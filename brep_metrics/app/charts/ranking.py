"""Scores in order of rank: one bar a group; and the interval in which its rank or score is sure to lie."""

from __future__ import annotations

from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from brep_metrics.app.charts.labels import axis_labels
from brep_metrics.app.charts.style import BLUE, GREY, SHADE, Figure, Look, figure, rows_height

if TYPE_CHECKING:
    from collections.abc import Sequence


class ScoreRow(NamedTuple):
    """One group: code for clicks, name, score on the scale, position of its grade (None: without)."""

    code: str
    name: str
    score: float
    grade: int | None


class GradeBand(NamedTuple):
    """One grade as the legend shows it: its word, look, and the score it begins at."""

    word: str
    look: Look
    begins: float


class RankRow(NamedTuple):
    """One group's nominal rank, the ranks it takes when the methodology's assumptions vary, and its rank group."""

    code: str
    name: str
    rank: int
    median: float
    low: float
    high: float
    group: int


def score_bars(
    rows: Sequence[ScoreRow], bands: Sequence[GradeBand], *, scale: tuple[float, float], axis: str
) -> Figure:
    """Bars on a common scale, highest first, with a line where each grade begins."""
    labels = axis_labels([row.name for row in rows])
    traces = [_bars(rows, labels, position, band, scale[0]) for position, band in enumerate(bands)]
    return figure(
        [trace for trace in traces if trace["y"]],
        height=rows_height(len(rows), extra=90),
        xaxis={"range": [scale[0], scale[1] + (scale[1] - scale[0]) * 0.02], "title": {"text": axis}, "side": "bottom"},
        yaxis={"categoryorder": "array", "categoryarray": labels[::-1], "range": [-0.7, len(rows) - 0.3]},
        shapes=[_threshold(band.begins) for band in bands if scale[0] < band.begins < scale[1]],
        showlegend=True,
    )


def rank_intervals(rows: Sequence[RankRow], *, axis: str, nominal: str, interval: str, band: str) -> Figure:
    """For each group the nominal rank as a dot on the line of its 5th to 95th percentile; rank 1 on the left.

    Rows of one rank group, which follow one another, lie on a common band named by `band` with its `{number}`.
    """
    labels = axis_labels([row.name for row in rows])
    lines = {
        "type": "scatter",
        "mode": "lines",
        "name": interval,
        "x": [value for row in rows for value in (row.low, row.high, None)],
        "y": [value for label in labels for value in (label, label, None)],
        "line": {"color": GREY, "width": 5},
        "opacity": 0.55,
        "hoverinfo": "skip",
    }
    dots = {
        "type": "scatter",
        "mode": "markers",
        "name": nominal,
        "x": [row.rank for row in rows],
        "y": labels,
        "customdata": [[row.code, row.low, row.high, row.median, row.name] for row in rows],
        "marker": {"size": 11, "color": BLUE},
        "hovertemplate": "%{customdata[4]}<br>%{x} (%{customdata[1]:.0f}–%{customdata[2]:.0f})<extra></extra>",
    }
    return figure(
        [lines, dots],
        height=rows_height(len(rows), extra=90),
        xaxis={"title": {"text": axis}, "rangemode": "tozero"},
        yaxis={"categoryorder": "array", "categoryarray": labels[::-1], "range": [-0.7, len(rows) - 0.3]},
        margin={"r": 70},
        shapes=[_stripe(start, end) for number, start, end in _bands(rows) if number % 2],
        annotations=[_band_name(band.format(number=number), (start + end) / 2) for number, start, end in _bands(rows)],
        showlegend=True,
    )


def _bands(rows: Sequence[RankRow]) -> list[tuple[int, float, float]]:
    """Each rank group with the lower and the upper end of its rows on the axis, where the first row lies on top."""
    runs = [(number, len(list(run))) for number, run in groupby(row.group for row in rows)]
    ends = accumulate((length for _, length in runs), initial=0)
    return [
        (number, len(rows) - 0.5 - first - length, len(rows) - 0.5 - first)
        for (number, length), first in zip(runs, ends, strict=False)
    ]


def _stripe(start: float, end: float) -> dict[str, Any]:
    return {
        "type": "rect",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": start,
        "y1": end,
        "layer": "below",
        "fillcolor": SHADE,
        "line": {"width": 0},
    }


def _band_name(text: str, middle: float) -> dict[str, Any]:
    return {"text": text, "xref": "paper", "x": 1.005, "xanchor": "left", "y": middle, "showarrow": False}


def _bars(
    rows: Sequence[ScoreRow], labels: Sequence[str], position: int, band: GradeBand, start: float
) -> dict[str, Any]:
    chosen = [(row, label) for row, label in zip(rows, labels, strict=True) if row.grade == position]
    return {
        "type": "bar",
        "orientation": "h",
        "name": f"{band.look.sign} {band.word}",
        "x": [row.score - start for row, _ in chosen],
        "base": start,
        "y": [label for _, label in chosen],
        "customdata": [[row.code, row.name] for row, _ in chosen],
        "marker": {"color": band.look.colour},
        "width": 0.62,
        "text": [f"{band.look.sign} {row.score:.2f}" for row, _ in chosen],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": "%{customdata[1]}<br>%{text}<extra></extra>",
    }


def _threshold(at: float) -> dict[str, Any]:
    return {
        "type": "line",
        "layer": "below",
        "x0": at,
        "x1": at,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": GREY, "width": 1, "dash": "dot"},
    }
