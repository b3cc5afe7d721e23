"""The rules of one indicator's normalisation and treatment: what each method needs, and what it does not take."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeGuard

from brep_metrics.i18n import N_, Message
from brep_metrics.methodology.findings import Finding, one_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Table = Mapping[str, Any]
    Scale = tuple[float, float]

_KEYS: dict[str, tuple[str, ...]] = {
    "goalposts": ("lower", "upper", "log", "clip", "per"),
    "steps": ("steps", "per"),
    "minmax": ("log",),
    "zscore": ("mean", "sd", "log", "clip"),
    "rank": (),
    "percentile": (),
}
_ALL_KEYS = {key for keys in _KEYS.values() for key in keys}


def normalisation_findings(position: int, indicator: Table, scale: Scale) -> Iterator[Finding]:
    """What is wrong with the normalisation of the indicator at `position` in the file."""
    how = indicator.get("normalise", {})
    if not isinstance(how, dict):
        return
    method = how.get("method", "goalposts")
    for path, problem, expected in (
        *_foreign_keys(how, method),
        *(_goalposts(how, scale) if method == "goalposts" else ()),
        *(_steps(how, indicator.get("direction", 1), scale) if method == "steps" else ()),
    ):
        yield Finding(
            ("indicator", position, "normalise", *path), problem, expected, how.get(path[0]) if path else None
        )
    steps = indicator.get("treatment")
    if isinstance(steps, list) and "log" in steps and method in ("goalposts", "steps"):
        problem = Message(
            N_("after this treatment the values are no longer in the unit of the goalposts or thresholds")
        )
        expected = Message(N_('["winsorise"], or another method'))
        yield Finding(("indicator", position, "treatment"), problem, expected, "log")


_Part = tuple[tuple[str, ...], Message, Message | None]


def _foreign_keys(how: Table, method: object) -> Iterator[_Part]:
    taken = _KEYS.get(str(method))
    if taken is None:
        return
    for key in how:
        if key in _ALL_KEYS and key not in taken:
            problem = Message(N_("the method {method} does not take this key"), {"method": method})
            yield (key,), problem, one_of(taken, key)


def _goalposts(how: Table, scale: Scale) -> Iterator[_Part]:
    if "method" in how:
        for key in ("lower", "upper"):
            if key not in how:
                yield (), Message(N_("the goalpost {key} is missing"), {"key": key}), Message(f"{key} = …")
    lower, upper = how.get("lower", scale[0]), how.get("upper", scale[1])
    if not isinstance(lower, int | float) or not isinstance(upper, int | float):
        return
    if lower >= upper:
        problem = Message(N_("the lower goalpost is not below the upper one, whatever the direction"))
        below = Message(N_("a number below {limit}"), {"limit": upper})
        yield ("lower",), problem, below
    if how.get("log") is True and lower <= 0:
        problem = Message(N_("logarithms need a lower goalpost above 0"))
        yield ("lower",), problem, Message(N_("a number above {limit}"), {"limit": 0})


def _steps(how: Table, direction: object, scale: Scale) -> Iterator[_Part]:
    pairs = how.get("steps")
    if pairs is None or pairs == []:
        yield (), Message(N_("the thresholds are missing")), Message("steps = [[threshold, points], …]")
    if not isinstance(pairs, list) or not all(is_pair(pair) for pair in pairs):
        return
    for (threshold, points), (next_threshold, next_points) in pairwise(sorted(pairs)):
        if threshold == next_threshold:
            yield ("steps",), Message(N_("two grades have the same threshold")), None
        elif (points > next_points) if direction == 1 else (points < next_points):
            yield ("steps",), Message(N_("a better value earns fewer points")), None
    for _, points in pairs:
        if not scale[0] <= points <= scale[1]:
            limits = {"lower": scale[0], "upper": scale[1]}
            yield ("steps",), Message(N_("points outside the scale")), Message(N_("{lower} to {upper}"), limits)


def is_pair(pair: object) -> TypeGuard[list[float]]:
    """Whether this is a list of two numbers."""
    return isinstance(pair, list) and [type(part) in {int, float} for part in pair] == [True, True]
