"""Methodology, evaluators' weights: 100 points, kept for good, and the ranks that they make."""

from __future__ import annotations

import re

import pytest

from brep_metrics import rounds
from brep_metrics.access import Role
from brep_metrics.access.audit import local_user
from brep_metrics.app.context import stores
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.rounds import Actor

METHODOLOGY = load_methodology(DEFAULT_METHODOLOGY)
CODES = [one.code for one in rounds.dimensions_of(METHODOLOGY)]


def points(*given):
    return dict(zip(CODES, given, strict=True))


@pytest.fixture
def store(store_of_eight_groups, monkeypatch):
    """Eight groups, and the points of two other evaluators."""
    made = store_of_eight_groups
    for who, spread in (("b@nea", points(60, 10, 10, 10, 10)), ("c@nea", points(0, 0, 100, 0, 0))):
        rounds.spread_points(made, Actor(who, Role.EVALUATOR), METHODOLOGY, spread)
    monkeypatch.setenv(stores.STORE_VARIABLE, made.address)
    return made


def test_an_evaluator_spreads_points_sees_the_others_and_changes_them(app, store):
    """Save waits until all 100 are spread; the others' points and the ranks come after one's own."""
    page = app("methodology", lang="en", view="points")
    assert not page.exception
    assert page.button(key="points-save").disabled
    assert "2 evaluators have spread points; you see them once yours are saved." in [one.value for one in page.markdown]
    assert not page.dataframe
    for box, given in zip(page.number_input, (20, 20, 20, 20, 10), strict=True):
        box.set_value(given)
    page.run()
    assert page.button(key="points-save").disabled
    assert "**10 points are left.**" in [one.value for one in page.markdown]
    page.number_input[4].set_value(20).run()
    page.button(key="points-save").click().run()
    assert not page.exception
    assert "Your points are saved." in [one.value for one in page.success]
    own = {one.who: dict(one.points) for one in rounds.spreads_of(store, METHODOLOGY)}
    assert own[local_user()] == points(20, 20, 20, 20, 20)
    spread, ranks = (one.value for one in page.dataframe)
    assert spread["mean"].tolist() == pytest.approx([80 / 3, 10, 130 / 3, 10, 10])
    assert spread[["low", "high"]].to_numpy().tolist() == [[0, 60], [0, 20], [10, 100], [0, 20], [0, 20]]
    assert (ranks["best"] <= ranks["median"]).all()
    assert (ranks["median"] <= ranks["worst"]).all()
    kept = int((ranks["best"] == ranks["worst"]).sum())
    said = " ".join(one.value for one in page.markdown)
    assert f"of 3 evaluators in turn {kept} of {len(ranks)} ranks are the same each time" in said
    page.number_input[0].set_value(40)
    page.number_input[1].set_value(0).run()
    page.button(key="points-save").click().run()
    assert [len(rounds.spreads_of(store, METHODOLOGY)), page.dataframe[0].value["high"].tolist()[0]] == [3, 60]
    assert app("methodology", lang="en", view="points").number_input[0].value == 40


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_journal_says_in_words_that_points_were_spread(app, store, language):
    shown = next(one.value for one in app("data", lang=language, part="history").dataframe if "about" in one.value)
    words = {"zh": "分配维度权重分值", "en": "points spread over the dimensions"}
    assert words[language] in set(shown["what"])
    assert not [about for about in shown["about"] if re.search(r"points_spread|[{}]", about)]
