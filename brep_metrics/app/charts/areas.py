"""Parts of a whole as nested rectangles, each as large as its number (a squarified treemap; Bruls et al. 2000)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from squarify import normalize_sizes, squarify

from brep_metrics.app.charts.figure import Figure, figure
from brep_metrics.app.wording.colours import FILLS, GROUND
from brep_metrics.app.wording.short_names import shortened, width_of, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

# About what pages of 1440 and of 390 pixels give the figure; others stretch or squeeze it.
WIDTH, NARROW_WIDTH, HEIGHT = 840, 350, 420
HEADING, FRAME, LEGEND = 24, 2, 34
LETTER, LINE = 6.2, 16


class Area(NamedTuple):
    """One part of a whole; `parent` is the id of the part that holds it (empty: the whole).

    Where the parts of all parts are of the same few kinds, `kind` is the position of its own.
    """

    id: str
    title: str
    parent: str
    value: float
    kind: int | None = None


class Tile(NamedTuple):
    """A rectangle: its left and lower edge, width and height."""

    x: float
    y: float
    dx: float
    dy: float


def share_areas(areas: Sequence[Area]) -> Figure:
    """A rectangle for each part of the whole, and within it, under its name, one for each of its own parts.

    What has no share, such as an indicator of weight zero, has no area. A click gives the id of the part that is
    directly in the whole, and that of the area itself.
    """
    shown = sorted((area for area in areas if area.value > 0), key=lambda area: -area.value)
    legend = _legend(shown)
    hidden = {"visible": False, "automargin": False}
    return figure(
        [*_nested(shown, WIDTH), *legend],
        height=HEIGHT + (LEGEND if legend else 0),
        narrow={"data": [*_nested(shown, NARROW_WIDTH), *legend], "xaxis": {"range": [0, NARROW_WIDTH]}},
        margin={"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
        showlegend=bool(legend),
        barmode="overlay",
        uniformtext={"minsize": 9, "mode": "hide"},
        xaxis=hidden | {"range": [0, WIDTH]},
        yaxis=hidden | {"range": [0, HEIGHT]},
    )


def _legend(shown: Sequence[Area]) -> list[dict[str, Any]]:
    """The colour of each kind by its name, for areas that have no room for it."""
    kinds = {area.kind: area.title for area in shown if area.kind is not None}
    return [
        {"type": "bar", "x": [None], "y": [None], "name": title, "marker": {"color": FILLS[kind]}}
        for kind, title in sorted(kinds.items())
    ]


def _nested(shown: Sequence[Area], width: float) -> list[dict[str, Any]]:
    """The rectangles of the whole's parts and of their parts, laid out in `width` pixels."""
    tops = [area for area in shown if not area.parent]
    outer = tiles([top.value for top in tops], Tile(0, 0, width, HEIGHT))
    parts: list[tuple[Area, Tile]] = []
    # Without kinds one colour: another one for each part would mean nothing that its name does not say.
    ground = FILLS[0] if all(area.kind is None for area in shown) else GROUND
    for top, tile in zip(tops, outer, strict=True):
        own = [area for area in shown if area.parent == top.id]
        parts += zip(own, tiles([area.value for area in own], _inside(tile)), strict=True)
    return [
        _rectangles(list(zip(tops, outer, strict=True)), [ground] * len(tops), anchor="end"),
        _rectangles(parts, [FILLS[area.kind or 0] for area, _ in parts], anchor="middle"),
    ]


def tiles(values: Sequence[float], whole: Tile) -> list[Tile]:
    """`whole` cut into rectangles as large as `values`, which fall and are above zero; the first is at the top left."""
    sizes = normalize_sizes(list(values), whole.dx, whole.dy) if values else []
    placed = squarify(sizes, whole.x, 0, whole.dx, whole.dy)
    return [Tile(one["x"], whole.y + whole.dy - one["y"] - one["dy"], one["dx"], one["dy"]) for one in placed]


def _inside(tile: Tile) -> Tile:
    """The room for the parts, under the heading; a tile too low for a heading gives all of its room."""
    heading = HEADING if tile.dy > 2 * HEADING else min(FRAME, tile.dy / 4)
    side, foot = min(FRAME, tile.dx / 4), min(FRAME, tile.dy / 4)
    return Tile(tile.x + side, tile.y + foot, tile.dx - 2 * side, tile.dy - foot - heading)


def _rectangles(placed: Sequence[tuple[Area, Tile]], colours: Sequence[str], *, anchor: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": [tile.x + tile.dx / 2 for _, tile in placed],
        "width": [tile.dx for _, tile in placed],
        "base": [tile.y for _, tile in placed],
        "y": [tile.dy for _, tile in placed],
        "text": [_label(area, tile) for area, tile in placed],
        "customdata": [[area.parent or area.id, area.id] for area, _ in placed],
        "hovertext": [f"{area.title}: {area.value:,g}" for area, _ in placed],
        "textposition": "inside",
        "insidetextanchor": anchor,
        "textangle": 0,
        "textfont": {"color": "#ffffff", "size": 12},
        "marker": {"color": list(colours), "line": {"width": 1, "color": "#ffffff"}},
        "hovertemplate": "%{hovertext}<extra></extra>",
        "showlegend": False,
    }


def _label(area: Area, tile: Tile) -> str:
    """Title and number, in as many lines as it takes; the number alone where they have no room."""
    number = f"{area.value:,g}"
    if not area.parent:
        return f"{shortened(area.title, int(tile.dx / LETTER) - len(number) - 1)} {number}"
    lines = wrapped(area.title, int(tile.dx / LETTER)).split("<br>")
    longest = max(map(width_of, lines)) * LETTER
    return "<br>".join([*lines, number]) if longest <= tile.dx and (len(lines) + 1) * LINE <= tile.dy else number
