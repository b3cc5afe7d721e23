"""The course of a round as one table: in which stage who may do what, on which conditions, and what stage follows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from brep_metrics.i18n import N_, Message


class Stage(StrEnum):
    """Where a round is."""

    ANNOUNCED = "announced"
    SELF_ASSESSMENT = "self_assessment"
    VERIFICATION = "verification"
    NOTICE = "notice"
    OBJECTIONS = "objections"
    FINAL = "final"
    CANCELLED = "cancelled"


STAGE_TITLES = {
    Stage.ANNOUNCED: Message(N_("announced")),
    Stage.SELF_ASSESSMENT: Message(N_("self-assessment")),
    Stage.VERIFICATION: Message(N_("verification")),
    Stage.NOTICE: Message(N_("on notice")),
    Stage.OBJECTIONS: Message(N_("objections")),
    Stage.FINAL: Message(N_("final")),
    Stage.CANCELLED: Message(N_("cancelled")),
}


class Act(StrEnum):
    """What somebody does in a round."""

    OPEN = "open"
    DAY_COMES = "day_comes"
    RECUSE = "recuse"
    NAME_SUBSTITUTE = "name_substitute"
    ASSESS = "assess"
    FIX_DATA = "fix_data"
    DECIDE_DIFFERENCE = "decide_difference"
    VOTE = "vote"
    PUT_ON_NOTICE = "put_on_notice"
    BEGIN_OBJECTION = "begin_objection"
    OBJECT = "object"
    DECIDE_OBJECTION = "decide_objection"
    EXTEND_REPLY = "extend_reply"
    FINALISE = "finalise"
    DECIDE_RECHECK = "decide_recheck"
    APPLY_CORRECTIONS = "apply_corrections"
    CANCEL = "cancel"


ACT_TITLES = {
    Act.OPEN: Message(N_("open a round")),
    Act.DAY_COMES: Message(N_("move on with the days")),
    Act.RECUSE: Message(N_("recuse an evaluator")),
    Act.NAME_SUBSTITUTE: Message(N_("name a substitute")),
    Act.ASSESS: Message(N_("hand in a self-assessment")),
    Act.FIX_DATA: Message(N_("fix the data")),
    Act.DECIDE_DIFFERENCE: Message(N_("decide a difference")),
    Act.VOTE: Message(N_("vote")),
    Act.PUT_ON_NOTICE: Message(N_("put the results on notice")),
    Act.BEGIN_OBJECTION: Message(N_("begin an objection")),
    Act.OBJECT: Message(N_("object")),
    Act.DECIDE_OBJECTION: Message(N_("decide an objection")),
    Act.EXTEND_REPLY: Message(N_("extend the time for a reply")),
    Act.FINALISE: Message(N_("make the results final")),
    Act.DECIDE_RECHECK: Message(N_("decide a re-check")),
    Act.APPLY_CORRECTIONS: Message(N_("apply the corrections to the current data")),
    Act.CANCEL: Message(N_("cancel the round")),
}


class Capacity(StrEnum):
    """What somebody is to the round, or to the group that an act is about."""

    PANELIST = "panelist"  # an evaluator named in the announcement
    RECUSED = "recused"  # one who may not act on the group
    EVALUATOR = "evaluator"  # one who was not named in the announcement
    LEAD = "lead"
    MEMBER = "member"
    OUTSIDER = "outsider"
    CLOCK = "clock"


CAPACITY_TITLES = {
    Capacity.PANELIST: Message(N_("an evaluator of the round")),
    Capacity.RECUSED: Message(N_("a recused evaluator")),
    Capacity.EVALUATOR: Message(N_("an evaluator whom the announcement does not name")),
    Capacity.LEAD: Message(N_("the lead of the group")),
    Capacity.MEMBER: Message(N_("a member of the group")),
    Capacity.OUTSIDER: Message(N_("somebody outside the group")),
    Capacity.CLOCK: Message(N_("the clock")),
}


@dataclass(frozen=True)
class Step:
    """One row of the table; `conditions` are named as the functions of `conditions` are, in the order of checking."""

    stage: Stage
    act: Act
    by: frozenset[Capacity]
    conditions: tuple[str, ...]
    leads_to: Stage


_CLOCK = frozenset({Capacity.CLOCK})
_PANEL = frozenset({Capacity.PANELIST})
_ANY_EVALUATOR = frozenset({Capacity.PANELIST, Capacity.RECUSED, Capacity.EVALUATOR})
_GROUP = frozenset({Capacity.LEAD, Capacity.PANELIST})  # the panelist on the group's behalf, from paper

_A, _S, _V, _N, _O, _F, _C = Stage
_OPEN_STAGES = (_A, _S, _V, _N, _O)

_ROWS = [
    (_A, Act.DAY_COMES, _CLOCK, ("self_assessment_has_begun",), _S),
    (_S, Act.ASSESS, _GROUP, ("group_in_round", "before_its_day", "assessment_is_whole"), _S),
    (_S, Act.FIX_DATA, _ANY_EVALUATOR, ("after_its_day", "nothing_is_pending"), _V),
    (_V, Act.DECIDE_DIFFERENCE, _PANEL, ("claim_is_open", "decision_is_whole"), _V),
    (_V, Act.VOTE, _PANEL, ("is_a_vote", "all_are_decided"), _V),
    (_V, Act.PUT_ON_NOTICE, _ANY_EVALUATOR, ("all_are_decided", "votes_carry"), _N),
    (_N, Act.DAY_COMES, _CLOCK, ("notice_is_over", "somebody_objected"), _O),
    (_N, Act.BEGIN_OBJECTION, _GROUP, ("group_in_round", "notice_is_open", "first_of_its_target"), _N),
    (_N, Act.OBJECT, _GROUP, ("group_in_round", "in_time", "first_of_its_target", "objection_is_whole"), _N),
    (_N, Act.VOTE, _PANEL, ("is_a_vote", "notice_is_over"), _N),
    (_N, Act.FINALISE, _ANY_EVALUATOR, ("notice_is_over", "votes_carry"), _F),
    (_O, Act.DECIDE_OBJECTION, _PANEL, ("claim_is_open", "decision_is_whole"), _O),
    (_O, Act.EXTEND_REPLY, _PANEL, ("claim_is_open", "has_reason", "day_is_later"), _O),
    (_O, Act.VOTE, _PANEL, ("is_a_vote", "all_are_decided"), _O),
    (_O, Act.FINALISE, _ANY_EVALUATOR, ("all_are_decided", "votes_carry"), _F),
    (_F, Act.DECIDE_RECHECK, _PANEL, ("recheck_is_open", "has_reason"), _F),
    (_F, Act.APPLY_CORRECTIONS, _ANY_EVALUATOR, ("corrections_wait",), _F),
    *((stage, Act.RECUSE, _ANY_EVALUATOR, ("person_on_panel", "has_reason"), stage) for stage in _OPEN_STAGES),
    *((stage, Act.NAME_SUBSTITUTE, _ANY_EVALUATOR, ("none_is_left", "has_reason"), stage) for stage in _OPEN_STAGES),
    *((stage, Act.CANCEL, _PANEL, ("has_reason",), _C) for stage in _OPEN_STAGES),
]

STEPS: dict[tuple[Stage, Act], Step] = {(row[0], row[1]): Step(*row) for row in _ROWS}
