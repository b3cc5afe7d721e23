"""The table of steps, against a literal list of what is possible, and random rounds against a plain account of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from brep_metrics.rounds import STEPS, Act, Capacity, Stage

PANELIST, RECUSED, EVALUATOR, LEAD, MEMBER, OUTSIDER, CLOCK = Capacity
EVALUATORS = {PANELIST, RECUSED, EVALUATOR}

# Everything that is possible: those who are not named here are refused.
POSSIBLE = {
    "announced": {
        "day_comes": {CLOCK},
        "recuse": EVALUATORS,
        "name_substitute": EVALUATORS,
        "cancel": {PANELIST},
    },
    "self_assessment": {
        "assess": {LEAD, PANELIST},
        "fix_data": EVALUATORS,
        "recuse": EVALUATORS,
        "name_substitute": EVALUATORS,
        "cancel": {PANELIST},
    },
    "verification": {
        "decide_difference": {PANELIST},
        "vote": {PANELIST},
        "put_on_notice": EVALUATORS,
        "recuse": EVALUATORS,
        "name_substitute": EVALUATORS,
        "cancel": {PANELIST},
    },
    "notice": {
        "day_comes": {CLOCK},
        "begin_objection": {LEAD, PANELIST},
        "object": {LEAD, PANELIST},
        "vote": {PANELIST},
        "finalise": EVALUATORS,
        "recuse": EVALUATORS,
        "name_substitute": EVALUATORS,
        "cancel": {PANELIST},
    },
    "objections": {
        "decide_objection": {PANELIST},
        "extend_reply": {PANELIST},
        "vote": {PANELIST},
        "finalise": EVALUATORS,
        "recuse": EVALUATORS,
        "name_substitute": EVALUATORS,
        "cancel": {PANELIST},
    },
    "final": {"decide_recheck": {PANELIST}, "apply_corrections": EVALUATORS},
    "cancelled": {},
}
FOLLOWS = {
    ("announced", "day_comes"): "self_assessment",
    ("self_assessment", "fix_data"): "verification",
    ("verification", "put_on_notice"): "notice",
    ("notice", "day_comes"): "objections",
    ("notice", "finalise"): "final",
    ("objections", "finalise"): "final",
    ("announced", "cancel"): "cancelled",
    ("self_assessment", "cancel"): "cancelled",
    ("verification", "cancel"): "cancelled",
    ("notice", "cancel"): "cancelled",
    ("objections", "cancel"): "cancelled",
}


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("act", Act)
def test_each_stage_act_and_capacity(stage, act):
    """Who may do what, and which stage follows."""
    step = STEPS.get((stage, act))
    assert (set(step.by) if step else set()) == set(POSSIBLE[stage].get(act, set()))
    if step is not None:
        assert step.leads_to == FOLLOWS.get((stage, act), stage)


def in_stage(course, stage):  # noqa: PLR0911 - one for each stage
    """A round that is at a stage, with everything that an act there might need."""
    if stage is Stage.ANNOUNCED:
        return course
    if stage is Stage.SELF_ASSESSMENT:
        return course.on("2026-03-12")
    if stage is Stage.VERIFICATION:
        difference = [{"indicator": "plans", "value": "1", "reason": "x"}]
        course.on("2026-03-12").must(Act.ASSESS, "lead", LEAD, differences=difference)
        return course.to_verification()
    if stage is Stage.NOTICE:
        return course.to_notice()
    if stage is Stage.OBJECTIONS:
        return course.to_notice().object().on("2026-04-02")
    if stage is Stage.FINAL:
        return course.to_notice().on("2026-04-02").vote("yes", "yes", "no").must(Act.FINALISE)
    return course.must(Act.CANCEL)


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("capacity", Capacity)
def test_whoever_may_not_is_refused_with_a_sentence(course, stage, capacity):
    """Each act in each stage by somebody who may not do it leaves the round as it is."""
    in_stage(course, stage)
    before = course.round
    assert before.stage is stage
    for act in Act:
        if act is Act.OPEN or capacity in POSSIBLE[stage].get(act, ()):
            continue
        refused = course.do(act, capacity=capacity)
        assert refused is not None
        assert str(refused)
    assert course.round == before


PEOPLE = ("e1@nea", "e2@nea", "e3@nea")
# Half of the acts are drawn from what the stage knows, so that rounds come to their end; the others from everything.
TRIES = st.lists(
    st.tuples(
        st.booleans(),
        st.integers(0, 100),
        st.integers(0, 100),
        st.sampled_from(PEOPLE),
        st.sampled_from(["A", "B", "Z"]),
        st.sampled_from(["O1", "O2", "A:plans"]),
        st.sampled_from(["yes", "yes", "no", "abstain"]),
        st.integers(0, 60),
    ),
    min_size=1,
    max_size=60,
)


class Account:
    """A plain account of the same rounds: stage, claims, votes and recusals, kept step by step and never folded."""

    def __init__(self):
        self.stage, self.claims, self.votes, self.recused = "announced", {}, {}, set()
        self.notice_ends = None
        self.corrected = self.applied = self.rechecked = False
        self.substitutes, self.begun, self.objectors, self.extended = [], set(), [], set()

    def day_passes(self, moment):
        """What the clock alone does."""
        if self.stage == "announced" and moment >= datetime(2026, 3, 9, 16, tzinfo=UTC):
            self.stage = "self_assessment"
        if self.stage == "notice" and self.objectors and moment >= self.notice_ends + timedelta(minutes=30):
            self.stage, self.votes = "objections", {}

    def allows(self, act, capacity, group, claim, moment):
        """Whether the act is possible, by the rules as the design words them."""
        if capacity not in POSSIBLE[self.stage].get(act, ()):
            return False
        carried = self.carried()
        over = self.notice_ends is not None and moment >= self.notice_ends + timedelta(minutes=30)
        assessment_ends = datetime(2026, 3, 19, 16, tzinfo=UTC)
        waiting = any(decided is None for decided in self.claims.values())
        return {
            "day_comes": lambda: False,
            "recuse": lambda: True,
            "name_substitute": lambda: set(self.panel()) <= self.recused and "s@nea" not in self.panel(),
            "assess": lambda: group != "Z" and moment < assessment_ends,
            "fix_data": lambda: moment >= assessment_ends,
            "decide_difference": lambda: claim in self.claims and self.claims[claim] is None and ":" in claim,
            "decide_objection": lambda: claim in self.claims and self.claims[claim] is None and claim[0] == "O",
            "extend_reply": lambda: (
                claim in self.claims
                and self.claims[claim] is None
                and claim[0] == "O"
                and claim not in self.extended  # it is always tried with the same day
            ),
            "vote": lambda: over if self.stage == "notice" else not waiting,
            "put_on_notice": lambda: not waiting and carried,
            "begin_objection": lambda: group != "Z" and moment < self.notice_ends and group not in self.objectors,
            "object": lambda: (
                group != "Z"
                and (moment < self.notice_ends or (group in self.begun and not over))
                and group not in self.objectors
            ),
            "finalise": lambda: carried and (not waiting if self.stage == "objections" else over),
            "decide_recheck": lambda: not self.rechecked,
            "apply_corrections": lambda: self.corrected and not self.applied,
            "cancel": lambda: True,
        }[str(act)]()

    def panel(self):
        """Everybody who decides."""
        return ["e1@nea", "e2@nea", "e3@nea", "e4@nea", *self.substitutes]

    def carried(self):
        """Three votes, or as many as are left, and more for than against."""
        voters = [who for who in self.panel() if who not in self.recused]
        cast = [self.votes[who] for who in voters if who in self.votes]
        return bool(voters) and len(cast) >= min(3, len(voters)) and cast.count("yes") > cast.count("no")

    def does(self, act, who, group, claim, choice, moment):  # noqa: C901 - one branch for each act
        """What the act changes."""
        self.stage = FOLLOWS.get((self.stage, str(act)), self.stage)
        if act is Act.RECUSE:
            self.recused.add(who)
        elif act is Act.NAME_SUBSTITUTE:
            self.substitutes.append("s@nea")
        elif act is Act.ASSESS:
            self.claims[f"{group}:plans"] = None
        elif act in (Act.DECIDE_DIFFERENCE, Act.DECIDE_OBJECTION):
            self.claims[claim], self.votes, self.corrected = "upheld", {}, True
        elif act is Act.EXTEND_REPLY:
            self.extended.add(claim)
        elif act is Act.VOTE:
            self.votes[who] = choice
        elif act is Act.PUT_ON_NOTICE:
            local = moment + timedelta(hours=8)
            self.notice_ends = datetime(local.year, local.month, local.day, tzinfo=UTC) + timedelta(days=8, hours=-8)
            self.votes = {}
        elif act is Act.BEGIN_OBJECTION:
            self.begun.add(group)
        elif act is Act.OBJECT:
            self.objectors.append(group)
            self.claims[f"O{len(self.objectors)}"] = None
        elif act is Act.DECIDE_RECHECK:
            self.rechecked = True
        elif act is Act.APPLY_CORRECTIONS:
            self.applied = True


# Each random round begins with a part of this one: hours that pass, the act, and who does it about what.
ORDERLY = [
    (24 * 9, Act.ASSESS, LEAD, "e1@nea", "A", "", ""),
    (24 * 10, Act.FIX_DATA, PANELIST, "e1@nea", "", "", ""),
    (1, Act.DECIDE_DIFFERENCE, PANELIST, "e1@nea", "", "A:plans", ""),
    (1, Act.VOTE, PANELIST, "e1@nea", "", "", "yes"),
    (1, Act.VOTE, PANELIST, "e2@nea", "", "", "yes"),
    (1, Act.VOTE, PANELIST, "e3@nea", "", "", "abstain"),
    (1, Act.PUT_ON_NOTICE, PANELIST, "e1@nea", "", "", ""),
    (1, Act.OBJECT, LEAD, "e1@nea", "B", "", ""),
    (24 * 9, Act.DECIDE_OBJECTION, PANELIST, "e2@nea", "", "O1", ""),
    (1, Act.VOTE, PANELIST, "e1@nea", "", "", "yes"),
    (1, Act.VOTE, PANELIST, "e2@nea", "", "", "no"),
    (1, Act.VOTE, PANELIST, "e3@nea", "", "", "yes"),
    (1, Act.FINALISE, PANELIST, "e1@nea", "", "", ""),
]


# Without shrinking: a failing round tells which act at which stage, and shrinking sixty acts takes minutes.
@pytest.mark.slow
@settings(max_examples=1_000, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(begun=st.integers(0, len(ORDERLY)), tries=TRIES)
def test_random_rounds_never_take_an_illegal_step(course_of, correction, begun, tries):
    """Whatever is tried, what is possible and what follows is as a plain account of the rules says."""
    course, account = course_of(), Account()
    for hours, act, capacity, *rest in ORDERLY[:begun]:
        assert attempt(course, account, correction, hours, act, capacity, *rest), act
    for guided, act_number, capacity_number, who, group, claim, choice, hours in tries:
        course.now += timedelta(hours=hours)
        account.day_passes(course.now)
        act, capacity = drawn(account.stage, act_number, capacity_number, guided=guided)
        attempt(course, account, correction, 0, act, capacity, who, group, claim, choice)


def attempt(course, account, correction, hours, act, capacity, who, group, claim, choice):  # noqa: PLR0917 - as drawn
    """Try one act on the round and in the account, which must agree; whether it was possible."""
    course.now += timedelta(hours=hours)
    account.day_passes(course.now)
    content = {
        Act.RECUSE: {"person": who},
        Act.ASSESS: {"group": group, "differences": [{"indicator": "plans", "value": "1", "reason": "x"}]},
        Act.DECIDE_DIFFERENCE: {"claim": claim, "outcome": "upheld", "corrections": [correction]},
        Act.DECIDE_OBJECTION: {"claim": claim, "outcome": "upheld", "corrections": [correction]},
        Act.EXTEND_REPLY: {"claim": claim, "day": "2030-01-01"},
        Act.VOTE: {"choice": choice},
        Act.BEGIN_OBJECTION: {"group": group},
        Act.OBJECT: {"group": group},
    }.get(act, {})
    possible = account.allows(act, capacity, group, claim, course.now)
    refused = course.do(act, who, capacity, **content)
    assert (refused is None) == possible, (act, capacity, account.stage, str(refused))
    if possible:
        account.does(act, who, group, claim, choice, course.now)
    round_ = course.round
    assert round_.stage == account.stage
    assert {id_: one.decision and "upheld" for id_, one in round_.claims.items()} == account.claims
    assert {vote.who: vote.choice for vote in round_.votes.values()} == account.votes
    assert {one.who for one in round_.recusals} == account.recused
    return possible


def drawn(stage, act_number, capacity_number, *, guided):
    """An act and a capacity: of those that the stage knows, or any."""
    acts = sorted(POSSIBLE[stage]) if guided and POSSIBLE[stage] else sorted(act for act in Act if act != "open")
    act = Act(acts[act_number % len(acts)])
    able = sorted(POSSIBLE[stage].get(act, ())) if guided else []
    capacities = able or sorted(Capacity)
    return act, Capacity(capacities[capacity_number % len(capacities)])
