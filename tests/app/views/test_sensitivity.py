from __future__ import annotations

import numpy as np
import pytest

from brep_metrics.app.queries import background
from brep_metrics.app.views.methodology import sensitivity
from brep_metrics.robustness import FACTOR_TITLES


@pytest.fixture
def begun(monkeypatch):
    """The work that pages began; nothing is done until the test does it."""
    work = []

    class Job:
        def __init__(self, made):
            self.made, self.ready = made, False

        def done(self):
            return self.ready

        def result(self):
            return self.made(lambda: True)

    monkeypatch.setattr(background, "begin", lambda made: work.append(Job(made)) or work[-1])
    return work


def test_the_rest_of_the_page_does_not_wait(app, begun):
    """Intervals and leave-one-out are there while the Sobol indices are still under way, and that is said."""
    page = app("methodology", lang="en", view="doubt")
    assert not page.exception
    assert page.status[0].label.startswith("Working out what moves the ranks")
    assert [next(iter(frame.value.columns)) for frame in page.dataframe] == ["name", "title"]
    assert len(begun) == 1
    assert len(page.run().status) == 1
    assert len(begun) == 1


def test_what_moves_a_groups_rank_most_is_said_in_words(app, begun):
    """The largest total index names the factor, for the whole ranking and for the chosen group."""
    page = app("methodology", lang="en", view="doubt", group="WG05")
    begun[0].ready = True
    found = begun[0].result()
    begun[0].made = lambda _: found
    page.run()
    assert not page.exception
    assert not page.status
    said = " ".join(one.value for one in page.markdown)
    assert rf"most is\: {FACTOR_TITLES[found.most_influential('WG05')]}." in said
    assert rf"most is\: {FACTOR_TITLES[found.factors[int(np.nanargmax(found.total[:, -1]))]]}. It has a part" in said
    table = page.dataframe[1].value
    assert len(table) == (len(found.units) + 1) * 6


def test_a_period_without_rated_groups_says_so(app):
    """Before the network had data nothing is ranked, so nothing can be doubted or tested."""
    for view in ("doubt", "calibration"):
        page = app("methodology", lang="en", view=view, period="2019")
        assert not page.exception
        assert any("rated" in one.value for one in page.info)


@pytest.mark.usefixtures("begun")
def test_a_chart_of_many_groups_says_that_it_shows_the_first(app, monkeypatch):
    """Nothing is said of a chart that has all."""
    whole = app("methodology", lang="en", view="doubt")
    assert not any("The chart shows" in one.value for one in whole.main.caption)
    monkeypatch.setattr(sensitivity, "MAX_LINES", 3)
    cut = app("methodology", lang="en", view="doubt")
    assert "The chart shows the first 3; the table has all." in [one.value for one in cut.main.caption]
