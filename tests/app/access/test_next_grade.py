from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("role", "period", "shown"), [("lead", "2025", True), ("lead", "2024", False), ("member", "2025", False)]
)
def test_the_next_grade_is_shown_where_the_score_and_the_indicators_are(signed_in, role, period, shown):
    """2025 is published, 2024 is not: what is missing to a grade would tell the score, and to a member the values."""
    opened = signed_in(f"{role}@example.org", "scorecard", lang="en", period=period, why="next")
    assert not opened.exception
    assert ("The next grade" in [part.value for part in opened.subheader]) == shown


def test_a_member_is_given_no_reasons(signed_in):
    """The card has the score and its dimensions; what made them is the lead's, and is not guessed at without values."""
    opened = signed_in("member@example.org", "scorecard", lang="en", period="2025")
    assert not opened.exception
    titles = [part.value for part in opened.subheader]
    assert not [title for title in titles if title.startswith(("What changed", "What makes the score", "Indicators"))]
