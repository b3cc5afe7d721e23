"""What developed over time: scores and ranks, reports due and filed, outcomes by month."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from brep_metrics.app.charts.figure import Figure, figure, rows_height, whole_ticks
from brep_metrics.app.wording.colours import AMBER, BLUE, BRICK, GREY, KINDS, PALE, SERIES, TEAL
from brep_metrics.app.wording.short_names import NARROW_ROOM, axis_labels, ticks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date


LINE_MARKS = ("circle", "diamond", "square", "triangle-up")
STATE_LOOKS = {
    "filed": (TEAL, "circle"),
    "late": (AMBER, "triangle-up"),
    "overdue": (BRICK, "x"),
    "open": (GREY, "circle-open"),
}
MAX_PERIODS_WITH_WORDS = 8  # beyond these the words for what happened in one would be drawn over the next
APART = 0.42  # of a line, between the marks of reports due on one day


class Line(NamedTuple):
    """One group's values, one per period (None: not rated)."""

    code: str
    name: str
    points: Sequence[float | None]


class ReportMark(NamedTuple):
    """One report: on whose line it is drawn, when it was due, its state, and what to say about it."""

    row: str
    due_on: date
    state: str
    text: str
    record_id: str


def history_lines(
    periods: Sequence[str],
    lines: Sequence[Line],
    chosen: Sequence[str],
    *,
    axis: str,
    ranks: bool = False,
    marked: Mapping[str, str] | None = None,
    parts: frozenset[str] = frozenset(),
) -> Figure:
    """The chosen groups in colour with their own mark and name at the end, all others grey behind them.

    A dotted line is drawn at each of the periods that are `marked`, with the words for what happened where there is
    room; the marks of periods that are `parts` are open.
    """
    grey = [line for line in lines if line.code not in chosen]
    coloured = [line for code in chosen for line in lines if line.code == code]
    labels = dict(zip([line.code for line in lines], axis_labels([line.name for line in lines]), strict=True))
    traces = [
        _behind(periods, grey),
        *(_coloured(periods, line, labels[line.code], at, parts) for at, line in enumerate(coloured)),
    ]
    # By position: a year such as "2024" would be taken for one.
    milestones = {list(periods).index(period): text for period, text in (marked or {}).items()}
    has_room = len(periods) <= MAX_PERIODS_WITH_WORDS
    yaxis: dict[str, Any] = {"title": {"text": axis}}
    if ranks:
        yaxis |= {"autorange": "reversed", "dtick": max(1, len(lines) // 8), "tick0": 1}
    return figure(
        traces,
        height=430,
        xaxis={"type": "category", "categoryorder": "array", "categoryarray": list(periods), **ticks(periods)},
        yaxis=yaxis,
        showlegend=bool(coloured),
        shapes=[_dotted_line(at) for at in milestones],
        annotations=[_beside_line(at, text) for at, text in milestones.items() if has_room],
        narrow={"xaxis": ticks(periods, NARROW_ROOM), "annotations": []},
    )


def _behind(periods: Sequence[str], lines: Sequence[Line]) -> dict[str, Any]:
    """All lines that are not in colour, as one trace."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [period for _ in lines for period in (*periods, None)],
        "y": [value for line in lines for value in (*line.points, None)],
        "line": {"color": PALE, "width": 1.2},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _dotted_line(at: int) -> dict[str, Any]:
    """From bottom to top of the chart, at a position on its axis of periods."""
    ends = {"x0": at, "x1": at, "yref": "paper", "y0": 0, "y1": 1}
    return {"type": "line", "layer": "below", **ends, "line": {"color": GREY, "dash": "dot", "width": 1.5}}


def _beside_line(at: int, text: str) -> dict[str, Any]:
    """Words at the foot of a dotted line."""
    place = {"x": at, "xanchor": "left", "xshift": 3, "yref": "paper", "y": 0, "yanchor": "bottom"}
    return {"text": text, "align": "left", "showarrow": False, "font": {"size": 11}, **place}


def report_marks(marks: Sequence[ReportMark], rows: Sequence[str], states: Mapping[str, str], *, tick: str) -> Figure:
    """Every report on its group's line at the day it was due; the mark shows its state."""
    line_of = {row: position for position, row in enumerate(rows)}
    beside = _beside_each_other(marks)
    traces = []
    for state, word in states.items():
        chosen = [mark for mark in marks if mark.state == state]
        colour, symbol = STATE_LOOKS[state]
        if chosen:
            traces.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "name": word,
                    "x": [mark.due_on.isoformat() for mark in chosen],
                    "y": [line_of[mark.row] + beside[mark.record_id] for mark in chosen],
                    "customdata": [[mark.record_id] for mark in chosen],
                    "text": [mark.text for mark in chosen],
                    "marker": {"color": colour, "symbol": symbol, "size": 9, "line": {"width": 1.5, "color": colour}},
                    "hovertemplate": "%{text}<extra></extra>",
                }
            )
    return figure(
        traces,
        height=rows_height(len(rows), extra=90),
        xaxis={"type": "date", "tickformat": tick, "ticklabeloverflow": "hide past div"},
        yaxis={"tickvals": list(line_of.values()), "ticktext": axis_labels(rows), "range": [len(rows) - 0.3, -0.7]},
        showlegend=True,
    )


def _beside_each_other(marks: Sequence[ReportMark]) -> dict[str, float]:
    """How far below its line each report's mark is drawn, so that those due on one day hide nothing."""
    shifts: dict[str, float] = {}
    for _, sharing in groupby(sorted(marks, key=_place), key=_place):
        together = list(sharing)
        shifts |= {mark.record_id: (at - (len(together) - 1) / 2) * APART for at, mark in enumerate(together)}
    return shifts


def _place(mark: ReportMark) -> tuple[str, date]:
    return mark.row, mark.due_on


def stacked_bars(
    periods: Sequence[str],
    series: Mapping[str, Sequence[float]],
    *,
    axis: str,
    colours: Sequence[str] = (),
    xaxis: str = "",
    codes: tuple[Sequence[str], Sequence[str]] | None = None,
) -> Figure:
    """Numbers by period (or whatever `xaxis` names), one colour per series, stacked.

    `codes`, for clicks, are those of the periods and those of the series.
    """
    heights = zip(*series.values(), strict=True)
    palette = colours or (*KINDS, GREY, "#b0579a")
    traces = [
        {
            "type": "bar",
            "name": name,
            "x": list(periods),
            "y": list(values),
            **({"customdata": [[period, codes[1][position]] for period in codes[0]]} if codes else {}),
            "marker": {"color": palette[position % len(palette)]},
            "hovertemplate": f"%{{x}} · {name}: %{{y}}<extra></extra>",
        }
        for position, (name, values) in enumerate(series.items())
    ]
    return figure(
        traces,
        height=360,
        barmode="stack",
        xaxis={"type": "category", "title": {"text": xaxis}, **ticks(periods)},
        yaxis={"title": {"text": axis}, "rangemode": "tozero", **whole_ticks(max(map(sum, heights), default=0))},
        showlegend=True,
        narrow={"xaxis": ticks(periods, NARROW_ROOM)},
    )


def _coloured(periods: Sequence[str], line: Line, label: str, position: int, parts: frozenset[str]) -> dict[str, Any]:
    mark = LINE_MARKS[position % len(LINE_MARKS)]
    colour = SERIES[position % len(SERIES)] if position else BLUE
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": label,
        "x": list(periods),
        "y": list(line.points),
        "customdata": [[line.code] for _ in periods],
        "line": {"color": colour, "width": 2.5},
        "marker": {"size": 9, "symbol": [f"{mark}-open" if one in parts else mark for one in periods]},
        "hovertemplate": f"{line.name}<br>%{{x}}: %{{y}}<extra></extra>",
    }
