"""The rounds of a store: their acts are lines of its journal, and each round is what follows from its lines."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from brep_metrics.errors import StoreDamaged, UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.rounds.actors import capacity_of
from brep_metrics.rounds.conditions import refusal
from brep_metrics.rounds.folding import fold
from brep_metrics.rounds.stages import ACT_TITLES, CAPACITY_TITLES, Act, Capacity
from brep_metrics.rounds.state import Action
from brep_metrics.store import ROUND_ACT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from brep_metrics.periods import Period
    from brep_metrics.rounds.actors import Actor
    from brep_metrics.rounds.state import Round
    from brep_metrics.store import Store, Transaction

_OWN = ("round", "act", "moment", "capacity")
_OF_LINE = ("seq", "at", "event", "who", "previous", "sha256")


def rounds(store: Store, now: datetime | None = None) -> tuple[Round, ...]:
    """Every round, in the order in which they were opened, at a moment (now if None)."""
    return _folded(store.journal.entries(ROUND_ACT), now)


def round_of(store: Store, id_: str, now: datetime | None = None) -> Round:
    """One round at a moment.

    Raises:
        UsageError: there is no such round.

    """
    return _named(rounds(store, now), id_)


def require_no_open_round(store: Store, period: Period, methodology_id: str) -> None:
    """Raise where a result is to be published by another way than the round that is open for it.

    Raises:
        UsageError: there is one.

    """
    for one in rounds(store):
        if one.is_open and (one.terms.period, one.terms.methodology_id) == (period, methodology_id):
            text = N_("round {round} of {period} is open: its result is published by the round, or cancel it first")
            raise UsageError(Message(text, {"round": one.id, "period": period.code}))


def actions_of(store: Store, id_: str) -> tuple[Action, ...]:
    """The acts of a round in their order."""
    return _by_round(store.journal.entries(ROUND_ACT)).get(id_, ())


def within(transaction: Transaction, now: datetime) -> tuple[Round, ...]:
    """Every round as a change of the register sees it."""
    return _folded((line.entry() for line in transaction.events(ROUND_ACT)), now)


def append(transaction: Transaction, id_: str, action: Action, operator: str | None) -> None:
    """Add the line of one act."""
    own = {"round": id_, "act": str(action.act), "moment": action.moment.isoformat(), "capacity": str(action.capacity)}
    by = {} if operator is None else {"operator": operator}
    transaction.append(ROUND_ACT, who=action.who, **own, **by, **action.content)


def perform(
    store: Store,
    id_: str,
    act: Act,
    actor: Actor,
    content: Mapping[str, Any],
    *,
    moment: datetime | None = None,
    seen: Round | None = None,
) -> Round:
    """Do one act if the table of steps allows it now; the round after it.

    The round is looked at and the line is written in one transaction, so that of two who decide the same the second is
    told. What takes longer to prepare (results, a snapshot) names the round that it was prepared from as `seen`, and
    is refused where that has changed. `moment` is when it happened, where that is not now, as for demonstration data.

    Raises:
        UsageError: there is no such round, or the act is refused, with the reason.
        StoreError: the register cannot be written.

    """

    def change(transaction: Transaction) -> Round:
        now = moment or datetime.now(UTC)
        round_ = _named(within(transaction, now), id_)
        now = max(now, round_.last)
        if seen is not None and seen.acts != round_.acts:
            raise UsageError(Message(N_("round {round} has changed meanwhile: look at it again"), {"round": id_}))
        action = Action(act, now, actor.who, capacity_of(actor, round_, act, _group(round_, content)), content)
        if (reason := refusal(round_, action)) is not None:
            raise UsageError(reason)
        append(transaction, id_, action, actor.operator)
        return _named(within(transaction, now), id_)

    return store.register.write(change)


def check(
    store: Store, id_: str, act: Act, actor: Actor, content: Mapping[str, Any], *, moment: datetime | None = None
) -> Round:
    """The round as it is, if the act is possible; raises what `perform` raises, and writes nothing."""
    now = moment or datetime.now(UTC)
    round_ = round_of(store, id_, now)
    action = Action(act, now, actor.who, capacity_of(actor, round_, act, _group(round_, content)), content)
    if (reason := refusal(round_, action)) is not None:
        raise UsageError(reason)
    return round_


def refused(round_: Round, actor: Actor, act: Act, **content: object) -> Message | None:
    """Why somebody could not do an act just now, None where they could; nothing is done."""
    now = max(datetime.now(UTC), round_.last)
    capacity = capacity_of(actor, round_, act, _group(round_, content))
    return refusal(round_, Action(act, now, actor.who, capacity, content))


def is_possible(round_: Round, actor: Actor, act: Act, **content: object) -> bool:
    """Whether somebody could do an act just now."""
    return refused(round_, actor, act, **content) is None


def may_decide(round_: Round, actor: Actor, claim: str) -> None:
    """Raise for somebody to whom it would not be shown what deciding a claim does: that tells others' results.

    Raises:
        UsageError: the actor is no evaluator of the round, or is recused from the claim's group.

    """
    act = Act.DECIDE_OBJECTION
    capacity = capacity_of(actor, round_, act, _group(round_, {"claim": claim}))
    if capacity is not Capacity.PANELIST:
        values = {"capacity": CAPACITY_TITLES[capacity], "act": ACT_TITLES[act]}
        raise UsageError(Message(N_("{capacity} cannot {act}"), values))


def _group(round_: Round, content: Mapping[str, Any]) -> str | None:
    """The group that an act is about."""
    if "claim" in content:
        claim = round_.claims.get(content["claim"])
        return claim.group if claim else None
    group: str | None = content.get("group")
    return group


def _named(found: Iterable[Round], id_: str) -> Round:
    for round_ in found:
        if round_.id == id_:
            return round_
    raise UsageError(Message(N_("there is no round “{round}”"), {"round": id_}))


def _folded(entries: Iterable[Mapping[str, Any]], now: datetime | None) -> tuple[Round, ...]:
    by_round = _by_round(entries)
    try:
        return tuple(fold(id_, acts, max(now or datetime.now(UTC), acts[-1].moment)) for id_, acts in by_round.items())
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise StoreDamaged(Message(N_("The journal's lines on rounds do not fit together"))) from error


def _by_round(entries: Iterable[Mapping[str, Any]]) -> dict[str, tuple[Action, ...]]:
    found: dict[str, list[Action]] = defaultdict(list)
    for entry in entries:
        content = {name: value for name, value in entry.items() if name not in (*_OWN, *_OF_LINE)}
        moment = datetime.fromisoformat(entry["moment"])
        action = Action(Act(entry["act"]), moment, entry["who"], Capacity(entry["capacity"]), content)
        found[entry["round"]].append(action)
    return {id_: tuple(actions) for id_, actions in found.items()}
