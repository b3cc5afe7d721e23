"""Numbers, dates, periods and units as the reader's language writes them."""

from __future__ import annotations

import math
import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd
from babel.dates import format_date, format_datetime, get_month_names
from babel.numbers import format_decimal

from brep_metrics.i18n import N_, Message, translator

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from brep_metrics.i18n import Language
    from brep_metrics.periods import Period

MISSING = "–"
_MARKUP = re.compile(r"[\\`*_\[\]<>$~|:&#]|^\s*[-+]|(?<=[0-9])[.)](?=\s)", re.MULTILINE)
# Streamlit looks for these in what Markdown gives, so that no backslash helps: icons, its logo, arrows, dashes.
_LATE_MARKUP = re.compile(r":(?=material/|streamlit:)|[<>~-](?=[->=])")
_WORD_JOINER = "\u2060"
# The units that the delivered methodologies use; a unit that is not among them is shown as in the file.
UNITS = {
    "share": N_("share"),
    "days": N_("days"),
    "countries": N_("countries"),
    "kinds": N_("kinds"),
    "persons": N_("persons"),
    "outcomes": N_("outcomes"),
    "points": N_("points"),
    "MW": N_("MW"),
}


@lru_cache(maxsize=50_000)
def number(value: float | None, language: Language, decimals: int = 2) -> str:
    """`value` with exactly `decimals` decimals, grouped; a dash where there is none."""
    if value is None or math.isnan(value):
        return MISSING
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    return format_decimal(value, format=pattern, locale=language)


def signed(value: float | None, language: Language, decimals: int = 2) -> str:
    """`value` with its sign, also a plus."""
    text = number(value, language, decimals)
    return f"+{text}" if value is not None and value > 0 else text.replace("-", "−")


def percent(value: float | None, language: Language, decimals: int = 0) -> str:
    """A share as a percentage."""
    return (
        MISSING
        if value is None or math.isnan(value)
        else f"{number(value * 100, language, decimals)} %".replace(" ", "\u202f" if language == "en" else "")
    )


def measured(value: float | None, unit: str, language: Language) -> str:
    """An indicator's value with its unit: a share in percent, a count without decimals."""
    if value is None or math.isnan(value):
        return MISSING
    if unit == "share":
        return percent(value, language, 1)
    decimals = 0 if float(value).is_integer() else 2
    return f"{number(value, language, decimals)} {unit_name(unit, language)}".strip()


def counted(numerators: Iterable[float], denominators: Iterable[float], language: Language) -> list[str]:
    """What evidence rows count: “1 of 1”, or a number alone where nothing is due; a dash where there is none."""
    of_due = translator(language).gettext("{numerator} of {denominator}")
    said = []
    for count, due in zip(numerators, denominators, strict=True):
        text = _amount(count, language)
        whole = MISSING not in (text, _amount(due, language)) and due
        said.append(of_due.format(numerator=text, denominator=_amount(due, language)) if whole else text)
    return said


def _amount(value: float, language: Language) -> str:
    return MISSING if pd.isna(value) else number(float(value), language, 0 if float(value).is_integer() else 2)


def unit_name(unit: str, language: Language) -> str:
    """The unit's name; a plain number has none."""
    if unit == "number":
        return ""
    return translator(language).gettext(UNITS[unit]) if unit in UNITS else unit


@lru_cache(maxsize=10_000)
def day(value: date | None, language: Language) -> str:
    """A date in words."""
    return format_date(value, format="long" if language == "zh" else "d MMMM y", locale=language) if value else MISSING


def in_words(message: Message, language: Language) -> str:
    """A text of the catalogue whose days are written as `day` writes them."""
    values = dict(message.values)
    named = {name: day(value, language) if type(value) is date else value for name, value in values.items()}
    return Message(message.id, named).text(language)


@lru_cache(maxsize=10_000)
def short_day(value: date | None, language: Language) -> str:
    """A date in words that are short enough for a line with several of them."""
    return format_date(value, format="medium" if language == "zh" else "d MMM y", locale=language) if value else MISSING


def iso_day(value: date | None) -> str:
    """A date for a table's cell; a dash where there is none."""
    return value.strftime("%Y-%m-%d") if isinstance(value, date) and not pd.isna(value) else MISSING


def moment(value: datetime, language: Language) -> str:
    """A date with its time of day (UTC)."""
    return format_datetime(value, format="yyyy-MM-dd HH:mm 'UTC'", locale=language)


def month(value: date, language: Language) -> str:
    """The short name of a month."""
    return str(get_month_names("abbreviated", locale=language)[value.month])


def period_name(code: str, language: Language) -> str:
    """A period as it is written: 2025, H1 2025, Q3 2025, or a range of months."""
    _ = translator(language).gettext
    parts = {
        "H1": _("H1 {year}"),
        "H2": _("H2 {year}"),
        "Q1": _("Q1 {year}"),
        "Q2": _("Q2 {year}"),
        "Q3": _("Q3 {year}"),
        "Q4": _("Q4 {year}"),
    }
    if code[4:] in parts:
        return parts[code[4:]].format(year=code[:4])
    return _("{year}").format(year=code) if code.isdigit() else code.replace("..", " – ")


def span(period: Period) -> dict[str, date]:
    """The bounds of a period, as the facts' queries name them."""
    return {"starts_on": period.start, "ends_on": period.end}


def plain(text: str) -> str:
    """Text for a page: what a name, a file or a link holds is shown as it is, not read as Markdown or as a directive.

    Every text that holds such a value passes here before Streamlit gets it; cells of tables and options of select boxes
    are no Markdown.
    """
    joined = _LATE_MARKUP.sub(rf"\g<0>{_WORD_JOINER}", text)
    return _MARKUP.sub(lambda found: found[0][:-1] + "\\" + found[0][-1], joined)
