from __future__ import annotations

import pytest

from brep_metrics.app.charts import style

LIGHT, DARK = "#ffffff", "#10171e"


@pytest.mark.parametrize("colour", [*style.SERIES, style.BRICK, style.GREY])
@pytest.mark.parametrize("page", [LIGHT, DARK])
def test_marks_stand_out_on_both_pages(colour, page):
    """WCAG 2.2, 1.4.11: a mark has a contrast of at least 3:1 to the page it is drawn on."""
    assert _contrast(colour, page) >= 3


@pytest.mark.parametrize("colour", style.FILLS)
def test_white_words_are_legible_on_areas(colour):
    """WCAG 2.2, 1.4.3: words have a contrast of at least 4.5:1 to the area they stand on."""
    assert _contrast(colour, LIGHT) >= 4.5


@pytest.mark.parametrize("count", range(1, 8))
def test_the_highest_and_the_lowest_grade_always_look_the_same(count):
    """Readers learn one star and one warning sign, whatever the number of grades."""
    looks = style.looks(count)
    assert len(looks) == count
    assert looks[0] is style.LOOKS[0]
    assert count == 1 or looks[-1] is style.LOOKS[-1]


def test_no_grade_is_told_by_colour_alone():
    """Each look has a mark and a sign of its own."""
    every = (*style.LOOKS, style.NO_GRADE)
    assert len({look.mark for look in every}) == len({look.sign for look in every}) == len(every)


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
