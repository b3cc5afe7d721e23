"""The conditions of the table of steps: each says why an act is refused, or nothing.

They see the round before the act and the act itself; whether named records exist is checked where the data are read.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from brep_metrics.i18n import N_, Message
from brep_metrics.rounds.calendar import end_of
from brep_metrics.rounds.claims import MAX_TEXT, Ground, Outcome
from brep_metrics.rounds.stages import ACT_TITLES, CAPACITY_TITLES, STAGE_TITLES, STEPS, Act, Stage
from brep_metrics.store import network_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from brep_metrics.i18n import Title
    from brep_metrics.rounds.state import Action, Round

CHOICES = ("yes", "no", "abstain")
_ORDER = list(Stage)


def refusal(round_: Round, action: Action) -> Message | None:
    """Why an act is not possible now, or not for this person; None where it is."""
    step = STEPS.get((round_.stage, action.act))
    if step is None:
        return _wrong_stage(round_, action.act)
    if action.capacity not in step.by:
        text = N_("{capacity} cannot {act}")
        return Message(text, {"capacity": CAPACITY_TITLES[action.capacity], "act": ACT_TITLES[action.act]})
    reasons = (_CONDITIONS[name](round_, action) for name in step.conditions)
    return next((reason for reason in reasons if reason is not None), None)


def _wrong_stage(round_: Round, act: Act) -> Message:
    stages = [stage for stage, possible in STEPS if possible is act]
    names = {"act": ACT_TITLES[act], "round": round_.id, "stage": STAGE_TITLES[round_.stage]}
    if act in (Act.OBJECT, Act.BEGIN_OBJECTION) and round_.notice_ends is not None:
        text = N_("too late: the notice of round {round} ended on {day}")
        return Message(text, names | {"day": round_.notice_ends})
    if all(_ORDER.index(stage) < _ORDER.index(round_.stage) for stage in stages):
        return Message(N_("too late to {act}: round {round} is at the stage “{stage}”"), names)
    return Message(N_("too early to {act}: round {round} is at the stage “{stage}”"), names)


def _self_assessment_has_begun(round_: Round, action: Action) -> Message | None:
    begins = round_.terms.self_assessment_from
    if network_day(action.moment) >= begins:
        return None
    return Message(N_("the self-assessment begins on {day}"), {"day": begins})


def _group_in_round(round_: Round, action: Action) -> Message | None:
    group = action.content["group"]
    if group in round_.terms.groups:
        return None
    return Message(N_("group {group} is not in round {round}"), {"group": group, "round": round_.id})


def _before_its_day(round_: Round, action: Action) -> Message | None:
    ends = round_.terms.self_assessment_ends
    if network_day(action.moment) <= ends:
        return None
    return Message(N_("too late: the self-assessment ended on {day}"), {"day": ends})


def _assessment_is_whole(round_: Round, action: Action) -> Message | None:
    differences = action.content["differences"]
    if (long := _too_long(action.content["text"])) is not None:
        return long
    known = {indicator.code for indicator in round_.terms.methodology.indicators}
    for one in differences:
        if one["indicator"] not in known:
            text = N_("the methodology of round {round} has no indicator “{indicator}”")
            return Message(text, {"round": round_.id, "indicator": one["indicator"]})
        if not one["reason"].strip() or not one["value"].strip():
            text = N_("say what the value of {indicator} should be, and why")
            return Message(text, {"indicator": one["indicator"]})
        if (long := _too_long(one["reason"])) is not None:
            return long
    if len({one["indicator"] for one in differences}) < len(differences):
        return Message(N_("an indicator is stated twice"))
    return None


def _after_its_day(round_: Round, action: Action) -> Message | None:
    ends = round_.terms.self_assessment_ends
    if network_day(action.moment) > ends:
        return None
    return Message(N_("the self-assessment lasts until {day}"), {"day": ends})


def _nothing_is_pending(round_: Round, action: Action) -> Message | None:
    if action.content["pending"] == 0:
        return None
    text = N_("{count} filings handed in by {day} wait to be entered or returned")
    return Message(text, {"count": action.content["pending"], "day": round_.terms.as_of})


def _claim_is_open(round_: Round, action: Action) -> Message | None:
    id_ = action.content["claim"]
    claim = round_.claims.get(id_)
    if claim is None or claim.is_objection != (round_.stage is Stage.OBJECTIONS):
        return Message(N_("round {round} has nothing called “{claim}” to decide"), {"round": round_.id, "claim": id_})
    if claim.decision is None:
        return None
    text = N_("“{claim}” was decided by {who} at {time} already")
    at = claim.decision.at.isoformat(timespec="minutes")
    return Message(text, {"claim": id_, "who": claim.decision.who, "time": at})


def _decision_is_whole(round_: Round, action: Action) -> Message | None:
    content = action.content
    if content["outcome"] not in list(Outcome):
        return Message(
            N_("“{outcome}” is not a decision; use upheld, partly or rejected"), {"outcome": content["outcome"]}
        )
    if (missing := _has_reason(round_, action)) is not None:
        return missing
    if content["outcome"] == Outcome.REJECTED:
        return Message(N_("what is rejected corrects nothing")) if content["corrections"] else None
    is_fact = round_.claims[content["claim"]].ground is Ground.FACT
    if is_fact and not content["corrections"]:
        return Message(N_("a fact that is upheld needs the corrections that follow from it"))
    return None


def _is_a_vote(_round: Round, action: Action) -> Message | None:
    choice = action.content["choice"]
    if choice in CHOICES:
        return None
    return Message(N_("“{choice}” is not a vote; use yes, no or abstain"), {"choice": choice})


def _all_are_decided(round_: Round, _action: Action) -> Message | None:
    waiting = round_.undecided
    if not waiting:
        return None
    names = ", ".join(claim.id for claim in waiting)
    return Message(N_("these wait for a decision: {claims}"), {"claims": names})


def _votes_carry(round_: Round, _action: Action) -> Message | None:
    if not round_.voters:
        return Message(N_("every evaluator of the round is recused: name a substitute"))
    if len(round_.counted) < round_.votes_needed:
        text = N_("{count} of {needed} votes are in")
        return Message(text, {"count": len(round_.counted), "needed": round_.votes_needed})
    return None if round_.carries else Message(N_("no majority of those who voted is for this result"))


def _notice_over(round_: Round, action: Action) -> Message | None:
    if round_.notice_is_over(action.moment):
        return None
    return Message(N_("the results are on notice until {day}"), {"day": round_.notice_ends})


def _somebody_objected(round_: Round, _action: Action) -> Message | None:
    return None if round_.objections else Message(N_("nobody objected"))


def _notice_is_open(round_: Round, action: Action) -> Message | None:
    ends = round_.notice_ends
    if ends is not None and action.moment < end_of(ends):
        return None
    return Message(N_("too late: the notice of round {round} ended on {day}"), {"round": round_.id, "day": ends})


def _in_time(round_: Round, action: Action) -> Message | None:
    if may_still_be_sent(round_, action.content["group"], action.content["target"], action.moment):
        return None
    return _notice_is_open(round_, action)


def may_still_be_sent(round_: Round, group: str, target: str, moment: datetime) -> bool:
    """Whether an objection that was begun in time may be sent though the notice has just ended."""
    return (group, target) in round_.begun and not round_.notice_is_over(moment)


def _first_of_its_target(round_: Round, action: Action) -> Message | None:
    key = action.content["group"], action.content["target"]
    for claim in round_.objections:
        if (claim.group, claim.target) == key:
            text = N_("group {group} has objected to {target} already: {claim}")
            return Message(text, {"group": claim.group, "target": claim.target, "claim": claim.id})
    return None


def targets_of(round_: Round) -> dict[str, Message | Title]:
    """What can be objected to, with the words for it."""
    methodology = round_.terms.methodology
    indicators = {f"indicator:{one.code}": one.title for one in methodology.indicators}
    gates = {f"gate:{one.indicator}": one.title for one in methodology.gates}
    others = {"status": Message(N_("whether the group is rated")), "procedure": Message(N_("the procedure"))}
    return {**indicators, **gates, **others}


def _objection_is_whole(round_: Round, action: Action) -> Message | None:
    content = action.content
    if content["target"] not in targets_of(round_):
        text = N_("“{target}” cannot be objected to; use indicator:CODE, gate:CODE, status or procedure")
        return Message(text, {"target": content["target"]})
    if content["ground"] not in list(Ground) or (content["target"] == "procedure") != (
        content["ground"] == Ground.PROCEDURE
    ):
        return Message(N_("an objection to the procedure rests on the procedure, any other on a fact"))
    if (missing := _has_reason(round_, action)) is not None:
        return missing
    if content["ground"] == Ground.FACT and not content["records"] and not (content["missing"] or "").strip():
        return Message(N_("an objection to a fact names the records that it is about, or says which one is missing"))
    return None


def _day_is_later(round_: Round, action: Action) -> Message | None:
    due = round_.claims[action.content["claim"]].reply_by
    if due is not None and date.fromisoformat(action.content["day"]) > due:
        return None
    return Message(N_("the day for the reply is {day}: name a later one"), {"day": due})


def _person_on_panel(round_: Round, action: Action) -> Message | None:
    person = action.content["person"]
    if person not in round_.panel:
        return Message(N_("{person} is not an evaluator of round {round}"), {"person": person, "round": round_.id})
    unknown = set(action.content["groups"]) - set(round_.terms.groups)
    if unknown:
        text = N_("group {group} is not in round {round}")
        return Message(text, {"group": min(unknown), "round": round_.id})
    return None


def _none_is_left(round_: Round, action: Action) -> Message | None:
    if round_.voters:
        return Message(N_("a substitute is named only when every evaluator of the round is recused"))
    if action.content["person"] in round_.panel:
        return Message(N_("{person} is recused already"), {"person": action.content["person"]})
    return None


def _recheck_is_open(round_: Round, action: Action) -> Message | None:
    found = round_.rechecks.get(action.content["group"])
    if found is None or found.passed is not None:
        return Message(N_("group {group} has no re-check to decide"), {"group": action.content["group"]})
    return None


def _corrections_wait(round_: Round, _action: Action) -> Message | None:
    if round_.applied is not None:
        text = N_("the corrections of round {round} are in generation {generation} already")
        return Message(text, {"round": round_.id, "generation": round_.applied})
    return None if round_.corrections else Message(N_("round {round} corrected nothing"), {"round": round_.id})


def _has_reason(_round: Round, action: Action) -> Message | None:
    reason = action.content["reason"]
    return _too_long(reason) if reason.strip() else Message(N_("give a reason"))


def _too_long(text: str) -> Message | None:
    if len(text) <= MAX_TEXT:
        return None
    return Message(
        N_("a text has at most {limit} characters; this one has {count}"), {"limit": MAX_TEXT, "count": len(text)}
    )


_CONDITIONS: dict[str, Callable[[Round, Action], Message | None]] = {
    "self_assessment_has_begun": _self_assessment_has_begun,
    "group_in_round": _group_in_round,
    "before_its_day": _before_its_day,
    "assessment_is_whole": _assessment_is_whole,
    "after_its_day": _after_its_day,
    "nothing_is_pending": _nothing_is_pending,
    "claim_is_open": _claim_is_open,
    "decision_is_whole": _decision_is_whole,
    "is_a_vote": _is_a_vote,
    "all_are_decided": _all_are_decided,
    "votes_carry": _votes_carry,
    "notice_is_over": _notice_over,
    "somebody_objected": _somebody_objected,
    "notice_is_open": _notice_is_open,
    "in_time": _in_time,
    "first_of_its_target": _first_of_its_target,
    "objection_is_whole": _objection_is_whole,
    "day_is_later": _day_is_later,
    "person_on_panel": _person_on_panel,
    "none_is_left": _none_is_left,
    "recheck_is_open": _recheck_is_open,
    "corrections_wait": _corrections_wait,
    "has_reason": _has_reason,
}
