"""Names short enough for the axis of a chart; the table below it shows them whole."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_WIDTH = 48
WIDE_FROM = 0x2E80  # the first of the scripts whose characters are as wide as two
FEWEST = 3  # names that must share an affix before it is left out
ROOM, NARROW_ROOM = 72, 44  # narrow characters beside each other below a chart of 480 pixels, and on a phone
_FOLD = re.compile(r"(?<=[年–])(?=.)| ")
_PARTS = re.compile(r"[\u2e80-\uffff]|[^\u2e80-\uffff\s]+\s*|\s+")


def axis_labels(names: Sequence[str]) -> list[str]:
    """A label a name, all different: without the words that all names begin or end with, cut to `MAX_WIDTH`."""
    return _distinct([shortened(name) for name in without_shared_affixes(names)])


def without_shared_affixes(names: Sequence[str]) -> list[str]:
    """The names without what all of them begin and end with, in whole words (characters in Chinese)."""
    parts = [_PARTS.findall(name) for name in names]
    if len(set(names)) < FEWEST:
        return list(names)
    front = _shared(parts)
    back = _shared([part[front:][::-1] for part in parts])
    cut = ["".join(part[front : len(part) - back]).strip() for part in parts]
    return cut if all(cut) else list(names)


def width_of(text: str) -> int:
    """How many narrow characters are as wide as `text`."""
    return sum(2 if ord(character) >= WIDE_FROM else 1 for character in text)


def wrapped(text: str, width: int = 14) -> str:
    """`text` over several lines of about `width` narrow characters, broken between words (anywhere in Chinese)."""
    lines, room = [""], width
    for part in _PARTS.findall(text):
        needed = width_of(part.rstrip())
        if needed > room and lines[-1]:
            lines.append("")
            room = width
        lines[-1] += part
        room -= needed + len(part) - len(part.rstrip())
    return "<br>".join(line.strip() for line in lines)


def ticks(names: Sequence[str], room: int = ROOM) -> dict[str, Any]:
    """The part of an axis that writes `names` level below a chart with room for `room` narrow characters.

    They are in one line, else in two, else only every second, fourth … does, counted from the last.
    """
    folded = [_FOLD.sub("<br>", name, count=1) for name in names]
    labels = names if _needed(names) <= room else folded
    step = 1
    while step < len(names) and _needed(labels[::-step]) > room:
        step *= 2
    return {"tickvals": list(names[::-step]), "ticktext": list(labels[::-step])}


def _needed(labels: Sequence[str]) -> int:
    lines = (line for label in labels for line in label.split("<br>"))
    return len(labels) * (max(map(width_of, lines), default=0) + 1)


def _shared(parts: Sequence[Sequence[str]]) -> int:
    """How many parts all of them begin with."""
    return sum(1 for _ in takewhile(lambda column: len(set(column)) == 1, zip(*parts, strict=False)))


def shortened(text: str, limit: int = MAX_WIDTH) -> str:
    """`text` cut to `limit` narrow characters; a Chinese one is as wide as two."""
    width = 0
    for position, character in enumerate(text):
        width += width_of(character)
        if width > limit:
            return text[: max(1, position - 1)].rstrip() + "…"
    return text


def _distinct(labels: Sequence[str]) -> list[str]:
    """Plotly draws equal labels on one line, so a later one gets an invisible character more."""
    seen: dict[str, int] = {}
    distinct = []
    for label in labels:
        distinct.append(label + "\u200b" * seen.get(label, 0))
        seen[label] = seen.get(label, 0) + 1
    return distinct
