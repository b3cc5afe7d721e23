"""How numbers are written, in both languages."""

from __future__ import annotations

import math

import pytest

from brep_metrics.app.wording.formats import measured, number, percent, signed


@pytest.mark.parametrize(
    ("share", "decimals", "zh", "en"),
    [
        (0.5, 0, "50%", "50\u202f%"),
        (1.0, 0, "100%", "100\u202f%"),
        (0.1234, 1, "12.3%", "12.3\u202f%"),
        (0.0, 0, "0%", "0\u202f%"),
        (math.nan, 0, "–", "–"),
    ],
)
def test_a_share_is_written_in_hundredths(share, decimals, zh, en):
    """English has a narrow space before the sign, Chinese none; what is not known is a dash."""
    assert (percent(share, "zh", decimals), percent(share, "en", decimals)) == (zh, en)


def test_a_number_has_two_decimals_and_its_thousands_apart():
    """Also where they are zeros, so that columns line up."""
    assert [number(value, "en") for value in (1234.5, 0.005, 2.0)] == ["1,234.50", "0.00", "2.00"]
    assert number(1234.6, "zh", 0) == "1,235"


def test_a_change_carries_its_sign():
    """A plus too, and a minus that is a minus."""
    assert [signed(value, "en", 1) for value in (1.25, -1.26, 0.0)] == ["+1.2", "−1.3", "0.0"]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(0.875, "share", "87.5\u202f%"), (12.0, "MW", "12 MW"), (12.345, "MW", "12.34 MW"), (3.0, "number", "3")],
)
def test_a_value_has_the_unit_of_its_indicator(value, unit, text):
    """Shares in percent with one decimal; other values whole where they are."""
    assert measured(value, unit, "en") == text
