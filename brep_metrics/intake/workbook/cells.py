"""The text that a typed cell has in a CSV file, or why it has none that means the same.

Where what a person sees and what the file stores are two things (95 % and 0.95, 007 and 7, 1-Mar and a day of some
year), nothing is guessed: the cell is refused, with both readings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum, auto
from typing import TYPE_CHECKING

from openpyxl.utils.datetime import (  # type: ignore[import-untyped]  # it ships no type information
    CALENDAR_MAC_1904,
    CALENDAR_WINDOWS_1900,
    from_excel,
)

from brep_metrics.i18n import N_, Message
from brep_metrics.intake.workbook.formats import Shown
from brep_metrics.intake.workbook.sheet_rows import Kind

if TYPE_CHECKING:
    from brep_metrics.intake.workbook.sheet_rows import Cell

_SIGNIFICANT_DIGITS = 15  # what a spreadsheet shows of a number; the rest is noise of binary fractions
_GENERAL_DIGITS = 11  # a whole number with more is shown with an exponent, unless the format asks for its digits
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_NO_TIME = timedelta(0)


class Role(Enum):
    """What a column takes: of an identifier the exact characters count, of a text what a person reads."""

    IDENTIFIER = auto()
    TEXT = auto()
    NUMBER = auto()
    DATE = auto()


@dataclass(frozen=True)
class Refusal:
    """Why a cell is not taken: what was found, what was expected, and the value to show."""

    problem: Message
    expected: Message
    value: str | None


def text_of(cell: Cell, role: Role, *, counts_from_1904: bool = False) -> str | Refusal:
    """The cell's text for a column of this role, or the refusal."""
    if cell.kind is Kind.TEXT:
        return cell.text
    if cell.kind is Kind.NUMBER:
        return _number_text(cell, role, counts_from_1904=counts_from_1904)
    if cell.kind is Kind.ISO_DATE:
        return _date_text(cell.text.removesuffix("T00:00:00"), role)
    if cell.kind is Kind.BOOLEAN:
        return _refused(N_("a truth value of the spreadsheet"), role, "TRUE" if cell.text == "1" else "FALSE")
    if cell.kind is Kind.ERROR:
        return Refusal(Message(N_("an error value of the spreadsheet")), Message(N_("a value")), cell.text)
    expected = Message(N_("a value, or a workbook saved by a spreadsheet program"))
    return Refusal(Message(N_("a formula whose value was never computed")), expected, None)


def plain_number(text: str) -> str:
    """A stored number by its digits, without an exponent and without the noise of binary fractions."""
    value = Decimal(text)
    rounded = Decimal(f"{float(value):.{_SIGNIFICANT_DIGITS}g}") if value else Decimal(0)
    return f"{rounded.normalize():f}" if rounded else "0"


def _number_text(cell: Cell, role: Role, *, counts_from_1904: bool) -> str | Refusal:
    if not _NUMBER.fullmatch(cell.text.strip()):
        return Refusal(Message(N_("a number that cannot be read")), Message(N_("a number")), cell.text)
    stored = plain_number(cell.text)
    if cell.format.shown is Shown.PART_OF_DATE and role is Role.DATE:
        day = _moment(cell, stored, counts_from_1904=counts_from_1904)
        problem = Message(N_("the cell shows a part of a date only, but the file stores {stored}"), {"stored": day})
        return Refusal(problem, Message(N_("a date under a format that shows its year, month and day")), None)
    if cell.format.shown in {Shown.DATE, Shown.TIME, Shown.PART_OF_DATE}:
        return _date_text(_moment(cell, stored, counts_from_1904=counts_from_1904), role)
    if role is Role.NUMBER or role is Role.DATE:
        # A plain number in a column of dates is left to the check of dates, which shows it.
        return _both_readings(cell, stored, role) if cell.format.shown in _ANOTHER_READING else stored
    return stored if _is_shown_by_its_digits(cell, stored, role) else _both_readings(cell, stored, role)


def _is_shown_by_its_digits(cell: Cell, stored: str, role: Role) -> bool:
    """Whether a person sees the number as it is stored; a fraction names no record even then."""
    if len(stored.lstrip("-")) > (_GENERAL_DIGITS if cell.format.general else _SIGNIFICANT_DIGITS):
        return False
    return cell.format.plain if stored.lstrip("-").isdigit() else cell.format.general and role is Role.TEXT


def _both_readings(cell: Cell, stored: str, role: Role) -> Refusal:
    if cell.format.shown in _SAID_OF:
        return Refusal(Message(_SAID_OF[cell.format.shown], {"stored": stored}), _WANTED[role], None)
    if len(stored.lstrip("-")) > _SIGNIFICANT_DIGITS and not cell.format.general:
        values = {"digits": _SIGNIFICANT_DIGITS}
        long = Message(N_("a number of more than {digits} digits, of which a spreadsheet keeps no more"), values)
        return Refusal(long, _WANTED[role], stored)
    shown = _as_shown(cell, stored)
    if shown is None:
        odd = N_("a number with decimals") if cell.format.plain else N_("a number under a format of its own")
        return Refusal(Message(odd), _WANTED[role], stored)
    problem = Message(N_("the cell shows {shown}, but the file stores {stored}"), {"shown": shown, "stored": stored})
    if cell.format.shown is Shown.PERCENT:
        readings = {"shown": shown.removesuffix("%"), "stored": stored}
        return Refusal(
            problem, Message(N_("{shown} or {stored}, as a number without a percent format"), readings), None
        )
    return Refusal(problem, _WANTED[role], None)


def _as_shown(cell: Cell, stored: str) -> str | None:
    """What the cell looks like; None for a format that is not worked out here."""
    value = Decimal(stored)
    if cell.format.shown is Shown.PERCENT:
        return f"{(value * 100).normalize():f}%"
    if cell.format.width:
        return f"{int(value):0{cell.format.width}d}"
    digits = stored.lstrip("-")
    if cell.format.shown is Shown.EXPONENT or (cell.format.plain and len(digits) > _GENERAL_DIGITS):
        return f"{float(value):.2E}"
    return None


def _date_text(shown: str, role: Role) -> str | Refusal:
    if role is Role.DATE:
        return shown
    return _refused(N_("a date or time of the spreadsheet"), role, shown)


def _refused(problem: str, role: Role, shown: str) -> Refusal:
    return Refusal(Message(problem), _WANTED[role], shown)


def _moment(cell: Cell, stored: str, *, counts_from_1904: bool) -> str:
    """A serial number of days as ISO text; the number itself where the calendar has no such day."""
    epoch = CALENDAR_MAC_1904 if counts_from_1904 else CALENDAR_WINDOWS_1900
    try:
        moment = from_excel(float(stored), epoch)
    except (ValueError, OverflowError):
        return stored
    if not isinstance(moment, datetime):
        return str(moment)
    midnight = moment - moment.replace(hour=0, minute=0, second=0, microsecond=0) == _NO_TIME
    is_day = midnight and cell.format.shown is not Shown.TIME
    return moment.date().isoformat() if is_day else moment.isoformat(sep=" ")


_ANOTHER_READING = {Shown.PERCENT, Shown.OTHER_UNIT, Shown.NOTHING}
_SAID_OF = {
    Shown.OTHER_UNIT: N_("the cell shows a number in another unit, but the file stores {stored}"),
    Shown.NOTHING: N_("the cell shows no number, but the file stores {stored}"),
}
_WANTED = {
    Role.IDENTIFIER: Message(N_("an identifier typed as text")),
    Role.TEXT: Message(N_("text")),
    Role.NUMBER: Message(N_("a plain number")),
    Role.DATE: Message(N_("a date such as 2025-12-31")),
}
