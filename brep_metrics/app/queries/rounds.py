"""Rounds as the page shows them: which there are, who acts, and the results of a stage that a reader may know.

Rights are those of `brep_metrics.rounds`. Results come whole and are cut down here: before a round is final, those of
a group are told to its lead alone, and only while they are on notice, unless the announcement opens the whole list.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from brep_metrics import rounds
from brep_metrics.access import Role
from brep_metrics.app.cache import cached
from brep_metrics.rounds import Round, Stage
from brep_metrics.rounds.folding import at
from brep_metrics.snapshot import RoundStage
from brep_metrics.store import ROUND_ACT, network_day

if TYPE_CHECKING:
    from datetime import date

    from brep_metrics.access import Viewer
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.i18n import Title
    from brep_metrics.load_effect import GroupMove
    from brep_metrics.rounds import Actor, Correction, GroupResult
    from brep_metrics.store import Store

# From the notice on, results are no longer the evaluators' alone.
_TOLD = (Stage.NOTICE, Stage.OBJECTIONS)


def all_rounds(visit: Visit) -> tuple[Round, ...]:
    """Every round as it is now, the latest first."""
    now = datetime.now(UTC)
    found = _folded(visit.store, visit.store.journal.latest(ROUND_ACT))
    return tuple(at(one, max(now, one.last)) for one in reversed(found))


def round_of(selection: Selection) -> Round | None:
    """The latest round of the selection's period by its methodology that was not cancelled."""
    wanted = selection.period, selection.methodology.hash
    found = (one for one in all_rounds(selection.visit) if one.stage is not Stage.CANCELLED)
    return next((one for one in found if (one.terms.period, one.terms.methodology_hash) == wanted), None)


def shows_result(selection: Selection, round_: Round) -> bool:
    """Whether the figures of a selection are those of the round's present stage."""
    generation = round_.final or round_.noticed or round_.fixed
    official = None if selection.visit.access_scope.is_network else selection.publication()
    if official is not None and official.generation == round_.final:
        return True
    return (selection.generation.id, selection.as_of) == (generation, round_.terms.as_of)


def stages_of(selection: Selection, generation: str, as_of: date) -> tuple[RoundStage, ...]:
    """The stages of which a round keeps a snapshot of just this evaluation: of data, date, period and methodology."""
    wanted = selection.period, selection.methodology.hash, as_of
    return tuple(
        RoundStage(one.id, str(stage))
        for one in all_rounds(selection.visit)
        if (one.terms.period, one.terms.methodology_hash, one.terms.as_of) == wanted
        for stage, data in one.data_of_stages.items()
        if data == generation and stage in one.snapshots
    )


def actor_of(visit: Visit) -> Actor:
    """The visitor, as rounds see them: a page is drawn for those alone who were let in."""
    return rounds.actor_of(visit.store, cast("Viewer", visit.visitor.viewer), network_day())


def group_names(visit: Visit, round_: Round) -> dict[str, Title]:
    """The names of the groups of a round, which everybody may know, by code."""
    generation = round_.final or round_.noticed or round_.fixed or visit.generation.id
    return {one.group_id: one.name for one in _results(visit.store, round_, generation)}


def results(visit: Visit, actor: Actor, round_: Round) -> tuple[GroupResult, ...]:
    """The results of the round as far as the actor may know them, by rank."""
    generation = round_.final or round_.noticed or round_.fixed
    if generation is None or round_.stage is Stage.CANCELLED:
        return ()
    whole = _results(visit.store, round_, generation)
    if round_.stage in _TOLD and round_.terms.whole_list:
        return whole
    if actor.role is Role.EVALUATOR:
        is_final = round_.stage is Stage.FINAL
        return tuple(one for one in whole if is_final or visit.access_scope.may_see(one.group_id))
    if round_.stage in _TOLD:
        return tuple(one for one in whole if one.group_id in actor.leads)
    if round_.stage is Stage.FINAL:
        return tuple(one for one in whole if one.group_id in actor.leads | actor.takes_part)
    return ()


def noticed_results(visit: Visit, actor: Actor, round_: Round) -> tuple[GroupResult, ...]:
    """Of a final round, the whole list that was on notice, for those to whom it was or is open."""
    is_open = actor.role is Role.EVALUATOR or round_.terms.whole_list
    if round_.stage is not Stage.FINAL or round_.noticed is None or not is_open:
        return ()
    return _results(visit.store, round_, round_.noticed)


def effect(visit: Visit, round_: Round, corrections: tuple[Correction, ...]) -> tuple[GroupMove, ...]:
    """What corrections would do to each group's result: for evaluators who may decide, of the groups open to them."""
    found = _effect(visit.store, round_, corrections)
    return tuple(move for move in found if visit.access_scope.may_see(move.group_id))


@cached(
    20, key=lambda store, round_, corrections: (store.address, round_.id, round_.acts, corrections_key(corrections))
)
def _effect(store: Store, round_: Round, corrections: tuple[Correction, ...]) -> tuple[GroupMove, ...]:
    return rounds.effect(store, round_, corrections, rounds.as_decided(store, round_))


def corrections_key(corrections: tuple[Correction, ...]) -> str:
    """What tells one set of corrections from another."""
    return repr([one.content() for one in corrections])


@cached(10, key=lambda store, latest: (store.address, latest))
def _folded(store: Store, latest: int) -> tuple[Round, ...]:  # noqa: ARG001 - the line of the latest act
    return rounds.rounds(store)


@cached(50, key=lambda store, round_, generation: (store.address, round_.id, generation))
def _results(store: Store, round_: Round, generation: str) -> tuple[GroupResult, ...]:
    return rounds.group_results(rounds.evaluation_of(store, round_.terms, generation))
