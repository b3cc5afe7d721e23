"""Opening a round: what its announcement fixes, and who is recused from the beginning."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from brep_metrics.access import Role
from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.rounds.announced_terms import Terms
from brep_metrics.rounds.journal import append, within
from brep_metrics.rounds.stages import Act, Capacity
from brep_metrics.rounds.state import Action
from brep_metrics.scoring import evaluate
from brep_metrics.store import network_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from brep_metrics.methodology import Methodology, RoundRules
    from brep_metrics.periods import Period
    from brep_metrics.rounds.actors import Actor
    from brep_metrics.rounds.state import Round
    from brep_metrics.store import Store, Transaction

# Kept in the journal, and therefore in both languages.
_TAKES_PART = "所在单位参加该工作组 / their organization takes part in the group"


def open_round(
    store: Store,
    actor: Actor,
    *,
    period: Period,
    methodology: Methodology,
    panel: Sequence[str],
    recused: Mapping[str, Sequence[str]] | None = None,
    begins: date | None = None,
    as_of: date | None = None,
    as_of_reason: str | None = None,
    rules: RoundRules | None = None,
    whole_list: bool = False,
    moment: datetime | None = None,
) -> Round:
    """Announce a round over all groups that exist in the period.

    `panel` are the evaluators who decide, `recused` the groups in which one of them takes part. The self-assessment
    begins on `begins`, today if None; data count up to `as_of`, by default the cut-off of the methodology.

    Raises:
        UsageError: the actor is no evaluator, a round of the period and methodology is open, the data would close
            before the methodology has it and no reason is given, or there is no group or no evaluator.

    """
    now = moment or datetime.now(UTC)
    if actor.role is not Role.EVALUATOR:
        raise UsageError(Message(N_("only evaluators open a round")))
    reason = (as_of_reason or "").strip() or None
    terms = Terms(
        period=period,
        methodology_id=methodology.id,
        methodology_hash=methodology.hash,
        methodology_text=methodology.text,
        as_of=_closing_day(period, methodology, as_of, reason),
        as_of_reason=reason,
        groups=_groups(store, methodology, period),
        self_assessment_from=begins or network_day(now),
        rules=rules or methodology.rounds,
        whole_list=whole_list,
        panel=tuple(panel),
    )
    _check(terms)
    return store.register.write(lambda transaction: _announce(transaction, actor, terms, recused or {}, now))


def _closing_day(period: Period, methodology: Methodology, as_of: date | None, reason: str | None) -> date:
    """Up to when data count: the cut-off of the methodology, or another day, with a reason where it is earlier."""
    closes = period.end + timedelta(days=methodology.cutoff_days or 0)
    if as_of is not None and as_of < closes and reason is None:
        text = N_("the data of {period} count until {day}: say why they close earlier")
        raise UsageError(Message(text, {"period": period.code, "day": closes.isoformat()}))
    return as_of or closes


def _check(terms: Terms) -> None:
    """Raise where nobody could be evaluated, or nobody could decide, or a day cannot be counted."""
    if not terms.groups or not terms.panel:
        text = N_("a round needs working groups in {period}, and evaluators")
        raise UsageError(Message(text, {"period": terms.period.code}))
    _ = terms.self_assessment_ends  # a year without a table of holidays is refused now, not in the middle of the round


def _groups(store: Store, methodology: Methodology, period: Period) -> tuple[str, ...]:
    """Every group that exists in the period, those that will not be rated too."""
    with store.read() as reading:
        return tuple(group.group_id for group in evaluate(reading, methodology, period).groups)


def _announce(
    transaction: Transaction, actor: Actor, terms: Terms, recused: Mapping[str, Sequence[str]], now: datetime
) -> Round:
    """The first lines of a round, if none of its period and methodology is open."""
    found = within(transaction, now)
    for other in found:
        same = (other.terms.period, other.terms.methodology_id) == (terms.period, terms.methodology_id)
        if same and other.is_open:
            text = N_("round {round} of {period} is still open")
            raise UsageError(Message(text, {"round": other.id, "period": terms.period.code}))
    id_ = f"{terms.period.code}-{sum(one.terms.period == terms.period for one in found) + 1}"
    opened = Action(Act.OPEN, now, actor.who, Capacity.EVALUATOR, {"terms": terms.content()})
    append(transaction, id_, opened, actor.operator)
    for person, own in recused.items():
        content = {"person": person, "groups": list(own), "reason": _TAKES_PART}
        append(transaction, id_, Action(Act.RECUSE, now, actor.who, Capacity.EVALUATOR, content), actor.operator)
    return next(one for one in within(transaction, now) if one.id == id_)
