"""What every page says of a period that still runs."""

from __future__ import annotations

import pytest

RUNNING = "2026 is still running: the figures are of its part up to 30 June 2026"


@pytest.mark.parametrize("page", ["rankings", "scorecard", "timelines", "sectors", "overview", "methodology"])
def test_a_running_period_is_marked_at_the_top_and_under_the_page(app, page):
    opened = app(page, lang="en", period="2026")
    assert not opened.exception
    # A colon is escaped, since Streamlit would read some words between two of them as a directive.
    assert RUNNING in [one.value.replace("\\:", ":") for one in opened.warning]
    assert RUNNING in opened.main.caption[-1].value.replace("\\:", ":")


def test_a_closed_period_is_shown_as_of_its_cutoff_without_a_caveat(app):
    opened = app("rankings", lang="en", period="2025")
    assert not opened.warning
    assert "Data as of 31 March 2026" in opened.main.caption[-1].value


def test_a_running_period_cannot_be_published(app):
    opened = app("rankings", lang="en", period="2026")
    assert "publish" not in {one.key for one in opened.button}
    assert any("only a period that has ended can be published" in one.value for one in opened.caption)


def test_what_came_in_too_late_is_listed_on_the_page_of_its_period(app):
    """Six records of 2024, with the group, the table and both days; a period without any has no list."""
    opened = app("rankings", lang="en", period="2024")
    (listed,) = [one for one in opened.expander if "came in, or were filled in" in one.label]
    assert listed.label.replace("\\:", ":") == "6 of 1129 records came in, or were filled in, after 31 March 2025"
    opened.session_state["late-records"] = True
    opened.run()
    (rows,) = [frame.value for frame in opened.dataframe if "came_in_on" in frame.value]
    assert len(rows) == 6
    accepted = rows[rows["record_id"] == "WG22-2024-ER"].iloc[0]
    assert accepted["table"] == "Report"
    assert accepted["belongs_on"] == "2024-12-31"
    assert accepted["came_in_on"] > "2025-03-31"
    running = app("rankings", lang="en", period="2026")
    assert not [one for one in running.expander if "came in, or were filled in" in one.label]
