"""What follows from the acts of a round: stage, days, claims, votes and decisions, computed from the acts alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import reduce
from typing import TYPE_CHECKING

from brep_metrics.rounds.announced_terms import Terms
from brep_metrics.rounds.calendar import end_of
from brep_metrics.rounds.claims import Claim, Correction, Decision, Ground, Outcome, Record
from brep_metrics.rounds.stages import STEPS, Act, Capacity, Stage
from brep_metrics.rounds.state import Action, Assessment, Ballot, Kept, Recheck, Recusal, Round, Vote
from brep_metrics.store import network_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def fold(id_: str, actions: Iterable[Action], now: datetime) -> Round:
    """The round after its acts, at a moment that is not before them; the first one opened it."""
    first, *rest = actions
    opened = Round(id_, Terms.of(first.content["terms"]), Stage.ANNOUNCED, first.moment, first.moment)
    return at(reduce(after, rest, opened), now)


def after(before: Round, action: Action) -> Round:
    """The round after one more act, which must be allowed."""
    round_ = at(before, action.moment)
    step = STEPS[round_.stage, action.act]
    changed = _EFFECTS[action.act](round_, action)
    return replace(changed, stage=step.leads_to, last=action.moment, acts=round_.acts + 1)


def at(round_: Round, moment: datetime) -> Round:
    """The round at a moment: some stages are opened by their day alone."""
    day = network_day(moment)
    if round_.stage is Stage.ANNOUNCED and day >= round_.terms.self_assessment_from:
        return replace(round_, stage=STEPS[Stage.ANNOUNCED, Act.DAY_COMES].leads_to)
    if round_.stage is Stage.NOTICE and round_.objections and round_.notice_is_over(moment):
        return replace(round_, stage=STEPS[Stage.NOTICE, Act.DAY_COMES].leads_to, votes={})
    return round_


def _recused(round_: Round, action: Action) -> Round:
    content = action.content
    recusal = Recusal(content["person"], frozenset(content["groups"]), content["reason"])
    return replace(round_, recusals=(*round_.recusals, recusal))


def _substitute_named(round_: Round, action: Action) -> Round:
    return replace(round_, substitutes=(*round_.substitutes, action.content["person"]))


def _assessed(round_: Round, action: Action) -> Round:
    group, on_behalf = action.content["group"], action.capacity is Capacity.PANELIST
    attached = action.content["attachments"]
    made = Assessment(group, action.content["text"], action.who, on_behalf, action.moment, attached)
    kept = {id_: claim for id_, claim in round_.claims.items() if claim.group != group}
    stated = [
        Claim(
            id=f"{group}:{one['indicator']}",
            group=group,
            target=f"indicator:{one['indicator']}",
            ground=Ground.FACT,
            reason=one["reason"],
            who=action.who,
            on_behalf=on_behalf,
            at=action.moment,
            stated=one["value"],
        )
        for one in action.content["differences"]
    ]
    claims = {**kept, **{claim.id: claim for claim in stated}}
    return replace(round_, assessments={**round_.assessments, group: made}, claims=claims)


def _fixed(round_: Round, action: Action) -> Round:
    fixed = action.content["generations"][0]
    return _kept(replace(round_, fixed=fixed, verification_from=network_day(action.moment)), Stage.VERIFICATION, action)


def _decided(round_: Round, action: Action) -> Round:
    content = action.content
    corrections = tuple(Correction.of(one) for one in content["corrections"])
    decision = Decision(Outcome(content["outcome"]), content["reason"], action.who, action.moment, corrections)
    claim = replace(round_.claims[content["claim"]], decision=decision)
    # Votes given before were on another result.
    return replace(round_, claims={**round_.claims, claim.id: claim}, votes={})


def _voted(round_: Round, action: Action) -> Round:
    vote = Vote(action.who, action.content["choice"], action.moment)
    return replace(round_, votes={**round_.votes, vote.who: vote})


def _put_on_notice(round_: Round, action: Action) -> Round:
    ballots = (*round_.ballots, Ballot(Stage.VERIFICATION, round_.counted))
    noticed = replace(
        round_,
        noticed=action.content["generations"][0],
        notice_from=network_day(action.moment),
        ballots=ballots,
        votes={},
    )
    return _kept(noticed, Stage.NOTICE, action)


def _objection_begun(round_: Round, action: Action) -> Round:
    key = action.content["group"], action.content["target"]
    return replace(round_, begun={key: action.moment, **round_.begun})


def _objected(round_: Round, action: Action) -> Round:
    content = action.content
    filed_on = network_day(action.moment)
    ends = round_.notice_ends
    claim = Claim(
        id=f"O{len(round_.objections) + 1}",
        group=content["group"],
        target=content["target"],
        ground=Ground(content["ground"]),
        reason=content["reason"],
        who=action.who,
        on_behalf=action.capacity is Capacity.PANELIST,
        at=action.moment,
        records=tuple(Record(table, tuple(key)) for table, key in content["records"]),
        missing=content["missing"],
        attachments=content["attachments"],
        in_grace=ends is not None and action.moment >= end_of(ends),
        reply_by=round_.terms.last_day(filed_on, round_.terms.rules.objection_reply_days),
    )
    return replace(round_, claims={**round_.claims, claim.id: claim})


def _reply_extended(round_: Round, action: Action) -> Round:
    claim = round_.claims[action.content["claim"]]
    day = date.fromisoformat(action.content["day"])
    longer = replace(claim, reply_by=day, extensions=(*claim.extensions, (day, action.content["reason"])))
    return replace(round_, claims={**round_.claims, claim.id: longer})


def _finalised(round_: Round, action: Action) -> Round:
    day = network_day(action.moment)
    due = day + timedelta(days=round_.terms.rules.rectification_days)
    rechecks = {group: Recheck(group, due) for group in action.content["rectify"]}
    ballots = (*round_.ballots, Ballot(Stage.FINAL, round_.counted))
    final = action.content["generations"][0]
    return _kept(replace(round_, final=final, final_on=day, rechecks=rechecks, ballots=ballots), Stage.FINAL, action)


def _rechecked(round_: Round, action: Action) -> Round:
    content = action.content
    decided = replace(round_.rechecks[content["group"]], passed=content["passed"], reason=content["reason"])
    return replace(round_, rechecks={**round_.rechecks, decided.group: decided})


def _applied(round_: Round, action: Action) -> Round:
    return replace(round_, applied=action.content["generations"][0])


def _cancelled(round_: Round, action: Action) -> Round:
    return replace(round_, cancelled=action.content["reason"])


def _kept(round_: Round, stage: Stage, action: Action) -> Round:
    snapshot = Kept(action.content["snapshots"][0], action.content["snapshot_size"])
    return replace(round_, snapshots={**round_.snapshots, stage: snapshot})


_EFFECTS: dict[Act, Callable[[Round, Action], Round]] = {
    Act.RECUSE: _recused,
    Act.NAME_SUBSTITUTE: _substitute_named,
    Act.ASSESS: _assessed,
    Act.FIX_DATA: _fixed,
    Act.DECIDE_DIFFERENCE: _decided,
    Act.VOTE: _voted,
    Act.PUT_ON_NOTICE: _put_on_notice,
    Act.BEGIN_OBJECTION: _objection_begun,
    Act.OBJECT: _objected,
    Act.DECIDE_OBJECTION: _decided,
    Act.EXTEND_REPLY: _reply_extended,
    Act.FINALISE: _finalised,
    Act.DECIDE_RECHECK: _rechecked,
    Act.APPLY_CORRECTIONS: _applied,
    Act.CANCEL: _cancelled,
}
