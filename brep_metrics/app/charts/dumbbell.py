"""Two states of each group on one line: where it was, where it is, and whether it rose or fell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from brep_metrics.app.charts.figure import Figure, figure, rows_height
from brep_metrics.app.wording.colours import BLUE, BRICK, PALE, TEAL
from brep_metrics.app.wording.short_names import axis_labels

if TYPE_CHECKING:
    from collections.abc import Sequence


class Pair(NamedTuple):
    """One line of a dumbbell: before and after."""

    code: str
    title: str
    before: float | None
    after: float | None


def dumbbell(rows: Sequence[Pair], *, before: str, after: str, rose: str, fell: str, axis: str) -> Figure:
    """Two states on one line each: where it was (diamond), where it is (circle), and by how much it rose or fell."""
    labels = axis_labels([row.title for row in rows])
    changes = [None if row.before is None or row.after is None else row.after - row.before for row in rows]
    up, down = (
        _links(rows, labels, [change is not None and change * sign > 0 for change in changes]) | {"name": name}
        for sign, name in ((1, rose), (-1, fell))
    )
    up["line"], down["line"] = {"color": TEAL, "width": 3}, {"color": BRICK, "width": 3, "dash": "dot"}
    starts = _ends(rows, labels, before, "before") | {"mode": "markers"}
    starts["marker"] = {"size": 10, "symbol": "diamond", "color": PALE, "line": {"width": 2, "color": BLUE}}
    ends = _ends(rows, labels, after, "after") | {"mode": "markers+text", "cliponaxis": False}
    ends["marker"] = {"size": 12, "symbol": "circle", "color": BLUE}
    ends["text"] = [_signed(change) for change in changes]
    ends["textposition"] = ["middle left" if (change or 0) < 0 else "middle right" for change in changes]
    return figure(
        [*(trace for trace in (up, down) if trace["x"]), starts, ends],
        height=rows_height(len(rows), extra=90),
        xaxis={"title": {"text": axis}, "range": _with_room(rows)},
        yaxis={"categoryorder": "array", "categoryarray": labels[::-1], "range": [-0.7, len(rows) - 0.3]},
        showlegend=True,
    )


def _links(rows: Sequence[Pair], labels: Sequence[str], wanted: Sequence[bool]) -> dict[str, Any]:
    """The lines between both ends of the wanted rows, as one trace."""
    chosen = [(row, label) for row, label, one in zip(rows, labels, wanted, strict=True) if one]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [value for row, _ in chosen for value in (row.before, row.after, None)],
        "y": [value for _, label in chosen for value in (label, label, None)],
        "hoverinfo": "skip",
    }


def _ends(rows: Sequence[Pair], labels: Sequence[str], name: str, which: str) -> dict[str, Any]:
    """One end of every row, as a trace that answers clicks with the row's code."""
    return {
        "type": "scatter",
        "name": name,
        "x": [getattr(row, which) for row in rows],
        "y": list(labels),
        "customdata": [[row.code, row.title] for row in rows],
        "hovertemplate": f"%{{customdata[1]}}<br>{name}: %{{x:.2f}}<extra></extra>",
    }


def _signed(change: float | None) -> str:
    if change is None:
        return ""
    return f"▲ {change:.2f}" if change > 0 else f"▼ {-change:.2f}" if change < 0 else "="


def _with_room(rows: Sequence[Pair]) -> list[float] | None:
    """The part of the axis that the ends need, with room for the numbers beside them."""
    known = [value for row in rows for value in (row.before, row.after) if value is not None]
    if not known:
        return None
    room = max(1.0, 0.3 * (max(known) - min(known)))
    return [min(known) - room, max(known) + room]
