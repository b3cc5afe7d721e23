"""One visual language: the look of each grade and series, and the frame of every figure.

Every colour has a contrast of at least 3:1 on the light and on the dark page, and none carries a meaning alone: a mark
and a word stand beside it, since red can mean good in China and bad elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BLUE, TEAL, AMBER, BRICK, VIOLET = "#2a7fca", "#138f83", "#b8731a", "#cc4d61", "#8a63c9"
GREY, PALE, SHADE = "#7b8590", "rgba(123, 133, 144, 0.35)", "rgba(123, 133, 144, 0.13)"
SERIES = (BLUE, AMBER, TEAL, VIOLET)
# Darker, for areas that carry white words: at least 4.5:1.
FILLS = ("#1f6bb0", "#0e7268", "#8f560f", "#7350b0", "#a83a4d", "#4d5b68")
ROW_HEIGHT = 27


@dataclass(frozen=True)
class Look:
    """How a grade appears: colour, mark in a chart, sign in a text, icon and colour of a badge."""

    colour: str
    mark: str
    sign: str
    icon: str
    badge: str


LOOKS = (
    Look(BLUE, "star", "★", ":material/star:", "blue"),
    Look(TEAL, "circle", "●", ":material/check_circle:", "green"),
    Look(AMBER, "diamond", "◆", ":material/adjust:", "orange"),
    Look(BRICK, "triangle-up", "▲", ":material/warning:", "red"),
)
NO_GRADE = Look(GREY, "circle-open", "○", ":material/hourglass_empty:", "gray")


def looks(count: int) -> tuple[Look, ...]:
    """The looks of `count` grades, highest first; the highest and the lowest are always the same."""
    last = len(LOOKS) - 1
    return tuple(LOOKS[round(position * last / max(1, count - 1))] for position in range(count))


class Figure(NamedTuple):
    """A figure as Plotly's script takes it, ready to be sent, and its height in pixels."""

    json: str
    height: int


# The page's font and its light or dark colours are added in the browser.
_TEMPLATE = {
    "layout": {
        "margin": {"l": 0, "r": 12, "t": 8, "b": 8, "pad": 7},
        "xaxis": {
            "automargin": True,
            "zeroline": False,
            "fixedrange": True,
            "showgrid": False,
            "title": {"standoff": 18},
        },
        "yaxis": {"automargin": True, "zeroline": False, "fixedrange": True, "title": {"standoff": 22}},
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1,
            "yanchor": "bottom",
            "itemclick": False,
            "itemdoubleclick": False,
        },
        "hoverlabel": {"align": "left"},
        "bargap": 0.3,
        "dragmode": False,
        "showlegend": False,
        "hovermode": "closest",
    }
}


def figure(
    traces: Iterable[dict[str, Any]],
    *,
    height: int,
    narrow: dict[str, Any] | None = None,
    **layout: Any,  # noqa: ANN401 - Plotly's own
) -> Figure:
    """A figure of plain traces in the common frame.

    `height` is in pixels; `narrow` holds what is laid out otherwise where there is no more room than on a phone, and
    under `data` the traces to draw there instead.
    """
    # Plotly's own classes check every property, which costs more than all the rest; the charts' tests do it once.
    content = {"data": list(traces), "layout": {"template": _TEMPLATE, "height": height, **layout}, "narrow": narrow}
    return Figure(orjson.dumps(content, option=orjson.OPT_SERIALIZE_NUMPY).decode(), height)


def numbers_behind(lines: Sequence[str], words: Sequence[str], *, at: float) -> dict[str, Any]:
    """The numbers of horizontal bars in a column: at the end of its bar one would stand on whatever line is there.

    They are points with words because those of bars Plotly measures one by one.
    """
    return {
        "type": "scatter",
        "mode": "text",
        "x": [at] * len(lines),
        "y": list(lines),
        "text": list(words),
        "textposition": "middle right",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def rows_height(rows: int, *, extra: int = 70) -> int:
    """The height that gives each of `rows` its line."""
    return max(1, rows) * ROW_HEIGHT + extra
