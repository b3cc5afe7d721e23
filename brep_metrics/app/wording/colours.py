"""Colours, and the look of each grade.

Every colour has a contrast of at least 3:1 on the light and on the dark page, and none carries a meaning alone: a mark
and a word are beside it, since red can mean good in China and bad elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

BLUE, TEAL, AMBER, BRICK, VIOLET = "#2a7fca", "#138f83", "#b8731a", "#cc4d61", "#8a63c9"
GREY, PALE, SHADE = "#7b8590", "rgba(123, 133, 144, 0.35)", "rgba(123, 133, 144, 0.13)"
SERIES = (BLUE, AMBER, TEAL, VIOLET)
KINDS = (*SERIES, BRICK, "#5b8a2d")
# The same darker, for areas that carry white words: at least 4.5:1; and what is behind their headings.
FILLS = ("#1f6bb0", "#8f560f", "#0e7268", "#7350b0", "#a83a4d", "#44691f")
GROUND = "#4d5b68"


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
    Look(BRICK, "square", "■", ":material/warning:", "red"),
)
NO_GRADE = Look(GREY, "circle-open", "○", ":material/hourglass_empty:", "gray")


def looks(count: int) -> tuple[Look, ...]:
    """The looks of `count` grades, highest first; the highest and the lowest are always the same."""
    last = len(LOOKS) - 1
    return tuple(LOOKS[round(position * last / max(1, count - 1))] for position in range(count))
