"""The acts that need data: fixing those of a round, notice, final result, and the corrections afterwards.

What takes long (corrected data, a snapshot) is made before the line is written, and for nothing if the round has
changed meanwhile.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from brep_metrics.access import check_publishable, publish_within
from brep_metrics.errors import UsageError
from brep_metrics.filing import State
from brep_metrics.i18n import N_, Message
from brep_metrics.rounds.actors import capacity_of
from brep_metrics.rounds.conditions import refusal
from brep_metrics.rounds.corrections import apply, conflicts
from brep_metrics.rounds.journal import append, check, perform, round_of, within
from brep_metrics.rounds.results import evaluation_of
from brep_metrics.rounds.stages import Act, Stage
from brep_metrics.rounds.state import Action
from brep_metrics.scoring import Status
from brep_metrics.snapshot import RoundStage, create
from brep_metrics.store import network_day
from brep_metrics.temporary_folders import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from brep_metrics.rounds.actors import Actor
    from brep_metrics.rounds.corrections import Conflict
    from brep_metrics.rounds.state import Round
    from brep_metrics.scoring import Evaluation
    from brep_metrics.store import Draft, Store, Transaction


def fix_data(store: Store, id_: str, actor: Actor, *, moment: datetime | None = None) -> Round:
    """End the self-assessment: from now on the current generation is the one that the round evaluates.

    Refused while a filing handed in by the as-of date waits to be entered. Raises what `perform` raises.
    """
    generation = store.generation()
    as_of = round_of(store, id_, moment).terms.as_of.isoformat()
    waiting = [one for one in store.filings.filings(states=[State.SUBMITTED]) if one.content["submitted_on"] <= as_of]
    facts = {"pending": len(waiting), "generations": [generation.id]}
    round_ = check(store, id_, Act.FIX_DATA, actor, facts, moment=moment)
    content = facts | _keep_snapshot(store, round_, Stage.VERIFICATION, generation.id, actor)
    return perform(store, id_, Act.FIX_DATA, actor, content, moment=moment, seen=round_)


def put_on_notice(store: Store, id_: str, actor: Actor, *, moment: datetime | None = None) -> Round:
    """Show the preliminary results, with the corrections decided in the verification; raises what `perform` raises."""
    round_ = check(store, id_, Act.PUT_ON_NOTICE, actor, {}, moment=moment)
    generation = _corrected_generation(store, round_, actor, moment)
    content = {"generations": [generation]} | _keep_snapshot(store, round_, Stage.NOTICE, generation, actor)
    return perform(store, id_, Act.PUT_ON_NOTICE, actor, content, moment=moment, seen=round_)


def finalise(store: Store, id_: str, actor: Actor, *, moment: datetime | None = None) -> Round:
    """Publish the result on the corrected data; groups of the lowest grade have to put things right.

    Raises what `perform` and `access.publish` raise.
    """
    round_ = check(store, id_, Act.FINALISE, actor, {}, moment=moment)
    generation = _corrected_generation(store, round_, actor, moment)
    evaluation = evaluation_of(store, round_.terms, generation)
    check_publishable(evaluation)
    content: dict[str, Any] = {"generations": [generation], "rectify": _unqualified(evaluation)}
    content |= _keep_snapshot(store, round_, Stage.FINAL, generation, actor)
    reason = f"评估轮次 {id_} / round {id_}"

    def change(transaction: Transaction) -> Round:
        now = moment or datetime.now(UTC)
        found = next(one for one in within(transaction, now) if one.id == id_)
        action = Action(Act.FINALISE, now, actor.who, capacity_of(actor, found, Act.FINALISE, None), content)
        if found.acts != round_.acts or (refused := refusal(found, action)) is not None:
            stale = Message(N_("round {round} has changed meanwhile: look at it again"), {"round": id_})
            raise UsageError(stale if found.acts != round_.acts else refused or stale)
        publish_within(transaction, evaluation, who=actor.who, reason=reason)
        append(transaction, id_, action, actor.operator)
        return next(one for one in within(transaction, now) if one.id == id_)

    return store.register.write(change)


def apply_corrections(
    store: Store, id_: str, actor: Actor, *, moment: datetime | None = None
) -> tuple[Round, tuple[Conflict, ...]]:
    """Bring the decided corrections into the current data too; those that do not fit any more are left out and given.

    Raises what `perform` and `Store.build` raise.
    """
    round_ = check(store, id_, Act.APPLY_CORRECTIONS, actor, {}, moment=moment)
    found: list[Conflict] = []

    def fill(draft: Draft) -> None:
        found[:] = conflicts(draft, round_.corrections)
        fitting = [one for one in round_.corrections if one.record not in {conflict.record for conflict in found}]
        if fitting:
            apply(draft, fitting)

    why = f"评估轮次 {id_} 的更正 / corrections of round {id_}"
    made = store.build(fill, who=actor.who, why=why, day=network_day(moment) if moment else None)
    shown = [[str(one.record), one.column, one.expected, one.found] for one in found]
    content = {"generations": [made.id], "conflicts": shown}
    return perform(store, id_, Act.APPLY_CORRECTIONS, actor, content, moment=moment, seen=round_), tuple(found)


@contextmanager
def snapshot_file(store: Store, round_: Round, stage: Stage) -> Iterator[Path]:
    """The snapshot of a stage as a file that may be read until the block ends.

    Raises:
        UsageError: the round has not come so far.
        StoreDamaged: the file is missing.

    """
    kept = round_.snapshots.get(stage)
    if kept is None:
        raise UsageError(Message(N_("round {round} has no snapshot of that stage"), {"round": round_.id}))
    yield store.files.path("snapshots", f"{kept.sha256}.zip", sha256=kept.sha256, size=kept.size)


def _corrected_generation(store: Store, round_: Round, actor: Actor, moment: datetime | None) -> str:
    """The fixed generation, or a child of it with every decided correction."""
    fixed = round_.fixed or ""
    if not round_.corrections:
        return fixed
    why = f"评估轮次 {round_.id} 的更正 / corrections of round {round_.id}"
    day = max(network_day(moment), store.generation(fixed).date) if moment else None
    made = store.build(lambda draft: apply(draft, round_.corrections), who=actor.who, why=why, day=day, parent=fixed)
    return made.id


def _keep_snapshot(store: Store, round_: Round, stage: Stage, generation: str, actor: Actor) -> dict[str, Any]:
    """Make the snapshot of a stage's results and keep it with the store's files; what the line says of it."""
    terms = round_.terms
    with scratch_folder("round") as folder:
        made = create(
            store,
            folder / f"round-{round_.id}-{stage}.zip",
            methodology=terms.methodology,
            period=terms.period,
            language="zh",
            generation=generation,
            as_of=terms.as_of,
            round_stage=RoundStage(round_.id, str(stage)),
            who=actor.who,
        )
        store.files.put("snapshots", f"{made.sha256}.zip", made.path)
        return {"snapshots": [made.sha256], "snapshot_size": made.path.stat().st_size}


def _unqualified(evaluation: Evaluation) -> list[str]:
    """The rated groups with the lowest grade of the methodology."""
    if not evaluation.methodology.grades:
        return []
    lowest, scores = evaluation.methodology.grades[-1].code, evaluation.scores
    rated = zip(scores.units, scores.grade, scores.status, strict=True)
    return sorted(unit for unit, grade, status in rated if grade == lowest and status == Status.RATED)
