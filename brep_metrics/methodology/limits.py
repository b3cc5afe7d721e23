"""How much a methodology may ask for: one may come from outside, inside a snapshot, and decides how much work is done.

Far above what any methodology of the field needs, and low enough that whatever keeps to them is done in seconds.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from brep_metrics.i18n import N_, Message
from brep_metrics.methodology.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_BYTES = 256 * 1024
# A file that is no methodology at all need not be read to its end to be refused.
MAX_FILE_BYTES = 16 << 20
MAX_DRAWS = 100_000
MAX_NUMBER = 1e15
MAX_STEPS = 200
MAX_ALTERNATIVES = 20
MAX_WINSORISED = 1_000
MAX_DAYS = 1_000
MAX_VOTES = 100
MAX_WEIGHT_SETS = 200
MAX_TABLES = {"node": 200, "indicator": 500, "grade": 50, "gate": 100, "adjustment": 100, "parameters": 500}
MAX_VALUES = 20_000
MAX_DEPTH = 12
# Python's TOML reader needs time and memory by the square of the parts of a dotted key.
MAX_KEY_PARTS = 30
_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_LONG_KEY = re.compile(rf"(?<![\w-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{MAX_KEY_PARTS}}}")


def text_finding(text: str) -> Finding | None:
    """What keeps the text of a file from being read at all."""
    if len(text.encode()) > MAX_BYTES:
        return Finding(
            (), Message(N_("the file is too large")), Message(N_("at most {limit} KB"), {"limit": MAX_BYTES // 1024})
        )
    if _LONG_KEY.search(text):
        return Finding(
            (),
            Message(N_("a key has too many parts")),
            Message(N_("at most {limit} of them"), {"limit": MAX_KEY_PARTS}),
        )
    return None


def size_findings(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Tables with more entries, and a document with more values or deeper ones, than a methodology may have."""
    for name, limit in MAX_TABLES.items():
        entries = document.get(name)
        if isinstance(entries, list | dict) and len(entries) > limit:
            expected = Message(N_("at most {limit} of them"), {"limit": limit})
            yield Finding((name,), Message(N_("{count} entries"), {"count": len(entries)}), expected)
    values, depth = _extent(document)
    if values > MAX_VALUES:
        expected = Message(N_("at most {limit} of them"), {"limit": MAX_VALUES})
        yield Finding((), Message(N_("{count} values"), {"count": values}), expected)
    if depth > MAX_DEPTH:
        expected = Message(N_("at most {limit} of them"), {"limit": MAX_DEPTH})
        yield Finding((), Message(N_("values {count} levels deep"), {"count": depth}), expected)


def _extent(document: Mapping[str, Any]) -> tuple[int, int]:
    """How many values there are, and how many tables and lists the deepest one is in."""
    values, deepest = 0, 0
    # Without recursion, which depth would bring to its end.
    waiting: list[tuple[Any, int]] = [(document, 0)]
    while waiting:
        value, depth = waiting.pop()
        values, deepest = values + 1, max(deepest, depth)
        if isinstance(value, dict):
            waiting += [(one, depth + 1) for one in value.values()]
        elif isinstance(value, list):
            waiting += [(one, depth + 1) for one in value]
    return values, deepest
