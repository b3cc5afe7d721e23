from __future__ import annotations

from math import isnan

import pandas as pd
import pytest

from brep_metrics.app.queries.ranking_frame import move_text
from brep_metrics.app.views.rankings import two_periods
from brep_metrics.csv_export import csv_for_people
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import Period
from brep_metrics.scoring import evaluate_each


def moves_of(opened):
    """The table behind the chart, unfolded."""
    opened.session_state["behind-two-periods"] = True
    opened.run()
    return next(frame.value for frame in opened.dataframe if "score_before" in frame.value)


@pytest.fixture(scope="module")
def scores(demo_store) -> dict[str, dict[str, float]]:
    """The scores of the rated groups by period and short English name, computed outside the dashboard."""
    methodology = load_methodology(DEFAULT_METHODOLOGY)
    with demo_store.read() as reading:
        names = dict(reading.fetch("select group_id, name_en from working_group"))
        codes = ("2024", "2025")
        both = evaluate_each(reading, methodology, [Period.parse(code) for code in codes])
        found = {code: one.scores for code, one in zip(codes, both, strict=True)}
    return {
        code: {
            names[unit].removeprefix("Demo Working Group on "): score
            for unit, score in zip(one.units, one.score.tolist(), strict=True)
            if not isnan(score)
        }
        for code, one in found.items()
    }


def test_nothing_is_compared_until_it_is_asked_for(app):
    """At first there is a switch only; it gives two boxes and no chart, and the address stays clean."""
    opened = app("rankings", lang="en")
    assert "filter-against" not in {box.key for box in opened.selectbox}
    opened.toggle(key="comparing").set_value(True).run()
    assert opened.selectbox(key="filter-against").value == ""
    assert opened.multiselect(key="filter-compare").value == []
    assert not any("score_before" in frame.value for frame in opened.dataframe)
    assert not {"against", "compare", "comparing"} & set(opened.query_params)


def test_what_is_not_compared_any_more_leaves_the_address(app):
    """Else a copied link would show what its sender had put away; asked for again, it begins anew."""
    opened = app("rankings", lang="en", against="2024", order="rank", compare=["WG01", "WG02"])
    opened.toggle(key="comparing").set_value(False).run()
    assert not {"against", "order", "compare"} & set(opened.query_params)
    assert not any("score_before" in frame.value for frame in opened.dataframe)
    opened.toggle(key="comparing").set_value(True).run()
    assert (opened.selectbox(key="filter-against").value, opened.multiselect(key="filter-compare").value) == ("", [])


def test_a_link_that_compares_does_so_on_an_open_page_too(app):
    """The way back brings an address with a comparison to a page that shows none."""
    opened = app("rankings", lang="en")
    opened.query_params["against"] = "2024"
    opened.run()
    assert opened.toggle(key="comparing").value
    assert opened.selectbox(key="filter-against").value == "2024"


@pytest.mark.parametrize(("period", "against"), [("2025", "2024"), ("2024", "2025")])
def test_the_earlier_period_comes_first_whichever_is_chosen(app, scores, period, against):
    """Scores, changes and the sentence run from the earlier to the later period; only groups rated in both count."""
    opened = app("rankings", lang="en", period=period, against=against)
    assert not opened.exception
    moves = moves_of(opened).set_index("open")
    both = scores["2024"].keys() & scores["2025"].keys()
    assert set(moves.index) == both
    for name in both:
        assert moves.loc[name, "score_before"] == scores["2024"][name]
        assert moves.loc[name, "score_after"] == scores["2025"][name]
    rose = sum(scores["2025"][name] > scores["2024"][name] for name in both)
    fell = sum(scores["2025"][name] < scores["2024"][name] for name in both)
    assert f"##### {rose} groups rose and {fell} fell from 2024 to 2025." in [one.value for one in opened.markdown]
    assert opened.query_params["against"] == against


def test_the_largest_rise_comes_first_or_the_best_rank(app):
    """The order is a choice, which the address keeps."""
    by_change = moves_of(app("rankings", lang="en", period="2025", against="2024"))["change"].tolist()
    assert by_change == sorted(by_change, reverse=True)
    by_rank = moves_of(app("rankings", lang="en", period="2025", against="2024", order="rank"))["rank_after"].tolist()
    assert by_rank == sorted(by_rank)


def test_filters_and_chosen_groups_decide_which_lines_there_are(app):
    """The page's filters hold; groups that are put side by side are compared alone."""
    few = moves_of(app("rankings", lang="en", period="2025", against="2024", sector="oil_gas"))
    assert 0 < len(few) < len(moves_of(app("rankings", lang="en", period="2025", against="2024")))
    chosen = moves_of(app("rankings", lang="en", period="2025", against="2024", compare=["WG01", "WG02"]))
    assert len(chosen) == 2


def test_a_chart_of_many_groups_says_that_it_shows_the_first(app, monkeypatch):
    """A long network is cut to what can be read; the table keeps all of it."""
    monkeypatch.setattr(two_periods, "MAX_LINES", 3)
    opened = app("rankings", lang="en", period="2025", against="2024")
    assert any("the 3 groups that moved most" in caption.value for caption in opened.main.caption)
    assert len(moves_of(opened)) > 3


@pytest.mark.parametrize("against", ["2025", "never", "2031X"])
def test_a_period_that_cannot_be_compared_with_is_explained(app, against):
    """The page's own period and what is no period at all are not used, and the page says so."""
    opened = app("rankings", lang="en", period="2025", against=against)
    assert not opened.exception
    assert f"“{against}”" in opened.warning[0].value
    assert "against" not in opened.query_params


def test_a_period_in_which_nobody_was_rated_is_an_answer_too(app):
    """A valid period without ratings gives a sentence, no chart."""
    opened = app("rankings", lang="en", period="2025", against="2001")
    assert not opened.exception
    assert "None of these groups was rated both in 2001 and in 2025." in [one.value for one in opened.info]


@pytest.mark.parametrize("change", [None, 0, 2, -2])
def test_the_sign_of_a_move_stands_in_a_file_as_on_the_page(change):
    """No spreadsheet would run it as a formula, so that it needs no apostrophe, also where a place is kept."""
    sign = move_text(change)
    assert csv_for_people(pd.DataFrame({"move": [sign]})).decode("utf-8-sig") == f"move\r\n{sign}\r\n"
