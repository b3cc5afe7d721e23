"""Scores in order of rank: one bar per group; and the interval in which its rank or score is sure to be."""

from __future__ import annotations

from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from brep_metrics.app.charts.figure import Figure, figure, numbers_behind, rows_height
from brep_metrics.app.wording.colours import BLUE, GREY, NO_GRADE, SHADE, Look
from brep_metrics.app.wording.short_names import axis_labels

if TYPE_CHECKING:
    from collections.abc import Sequence

LEFT, RIGHT = 0.58, 0.66  # where the bars end and the intervals begin, as parts of the width
MAX_TICKS = 6


class ScoreRow(NamedTuple):
    """One group: code for clicks, name, score on the scale and as it is written, position of its grade (or none)."""

    code: str
    name: str
    score: float
    points: str
    grade: int | None


class GradeBand(NamedTuple):
    """One grade as the legend shows it: its word, look, and the score it begins at."""

    word: str
    look: Look
    begins: float


class RankRow(NamedTuple):
    """One group's nominal rank, the ranks it takes when the methodology's assumptions vary, and its rank band."""

    code: str
    name: str
    rank: int
    median: float
    low: float
    high: float
    group: int


class RankWords(NamedTuple):
    """What the rank intervals are called: their axis, the dot, the line, and a rank band with its `{number}`."""

    axis: str
    nominal: str
    interval: str
    band: str


def score_bars(
    rows: Sequence[ScoreRow], bands: Sequence[GradeBand], *, scale: tuple[float, float], axis: str
) -> Figure:
    """Bars on a common scale, highest first, with a line where each grade begins."""
    labels = axis_labels([row.name for row in rows])
    return figure(
        _bars(rows, labels, bands, scale),
        height=rows_height(len(rows), extra=90),
        xaxis=_score_axis(scale, axis),
        yaxis=_lines(labels),
        shapes=_thresholds(bands, scale),
        showlegend=True,
    )


def rank_intervals(rows: Sequence[RankRow], words: RankWords) -> Figure:
    """For each group the nominal rank as a dot on the line of its 5th to 95th percentile; rank 1 on the left.

    Rows of one rank band, which follow one another, share a shade with its name.
    """
    labels = axis_labels([row.name for row in rows])
    return figure(
        _intervals(rows, labels, words),
        height=rows_height(len(rows), extra=90),
        xaxis=_rank_axis(rows, words),
        yaxis=_lines(labels),
        shapes=_stripes(rows),
        annotations=_band_names(rows, words),
        showlegend=True,
    )


def scores_and_intervals(
    scores: Sequence[ScoreRow],
    bands: Sequence[GradeBand],
    ranks: Sequence[RankRow],
    words: RankWords,
    *,
    scale: tuple[float, float],
    axis: str,
) -> Figure:
    """`score_bars` and, on the same lines to the right of them, `rank_intervals`; both of the same groups in order."""
    labels = axis_labels([row.name for row in scores])
    right = [{**trace, "xaxis": "x2", "showlegend": False} for trace in _intervals(ranks, labels, words)]
    # Two legends beside each other overlap in a narrow window; a title under the axis keeps to its part.
    key = {"text": f"● {words.nominal}  — {words.interval}"}
    return figure(
        [*_bars(scores, labels, bands, scale), *right],
        height=rows_height(len(scores), extra=90),
        xaxis={**_score_axis(scale, axis), "domain": [0, LEFT]},
        xaxis2={**_rank_axis(ranks, words), "title": key, "domain": [RIGHT, 1]},
        yaxis=_lines(labels),
        shapes=[*_stripes(ranks), *_thresholds(bands, scale)],
        annotations=_band_names(ranks, words),
        showlegend=True,
        narrow={
            "xaxis": {"domain": [0, 0.47]},
            "xaxis2": {"domain": [0.69, 1], "title": {"text": words.axis}},
            "margin": {"r": 12},
            "annotations": [],
        },
    )


def _score_axis(scale: tuple[float, float], title: str) -> dict[str, Any]:
    low, high = scale
    return {"range": [low, high + (high - low) * 0.02], "title": {"text": title}, "side": "bottom"}


def _rank_axis(rows: Sequence[RankRow], words: RankWords) -> dict[str, Any]:
    last = max(max(row.rank, row.high) for row in rows)  # a rank may be outside its own interval
    step = next((step for step in (1, 2, 5, 10, 20, 50, 100) if last <= MAX_TICKS * step), 500)
    ticks = sorted({1, *range(step, int(last) + 1, step)})
    return {"range": [0.2, last + 0.8], "tickvals": ticks, "title": {"text": words.axis}}


def _lines(labels: Sequence[str]) -> dict[str, Any]:
    """One line per group, the first on top."""
    return {"categoryorder": "array", "categoryarray": labels[::-1], "range": [-0.7, len(labels) - 0.3]}


def _intervals(rows: Sequence[RankRow], labels: Sequence[str], words: RankWords) -> list[dict[str, Any]]:
    lines = {
        "type": "scatter",
        "mode": "lines",
        "name": words.interval,
        "x": [value for row in rows for value in (row.low, row.high, None)],
        "y": [value for label in labels for value in (label, label, None)],
        "line": {"color": GREY, "width": 5},
        "opacity": 0.55,
        "hoverinfo": "skip",
    }
    dots = {
        "type": "scatter",
        "mode": "markers",
        "name": words.nominal,
        "x": [row.rank for row in rows],
        "y": labels,
        "customdata": [[row.code, row.low, row.high, row.median, row.name] for row in rows],
        "marker": {"size": 11, "color": BLUE},
        "cliponaxis": False,
        "hovertemplate": "%{customdata[4]}<br>%{x} (%{customdata[1]:.0f}–%{customdata[2]:.0f})<extra></extra>",
    }
    return [lines, dots]


def _bands(rows: Sequence[RankRow]) -> list[tuple[int, float, float]]:
    """Each rank band with the lower and the upper end of its rows on the axis, where the first row is on top."""
    runs = [(number, len(list(run))) for number, run in groupby(row.group for row in rows)]
    ends = accumulate((length for _, length in runs), initial=0)
    return [
        (number, len(rows) - 0.5 - first - length, len(rows) - 0.5 - first)
        for (number, length), first in zip(runs, ends, strict=False)
    ]


def _stripes(rows: Sequence[RankRow]) -> list[dict[str, Any]]:
    """A shade behind every other rank band."""
    across = {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "layer": "below", "fillcolor": SHADE}
    return [
        {**across, "y0": start, "y1": end, "line": {"width": 0}} for number, start, end in _bands(rows) if number % 2
    ]


def _band_names(rows: Sequence[RankRow], words: RankWords) -> list[dict[str, Any]]:
    beside = {"xref": "paper", "x": 1.005, "xanchor": "left", "showarrow": False}
    return [
        {**beside, "text": words.band.format(number=number), "y": (start + end) / 2}
        for number, start, end in _bands(rows)
    ]


def _bars(
    rows: Sequence[ScoreRow], labels: Sequence[str], bands: Sequence[GradeBand], scale: tuple[float, float]
) -> list[dict[str, Any]]:
    """One trace per grade that is reached, one of the rows without a grade, and the scores in a column behind them."""
    start, end = scale
    words = [row.points if row.grade is None else f"{bands[row.grade].look.sign} {row.points}" for row in rows]
    cells = list(zip(rows, labels, words, strict=True))
    parts = [
        (f"{band.look.sign} {band.word}", band.look, [cell for cell in cells if cell[0].grade == position])
        for position, band in enumerate(bands)
    ]
    parts.append(("", NO_GRADE, [cell for cell in cells if cell[0].grade is None]))
    bars = [
        {
            "type": "bar",
            "orientation": "h",
            "name": name,
            "showlegend": bool(name),
            "x": [row.score - start for row, _, _ in part],
            "base": start,
            "y": [label for _, label, _ in part],
            "customdata": [[row.code, row.name, word] for row, _, word in part],
            "marker": {"color": look.colour},
            "width": 0.62,
            "hovertemplate": "%{customdata[1]}<br>%{customdata[2]}<extra></extra>",
        }
        for name, look, part in parts
        if part
    ]
    return [*bars, numbers_behind(labels, words, at=end)]


def _thresholds(bands: Sequence[GradeBand], scale: tuple[float, float]) -> list[dict[str, Any]]:
    """A dotted line where each grade begins."""
    line = {"type": "line", "layer": "below", "yref": "paper", "y0": 0, "y1": 1}
    look = {"color": GREY, "width": 1, "dash": "dot"}
    inside = [band.begins for band in bands if scale[0] < band.begins < scale[1]]
    return [{**line, "x0": begins, "x1": begins, "line": look} for begins in inside]
