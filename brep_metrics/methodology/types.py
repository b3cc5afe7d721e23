"""The frozen types of a methodology, one per table of its TOML file, with the default of every key that may be absent.

The types check their own shape (kinds, ranges, unknown keys); what spans several tables is for `check`.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from brep_metrics.i18n import Title
from brep_metrics.methodology.limits import (
    MAX_ALTERNATIVES,
    MAX_DAYS,
    MAX_DRAWS,
    MAX_NUMBER,
    MAX_STEPS,
    MAX_VOTES,
    MAX_WINSORISED,
)
from brep_metrics.methodology.weight_sets import FILE_NAME, sets_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

Aggregate = Literal["arithmetic", "geometric", "harmonic", "power", "minimum"]
Method = Literal["goalposts", "steps", "minmax", "zscore", "rank", "percentile"]
MissingRule = Literal["reweight", "worst", "median", "error"]
Reduction = Literal["ratio", "sum", "mean", "median", "count", "distinct"]
TreatmentStep = Literal["winsorise", "log"]

Number = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=-MAX_NUMBER, le=MAX_NUMBER)]
Positive = Annotated[float, Field(strict=True, allow_inf_nan=False, gt=0, le=MAX_NUMBER)]
NotNegative = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0, le=MAX_NUMBER)]
Share = Annotated[float, Field(strict=True, ge=0, le=1)]
Flag = Annotated[bool, Field(strict=True)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z]\w*$")]
Text = Annotated[str, Field(min_length=1)]
Days = Annotated[int, Field(strict=True, ge=1, le=MAX_DAYS)]
Winsorised = Annotated[int, Field(strict=True, ge=0, le=MAX_WINSORISED)]
Parameter = bool | int | float | str | date

_SHAPE = ConfigDict(extra="forbid", validate_by_name=True, validate_by_alias=True, defer_build=True)


@dataclass(frozen=True, config=_SHAPE)
class Grade:
    """A grade: given from the score `from_` on, to at most floor(`quota` × rated units)."""

    code: Code
    from_: Annotated[Number, Field(alias="from")]
    quota: Share | None = None
    title: Title = Title()


@dataclass(frozen=True, config=_SHAPE)
class Gate:
    """A condition apart from the score: below `at_least` the grade is at most `caps_at`."""

    indicator: Code
    at_least: Number
    caps_at: Code
    title: Title = Title()


@dataclass(frozen=True, config=_SHAPE)
class Adjustment:
    """Points added to (or, if negative, taken from) the score per unit of an indicator, at most `limit` either way."""

    indicator: Code
    points_per_unit: Number
    limit: NotNegative
    title: Title = Title()


@dataclass(frozen=True, config=_SHAPE)
class Node:
    """A node of the tree; the root has no parent, and `weight` is relative among siblings."""

    code: Code
    parent: Code | None = None
    weight: Positive = 1.0
    aggregate: Aggregate = "arithmetic"
    p: Number | None = None
    title: Title = Title()
    definition: Title = Title()


@dataclass(frozen=True, config=_SHAPE)
class Normalisation:
    """How a raw value becomes a value on the scale.

    `lower` and `upper` are the goalposts in the indicator's unit (None: the ends of the scale, for values that are
    already on it). `steps` are pairs (threshold, points). `mean` and `sd` are the targets of `zscore` (None: the middle
    of the scale and a tenth of its width). `clip` None means: clipped by goalposts, not by `zscore`. `per = "year"`
    multiplies goalposts and thresholds by the length of the period in years.
    """

    method: Method = "goalposts"
    lower: Number | None = None
    upper: Number | None = None
    log: Flag = False
    clip: Flag | None = None
    per: Literal["year"] | None = None
    steps: Annotated[tuple[tuple[Number, Number], ...], Field(max_length=MAX_STEPS)] = ()
    mean: Number | None = None
    sd: Positive | None = None


@dataclass(frozen=True, config=_SHAPE)
class Indicator:
    """One indicator; without parent it is measured (for gates and adjustments) but not scored."""

    code: Code
    parent: Code | None = None
    weight: Positive = 1.0
    direction: Literal[1, -1] = 1
    value: Reduction = "mean"
    unit: str = ""
    missing: MissingRule = "reweight"
    normalise: Normalisation = Normalisation()
    treatment: Annotated[tuple[TreatmentStep, ...], Field(max_length=MAX_ALTERNATIVES)] = ()
    title: Title = Title()
    definition: Title = Title()
    reason: Title = Title()


@dataclass(frozen=True, config=_SHAPE)
class Treatment:
    """When an indicator that asks for treatment gets it, and how many units may be winsorised.

    An indicator is treated where |skewness| > `skewness` and kurtosis > `kurtosis`.
    """

    skewness: Positive = 2.0
    kurtosis: Positive = 3.5
    winsorise_at_most: Winsorised = 5


@dataclass(frozen=True, config=_SHAPE)
class Robustness:
    """The factors that are varied together, and how often; an empty factor stays as the methodology declares it.

    `treatment` lists the largest numbers of winsorised values that replace the declared one; `weight_sets` is the name
    of a table of weights, one column per expert, beside the methodology file.
    """

    draws: Annotated[int, Field(strict=True, ge=1, le=MAX_DRAWS)] = 10_000
    seed: Annotated[int, Field(strict=True, ge=0, lt=2**63)] = 0
    scale: tuple[Number, Number] | None = None
    weights: Annotated[float, Field(strict=True, ge=0, lt=1)] = 0.0
    normalise: Annotated[tuple[Method, ...], Field(max_length=MAX_ALTERNATIVES)] = ()
    aggregate: Annotated[tuple[Aggregate, ...], Field(max_length=MAX_ALTERNATIVES)] = ()
    missing: Annotated[tuple[MissingRule, ...], Field(max_length=MAX_ALTERNATIVES)] = ()
    leave_out: Flag = False
    reviewers: Flag = False
    treatment: Annotated[tuple[Winsorised, ...], Field(max_length=MAX_ALTERNATIVES)] = ()
    weight_sets: Annotated[str, Field(pattern=f"^{FILE_NAME}$")] | None = None


@dataclass(frozen=True, config=_SHAPE)
class RoundRules:
    """How long the stages of a round last and how many must vote; `days` says whether all days count or working days.

    `rectification_days` are those until a group without a sufficient grade is checked again.
    """

    self_assessment_days: Days = 30
    verification_days: Days = 30
    notice_days: Days = 7
    objection_reply_days: Days = 15
    rectification_days: Days = 365
    votes: Annotated[int, Field(strict=True, ge=1, le=MAX_VOTES)] = 3
    days: Literal["calendar", "working"] = "calendar"


@dataclass(frozen=True, config=_SHAPE)
class Methodology:
    """One methodology file.

    `nodes` have the root first and parents before children; `indicators` in the order of the file. `cutoff_days` after
    the end of a period its books close (None: never). `files` has the text of each table beside it by name, `text`
    the file itself with these at its end, and `hash` the sha256 of its content, whatever its comments and spacing.
    """

    id: Text
    nodes: Annotated[tuple[Node, ...], Field(alias="node")]
    indicators: Annotated[tuple[Indicator, ...], Field(alias="indicator")]
    version: Text = "0"
    scale: tuple[Number, Number] = (0.0, 100.0)
    round: Annotated[int, Field(strict=True, ge=0, le=15)] = 2
    coverage_floor: Share = 0.0
    cutoff_days: Annotated[int, Field(strict=True, ge=0, le=3660)] | None = None
    title: Title = Title()
    note: Title = Title()
    parameters: dict[Code, Parameter] = field(default_factory=dict)
    grades: Annotated[tuple[Grade, ...], Field(alias="grade")] = ()
    gates: Annotated[tuple[Gate, ...], Field(alias="gate")] = ()
    adjustments: Annotated[tuple[Adjustment, ...], Field(alias="adjustment")] = ()
    treatment: Treatment = Treatment()
    robustness: Robustness | None = None
    rounds: RoundRules = RoundRules()
    files: dict[str, str] = field(default_factory=dict)
    text: str = field(default="", repr=False)
    hash: str = ""

    @property
    def short_hash(self) -> str:
        """The 12 digits of the hash that people are shown."""
        return self.hash[:12]

    @property
    def root(self) -> Node:
        """The node without a parent; its value is the score."""
        return self.nodes[0]

    @cached_property
    def scored(self) -> tuple[Indicator, ...]:
        """The indicators below the root, in the order of the file: the columns of every array of indicators."""
        return tuple(indicator for indicator in self.indicators if indicator.parent is not None)

    @property
    def measured(self) -> tuple[Indicator, ...]:
        """All indicators, those measured only for gates and adjustments too."""
        return self.indicators

    def children(self, code: str) -> tuple[Node | Indicator, ...]:
        """The nodes, then the indicators directly below the node `code`."""
        below: list[Node | Indicator] = [node for node in self.nodes if node.parent == code]
        return (*below, *(indicator for indicator in self.scored if indicator.parent == code))

    @cached_property
    def weight_sets(self) -> dict[str, dict[str, float]]:
        """The weights by code that each expert gives, by expert; empty where no table is named."""
        name = None if self.robustness is None else self.robustness.weight_sets
        return {} if name is None else sets_of(self.files[name])

    @cached_property
    def effective_weights(self) -> NDArray[np.float64]:
        """The share of the total weight each scored indicator has (I,): products of weights down the tree, sum 1."""
        shares = {self.root.code: 1.0}
        for node in self.nodes:
            siblings = self.children(node.code)
            total = sum(child.weight for child in siblings)
            shares |= {child.code: shares[node.code] * child.weight / total for child in siblings}
        return np.array([shares[indicator.code] for indicator in self.scored])
