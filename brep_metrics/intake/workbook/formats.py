"""How a spreadsheet shows a number: its format is part of the value that a person sees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format  # type: ignore[import-untyped]  # it has none

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_TIME_ONLY = re.compile(r"[yd]", re.IGNORECASE)
_ZEROS = re.compile(r"0+")
_PLAIN = frozenset({"General", "@", "0", "#", ""})


class Shown(Enum):
    """What the cell looks like."""

    NUMBER = auto()
    PERCENT = auto()
    DATE = auto()
    TIME = auto()
    EXPONENT = auto()


@dataclass(frozen=True)
class Format:
    """A number format: what it shows, whether a whole number is shown by its digits alone, and padded to how many."""

    shown: Shown = Shown.NUMBER
    plain: bool = True
    width: int = 0


GENERAL = Format()


def format_of(number: int, code: str | None) -> Format:
    """The format of a number in the table of styles; `code` where the workbook declares it itself."""
    declared = code if code is not None else BUILTIN_FORMATS.get(number, "General")
    bare = _LITERAL.sub("", declared.split(";")[0])
    if is_date_format(declared):
        return Format(Shown.DATE if _TIME_ONLY.search(bare) else Shown.TIME, plain=False)
    if "%" in bare:
        return Format(Shown.PERCENT, plain=False)
    if re.search(r"E[+-]", bare, re.IGNORECASE):
        return Format(Shown.EXPONENT, plain=False)
    if _ZEROS.fullmatch(bare) and len(bare) > 1 and bare == declared:
        return Format(plain=False, width=len(bare))
    return Format(plain=declared in _PLAIN or declared.lower() == "general")
