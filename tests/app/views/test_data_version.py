from __future__ import annotations

from datetime import date

import pytest

from brep_metrics.access import Role
from brep_metrics.app.context.data_version import ONLY_NOW
from brep_metrics.app.pages import pages_of
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import Period
from brep_metrics.scoring import evaluate, read_period

CODES = [page.code for page in pages_of(Role.EVALUATOR) if page.code not in ONLY_NOW]

SHARED_WORDS = "Demo Working Group on "  # which a column without room for them leaves out


@pytest.fixture
def loaded_again(own_store):
    """A second generation, in which the reports of 2025 have come to nothing."""
    with own_store.write(who="test", why="a correction", day=date(2026, 7, 31)) as draft:
        draft.execute("delete from report where due_on >= date '2025-01-01'")
    return own_store


def notices(opened) -> list[str]:
    return [one.value for one in opened.warning if "earlier state" in one.value]


def shown_scores(opened) -> dict[str, float]:
    frame = next(frame.value for frame in opened.dataframe if {"open", "score", "rank"} <= set(frame.value))
    rated = frame[frame["rank"].notna()]
    return dict(zip(rated["open"].str.removeprefix(SHARED_WORDS), rated["score"], strict=True))


def computed_scores(store, **moment) -> dict[str, float]:
    methodology, period = load_methodology(DEFAULT_METHODOLOGY), Period.parse("2025")
    with read_period(store, methodology, period, **moment) as reading:
        names = dict(reading.fetch("select group_id, name_en from working_group"))
        scores = evaluate(reading, methodology, period).scores
    names = {unit: name.removeprefix(SHARED_WORDS) for unit, name in names.items()}
    return {names[unit]: scores.score[row] for row, unit in enumerate(scores.units) if scores.rated[row]}


@pytest.mark.parametrize("page", CODES)
def test_every_page_of_results_shows_an_earlier_state(loaded_again, app, page):
    """The line under the page names the generation and the day asked for, and the top says that this is not now."""
    opened = app(page, lang="en", generation="g000001", as_of="2026-01-31")
    assert not opened.exception
    assert "31 January 2026" in opened.main.caption[-1].value
    assert "generation g000001" in opened.main.caption[-1].value
    assert len(notices(opened)) == 1
    assert opened.query_params["generation"] == "g000001"


@pytest.mark.parametrize(
    ("address", "moment"),
    [
        ({}, {}),
        ({"generation": "g000001"}, {"generation": "g000001"}),
        ({"as_of": "2025-12-31"}, {"as_of": date(2025, 12, 31)}),
        (
            {"generation": "g000001", "as_of": "2026-01-31"},
            {"generation": "g000001", "as_of": date(2026, 1, 31)},
        ),
    ],
)
def test_the_figures_are_those_that_were_shown_then(loaded_again, app, address, moment):
    """The ranking of an earlier state is what an evaluation of that state gives outside the dashboard."""
    opened = app("rankings", lang="en", period="2025", **address)
    assert shown_scores(opened) == computed_scores(loaded_again, **moment)
    assert bool(notices(opened)) == bool(address)


def test_a_load_is_shown_at_once_unless_a_generation_was_asked_for(own_store, app):
    """The latest state follows the store; a link to a generation keeps showing it, and says so from then on."""
    latest, pinned = app("rankings", lang="en"), app("rankings", lang="en", generation="g000001")
    assert not notices(pinned)
    with own_store.write(who="test", why="a later load") as draft:
        draft.execute("update report set title = title")
    assert "g000002" in latest.run().main.caption[-1].value
    assert "g000001" in pinned.run().main.caption[-1].value
    assert notices(pinned)


def test_the_way_back_to_now_is_one_click(loaded_again, app):
    """The button leaves a clean address and the latest data."""
    opened = app("rankings", lang="en", generation="g000001", as_of="2026-01-31")
    opened.button("back-to-now").click().run()
    assert not notices(opened)
    assert "g000002" in opened.main.caption[-1].value
    assert dict(opened.query_params) == {"lang": "en"} or dict(opened.query_params) == {}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_boxes_choose_generation_and_day(loaded_again, app, language):
    """What is chosen in the menu goes into the address; the latest state leaves it clean."""
    opened = app("rankings", lang=language)

    def boxes():
        # The driver forgets between two runs what the browser keeps open.
        opened.session_state["looking-back"] = True
        return {name: opened.run().sidebar.selectbox(key=f"filter-{name}") for name in ("generation", "as_of")}

    assert {name: box.value for name, box in boxes().items()} == {"generation": "", "as_of": ""}
    boxes()["generation"].select("g000001").run()
    boxes()["as_of"].select("2026-01-31").run()
    assert not opened.exception
    assert (opened.query_params["generation"], opened.query_params["as_of"]) == ("g000001", "2026-01-31")
    assert len(opened.warning) == 1


@pytest.mark.parametrize(
    ("name", "code"),
    [("generation", "g000099"), ("generation", "x"), ("as_of", "2031-01-01"), ("as_of", "2026-02-30")],
)
def test_a_state_that_is_not_there_is_explained(app, name, code):
    """An unknown generation, a day to come and what is no day are not used, and the page says so."""
    opened = app("rankings", lang="en", **{name: code})
    assert not opened.exception
    assert f"“{code}”" in opened.warning[0].value
    assert name not in opened.query_params


def test_a_day_before_the_first_record_is_an_answer_too(app):
    """Where no group was known yet there is nothing to rank, and the page says it instead of failing."""
    for page in CODES:
        opened = app(page, lang="en", as_of="1999-12-31")
        assert not opened.exception
        assert opened.title[0].value == "There is no working group yet"
        assert notices(opened)
