from __future__ import annotations

from brep_metrics.app.views.shared import before_after
from brep_metrics.methodology import DEFAULT_METHODOLOGY


def test_the_page_proposes_and_writes_nothing(app, demo_store):
    """Distribution, correlations, grades and ranks are shown; methodology, store and journal stay as they are."""
    file, journal = DEFAULT_METHODOLOGY.read_bytes(), list(demo_store.journal.entries())
    page = app("methodology", lang="en", view="calibration", period="2025", back="2")
    assert not page.exception
    assert "nothing is written" in page.info[0].value
    indicators, pairs, grades, outcomes = (frame.value for frame in page.dataframe)
    assert {"clipped_low", "clipped_high", "declared", "proposed"} <= set(indicators.columns)
    assert pairs["strength"].is_monotonic_decreasing
    assert set(outcomes["period_name"]) == {"2024", "2025"}
    assert grades.drop(columns=["period", "goalposts"]).to_numpy().sum() == 2 * len(outcomes)
    assert DEFAULT_METHODOLOGY.read_bytes() == file
    assert list(demo_store.journal.entries()) == journal


def test_the_number_of_periods_lives_in_the_address(app):
    """Three unless the link says otherwise; a number that is not offered is explained."""
    assert "2023" in app("methodology", lang="en", view="calibration", period="2025").info[0].value
    assert "2024" not in app("methodology", lang="en", view="calibration", period="2025", back="1").info[0].value
    assert "50" in app("methodology", lang="en", view="calibration", back="50").warning[0].value


def test_a_chart_of_many_groups_says_that_it_shows_the_first(app, monkeypatch):
    """Nothing is said of a chart that has all."""
    shows_the_first = "The chart shows the first 3; the table has all."
    whole = app("methodology", lang="en", view="calibration", period="2025", back="1")
    assert not any("The chart shows" in one.value for one in whole.main.caption)
    monkeypatch.setattr(before_after, "MAX_LINES", 3)
    cut = app("methodology", lang="en", view="calibration", period="2025", back="1")
    assert shows_the_first in [one.value for one in cut.main.caption]
