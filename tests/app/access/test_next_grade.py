from __future__ import annotations

import pytest


@pytest.mark.parametrize(("period", "shown"), [("2025", True), ("2024", False)])
def test_the_next_grade_is_shown_where_the_score_is(signed_in, period, shown):
    """2025 is published, 2024 is not: what is missing to a grade would tell the score."""
    opened = signed_in("lead@example.org", "scorecard", lang="en", period=period)
    assert not opened.exception
    assert ("The next grade" in [part.value for part in opened.subheader]) == shown
