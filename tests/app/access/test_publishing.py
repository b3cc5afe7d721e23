"""Publishing on the Rankings page: by evaluators, once they confirm, and never again without a reason."""

from __future__ import annotations

from datetime import date

import pytest
from copies import copy_store

from brep_metrics.access import publications
from brep_metrics.app.context import stores
from brep_metrics.app.context.visit import Visit
from brep_metrics.app.queries import results
from brep_metrics.app.queries.ranking_frame import scores_for_meeting
from brep_metrics.app.queries.selection import Selection
from brep_metrics.periods import Period
from brep_metrics.store import WHOLE_NETWORK, open_store

EVALUATOR = "evaluator@example.org"


@pytest.fixture
def fresh(people, tmp_path, monkeypatch, signed_in):
    """A store of the test's own; `signed_in` then opens this one."""
    copy_store(people.store.address, tmp_path / "store")
    monkeypatch.setenv(stores.STORE_VARIABLE, str(tmp_path / "store"))
    return open_store(tmp_path / "store")


def test_publishing_asks_for_confirmation_and_is_recorded(fresh, signed_in):
    """The button works once the box is ticked; who, what and when are in the journal."""
    opened = signed_in(EVALUATOR, "rankings", lang="en", period="2024")
    assert opened.button("publish").disabled
    assert "provisional" in opened.main.caption[-1].value
    opened.checkbox("publish-sure").check().run()
    opened.button("publish").click().run()
    assert not opened.exception
    made = publications(fresh)[-1]
    assert (made.who, made.period, made.reason) == (EVALUATOR, Period.parse("2024"), None)
    assert "published on" in opened.main.caption[-1].value
    assert not fresh.verify()


def test_the_same_result_cannot_be_published_twice(fresh, signed_in):
    """What is official offers no button."""
    opened = signed_in(EVALUATOR, "rankings", lang="en", period="2025")
    assert "publish" not in {one.key for one in opened.button}


def test_another_result_needs_a_reason(fresh, signed_in):
    """A later generation supersedes the published one, with a reason and not without."""
    with fresh.write(who="test", why="a correction") as draft:
        draft.execute("update report set title = title")
    opened = signed_in(EVALUATOR, "rankings", lang="en", period="2025")
    opened.checkbox("publish-sure").check().run()
    opened.button("publish").click().run()
    assert "say why" in opened.error[0].value
    opened.text_input("publish-reason").input("An objection was upheld").run()
    opened.checkbox("publish-sure").check().run()
    opened.button("publish").click().run()
    assert publications(fresh)[-1].reason == "An objection was upheld"


def test_a_lead_keeps_seeing_the_published_generation(fresh, signed_in):
    """A load after publication changes nothing of what was published, until it is superseded."""
    with fresh.write(who="test", why="a later load") as draft:
        draft.execute("update report set title = title")
    opened = signed_in("lead@example.org", "scorecard", lang="en", period="2025")
    assert "generation g000001" in opened.main.caption[-1].value
    assert (
        "generation g000002" in signed_in("lead@example.org", "group", lang="en", period="2024").main.caption[-1].value
    )


def test_a_callback_asks_the_rules_again(fresh, signed_in, people, tmp_path, monkeypatch):
    """Somebody who lost the role between two clicks publishes nothing, although the page was drawn before."""
    accounts = tmp_path / "accounts.toml"
    accounts.write_text(f'[[account]]\nemail = "{EVALUATOR}"\nrole = "evaluator"\n', "utf-8")
    monkeypatch.setenv("BREP_ACCOUNTS", str(accounts))
    opened = signed_in(EVALUATOR, "rankings", lang="en", period="2024")
    opened.checkbox("publish-sure").check().run()
    accounts.write_text(f'[[account]]\nemail = "{EVALUATOR}"\nrole = "lead"\norganization = "ORG001"\n', "utf-8")
    before = len(publications(fresh))
    opened.button("publish").click().run()
    assert len(publications(fresh)) == before
    assert opened.title[0].value == "This page is not open to you"


def test_the_scores_for_the_meeting_say_whether_they_are_published(fresh, network_methodologies):
    """In a code and in both languages, in every row; what was provisional when it was taken away says so for ever."""

    def states(period: str) -> set[tuple[str, ...]]:
        visit = Visit("rankings", "zh", fresh, fresh.current(), visitor=None, access_scope=WHOLE_NETWORK)
        selection = Selection.of(visit, network_methodologies[0], Period.parse(period))
        scores = scores_for_meeting(selection, results.evaluation(selection))
        return set(scores[list(scores.columns[-3:])].itertuples(index=False, name=None))

    since = date.fromisoformat(publications(fresh)[-1].at[:10])
    english, chinese = f"{since.day} {since:%B} {since.year}", f"{since.year}年{since.month}月{since.day}日"
    assert states("2024") == {("provisional", "暂定", "provisional")}
    assert states("2025") == {("published", f"{chinese}公布", f"published on {english}")}
