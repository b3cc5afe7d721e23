"""What is parsed from outside is spelled in one way: digits of ASCII, no blanks around them, no other notation."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from brep_metrics.app.context.data_version import is_day
from brep_metrics.cli.options import whole_number
from brep_metrics.errors import BrepError
from brep_metrics.filing import filings
from brep_metrics.periods import Period, day_of
from brep_metrics.rounds import record_of
from brep_metrics.store import cache
from brep_metrics.store.generation import number_of
from brep_metrics.store.journal import parse_anchor

if TYPE_CHECKING:
    from collections.abc import Callable

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def spellings(text: str) -> list[str]:
    """The same value in spellings that Python's own parsers take for it, or that a reader would."""
    first, rest = text[0], text[1:]
    return [
        text.translate(FULL_WIDTH),
        text.translate(ARABIC),
        f" {text}",
        f"{text} ",
        f"{text}\n",
        f"\u200b{text}",
        f"+{text}",
        f"{first}_{rest}",
        f"{text}e0",
        f"0x{text}",
    ]


def limit_in_gigabytes(text: str) -> int:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("BREP_CACHE_GB", text)
        return cache._limit()


PARSERS: dict[str, tuple[Callable[[str], object], str, object, list[str]]] = {
    "period": (Period.parse, "2025", Period.parse("2025"), ["2025h1", "2025年", "2025-01..2025-1"]),
    "day": (day_of, "2025-03-31", date(2025, 3, 31), ["20250331", "2025-W14-1", "2025-3-31", "2025-03-31T00:00"]),
    "whole number": (whole_number(1, 100), "10", 10, ["1_0", "10.0", "1e1", "nan", "inf", "٣"]),
    "number of a filing": (filings.id_of, "F000012", 12, ["f000012", "F1_2", "F٣"]),
    "generation": (number_of, "g000012", 12, ["g12", "G000012", "g0000012", "g00001２"]),
    "size of the cache": (limit_in_gigabytes, "10", 10_000_000_000, ["nan", "inf", "1e3", "-1", "1_0"]),
    "anchor": (parse_anchor, f"12:{'a' * 64}", (12, "a" * 64), [f"1_2:{'a' * 64}", f"１２:{'a' * 64}"]),
}


@pytest.mark.parametrize("name", list(PARSERS))
def test_a_value_has_one_spelling(name: str):
    """The right one is taken, every other one refused."""
    parse, text, value, others = PARSERS[name]
    assert parse(text) == value
    for other in [*spellings(text), *others]:
        with pytest.raises((BrepError, ValueError)):
            parse(other)


@pytest.mark.parametrize("text", [*spellings("2025-03-31"), "20250331", "2025-W14-1"])
def test_a_day_in_an_address_has_one_spelling(text: str):
    """What is no day is explained by the page."""
    assert is_day("2025-03-31")
    assert not is_day(text)


@pytest.mark.parametrize("key", ["R0012 ", " R0012", "R００12", "R0012\n", "\u200bR0012", "Ｒ0012", "R0012\u3000", ""])
def test_a_record_has_one_spelling(key: str):
    """The key of it as in the tables, whose identifiers have no blanks and nothing that cannot be seen."""
    assert record_of("report R0012").key == ("R0012",)
    with pytest.raises(BrepError):
        record_of(f"report {key}")


def test_a_record_of_several_keys_has_one_spelling():
    """Each part as in the tables."""
    assert record_of("membership WG01/O01/2021-06-08").key == ("WG01", "O01", "2021-06-08")
    for text in ["membership WG01 / O01 / 2021-06-08", " membership WG01/O01/2021-06-08", "membership WG01/O01"]:
        with pytest.raises(BrepError):
            record_of(text)
