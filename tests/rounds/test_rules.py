"""Days, votes, recusals and claims of a round, as the acts alone tell them."""

from __future__ import annotations

from datetime import date

import pytest

from brep_metrics.rounds import Act, Capacity, Stage

LEAD = Capacity.LEAD
NO_RECORDS = "an objection to a fact names the records that it is about, or says which one is missing"


def test_the_days_follow_from_the_acts(course):
    """Ten days of self-assessment count their first; seven of notice begin the day after it was opened."""
    course.to_notice()
    assert course.round.terms.self_assessment_ends == date(2026, 3, 19)
    assert course.round.verification_ends == date(2026, 3, 30)
    assert course.round.notice_ends == date(2026, 4, 1)


def test_an_objection_on_the_last_day_counts_and_one_after_midnight_does_not(course):
    course.to_notice().on("2026-04-01", 23, 59).object("A")
    course.on("2026-04-02", 0, 1)
    assert str(course.do(Act.OBJECT, "lead", LEAD, group="B")) == (
        "too late: the notice of round 2025-1 ended on 2026-04-01"
    )


def test_what_was_begun_in_time_may_be_sent_for_thirty_minutes_more_and_that_is_said(course):
    course.to_notice().on("2026-04-01", 23, 50).must(Act.BEGIN_OBJECTION, "lead", LEAD, group="B")
    course.on("2026-04-02", 0, 29).object("B")
    assert course.round.claims["O1"].in_grace
    course.on("2026-04-02", 0, 30)
    assert course.do(Act.OBJECT, "lead", LEAD, group="B", target="status") is not None
    assert course.round.stage is Stage.OBJECTIONS


def test_a_reply_is_due_fifteen_days_after_the_objection_and_may_be_extended_with_a_reason(course):
    course.to_notice().on("2026-03-27").object()
    assert course.round.claims["O1"].reply_by == date(2026, 4, 11)
    course.on("2026-04-02")
    assert course.do(Act.EXTEND_REPLY, day="2026-04-11") is not None
    course.must(Act.EXTEND_REPLY, day="2026-04-20", reason="the records are in another archive")
    assert course.round.claims["O1"].reply_by == date(2026, 4, 20)
    assert course.round.claims["O1"].extensions == ((date(2026, 4, 20), "the records are in another archive"),)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"group": "Z"}, "group Z is not in round 2025-1"),
        ({"records": []}, NO_RECORDS),
        ({"records": [], "missing": "  "}, NO_RECORDS),
        ({"reason": " "}, "give a reason"),
        ({"reason": "x" * 2001}, "a text has at most 2000 characters; this one has 2001"),
        (
            {"target": "indicator:unknown"},
            "“indicator:unknown” cannot be objected to; use indicator:CODE, gate:CODE, status or procedure",
        ),
        ({"target": "procedure"}, "an objection to the procedure rests on the procedure, any other on a fact"),
        ({"ground": "merit"}, "an objection to the procedure rests on the procedure, any other on a fact"),
    ],
)
def test_an_objection_that_is_not_whole_is_refused(course, given, said):
    course.to_notice()
    assert str(course.do(Act.OBJECT, "lead", LEAD, **given)) == said


@pytest.mark.parametrize(
    "given",
    [
        {"target": "gate:reports"},
        {"target": "status"},
        {"records": [], "missing": "the plan of May"},
        {"target": "procedure", "ground": "procedure", "records": []},
    ],
)
def test_what_may_be_objected_to(course, given):
    assert course.to_notice().do(Act.OBJECT, "lead", LEAD, **given) is None


def test_a_group_objects_once_to_each_target(course):
    course.to_notice().object()
    assert str(course.do(Act.OBJECT, "lead", LEAD)) == "group A has objected to indicator:plans already: O1"
    course.object("A", "indicator:reports").object("B")
    assert [claim.id for claim in course.round.objections] == ["O1", "O2", "O3"]


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        (("yes", "yes"), "2 of 3 votes are in"),
        (("yes", "no", "abstain"), "no majority of those who voted is for this result"),
        (("abstain", "abstain", "abstain"), "no majority of those who voted is for this result"),
        (("yes", "abstain", "abstain"), None),
        (("yes", "yes", "no", "no"), "no majority of those who voted is for this result"),
        (("yes", "yes", "yes", "no"), None),
    ],
)
def test_three_must_vote_and_more_for_the_result_than_against_it(course, choices, said):
    refused = course.to_verification().vote(*choices).do(Act.PUT_ON_NOTICE)
    assert (refused and str(refused)) == said


def test_where_fewer_are_left_all_of_them_vote_and_the_recused_do_not_count(course):
    """Four evaluators, three votes; two recused, two votes."""
    course.to_verification().vote("yes", "yes")
    for person in ("e2@nea", "e3@nea"):
        course.must(Act.RECUSE, person=person, groups=["A"])
    assert course.round.votes_needed == 2
    assert str(course.do(Act.PUT_ON_NOTICE)) == "1 of 2 votes are in"
    course.must(Act.VOTE, "e4@nea").must(Act.PUT_ON_NOTICE)


def test_a_substitute_is_named_only_where_nobody_is_left(course):
    course.to_verification()
    assert course.do(Act.NAME_SUBSTITUTE) is not None
    for number in range(1, 5):
        course.must(Act.RECUSE, person=f"e{number}@nea")
    assert str(course.do(Act.PUT_ON_NOTICE)) == "every evaluator of the round is recused: name a substitute"
    course.must(Act.NAME_SUBSTITUTE, person="s@nea").must(Act.VOTE, "s@nea").must(Act.PUT_ON_NOTICE)


def test_a_decision_ends_the_votes_on_what_was_before(course, correction):
    course.to_notice().object().on("2026-04-02")
    assert str(course.do(Act.VOTE)) == "these wait for a decision: O1"
    course.must(Act.DECIDE_OBJECTION, outcome="upheld", corrections=[correction])
    assert course.round.votes == {}
    assert [one.record.key for one in course.round.corrections] == [("R1",)]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"outcome": "upheld"}, "a fact that is upheld needs the corrections that follow from it"),
        ({"outcome": "maybe"}, "“maybe” is not a decision; use upheld, partly or rejected"),
        ({"reason": ""}, "give a reason"),
        ({"claim": "O9"}, "round 2025-1 has nothing called “O9” to decide"),
        ({"corrections": [{}]}, "what is rejected corrects nothing"),
    ],
)
def test_a_decision_that_is_not_whole_is_refused(course, given, said):
    course.to_notice().object().on("2026-04-02")
    assert str(course.do(Act.DECIDE_OBJECTION, **given)) == said


def test_of_two_who_decide_the_same_the_second_is_told(course):
    course.to_notice().object().on("2026-04-02").must(Act.DECIDE_OBJECTION, "e1@nea")
    assert str(course.do(Act.DECIDE_OBJECTION, "e2@nea")) == (
        "“O1” was decided by e1@nea at 2026-04-02T04:00+00:00 already"
    )


def test_a_self_assessment_may_be_handed_in_again_until_its_day(course):
    stated = [{"indicator": "plans", "value": "0.9", "reason": "one was counted twice"}]
    course.on("2026-03-12").must(Act.ASSESS, "lead", LEAD, differences=stated, text="We agree otherwise.")
    course.on("2026-03-19", 23).must(Act.ASSESS, "lead", LEAD, differences=[], text="We agree.")
    assert course.round.claims == {}
    assert course.round.assessments["A"].text == "We agree."
    course.on("2026-03-20", 0, 1)
    assert str(course.do(Act.ASSESS, "lead", LEAD)) == "too late: the self-assessment ended on 2026-03-19"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": "x" * 2001}, "a text has at most 2000 characters; this one has 2001"),
        (
            {"differences": [{"indicator": "other", "value": "1", "reason": "x"}]},
            "the methodology of round 2025-1 has no indicator “other”",
        ),
        (
            {"differences": [{"indicator": "plans", "value": " ", "reason": "x"}]},
            "say what the value of plans should be, and why",
        ),
        ({"differences": [{"indicator": "plans", "value": "1", "reason": "x"}] * 2}, "an indicator is stated twice"),
    ],
)
def test_a_self_assessment_that_is_not_whole_is_refused(course, given, said):
    assert str(course.on("2026-03-12").do(Act.ASSESS, "lead", LEAD, **given)) == said


def test_the_data_are_not_fixed_while_filings_of_their_time_wait(course):
    assert str(course.on("2026-03-20").do(Act.FIX_DATA, pending=2)) == (
        "2 filings handed in by 2026-03-31 wait to be entered or returned"
    )


def test_an_unqualified_group_is_checked_again_once(course):
    course.to_notice().on("2026-04-02").vote("yes", "yes", "yes").must(Act.FINALISE)
    assert course.round.rechecks["C"].due == date(2027, 4, 2)
    course.must(Act.DECIDE_RECHECK, passed=False, reason="nothing was done")
    assert course.do(Act.DECIDE_RECHECK) is not None
    assert course.do(Act.DECIDE_RECHECK, group="A") is not None


def test_what_an_evaluator_hands_in_for_a_group_says_so(course):
    course.on("2026-03-12").must(Act.ASSESS)
    course.to_notice().must(Act.OBJECT)
    assert course.round.assessments["A"].on_behalf
    assert course.round.claims["O1"].on_behalf


def test_the_ballots_are_kept_for_the_minutes(course):
    course.to_notice().on("2026-04-02").vote("yes", "no", "yes").must(Act.FINALISE)
    assert [(one.stage, [vote.choice for vote in one.votes]) for one in course.round.ballots] == [
        (Stage.VERIFICATION, ["yes", "yes", "yes"]),
        (Stage.FINAL, ["yes", "no", "yes"]),
    ]
