"""What is wrong with a methodology, before it is known in which file and on which line: findings and their wording."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from brep_metrics.errors import Fault, shown
from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from brep_metrics.methodology.positions import Path


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, at the key `path`; `value` is there, and `expected` should be."""

    path: Path
    problem: Message
    expected: Message | None = None
    value: object = None


def fault_of(finding: Finding, file: str, document: Mapping[str, Any], lines: Mapping[Path, int]) -> Fault:
    """The finding with its place in the file: the line of the key, or of the table that should hold it."""
    known = [finding.path[:length] for length in range(len(finding.path), 0, -1) if finding.path[:length] in lines]
    return Fault(
        file=file,
        problem=finding.problem,
        line=lines[known[0]] if known else None,
        column=readable(finding.path, document) or None,
        value=None if finding.value is None else shown(_as_written(finding.value)),
        expected=finding.expected,
    )


def readable(path: Path, document: Mapping[str, Any]) -> str:
    """A key as people name it: `indicator[plan_delay].normalise.lower`, by code instead of position."""
    text, here = "", document
    for part in path:
        here = _step(here, part)
        if isinstance(part, int):
            code = here.get("code") if isinstance(here, dict) else None
            text += f"[{code if isinstance(code, str) else part + 1}]"
        else:
            text += f".{part}" if text else part
    return text


def one_of(allowed: Iterable[str], given: object) -> Message:
    """What was expected where only some names are allowed, the nearest spelling first."""
    names = list(allowed)
    if not names:
        return Message(N_("nothing: none is declared"))
    listed = ", ".join(names)
    near = [name for name in names if name.casefold() == str(given).casefold()]
    near = near or get_close_matches(str(given), names, n=1)
    if near:
        return Message(N_("“{nearest}” (of: {names})"), {"nearest": near[0], "names": listed})
    return Message(N_("one of: {names}"), {"names": listed})


def _step(here: Any, part: str | int) -> Any:  # noqa: ANN401 - a TOML value is any of its kinds
    try:
        return here[part]
    except (KeyError, IndexError, TypeError):
        return None


def _as_written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else repr(value)
