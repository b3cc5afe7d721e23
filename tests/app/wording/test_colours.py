from __future__ import annotations

import pytest

from brep_metrics.app.wording import colours

LIGHT, DARK = "#ffffff", "#10171e"


@pytest.mark.parametrize("colour", [*colours.KINDS, colours.GREY])
@pytest.mark.parametrize("page", [LIGHT, DARK])
def test_marks_stand_out_on_both_pages(contrast, colour, page):
    """WCAG 2.2, 1.4.11: a mark has a contrast of at least 3:1 to the page it is drawn on."""
    assert contrast(_parts(colour), _parts(page)) >= 3


@pytest.mark.parametrize("colour", [*colours.FILLS, colours.GROUND])
def test_white_words_are_legible_on_areas(contrast, colour):
    """WCAG 2.2, 1.4.3: words have a contrast of at least 4.5:1 to the area behind them."""
    assert contrast(_parts(colour), _parts(LIGHT)) >= 4.5


@pytest.mark.parametrize("count", range(1, 8))
def test_the_highest_and_the_lowest_grade_always_look_the_same(count):
    """Readers learn one star and one warning sign, whatever the number of grades."""
    shown = colours.looks(count)
    assert len(shown) == count
    assert shown[0] is colours.LOOKS[0]
    assert count == 1 or shown[-1] is colours.LOOKS[-1]


def test_no_grade_is_told_by_colour_alone():
    """Each look has a mark and a sign of its own."""
    every = (*colours.LOOKS, colours.NO_GRADE)
    assert len({look.mark for look in every}) == len({look.sign for look in every}) == len(every)


def _parts(colour):
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
