"""How a spreadsheet shows a number: its format is part of the value that a person sees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format  # type: ignore[import-untyped]  # it has none

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_TIME_ONLY = re.compile(r"[yd]", re.IGNORECASE)
_ZEROS = re.compile(r"0+")
_GENERAL = frozenset({"general", "@", ""})
_WHOLE = frozenset({"0", "#"})


class Shown(Enum):
    """What the cell looks like."""

    NUMBER = auto()
    PERCENT = auto()
    DATE = auto()
    TIME = auto()
    EXPONENT = auto()


@dataclass(frozen=True)
class Format:
    """A number format: what it shows, and whether that is a number's digits alone, or padded to how many of them.

    `plain` is for whole numbers, `general` for fractions too.
    """

    shown: Shown = Shown.NUMBER
    plain: bool = True
    general: bool = True
    width: int = 0


GENERAL = Format()


def format_of(number: int, code: str | None) -> Format:
    """The format of a number in the table of styles; `code` where the workbook declares it itself."""
    declared = code if code is not None else BUILTIN_FORMATS.get(number, "General")
    bare = _LITERAL.sub("", declared.split(";")[0])
    if is_date_format(declared):
        return _changing(Shown.DATE if _TIME_ONLY.search(bare) else Shown.TIME)
    if "%" in bare:
        return _changing(Shown.PERCENT)
    if re.search(r"E[+-]", bare, re.IGNORECASE):
        return _changing(Shown.EXPONENT)
    if _ZEROS.fullmatch(bare) and len(bare) > 1 and bare == declared:
        return _changing(Shown.NUMBER, len(bare))
    general = declared.lower() in _GENERAL
    return Format(plain=general or declared in _WHOLE, general=general)


def _changing(shown: Shown, width: int = 0) -> Format:
    return Format(shown, plain=False, general=False, width=width)
