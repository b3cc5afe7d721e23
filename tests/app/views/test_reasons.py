from __future__ import annotations

import pytest

HEADINGS = {"parts": "What makes the score", "change": "What changed since 2024", "next": "The next grade"}


def headings(page):
    return [part.value for part in page.subheader if part.value in HEADINGS.values()]


@pytest.mark.parametrize("why", HEADINGS)
def test_one_explanation_is_shown_at_a_time(app, why):
    """The address says which; the sum of the parts is the usual one and is in no address."""
    page = app("scorecard", lang="en", period="2025", group="WG05", why=why)
    assert not page.exception
    assert headings(page) == [HEADINGS[why]]
    assert page.query_params.get("why", "parts") == why
    assert ("why" in page.query_params) == (why != "parts")


def test_the_explanation_stays_when_the_group_changes(app):
    """Comparing why groups moved takes no new choice for each."""
    page = app("scorecard", lang="en", period="2025", group="WG05")
    page.segmented_control(key="filter-why").set_value("change").run()
    page.selectbox(key="filter-group").set_value("WG06").run()
    assert headings(page) == [HEADINGS["change"]]
    assert page.query_params["why"] == "change"


def test_an_explanation_that_does_not_exist_is_said(app):
    """A wrong code in a link ends in a notice and the usual explanation."""
    page = app("scorecard", lang="en", period="2025", group="WG05", why="fate")
    assert headings(page) == [HEADINGS["parts"]]
    assert any("fate" in one.value for one in page.warning)


def test_a_fall_is_explained_by_falls_in_the_indicators_own_units(app):
    """WG05 fell by 2.99 points: what fell comes first, and the rows that changed say what happened."""
    page = app("scorecard", lang="en", period="2025", group="WG05", why="change", moved="progress_on_time")
    said = [one.value.replace("\\", "") for one in page.markdown]
    assert any(
        "76.05 → 73.06 points since 2024 (−2.99). Mostly: Quality of outcomes 86.56 points → " in one for one in said
    )
    frames = [one.value for one in page.dataframe]
    moved = next(frame for frame in frames if "clipping" in frame.columns)
    assert moved["points"].is_monotonic_increasing
    rows = next(frame for frame in frames if {"line", "before", "after"} <= set(frame.columns))
    assert rows[["before", "after"]].iloc[0].tolist() == ["–", "0 of 1"]
    assert rows["line"].iloc[0].startswith("due 15 Apr 2025, filed 22 Apr 2025, 7 days late")
