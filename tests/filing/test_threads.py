"""Needs and issues: question, answer, escalation and the answer of NEA, with the dates that the indicators use."""

from __future__ import annotations

from datetime import date

import pytest

from brep_metrics import filing
from brep_metrics.errors import UsageError
from brep_metrics.filing import Step


def cells(store, sql):
    with store.read(as_of=date(2100, 1, 1)) as reading:
        return reading.fetch(sql)


def enter_all(store, people):
    filing.enter(store, people.evaluator, [one.id for one in filing.inbox(store, people.evaluator)])


def test_a_need_is_answered(store, people):
    """The lead says what, the day of submission is the answer's, and the member reads it."""
    made = filing.answer(store, people.lead, "n-M", "The data are on the way")
    enter_all(store, people)
    assert cells(store, "select answered_on from need") == [(made.submitted_on,)]
    [post] = filing.thread(store, people.lead, "need", "n-M")
    assert (post.step, post.text, post.on) == (Step.ANSWER, "The data are on the way", made.submitted_on)
    with pytest.raises(UsageError, match="has been answered"):
        filing.answer(store, people.lead, "n-M", "again")


def test_a_need_that_is_escalated_becomes_an_issue_that_nea_resolves(store, people):
    """One thread from the question to the resolution, and the issue has the days that count."""
    draft = filing.start(store, people.member, "need", "G")
    filing.save(store, people.member, draft, {"title": ("Test fields", 0)})
    need = filing.submit(store, people.member, draft.id, note="Where may we test?")
    enter_all(store, people)
    filing.answer(store, people.lead, need.key, "We do not know")
    issue = filing.escalate(store, people.lead, "need", need.key, "Two members ask")
    enter_all(store, people)
    filing.resolve(store, people.evaluator, issue.key, "In Qinghai")
    day = need.submitted_on
    columns = "title, raised_on, escalated_on, resolved_on, resolution"
    assert cells(store, f"select {columns} from issue where group_id = 'G'") == [
        ("Test fields", day, day, day, "In Qinghai")
    ]
    told = [(post.step, post.text) for post in filing.thread(store, people.lead, "need", need.key)]
    assert told == [
        (Step.QUESTION, "Where may we test?"),
        (Step.ANSWER, "We do not know"),
        (Step.ESCALATION, "Two members ask"),
        (Step.RESOLUTION, "In Qinghai"),
    ]
    asked = [post.step for post in filing.thread(store, people.member, "need", need.key)]
    assert asked == [Step.QUESTION, Step.ANSWER, Step.ESCALATION, Step.RESOLUTION]
    assert filing.thread(store, people.partner, "need", need.key) == ()


def test_the_steps_that_are_offered_are_those_that_would_be_taken(store, people):
    """A lead answers and escalates, each once, also while it waits; NEA resolves; nobody else does anything."""

    def offered(table, key):
        actors = {"lead": people.lead, "member": people.member, "partner": people.partner}
        return {who: filing.next_steps(store, actor, table, key) for who, actor in actors.items()}

    assert offered("need", "n-M") == {"lead": (Step.ANSWER, Step.ESCALATION), "member": (), "partner": ()}
    assert offered("issue", "i-H") == {"lead": (), "member": (), "partner": (Step.ESCALATION,)}
    assert filing.next_steps(store, people.evaluator, "need", "n-M") == ()
    assert filing.next_steps(store, people.evaluator, "issue", "i-H") == (Step.RESOLUTION,)
    filing.answer(store, people.lead, "n-M", "Soon")
    filing.escalate(store, people.partner, "issue", "i-H", "Customs do not answer")
    assert offered("need", "n-M") == {"lead": (Step.ESCALATION,), "member": (), "partner": ()}
    assert offered("issue", "i-H") == {"lead": (), "member": (), "partner": ()}
    with pytest.raises(UsageError, match="has been answered"):
        filing.answer(store, people.lead, "n-M", "again")


def test_what_a_group_settles_itself_is_no_answer_of_nea(store, people, fill):
    """The lead files the day and the solution by the form."""
    draft = filing.start(store, people.partner, "issue", "H", kind=filing.Kind.CHANGE, key="i-H")
    solved = fill(people.partner, draft, {"resolved_on": "yes", "resolution": "Agreed"})
    filing.submit(store, people.partner, solved.id)
    assert [one.step for one in filing.thread(store, people.partner, "issue", "i-H")] == [Step.SETTLEMENT]


def test_an_issue_is_escalated_once(store, people):
    """By the lead of its group."""
    filing.escalate(store, people.partner, "issue", "i-H", "Customs do not answer")
    enter_all(store, people)
    assert cells(store, "select escalated_on is not null from issue") == [(True,)]
    with pytest.raises(UsageError, match="has been escalated"):
        filing.escalate(store, people.partner, "issue", "i-H", "again")


def test_a_need_is_escalated_once(store, people):
    """Also while the first escalation waits; one that was withdrawn does not count."""
    first = filing.escalate(store, people.lead, "need", "n-M", "Nobody knows")
    with pytest.raises(UsageError, match="the need “n-M” has been escalated"):
        filing.escalate(store, people.lead, "need", "n-M", "again")
    filing.withdraw(store, people.lead, first.id)
    filing.escalate(store, people.lead, "need", "n-M", "Nobody knows")
    enter_all(store, people)
    with pytest.raises(UsageError, match="has been escalated"):
        filing.escalate(store, people.lead, "need", "n-M", "again")


def test_what_another_group_says_of_a_need_is_not_in_its_thread(store, people, fill):
    """The note of its own issue may begin with anything."""
    filing.answer(store, people.lead, "n-M", "Soon")
    foreign = fill(people.partner, filing.start(store, people.partner, "issue", "H"), {"title": "Ours"})
    filing.submit(store, people.partner, foreign.id, note="need n-M: of another group")
    assert [post.text for post in filing.thread(store, people.member, "need", "n-M")] == ["Soon"]


@pytest.mark.parametrize(
    ("who", "act"),
    [
        ("member", lambda store, actor: filing.answer(store, actor, "n-M", "x")),
        ("partner", lambda store, actor: filing.answer(store, actor, "n-M", "x")),
        ("stranger", lambda store, actor: filing.escalate(store, actor, "need", "n-M", "x")),
        ("lead", lambda store, actor: filing.escalate(store, actor, "issue", "i-H", "x")),
        ("lead", lambda store, actor: filing.resolve(store, actor, "i-H", "x")),
        ("lead", lambda store, actor: filing.answer(store, actor, "n-X", "x")),
        ("lead", lambda store, actor: filing.answer(store, actor, "n-M", " ")),
        ("lead", lambda store, actor: filing.escalate(store, actor, "report", "r-G", "x")),
        ("evaluator", lambda store, actor: filing.resolve(store, actor, "i-X", "x")),
    ],
)
def test_who_may_not(store, people, who, act):
    """A sentence, and nothing waits in the inbox."""
    with pytest.raises(UsageError):
        act(store, getattr(people, who))
    assert filing.inbox(store, people.evaluator) == ()
