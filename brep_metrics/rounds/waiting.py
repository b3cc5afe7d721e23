"""What a round waits for at a moment, in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.i18n import N_, Message
from brep_metrics.rounds.stages import Stage
from brep_metrics.store import network_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from brep_metrics.rounds.state import Round


class Groups(tuple[str, ...]):
    """The codes of some groups, which read one after the other where nobody puts names in their place."""

    __slots__ = ()

    def __str__(self) -> str:
        """The codes in one line."""
        return ", ".join(self)


def next_step(round_: Round, now: datetime) -> Message:
    """What has to happen next, by when; days among its values are dates, groups are `Groups`."""
    return _STEPS[round_.stage](round_, now)


def _announced(round_: Round, _now: datetime) -> Message:
    return Message(N_("The self-assessment begins on {day}."), {"day": round_.terms.self_assessment_from})


def _self_assessment(round_: Round, now: datetime) -> Message:
    ends, groups = round_.terms.self_assessment_ends, round_.terms.groups
    values: dict[str, object] = {"day": ends, "count": len(round_.assessments), "groups": len(groups)}
    if network_day(now) <= ends:
        return Message(N_("Leads hand in their self-assessments by {day}; {count} of {groups} have done so."), values)
    late = [group for group in groups if group not in round_.assessments]
    if late:
        text = N_("The self-assessment ended on {day}; these did not hand in: {late}. An evaluator fixes the data.")
        return Message(text, values | {"late": Groups(late)})
    text = N_("The self-assessment ended on {day}, and all were handed in. An evaluator fixes the data.")
    return Message(text, values)


def _verification(round_: Round, _now: datetime) -> Message:
    if round_.undecided:
        text = N_("{count} differences wait for a decision by {day}.")
        return Message(text, {"count": len(round_.undecided), "day": round_.verification_ends})
    if round_.carries:
        return Message(N_("The votes are in: an evaluator puts the results on notice."))
    return _votes(round_)


def _notice(round_: Round, now: datetime) -> Message:
    if not round_.notice_is_over(now):
        return Message(N_("Leads may object until {day}."), {"day": round_.notice_ends})
    return _before_final(round_)


def _objections(round_: Round, _now: datetime) -> Message:
    due = [claim.reply_by for claim in round_.undecided if claim.reply_by]
    if due:
        text = N_("{count} objections wait for a decision, the first by {day}.")
        return Message(text, {"count": len(due), "day": min(due)})
    return _before_final(round_)


def _final(round_: Round, _now: datetime) -> Message:
    values: dict[str, object] = {"day": round_.final_on}
    waiting = [one for one in round_.rechecks.values() if one.passed is None]
    if waiting:
        text = N_("Final since {day}. To be checked again by {due}: {groups}.")
        return Message(text, values | {"due": waiting[0].due, "groups": Groups(one.group for one in waiting)})
    return Message(N_("Final since {day}."), values)


def _cancelled(round_: Round, _now: datetime) -> Message:
    return Message(N_("Cancelled: {reason}"), {"reason": round_.cancelled or ""})


def _before_final(round_: Round) -> Message:
    return Message(N_("The votes are in: an evaluator makes the results final.")) if round_.carries else _votes(round_)


def _votes(round_: Round) -> Message:
    if not round_.voters:
        return Message(N_("Every evaluator is recused: an evaluator names a substitute."))
    if len(round_.counted) >= round_.votes_needed:
        return Message(N_("No majority of those who voted is for the results."))
    text = N_("{count} of {needed} votes on the results are in.")
    return Message(text, {"count": len(round_.counted), "needed": round_.votes_needed})


_STEPS: dict[Stage, Callable[[Round, datetime], Message]] = {
    Stage.ANNOUNCED: _announced,
    Stage.SELF_ASSESSMENT: _self_assessment,
    Stage.VERIFICATION: _verification,
    Stage.NOTICE: _notice,
    Stage.OBJECTIONS: _objections,
    Stage.FINAL: _final,
    Stage.CANCELLED: _cancelled,
}
