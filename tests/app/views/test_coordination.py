from __future__ import annotations

import re

import pytest
from record_shown import keys_of_records

from brep_metrics.app.views.coordination import intentions

YEAR = "raised_on between '2025-01-01' and '2025-12-31'"


def numbers(sentence: str) -> list[int]:
    """The whole numbers of a sentence, in order."""
    return [int(found) for found in re.findall(r"\d+", sentence)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sentence_counts_what_is_in_the_tables(app, demo_store, language):
    """Needs, those answered within 30 days, issues, the resolved ones and those before NEA."""
    with demo_store.read() as reading:
        needs, in_time = reading.fetch(
            f"select count(*), count(*) filter (where answered_on - raised_on <= 30) from need where {YEAR}"
        )[0]
        issues, resolved, with_nea = reading.fetch(
            "select count(*), count(resolved_on), count(*) filter (where escalated_on is not null and resolved_on is"
            f" null) from issue where {YEAR}"
        )[0]
    opened = app("coordination", lang=language, period="2025")
    assert not opened.exception
    assert sorted(numbers(opened.markdown[0].value)) == sorted([2025, in_time, needs, 30, resolved, issues, with_nea])
    assert 0 < in_time < needs
    assert 0 < resolved < issues


@pytest.mark.parametrize(
    ("parameter", "state", "rule"),
    [
        ("need", "late", "select count(*) from need where answered_on - raised_on > 30 and "),
        ("issue", "resolved", "select count(*) from issue where escalated_on is null and resolved_on is not null and "),
    ],
)
def test_a_state_in_the_address_lists_its_cases(app, demo_store, parameter, state, rule):
    """A link to a bar opens the list behind it, as long as the bar."""
    with demo_store.read() as reading:
        expected = reading.fetch(rule + YEAR)[0][0]
    opened = app("coordination", period="2025", **{parameter: state})
    listed = next(frame.value for frame in opened.dataframe if "settled_on" in frame.value)
    assert len(listed) == expected > 0


def test_ages_add_up_to_the_cases(app, demo_store):
    """Every need and every issue is in one band of age."""
    with demo_store.read() as reading:
        raised = [reading.fetch(f"select count(*) from {table} where {YEAR}")[0][0] for table in ("need", "issue")]
    opened = app("coordination", period="2025")
    for kind in ("needs", "issues"):
        opened.session_state[f"behind-{kind}-ages"] = True
    ages = [frame.value for frame in opened.run().dataframe if "band" in frame.value]
    assert [int(frame["side_0"].sum() + frame["side_1"].sum()) for frame in ages] == raised


def test_a_sector_narrows_everything(app, demo_store):
    """Only needs and issues of groups in the chosen sector are counted."""
    with demo_store.read() as reading:
        of_sector = f"join working_group using (group_id) where sector_id = 'green_energy' and {YEAR}"
        needs = reading.fetch(f"select count(*) from need {of_sector}")[0][0]
        issues = reading.fetch(f"select count(*) from issue {of_sector}")[0][0]
    opened = app("coordination", lang="en", period="2025", sector="green_energy")
    assert f"of {needs} needs" in opened.markdown[0].value
    assert f"of {issues} issues" in opened.markdown[0].value


def test_nothing_escalated_is_an_answer(app):
    """Empty parts say that they are empty."""
    opened = app("coordination", lang="en", period="2019")
    assert not opened.exception
    assert "No escalations in this period." in [info.value for info in opened.info]


@pytest.fixture
def intention(demo_store) -> str:
    """A Record of Intention of 2025."""
    with demo_store.read() as reading:
        return str(reading.fetch("select min(intention_id) from intention where year(submitted_on) = 2025")[0][0])


def test_a_click_on_a_sector_of_the_intentions_narrows_the_page_at_once(app, monkeypatch):
    """The bar is below the filter that it sets."""
    clicks = [("green_energy",)]
    monkeypatch.setattr(intentions, "clickable", lambda *_, **__: clicks.pop() if clicks else None)
    opened = app("coordination", lang="en", period="2025")
    assert not opened.exception
    assert opened.multiselect(key="filter-sector").value == ["green_energy"]
    assert opened.query_params["sector"] == "green_energy"


def test_an_intention_in_the_address_or_clicked_shows_its_record(app, intention):
    """A link opens it, and so does the row of its organization."""
    opened = app("coordination", lang="en", period="2025", intention=intention)
    assert not opened.exception
    assert keys_of_records(opened, "Record of Intention") == [intention]
    opened.session_state["open-intention"] = {"row": 0}
    opened.run()
    latest = opened.query_params["intention"]
    assert latest != intention
    assert keys_of_records(opened, "Record of Intention") == [latest]


def test_an_intention_that_is_not_there_is_explained(app, intention):
    """Also in a period without any, whose link would show nothing."""
    opened = app("coordination", lang="en", period="2019", intention=intention)
    assert not opened.exception
    assert any(intention in warning.value for warning in opened.warning)
    assert "intention" not in opened.query_params


def test_what_waits_is_listed_with_whom_it_waits_for(app, demo_store):
    """All open needs and issues of any period, those past their time first; what is escalated waits for NEA."""
    opened = app("coordination", lang="en")
    waiting = next(one.value for one in opened.dataframe if "waits_for" in one.value)
    with demo_store.read() as reading:
        [(needs,)] = reading.fetch("select count(*) from need where answered_on is null")
        [(issues, escalated)] = reading.fetch(
            "select count(*), count(escalated_on) from issue where resolved_on is null"
        )
    assert len(waiting) == needs + issues > 0
    assert (waiting["waits_for"] == "National Energy Administration").sum() == escalated
    assert waiting["over"].is_monotonic_decreasing
    without = "group_id not in (select group_id from membership where role = 'lead' and left_on is null)"
    with demo_store.read() as reading:
        [(alone,)] = reading.fetch(
            f"select count(*) from issue where resolved_on is null and escalated_on is null and {without}"
        )
    assert (waiting["waits_for"] == "no leading organization").sum() >= alone > 0
