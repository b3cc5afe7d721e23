from __future__ import annotations

import pytest

from brep_metrics.app.views.shared import before_after
from brep_metrics.methodology import DEFAULT_METHODOLOGY
from brep_metrics.store.reading import Reading


@pytest.fixture
def trial(app):
    """The sliders, opened."""
    page = app("methodology", lang="en", view="what-if")
    assert not page.exception
    return page


def ranks(page) -> list[int]:
    return page.dataframe[0].value["trial_rank"].tolist()


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """Every statement that the store is asked from now on."""
    statements = []

    def noted(way):
        def ask(reading, sql, parameters=None):
            statements.append(sql)
            return way(reading, sql, parameters)

        return ask

    for name in ("query", "fetch"):
        monkeypatch.setattr(Reading, name, noted(getattr(Reading, name)))
    return statements


def test_a_slider_ranks_anew_in_one_interaction_without_computing_evidence(trial, asked):
    """The values are there already: a trial runs no indicator's query, and after the first nothing at all."""
    declared = ranks(trial)
    assert declared == sorted(declared)
    first = trial.slider[0].set_value(100.0).run()
    once = ranks(first)
    assert sorted(once) != once
    assert not [sql for sql in asked if "numerator" in sql]
    asked.clear()
    twice = ranks(first.slider[0].set_value(0.0).run())
    assert twice != once
    assert asked == []


def test_a_sentence_says_how_many_ranks_a_trial_changes(trial):
    """The figures of the sentence are those of the table, also before any slider was moved."""
    assert any(
        text.value == "**With these weights every rank stays. Move a slider to see what would change.**"
        for text in trial.markdown
    )
    frame = trial.slider[0].set_value(100.0).run().dataframe[0].value
    moves = (frame["trial_rank"] - frame["rank"]).abs()
    most = frame.loc[moves.idxmax()]
    sentence = next(text.value for text in trial.markdown if "would change" in text.value)
    assert f" {(moves > 0).sum()} of {len(frame)} ranks" in sentence
    assert f"{most['name']}'s, from {most['rank']} to {most['trial_rank']}." in sentence


def test_evidence_would_have_been_noticed(app, asked):
    """The test above would see an indicator's query: opening the page runs them."""
    app("methodology", lang="en", view="what-if")
    assert [sql for sql in asked if "numerator" in sql]


def test_a_trial_is_never_saved(trial, demo_store):
    """Neither the methodology nor the store nor the address keeps it, and a fresh visit knows nothing of it."""
    file, generations = DEFAULT_METHODOLOGY.read_bytes(), demo_store.generations()
    journal = list(demo_store.journal.entries())
    moved = trial.slider[0].set_value(100.0).run()
    assert set(moved.query_params) == {"view"}
    assert DEFAULT_METHODOLOGY.read_bytes() == file
    assert demo_store.generations() == generations
    assert list(demo_store.journal.entries()) == journal


def test_the_declared_weights_give_the_declared_ranks(trial):
    """Grades too: gates and adjustments take part in a trial, so that only weights make a difference."""
    declared = trial.slider[0].value
    moved = trial.slider[0].set_value(declared + 1).run()
    frame = moved.dataframe[0].value
    assert (frame["trial_score"] - frame["score"]).abs().max() < 1
    assert set(frame["trial_grade"]) <= set(frame["grade"])


@pytest.mark.parametrize("kept", [0, 1])
def test_a_group_with_too_few_data_under_the_weights_has_no_rank_in_the_trial(app, kept):
    """All weight on one dimension: some lack its data, have neither rank nor score, and are counted apart."""
    page = app("methodology", lang="en", view="what-if", period="2025Q1")
    for at, slider in enumerate(page.slider):
        slider.set_value(100.0 if at == kept else 0.0)
    page.run()
    assert not page.exception
    frame = page.dataframe[0].value
    lost = frame["trial_rank"].isna()
    assert lost.any()
    assert (frame["trial_rank"].dropna() > 0).all()
    assert (lost == frame["trial_score"].isna()).all()
    assert frame.loc[lost, "trial_grade"].isna().all()
    [sentence] = [text.value for text in page.markdown if "would no longer be rated" in text.value]
    assert f"{lost.sum()} group" in sentence
    assert " to 0" not in sentence
    assert ("would change" in sentence) == (frame["trial_rank"] != frame["rank"])[~lost].any()


def test_a_period_without_rated_groups_has_nothing_to_try(app):
    """No sentence, no chart and no table, as on the other views."""
    page = app("methodology", lang="en", view="what-if", period="2019")
    assert not page.exception
    assert ["No group is rated in this period" in one.value for one in page.info] == [True]
    assert not page.slider
    assert not page.dataframe


def test_a_chart_of_many_groups_says_that_it_shows_the_first(app, monkeypatch):
    """Its text for those who cannot see it counts what it draws."""
    drawn = []
    monkeypatch.setattr(before_after, "MAX_LINES", 3)
    monkeypatch.setattr(before_after, "plot", lambda figure, *, alt, key: drawn.append(alt))  # noqa: ARG005
    page = app("methodology", lang="en", view="what-if")
    assert any("shows the first 3;" in one.value for one in page.main.caption)
    assert drawn == ["Scores of 3 groups as declared and in the trial"]
    assert len(page.dataframe[0].value) > 3
