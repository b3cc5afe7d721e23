"""The demonstration's rounds: one of 2024 that is final, with two objections, and one of 2025 that is on notice.

Everybody who acts in them is fictional. The first has days of its own; the second ends on notice at the moment of the
demonstration. Its announcement names the user of the machine as an evaluator too, and asks for a single vote, so that
anyone who tries it can carry it on from there.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from brep_metrics.access import Role
from brep_metrics.access.audit import local_user
from brep_metrics.methodology import DEFAULT_METHODOLOGY, load_methodology
from brep_metrics.periods import Period
from brep_metrics.rounds.actors import Actor
from brep_metrics.rounds.claims import Ground, Outcome
from brep_metrics.rounds.data_acts import finalise, fix_data, put_on_notice
from brep_metrics.rounds.journal import perform, round_of, rounds
from brep_metrics.rounds.opening import open_round
from brep_metrics.rounds.points import spread_points
from brep_metrics.rounds.record_names import corrections_of, record_of
from brep_metrics.rounds.stages import Act
from brep_metrics.store import network_day

if TYPE_CHECKING:
    from brep_metrics.rounds.state import Round
    from brep_metrics.store import Store

_FINISHED, _NOTICED = Period.parse("2024"), Period.parse("2025")
_EVALUATORS = tuple(Actor(f"evaluator-{number}@demo.example", Role.EVALUATOR) for number in (1, 2, 3))

_POINTS: tuple[dict[str, int], ...] = (
    {"reporting": 15, "delivery": 25, "activity": 15, "outcomes": 35, "coordination": 10},
    {"reporting": 25, "delivery": 20, "activity": 20, "outcomes": 20, "coordination": 15},
    {"reporting": 10, "delivery": 30, "activity": 10, "outcomes": 40, "coordination": 10},
)


class _Objection(NamedTuple):
    group: str
    target: str
    record: str
    reason: str
    outcome: Outcome
    reply: str
    cells: tuple[str, ...] = ()


_OBJECTIONS = (
    _Objection(
        "WG16",
        "indicator:progress_on_time",
        "report WG16-2024Q2-PR",
        "该报告已于7月15日寄出，邮戳为证。 / The report was posted on 15 July, as its postmark shows.",
        Outcome.UPHELD,
        "经核对邮戳，报告于截止日寄出，按期提交。 / The postmark is of the due date: the report was in time.",
        ("report WG16-2024Q2-PR submitted_on=2024-07-15",),
    ),
    _Objection(
        "WG12",
        "indicator:needs_answered",
        "need WG12-2024-N01",
        "该需求已口头答复。 / The need was answered by word of mouth.",
        Outcome.REJECTED,
        "没有书面记录可以证明口头答复的日期。 / Nothing in writing shows when it was answered.",
    ),
)


def rounds_are_demonstrated(store: Store) -> bool:
    """Whether both rounds have come to where the demonstration leaves them, whatever has become of them since."""
    return _is_finished(store) and _is_noticed(store)


def demonstrate_rounds(store: Store) -> None:
    """Hold the demonstration's rounds; raises what the acts of a round raise.

    A round in which an earlier call was killed is cancelled, and held again.
    """
    if not rounds(store):
        for evaluator, points in zip(_EVALUATORS, _POINTS, strict=True):
            spread_points(store, evaluator, load_methodology(DEFAULT_METHODOLOGY), points)
    if not _is_finished(store):
        _cancel_open(store, _FINISHED)
        _finished(store)
    if not _is_noticed(store):
        _cancel_open(store, _NOTICED)
        _on_notice(store)


def _is_finished(store: Store) -> bool:
    return any(one.terms.period == _FINISHED and one.final_on is not None for one in rounds(store))


def _is_noticed(store: Store) -> bool:
    return any(one.terms.period == _NOTICED and one.notice_from is not None for one in rounds(store))


def _cancel_open(store: Store, period: Period) -> None:
    for one in rounds(store):
        if one.is_open and one.terms.period == period:
            reason = {"reason": "演示数据未写完，重新开始。 / The demonstration was interrupted, and begins anew."}
            perform(store, one.id, Act.CANCEL, _EVALUATORS[0], reason, moment=one.last)


def _finished(store: Store) -> None:
    chair, second, third = _EVALUATORS
    methodology = load_methodology(DEFAULT_METHODOLOGY)
    opened = open_round(
        store,
        chair,
        period=_FINISHED,
        methodology=methodology,
        panel=[one.who for one in _EVALUATORS],
        whole_list=True,
        moment=_noon("2025-04-08"),
    )
    id_ = opened.id
    _assess(store, opened, "WG16", "全年任务按计划完成。 / The year's tasks were done as planned.", "2025-04-28")
    fix_data(store, id_, chair, moment=_noon("2025-05-09"))
    _vote(store, id_, "2025-05-20", yes=(chair, second), abstain=(third,))
    put_on_notice(store, id_, chair, moment=_noon("2025-05-22"))
    for one in _OBJECTIONS:
        perform(store, id_, Act.OBJECT, _lead(one.group), _objection(one), moment=_noon("2025-05-27"))
    for number, one in enumerate(_OBJECTIONS, start=1):
        perform(store, id_, Act.DECIDE_OBJECTION, second, _decision(store, id_, number, one), moment=_DECIDED)
    _vote(store, id_, "2025-06-10", yes=_EVALUATORS)
    finalise(store, id_, chair, moment=_noon("2025-06-12"))


def _objection(objection: _Objection) -> dict[str, Any]:
    record = record_of(objection.record)
    return {
        "group": objection.group,
        "target": objection.target,
        "ground": str(Ground.FACT),
        "reason": objection.reason,
        "records": [[record.table, list(record.key)]],
        "missing": None,
        "attachments": {},
    }


def _decision(store: Store, id_: str, number: int, objection: _Objection) -> dict[str, Any]:
    found = round_of(store, id_, _DECIDED)
    corrections = corrections_of(store, found, objection.cells, ())
    content = {"claim": f"O{number}", "outcome": str(objection.outcome), "reason": objection.reply}
    return content | {"corrections": [one.content() for one in corrections]}


def _on_notice(store: Store) -> None:
    chair = _EVALUATORS[0]
    methodology = load_methodology(DEFAULT_METHODOLOGY)
    now = datetime.now(UTC)
    begins = now - timedelta(days=45)
    opened = open_round(
        store,
        chair,
        period=_NOTICED,
        methodology=methodology,
        panel=[*(one.who for one in _EVALUATORS), local_user()],
        begins=network_day(begins),
        rules=replace(methodology.rounds, votes=1),
        moment=begins,
    )
    text = "培训人数以签到表为准。 / The lists of attendance count for the people trained."
    stated = {"indicator": "people_trained", "value": "320", "reason": "签到表共320人 / the lists have 320 names"}
    lead = _lead("WG03")
    content = {"group": "WG03", "text": text, "differences": [stated], "attachments": {}}
    perform(store, opened.id, Act.ASSESS, lead, content, moment=begins + timedelta(days=20))
    fix_data(store, opened.id, chair, moment=now - timedelta(days=10))
    decision = {
        "claim": "WG03:people_trained",
        "outcome": str(Outcome.REJECTED),
        "reason": "单次活动最多计100人。 / At most 100 people of one activity count.",
        "corrections": [],
    }
    perform(store, opened.id, Act.DECIDE_DIFFERENCE, chair, decision, moment=now - timedelta(days=5))
    perform(store, opened.id, Act.VOTE, chair, {"choice": "yes"}, moment=now - timedelta(days=1))
    put_on_notice(store, opened.id, chair)


def _assess(store: Store, round_: Round, group: str, text: str, day: str) -> None:
    content = {"group": group, "text": text, "differences": [], "attachments": {}}
    perform(store, round_.id, Act.ASSESS, _lead(group), content, moment=_noon(day))


def _vote(store: Store, id_: str, day: str, *, yes: tuple[Actor, ...] = (), abstain: tuple[Actor, ...] = ()) -> None:
    for choice, actors in (("yes", yes), ("abstain", abstain)):
        for actor in actors:
            perform(store, id_, Act.VOTE, actor, {"choice": choice}, moment=_noon(day))


def _lead(group: str) -> Actor:
    return Actor(f"lead-{group.lower()}@demo.example", Role.LEAD, frozenset({group}), frozenset({group}))


def _noon(day: str) -> datetime:
    """Noon of a day in the network's usual time zone."""
    return datetime.fromisoformat(f"{day}T12:00:00+08:00").astimezone(UTC)


_DECIDED = _noon("2025-06-05")
