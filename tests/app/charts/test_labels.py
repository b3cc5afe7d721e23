from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from brep_metrics.app.charts.labels import axis_labels, shortened, without_shared_affixes, wrapped


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


def test_lines_break_between_words():
    """A category over a column is broken where a reader would break it."""
    assert wrapped("Development programme alignment") == "Development<br>programme<br>alignment"


@given(st.lists(st.sampled_from(["Oil", "Gas", "油气", "油气" * 30]), max_size=8))
def test_labels_differ(names):
    """Plotly would draw two groups with one label on one line."""
    assert len(set(axis_labels(names))) == len(names)
