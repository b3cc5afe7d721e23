"""Evaluation periods: a year, a half-year, a quarter, or a range of whole months."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message

# Python's \d takes the digits of every script, which would give one period many codes.
_YEAR_PART = re.compile(r"(\d{4})(?:(H)([12])|(Q)([1-4]))?", re.ASCII)
_RANGE = re.compile(r"(\d{4})-(\d{2})\.\.(\d{4})-(\d{2})", re.ASCII)
_MONTHS_IN = {"H": 6, "Q": 3}
_MONTHS = set(range(1, 13))
# Wide enough for any evaluation, and narrow enough that every earlier or later period is still a date.
_FIRST_YEAR, _LAST_YEAR = 1900, 2999
# An address may name any range, and charts by quarter do work for each quarter of it.
MAX_YEARS = 30


@dataclass(frozen=True, order=True)
class Period:
    """Whole months from `start` to `end`, both days included."""

    start: date
    end: date
    code: str

    @classmethod
    def parse(cls, code: str) -> Period:
        """Read `2025`, `2025H1`, `2025Q3` or `2021-07..2026-06`; `code` is the shortest one of the months.

        Raises:
            UsageError: the code is none of these, names a month that does not exist, ends before it starts, or is
                longer than `MAX_YEARS`.

        """
        if found := _YEAR_PART.fullmatch(code):
            year = int(found[1])
            unit, number = (found[2] or found[4]), int(found[3] or found[5] or 1)
            length = _MONTHS_IN.get(unit, 12) if unit else 12
            first = (number - 1) * length + 1
            span = (year, first, year, first + length - 1)
        elif found := _RANGE.fullmatch(code):
            span = (int(found[1]), int(found[2]), int(found[3]), int(found[4]))
        else:
            raise _not_a_period(code)
        first_year, first_month, last_year, last_month = span
        exists = first_year >= _FIRST_YEAR and last_year <= _LAST_YEAR and {first_month, last_month} <= _MONTHS
        months = (last_year - first_year) * 12 + last_month - first_month + 1
        if not exists or months < 1:
            raise _not_a_period(code)
        if months > MAX_YEARS * 12:
            text = N_("“{code}” is longer than {years} years, which is the limit for a period")
            raise UsageError(Message(text, {"code": code, "years": MAX_YEARS}))
        return cls.from_months(date(first_year, first_month, 1), months)

    @classmethod
    def from_months(cls, start: date, months: int) -> Period:
        """The period of `months` whole months that begins with the month of `start`, under its shortest code."""
        first = start.replace(day=1)
        end = add_months(first, months) - timedelta(days=1)
        return cls(first, end, _shortest_code(first, months))

    @property
    def months(self) -> int:
        """The length in months."""
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    @property
    def years(self) -> float:
        """The length in years, by which goalposts `per = "year"` are scaled."""
        return self.months / 12

    def previous(self) -> Period:
        """The period of the same length that ends the day before this one starts."""
        return Period.from_months(add_months(self.start, -self.months), self.months)

    def split(self, months: int) -> tuple[Period, ...]:
        """The parts of `months` months each; the last is left out where it would be incomplete."""
        return tuple(
            Period.from_months(add_months(self.start, offset), months)
            for offset in range(0, self.months - months + 1, months)
        )


def day_of(text: str) -> date:
    """The day that a text names as `2025-12-31`, the only spelling.

    Raises:
        UsageError: it is no date, or written otherwise.

    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise UsageError(Message(N_("“{text}” is not a date; write 2025-12-31"), {"text": text}))
    return day


def latest_year(day: date) -> Period:
    """The last calendar year that had ended by `day`."""
    ended = day.year if (day.month, day.day) == (12, 31) else day.year - 1
    return Period.parse(f"{ended:04}")


def add_months(day: date, months: int) -> date:
    """The first day of the month `months` after the month of `day`."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _shortest_code(start: date, months: int) -> str:
    for unit, length in (("", 12), ("H", 6), ("Q", 3)):
        if months == length and (start.month - 1) % length == 0:
            return f"{start.year:04}{unit}{(start.month - 1) // length + 1 if unit else ''}"
    last = add_months(start, months - 1)
    return f"{start:%Y-%m}..{last:%Y-%m}"


def _not_a_period(code: str) -> UsageError:
    return UsageError(
        Message(N_("“{code}” is not a period; write 2025, 2025H1, 2025Q3 or 2021-07..2026-06"), {"code": code})
    )
