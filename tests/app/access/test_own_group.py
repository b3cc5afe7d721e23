"""My group in two minutes: score, strengths, losses, what is next by date; and the scorecard opens the same group."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from brep_metrics import rounds
from brep_metrics.access import Role
from brep_metrics.app.queries.own_group import own_group
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import Period
from brep_metrics.store import AccessScope


@pytest.mark.parametrize("role", [Role.LEAD, Role.MEMBER])
def test_the_start_page_and_the_scorecard_open_the_same_group(signed_in, people, role):
    """A member of a group finds that one, not the first of the ranking."""
    email = f"{role}@example.org"
    start, card = (signed_in(email, page, lang="en", period="2025") for page in ("group", "scorecard"))
    named = people.scopes[role].named_groups
    opened = card.selectbox(key="filter-group").value
    assert opened in named
    boxes = {one.key for one in start.selectbox}
    assert ("filter-group" not in boxes and len(named) == 1) or start.selectbox(key="filter-group").value == opened


@pytest.mark.parametrize("order", [("WG02", "WG05", "WG09"), ("WG09", "WG05", "WG02")])
@pytest.mark.parametrize(("led", "opened"), [(frozenset(), "WG02"), (frozenset({"WG05", "WG09"}), "WG05")])
def test_which_group_opens_does_not_depend_on_the_language(order, led, opened):
    """Groups come in the order of their names, which differs; the first by its code opens, if led before others."""
    visit = SimpleNamespace(access_scope=AccessScope(led, frozenset(order), "ORG001"))
    assert own_group(visit, order) == opened


def test_a_lead_sees_three_strengths_and_three_losses_that_lead_to_their_rows(signed_in):
    """Each names the indicator, its value and the points; a click opens the rows behind it on the scorecard."""
    page = signed_in("lead@example.org", "group", lang="en", period="2025")
    headings = [one.value for one in page.subheader]
    assert {"Where the group is strongest", "Where it loses most", "What to do next, by date"} <= set(headings)
    shown = [one for one in page.button if str(one.key).startswith("highlight-")]
    assert len(shown) == 6
    lost = [one.value for one in page.caption if "points lost" in one.value]
    assert len(lost) == 3
    amounts = [float(one.split(": ")[1].split(" of ")[0]) for one in lost]
    assert amounts == sorted(amounts, reverse=True)


def test_before_a_result_is_published_nothing_is_shown_in_its_place(signed_in):
    """No card with a dash, no empty column of points, and the history says why it is short."""
    card = signed_in("lead@example.org", "scorecard", lang="en", period="2024")
    assert [one.label for one in card.metric] == ["Coverage"]
    shown = next(frame.value for frame in card.dataframe if "open" in frame.value)
    assert {"value", "rows"} < set(shown)
    assert not {"points", "median", "flag"} & set(shown)
    own = signed_in("lead@example.org", "group", lang="en", period="2024")
    assert [one.label for one in own.metric] == ["Coverage"]
    sentence = "Only the result of 2025 is published so far; a second one will show how the group developed."
    history = signed_in("lead@example.org", "timelines", lang="en", period="2025")
    assert f"##### {sentence}" in [one.value for one in history.markdown]


@pytest.fixture(scope="module")
def _round_of_2024(people):
    evaluator = rounds.Actor("evaluator@example.org", Role.EVALUATOR)
    methodology = load_methodology(DEFAULT_METHODOLOGY)
    period = Period.parse("2024")
    rounds.open_round(people.store, evaluator, period=period, methodology=methodology, panel=[evaluator.who])


@pytest.mark.usefixtures("_round_of_2024")
@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "自评中，结果为初评结果"), ("en", "Self-assessment under way, results preliminary")],
)
def test_a_lead_is_told_to_which_stage_of_the_round_its_result_belongs(signed_in, language, said):
    page = signed_in("lead@example.org", "group", lang=language, period="2024")
    assert any(said in one.value.replace("\\", "") for one in page.markdown)


def test_what_is_next_is_in_the_order_of_its_dates_and_leads_to_its_form(signed_in):
    """Reports, plan items and needs together, the latest first."""
    page = signed_in("lead@example.org", "group", lang="en", period="2025")
    late = [int(found[1]) for one in page.main.markdown if (found := re.search(r"(\d+) days late", one.value))]
    assert late
    assert late == sorted(late, reverse=True)
    shown = [one.label for one in page.button if str(one.key).startswith("due-open-")]
    assert all(re.match(r"(File|Complete|Answer|Correct|Confirm)\b", one) for one in shown)


def test_a_member_sees_no_strengths_of_indicators_that_are_not_for_them(signed_in):
    """Measured values are the lead's and the evaluators'."""
    page = signed_in("member@example.org", "group", lang="en", period="2025")
    assert not [one for one in page.button if str(one.key).startswith("highlight-")]
