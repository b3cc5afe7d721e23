"""How evaluators would weigh the dimensions: each spreads 100 points over them, and all spreads become sets of weights.

A spread is a line of the journal; the latest of each evaluator counts. It changes no score: it shows how far the ranks
depend on the weights. It is given in a round or outside one, to a methodology by its id, as long as this has the same
dimensions.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from brep_metrics.access import Role
from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.methodology import Robustness
from brep_metrics.rounds.journal import rounds
from brep_metrics.store import POINTS_SPREAD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from brep_metrics.methodology import Indicator, Methodology, Node
    from brep_metrics.rounds.actors import Actor
    from brep_metrics.store import Store

ALL_POINTS = 100
SETS_FILE = "evaluators.csv"


@dataclass(frozen=True)
class Spread:
    """What one evaluator gave to each dimension, and when."""

    who: str
    at: datetime
    points: Mapping[str, int]


def dimensions_of(methodology: Methodology) -> tuple[Node | Indicator, ...]:
    """What the points are spread over: all that is directly below the root."""
    return methodology.children(methodology.root.code)


def spread_points(store: Store, actor: Actor, methodology: Methodology, points: Mapping[str, int]) -> Spread:
    """Keep an evaluator's points, in place of those that they gave before.

    Raises:
        UsageError: the actor may not give any, or these are not 100 whole points for the dimensions.
        StoreError: the register cannot be written.

    """
    if (reason := may_not_spread(store, actor, methodology) or _unfit(methodology, points)) is not None:
        raise UsageError(reason)
    given = {"methodology_id": methodology.id, "methodology_hash": methodology.hash, "points": dict(points)}
    by = {} if actor.operator is None else {"operator": actor.operator}
    line = store.register.append(POINTS_SPREAD, who=actor.who, **given, **by)
    return Spread(actor.who, datetime.fromisoformat(line.at), points)


def may_not_spread(store: Store, actor: Actor, methodology: Methodology) -> Message | None:
    """Why somebody's points do not count, None for those who may give some: weights concern all groups at once."""
    if actor.role is not Role.EVALUATOR:
        return Message(N_("only evaluators spread points over the dimensions"))
    if actor.takes_part:
        return Message(
            N_("{who} takes part in a working group and cannot weigh what it is evaluated by"), _named(actor)
        )
    if actor.who in _recused(store, methodology):
        return Message(N_("{who} is recused in an open round and cannot weigh what it evaluates by"), _named(actor))
    return None


def spreads_of(store: Store, methodology: Methodology) -> tuple[Spread, ...]:
    """The spreads that fit the methodology, one per evaluator who is not recused in an open round, by address."""
    codes = {one.code for one in dimensions_of(methodology)}
    latest = {
        line["who"]: Spread(line["who"], datetime.fromisoformat(line["at"]), line["points"])
        for line in store.journal.entries(POINTS_SPREAD)
        if line["methodology_id"] == methodology.id and line["points"].keys() == codes
    }
    recused = _recused(store, methodology) if latest else frozenset()
    return tuple(spread for who, spread in sorted(latest.items()) if who not in recused)


def weighed_by(methodology: Methodology, spreads: Iterable[Spread]) -> Methodology:
    """The methodology that varies nothing but the weights of its dimensions: each evaluator's points are one set."""
    table = sets_table(methodology, spreads)
    return replace(methodology, robustness=Robustness(weight_sets=SETS_FILE), files={SETS_FILE: table})


def sets_table(methodology: Methodology, spreads: Iterable[Spread]) -> str:
    """The spreads as the table that `weight_sets` of a methodology file names."""
    given, written = tuple(spreads), io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(["code", *(spread.who for spread in given)])
    for dimension in dimensions_of(methodology):
        writer.writerow([dimension.code, *(spread.points[dimension.code] for spread in given)])
    return written.getvalue()


def _unfit(methodology: Methodology, points: Mapping[str, int]) -> Message | None:
    codes = [one.code for one in dimensions_of(methodology)]
    if len(codes) < 2:  # noqa: PLR2004 - one dimension has all of the weight
        return Message(N_("methodology {id} has only one dimension: there is nothing to weigh"), {"id": methodology.id})
    if points.keys() != set(codes):
        return Message(N_("give points to each of: {dimensions}"), {"dimensions": ", ".join(codes)})
    if any(not 0 <= one <= ALL_POINTS for one in points.values()):
        return Message(N_("points are whole numbers from 0 to {limit}"), {"limit": ALL_POINTS})
    if (total := sum(points.values())) != ALL_POINTS:
        return Message(N_("the points add up to {total}, not to {limit}"), {"total": total, "limit": ALL_POINTS})
    return None


def _recused(store: Store, methodology: Methodology) -> frozenset[str]:
    """Those who are recused, from any group, in an open round by the methodology."""
    own = (one for one in rounds(store) if one.is_open and one.terms.methodology_id == methodology.id)
    return frozenset(recusal.who for one in own for recusal in one.recusals)


def _named(actor: Actor) -> dict[str, object]:
    return {"who": actor.who}
