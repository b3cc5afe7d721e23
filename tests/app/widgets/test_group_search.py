"""A group is found by its name, its code or the pinyin initials of its name, on every page."""

from __future__ import annotations

import pytest

from brep_metrics.app.widgets.group_search import initials


@pytest.mark.parametrize(
    ("name", "letters"), [("油气工作组", "yqgzz"), ("农村电气化工作组", "ncdqhgzz"), ("Rural Electrification", "")]
)
def test_the_initials_of_a_name(name: str, letters: str):
    """One letter a syllable; an English name has none."""
    assert initials(name) == letters


@pytest.mark.parametrize(("page", "language"), [("overview", "zh"), ("outcomes", "en"), ("scorecard", "zh")])
def test_what_is_found_opens_its_scorecard_in_the_same_period(app, page, language):
    """By initials in both languages; the box is empty again afterwards."""
    opened = app(page, lang=language, period="2024")
    box = opened.selectbox(key="group-search")
    label = next(one for one in box.options if one.endswith("WG05"))
    assert "ncdqh" in label
    box.set_value("WG05").run()
    assert not opened.exception
    assert opened.query_params["group"] == "WG05"
    assert opened.query_params["period"] == "2024"
    assert opened.selectbox(key="group-search").value is None
