from __future__ import annotations

import re

import pytest

from brep_metrics.explain import next_grade
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import Period
from brep_metrics.scoring import evaluate

HEADING = {"en": "The next grade", "zh": "迈向上一等级"}


@pytest.fixture(scope="module")
def evaluation(demo_store):
    with demo_store.read() as reading:
        return evaluate(reading, load_methodology(DEFAULT_METHODOLOGY), Period.parse("2025"))


@pytest.fixture(scope="module")
def ways(evaluation):
    """The way to the next grade of every rated group."""
    scores, methodology = evaluation.scores, evaluation.methodology
    every = [next_grade(scores, methodology, unit, conditions=evaluation.conditions) for unit in scores.units]
    return [way for way in every if way is not None]


def shown_table(page, column):
    return next(one.value for one in page.dataframe if column in one.value.columns and "target" in one.value.columns)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_way_to_the_next_grade_is_shown_as_it_was_computed(app, ways, language):
    """What is missing in the sentence; one row per indicator that reaches the grade alone, and none that does not."""
    able = [way for way in ways if way.points > 0 and any(need.target is not None for need in way.needs)]
    way = next(way for way in able if any(need.target is None for need in way.needs))
    page = app("scorecard", lang=language, period="2025", group=way.unit, why="next")
    assert not page.exception
    assert HEADING[language] in [part.value for part in page.subheader]
    assert any(f"{way.points:.2f}" in line.value for line in page.markdown)
    frame = shown_table(page, "open_points")
    alone = [need for need in way.needs if need.target is not None]
    assert len(frame) == len(alone)
    assert frame["open_points"].sum() == pytest.approx(sum(need.open_points for need in alone))


def test_the_fewest_things_to_do_are_named_with_what_happened_to_them(app):
    """WG05 lacks 6.94 points: two late progress reports and one open plan item make the difference."""
    page = app("scorecard", lang="en", period="2025", group="WG05", why="next")
    things = next(one.value for one in page.markdown if one.value.startswith("1. ")).splitlines()
    assert [line[:5] for line in things] == ["1. **", "   ra"] * 3
    assert things[0] == (
        "1. **Progress on key issues 2025Q1** · due 15 Apr 2025, filed 22 Apr 2025, 7 days late, accepted 3 May 2025  "
    )
    assert things[1] == "   raises Progress reports on time 33.3\u202f% → 100.0\u202f%"
    assert any("3 things to do would be enough; the score would be 82.31." in one.value for one in page.markdown)


def test_what_is_shown_as_enough_is_enough(app, ways):
    """A target is rounded towards the better side: a group that reaches the number shown reaches the grade."""
    way = next(way for way in ways if any(need.unit == "share" and need.target is not None for need in way.needs))
    frame = shown_table(app("scorecard", lang="en", period="2025", group=way.unit, why="next"), "change")
    shown = sorted(float(text.split("\u202f")[0]) for text in frame["target"] if "%" in text)
    needed = sorted(need.target * 100 for need in way.needs if need.unit == "share" and need.target is not None)
    assert len(shown) == len(needed)
    assert all(0 <= told - least <= 0.1001 for told, least in zip(shown, needed, strict=True))


def test_a_change_is_told_in_the_indicators_own_unit(app, ways):
    """Shares move by percentage points, the others by their unit; less is written with a minus."""
    way = max(ways, key=lambda way: sum(need.target is not None for need in way.needs))
    frame = shown_table(app("scorecard", lang="en", period="2025", group=way.unit, why="next"), "change")
    told = [text for text in frame["change"] if text != "–"]
    assert told
    assert all(re.match(r"[+−]", text) for text in told)
    assert any(text.endswith("percentage points") for text in told)


def test_the_highest_grade_is_said(app, ways):
    """Where there is nothing above, there is no table."""
    way = next(way for way in ways if way.grade is None)
    page = app("scorecard", lang="en", period="2025", group=way.unit, why="next")
    assert any("The group has the highest grade." in line.value for line in page.markdown)
    assert not [one for one in page.dataframe if "target" in one.value.columns]
