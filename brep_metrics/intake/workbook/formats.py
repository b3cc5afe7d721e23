"""How a spreadsheet shows a number: its format is part of the value that a person sees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format  # type: ignore[import-untyped]  # it has none

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DAY, _CLOCK = re.compile(r"[ydeg]", re.IGNORECASE), re.compile(r"[hs]", re.IGNORECASE)
_ERA = re.compile(r"[eg\W]*[eg][eg\W]*", re.IGNORECASE)
# Of a number that is written in other units than it is stored in, a person reads another one.
_OTHER_UNIT = re.compile(r"[0#?],+(?![0#?,])")
_UNIT_WORD = re.compile(r"[百千万亿兆‰‱]|\b(k|mn|bn|thousand|million|billion|hundred)\b", re.IGNORECASE)
_DIGIT = re.compile(r"[0#?]|general|@", re.IGNORECASE)
_FULL_DATE = {
    "y": re.compile(r"[ye]", re.IGNORECASE),
    "m": re.compile(r"m", re.IGNORECASE),
    "d": re.compile(r"d", re.IGNORECASE),
}
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
    PART_OF_DATE = auto()
    OTHER_UNIT = auto()
    NOTHING = auto()


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
    if changing := _other_than_a_number(declared, bare):
        return _changing(changing)
    if _ZEROS.fullmatch(bare) and len(bare) > 1 and bare == declared:
        return _changing(Shown.NUMBER, len(bare))
    general = declared.lower() in _GENERAL
    return Format(plain=general or declared in _WHOLE, general=general)


def _other_than_a_number(declared: str, bare: str) -> Shown | None:
    """What a format shows instead of the number that is stored; `bare` is its first part without literal text."""
    if is_date_format(declared) or _ERA.fullmatch(bare):
        return _kind_of_date(bare)
    if "%" in bare:
        return Shown.PERCENT
    if re.search(r"E[+-]", bare, re.IGNORECASE):
        return Shown.EXPONENT
    if declared and "[" not in declared and not _DIGIT.search(bare):
        return Shown.NOTHING
    is_scaled = _OTHER_UNIT.search(bare) or _UNIT_WORD.search(declared.partition(";")[0])
    return Shown.OTHER_UNIT if is_scaled else None


def _kind_of_date(bare: str) -> Shown:
    is_clock = bool(_CLOCK.search(bare))
    if is_clock or all(part.search(bare) for part in _FULL_DATE.values()):
        return Shown.DATE if _DAY.search(bare) else Shown.TIME
    return Shown.PART_OF_DATE


def _changing(shown: Shown, width: int = 0) -> Format:
    return Format(shown, plain=False, general=False, width=width)
