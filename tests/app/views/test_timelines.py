from __future__ import annotations

import json

import pytest

from brep_metrics.app.views import timelines


@pytest.fixture
def in_colour(app, monkeypatch):
    """Opens the page and gives its sentence and the names of the lines in colour."""
    drawn = {}
    monkeypatch.setattr(timelines, "clickable", lambda figure, key, **_: drawn.update({key: figure}))

    def opened(**address):
        page = app("timelines", lang="en", **address)
        assert not page.exception
        sentence = next(one.value for one in page.markdown if one.value.startswith("#####"))
        traces = json.loads(drawn["history"].json)["data"]
        return sentence, [trace["name"] for trace in traces if trace.get("showlegend", True)]

    return opened


@pytest.mark.parametrize("measure", ["score", "rank"])
def test_the_group_that_the_sentence_names_is_in_colour(in_colour, measure):
    """Until the reader chooses others, the chart shows what the page says."""
    sentence, (name,) = in_colour(show=measure)
    assert name in sentence


def test_chosen_groups_take_its_place(in_colour):
    """Two are chosen: these two are in colour, and the sentence is about them."""
    sentence, names = in_colour(groups=["WG01", "WG05"])
    assert len(names) == 2
    assert any(name in sentence for name in names)
