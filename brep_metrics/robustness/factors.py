"""Which factors a methodology varies, at which levels, and what each level makes of it.

A list of options varies the *places* (indicators, or nodes with at least two children) that declare one of them; a
place with another option keeps it: an indicator scored worst for missing data is a sanction, not an estimate to be
doubted. What is declared is always a level, so that the nominal ranking is among those drawn: where the places differ
among themselves, the declared mixture is a level of its own, written None.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import prod
from typing import TYPE_CHECKING, TypeVar

from brep_metrics.errors import Fault, FaultsError, UsageError
from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from brep_metrics.methodology import (
        Aggregate,
        Indicator,
        Method,
        Methodology,
        MissingRule,
        Node,
        Normalisation,
        Robustness,
    )

# Each has a stream of random numbers by its place here, so that a new one comes last.
WEIGHTS, NORMALISE, AGGREGATE, MISSING, LEAVE_OUT, REVIEWERS, WEIGHT_SETS, TREATMENT = FACTORS = (
    "weights",
    "normalise",
    "aggregate",
    "missing",
    "leave_out",
    "reviewers",
    "weight_sets",
    "treatment",
)

# What a methodology may vary, as a reader calls it.
FACTOR_TITLES = {
    WEIGHTS: N_("weights"),
    NORMALISE: N_("normalisation"),
    AGGREGATE: N_("aggregation"),
    MISSING: N_("missing-data rule"),
    LEAVE_OUT: N_("indicator left out"),
    REVIEWERS: N_("reviewers"),
    WEIGHT_SETS: N_("experts' weights"),
    TREATMENT: N_("treatment of outliers"),
}

Option = TypeVar("Option", bound=str)


@dataclass(frozen=True)
class Factors:
    """What varies: `weights` is the half-width of U[1 - w, 1 + w]; each tuple holds the levels of a discrete factor.

    `indicators` is how many levels leaving one out has (0: none is left out); `replicates` how many resamples of the
    reviews there are (0: they stay as they are). `weight_sets` has the weights of all places of the tree, one row per
    set (none: those declared); `treatment` the largest numbers of winsorised values (None: the one declared).
    `declared_normalise` is the level at which values are normalised as declared, which is what the grades' thresholds
    are made for.
    """

    weights: float = 0.0
    normalise: tuple[Method | None, ...] = (None,)
    aggregate: tuple[Aggregate | None, ...] = (None,)
    missing: tuple[MissingRule | None, ...] = (None,)
    indicators: int = 0
    replicates: int = 0
    weight_sets: tuple[tuple[float, ...], ...] = ()
    treatment: tuple[int | None, ...] = (None,)
    declared_normalise: int = 0

    @property
    def levels(self) -> dict[str, int]:
        """The number of levels of each discrete factor; one level is no variation."""
        return {
            NORMALISE: len(self.normalise),
            AGGREGATE: len(self.aggregate),
            MISSING: len(self.missing),
            LEAVE_OUT: max(1, self.indicators),
            REVIEWERS: max(1, self.replicates),
            WEIGHT_SETS: max(1, len(self.weight_sets)),
            TREATMENT: len(self.treatment),
        }

    @property
    def combinations(self) -> int | None:
        """How many different draws there are; None where a factor is continuous or itself a sample."""
        varied = self.varied
        return None if WEIGHTS in varied or REVIEWERS in varied else prod(self.levels[name] for name in varied)

    @property
    def varied(self) -> tuple[str, ...]:
        """The factors that vary, in the order of `FACTORS`."""
        levels = self.levels
        return tuple(name for name in FACTORS if (self.weights > 0 if name == WEIGHTS else levels[name] > 1))


def factors_of(methodology: Methodology, *, replicates: int = 0) -> Factors:
    """The factors that `[robustness]` declares, `replicates` resamples of the reviews being at hand.

    Raises:
        UsageError: the methodology declares no `[robustness]`.
        FaultsError: a factor varies a step that the methodology lacks; all such factors are listed.

    """
    declared = methodology.robustness
    if declared is None:
        raise UsageError(
            Message(N_("the methodology {id} declares no [robustness]: nothing is varied"), {"id": methodology.id})
        )
    lacking = list(_lacking(methodology, declared))
    if declared.reviewers and not replicates:
        lacking.append((REVIEWERS, Message(N_("no indicator rests on reviews that could be resampled"))))
    if lacking:
        faults = [Fault(file=methodology.id, column=f"robustness.{name}", problem=what) for name, what in lacking]
        raise FaultsError(Message(N_("a factor varies a step that the methodology lacks")), faults)
    methods = [place.normalise.method for place in methodology.scored]
    normalise = _levels(methods, declared.normalise)
    return Factors(
        weights=declared.weights,
        normalise=normalise,
        aggregate=_levels([node.aggregate for node in _branching(methodology)], declared.aggregate),
        missing=_levels([place.missing for place in methodology.scored], declared.missing),
        indicators=len(methodology.scored) if declared.leave_out else 0,
        replicates=replicates if declared.reviewers else 0,
        weight_sets=_weight_sets(methodology),
        treatment=declared.treatment or (None,),
        declared_normalise=next(
            (level for level, method in enumerate(normalise) if method is None or method in methods), 0
        ),
    )


def with_levels(
    methodology: Methodology,
    factors: Factors,
    *,
    normalise: Method | None = None,
    aggregate: Aggregate | None = None,
    missing: MissingRule | None = None,
    treatment: int | None = None,
) -> Methodology:
    """The methodology at one level of each discrete factor; None leaves a step as declared."""
    indicators = tuple(_placed(place, normalise, missing, factors) for place in methodology.indicators)
    branching = {node.code for node in _branching(methodology)}
    nodes = tuple(
        replace(node, aggregate=aggregate)
        if aggregate and node.code in branching and node.aggregate in factors.aggregate
        else node
        for node in methodology.nodes
    )
    limits = methodology.treatment
    if treatment is not None:
        limits = replace(limits, winsorise_at_most=treatment)
    return replace(methodology, indicators=indicators, nodes=nodes, treatment=limits)


def _placed(place: Indicator, normalise: Method | None, missing: MissingRule | None, factors: Factors) -> Indicator:
    how = _normalised(place.normalise, normalise, factors)
    rule = missing if missing and place.missing in factors.missing else place.missing
    if how is place.normalise and rule == place.missing:
        return place
    return replace(place, normalise=how, missing=rule)


def _normalised(how: Normalisation, method: Method | None, factors: Factors) -> Normalisation:
    if method is None or how.method == method or how.method not in factors.normalise:
        return how
    # A z-score that replaces another method stays on the scale, as that method does.
    return replace(how, method=method, clip=True if method == "zscore" else how.clip)


def _weight_sets(methodology: Methodology) -> tuple[tuple[float, ...], ...]:
    """The weight of each place of the tree in each set; one that a set does not name keeps its own."""
    places: tuple[Indicator | Node, ...] = (*methodology.scored, *methodology.nodes)
    return tuple(
        tuple(weights.get(place.code, place.weight) for place in places) for weights in methodology.weight_sets.values()
    )


def _branching(methodology: Methodology) -> tuple[Node, ...]:
    """The nodes that have something to aggregate."""
    return tuple(node for node in methodology.nodes if len(methodology.children(node.code)) > 1)


def _levels(places: Sequence[str], options: tuple[Option, ...]) -> tuple[Option | None, ...]:
    if not options:
        return (None,)
    mixed = len({option for option in places if option in options}) > 1
    return (None, *options) if mixed else options


def _lacking(methodology: Methodology, declared: Robustness) -> Iterator[tuple[str, Message]]:
    """The factors that the methodology lacks the step for, each with what is lacking."""
    branching = _branching(methodology)
    if declared.weights > 0 and not branching:
        yield WEIGHTS, Message(N_("no node has two children to weigh"))
    if declared.weight_sets is not None and not branching:
        yield WEIGHT_SETS, Message(N_("no node has two children to weigh"))
    if declared.treatment and not any("winsorise" in place.treatment for place in methodology.scored):
        yield TREATMENT, Message(N_("no indicator is winsorised"))
    if declared.leave_out and len(methodology.scored) == 1:
        yield LEAVE_OUT, Message(N_("there is no second indicator to keep"))
    normalised = [place.normalise.method for place in methodology.scored if _is_normalised(place)]
    lists: tuple[tuple[str, Sequence[str], Sequence[str], str], ...] = (
        (NORMALISE, normalised, declared.normalise, N_("no indicator is normalised by one of: {options}")),
        (AGGREGATE, [node.aggregate for node in branching], declared.aggregate,
         N_("no node with two children aggregates by one of: {options}")),
        (MISSING, [place.missing for place in methodology.scored if place.missing != "error"], declared.missing,
         N_("no indicator fills missing values by one of: {options}")),
    )  # fmt: skip
    for name, places, options, text in lists:
        if options and not set(places) & set(options):
            yield name, Message(text, {"options": ", ".join(options)})
    yield from _impossible(methodology, declared)


def _impossible(methodology: Methodology, declared: Robustness) -> Iterator[tuple[str, Message]]:
    """Options that cannot be applied to a place because it does not declare what they need."""
    for place in methodology.scored:
        how = place.normalise
        if how.method not in declared.normalise:
            continue
        if "goalposts" in declared.normalise and how.method != "goalposts" and (how.lower is None or how.upper is None):
            yield NORMALISE, Message(N_("{indicator} has no goalposts"), {"indicator": place.code})
        if "steps" in declared.normalise and not how.steps:
            yield NORMALISE, Message(N_("{indicator} has no steps"), {"indicator": place.code})
    for node in _branching(methodology):
        if "power" in declared.aggregate and node.aggregate in declared.aggregate and node.p is None:
            yield AGGREGATE, Message(N_("{node} has no exponent p"), {"node": node.code})
    if "error" in declared.missing:
        yield MISSING, Message(N_("“error” is not a way of filling a missing value"))


def _is_normalised(place: Indicator) -> bool:
    """Whether the values are brought onto the scale at all, rather than taken as they are."""
    how = place.normalise
    return how.method != "goalposts" or how.lower is not None or how.upper is not None
