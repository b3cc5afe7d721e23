from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from brep_metrics.app.wording.short_names import (
    NARROW_ROOM,
    axis_labels,
    shortened,
    ticks,
    without_shared_affixes,
    wrapped,
)


def test_what_all_names_share_is_left_out():
    """An axis of working groups need not say `working group` on every line."""
    names = ["Working Group on Oil", "Working Group on Grids", "Working Group on Finance"]
    assert without_shared_affixes(names) == ["Oil", "Grids", "Finance"]
    assert without_shared_affixes(["演示油气工作组", "演示电网工作组", "演示金融工作组"]) == ["油气", "电网", "金融"]


def test_words_are_not_torn():
    """Two names that share some letters of a word keep the word whole."""
    assert without_shared_affixes(["Green Gas", "Green Grids", "Green Growth"]) == ["Gas", "Grids", "Growth"]


def test_a_name_that_is_only_what_all_share_keeps_the_names_whole():
    """No label may become empty."""
    names = ["Oil", "Oil and Gas", "Oil and Coal"]
    assert without_shared_affixes(names) == names


def test_chinese_counts_double():
    """A label's room is measured in narrow characters."""
    assert shortened("能源" * 20, 10) == "能源能源…"
    assert shortened("energy", 10) == "energy"


def test_a_label_has_48_narrow_characters():
    """A longer name ends in an ellipsis; two names are too few to leave out what they share."""
    assert axis_labels(["x" * 48, "x" * 49]) == ["x" * 48, "x" * 47 + "…"]
    assert without_shared_affixes(["Green Gas", "Green Grids"]) == ["Green Gas", "Green Grids"]


def test_lines_break_between_words():
    """A category over a column is broken where a reader would break it."""
    assert wrapped("Development programme alignment") == "Development<br>programme<br>alignment"


def test_names_below_a_chart_stay_level():
    """In one line, in two, and then fewer of them, of which the last is always there."""
    halves = [f"{year}年{half}" for year in range(2021, 2026) for half in ("上半年", "下半年")]
    assert ticks(halves[:2])["ticktext"] == [halves[1], halves[0]]
    assert ticks(halves)["ticktext"][0] == "2025年<br>下半年"
    assert ticks(halves)["tickvals"] == halves[::-1]
    assert ticks(halves, NARROW_ROOM)["tickvals"] == halves[::-2]
    assert ticks(["60–<65"] * 8, NARROW_ROOM)["ticktext"][0] == "60–<br><65"
    assert ticks(["Q1 2025"] * 3, 1)["ticktext"] == ["Q1<br>2025"]
    assert ticks([])["tickvals"] == []


@given(st.lists(st.sampled_from(["Oil", "Gas", "油气", "油气" * 30]), max_size=8))
def test_labels_differ(names):
    """Plotly would draw two groups with one label on one line."""
    assert len(set(axis_labels(names))) == len(names)
