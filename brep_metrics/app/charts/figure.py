"""The frame that all figures share, and what several of them are built from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROW_HEIGHT = 27
FEW = 5


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


def whole_ticks(largest: float) -> dict[str, int]:
    """Few things are counted one by one: no tick between two of them."""
    return {"dtick": 1} if largest <= FEW else {}


def numbers_behind(lines: Sequence[str], words: Sequence[str], *, at: float) -> dict[str, Any]:
    """The numbers of horizontal bars in a column: at the end of its bar one would be drawn over whatever line is there.

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
