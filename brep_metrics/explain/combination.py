"""The cheapest combination that reaches the next grade, in things to do: records put right, and records more.

Cheapest means fewest steps, a step being one record for one indicator, the record that brings most first. Below
every node the best division of k steps among the children is kept for each k, which is exact for every aggregation
that never falls when a child rises, as all of ours; the fewest steps that reach the grade are then tried on the network
itself, gates and quotas included. A record that serves several indicators is one thing to do, so what is no longer
needed once all of its effects count is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from brep_metrics.explain.division import MAX_STEPS, Counts, Step, divided, together
from brep_metrics.explain.records import Record, Records
from brep_metrics.explain.trial import Trial
from brep_metrics.scoring import Conditions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from brep_metrics.methodology import Methodology
    from brep_metrics.scoring import Scores


class Part(NamedTuple):
    """What is to be done for one indicator: `records` to put right, `added` ones more; the value before and after."""

    code: str
    unit: str
    before: float
    after: float
    records: tuple[Record, ...]
    added: int


@dataclass(frozen=True)
class Combination:
    """The things to do that reach `grade`; not `reached`: what all of them together would bring, which is not enough.

    `score` is the one that they lead to; `beyond` are the indicators with points open that no record of the unit's can
    bring, such as a mean of other people's judgements.
    """

    unit: str
    grade: str
    reached: bool
    score: float
    parts: tuple[Part, ...]
    beyond: tuple[str, ...] = ()

    @property
    def things(self) -> int:
        """How many things there are to do: a record that serves several indicators is one."""
        return len({one for part in self.parts for one in part.records}) + sum(part.added for part in self.parts)


def cheapest_combination(
    scores: Scores,
    methodology: Methodology,
    unit: str,
    rows: pd.DataFrame,
    *,
    conditions: Conditions | None = None,
    years: float = 1.0,
) -> Combination | None:
    """The fewest things to do for the next grade; None where there is no next grade, or no score.

    `rows` are the unit's evidence rows of all indicators; `conditions` those the scores were made with.
    """
    row = scores.units.index(unit)
    if not scores.rated[row] or not methodology.grades:
        return None
    trial = Trial(scores, methodology, row, conditions or Conditions.none(len(scores.units), methodology), years)
    level = trial.level(scores) - 1
    return None if level < 0 else _Search(trial, level, rows).found()


@dataclass(frozen=True)
class _Plan:
    """The records to put right, and how many more of each indicator."""

    right: frozenset[Record]
    added: Counts

    @classmethod
    def of(cls, counts: Counts, records: Mapping[str, Records]) -> _Plan:
        """What the steps of each indicator come to."""
        named = {code: records[code].improvable[:count] for code, count in counts.items()}
        added = {code: count for code, count in counts.items() if count and not records[code].improvable}
        return cls(frozenset(one for several in named.values() for one in several), added)

    def values(self, records: Mapping[str, Records]) -> dict[str, float]:
        """The values of the indicators that it changes."""
        return {
            code: one.with_changes(self.right, self.added.get(code, 0))
            for code, one in records.items()
            if self.added.get(code, 0) or one.touched(self.right)
        }

    def shorter(self) -> Iterator[_Plan]:
        """The plans that have one thing less to do."""
        for record in sorted(self.right):
            yield replace(self, right=self.right - {record})
        for code, count in self.added.items():
            if count:
                yield replace(self, added={**self.added, code: count - 1})


@dataclass(frozen=True)
class _Search:
    trial: Trial
    level: int
    rows: pd.DataFrame

    def found(self) -> Combination:
        """The fewest steps that reach the grade, without those that turn out not to be needed."""
        ladder = self._whole_ladder()
        # More steps never make the score worse, so whether k of them reach the grade is a question of halving.
        low, high = -1, len(ladder)
        while high - low > 1:
            middle = (low + high) // 2
            is_enough = self._reaches(_Plan.of(ladder[middle].counts, self.records))
            low, high = (low, middle) if is_enough else (middle, high)
        reached = high < len(ladder)
        plan = _Plan.of(ladder[high if reached else -1].counts, self.records)
        return self._combination(self._pruned(plan) if reached else plan, reached=reached)

    @cached_property
    def records(self) -> dict[str, Records]:
        """The records behind each indicator that a score, a gate or an adjustment looks at."""
        methodology = self.trial.methodology
        beside = {gate.indicator for gate in methodology.gates} | {one.indicator for one in methodology.adjustments}
        return {
            one.code: Records(one, self.rows[self.rows["indicator"] == one.code], self.trial.value(one.code))
            for one in methodology.measured
            if one.parent is not None or one.code in beside
        }

    def _whole_ladder(self) -> list[Step]:
        """The best division of 0, 1, 2 … steps among all indicators, beside those that gates ask for."""
        methodology, needed = self.trial.methodology, self._for_gates()
        best = {one.code: self._ladder(one.code, needed.get(one.code, 0)) for one in methodology.scored}
        for node in reversed(methodology.nodes):
            children = methodology.children(node.code)
            best[node.code] = divided(node, [one.weight for one in children], [best[one.code] for one in children])
        whole = best[methodology.root.code]
        for one in methodology.adjustments:
            if one.indicator not in best:
                whole = together(whole, self._ladder(one.indicator, needed.get(one.indicator, 0)))
        return [Step(step.value, {**needed, **step.counts}) for step in whole]

    def _for_gates(self) -> dict[str, int]:
        """How many steps each gate takes that holds the wanted grade back; all there are, where none is enough."""
        methodology, needed = self.trial.methodology, dict[str, int]()
        codes = [grade.code for grade in methodology.grades]
        failed = self.trial.scores.failed_gates[self.trial.row]
        for gate, is_failed in zip(methodology.gates, failed, strict=True):
            if is_failed and codes.index(gate.caps_at) > self.level:
                values = self._values(gate.indicator)
                enough = (count for count, value in enumerate(values) if value >= gate.at_least)
                needed[gate.indicator] = max(needed.get(gate.indicator, 0), next(enough, len(values) - 1))
        return needed

    def _values(self, code: str) -> list[float]:
        """The indicator's value after 0, 1, 2 … steps."""
        one = self.records[code]
        added = min(one.most_added(self.trial.span(one.indicator)[1]), MAX_STEPS)
        right = [one.with_changes(one.improvable[:count]) for count in range(min(len(one.improvable), MAX_STEPS) + 1)]
        return right + [one.with_changes((), count) for count in range(1, added + 1)]

    def _ladder(self, code: str, first: int) -> list[Step]:
        """What the steps of one indicator bring, in points of its place; the `first` ones are taken in any case."""
        found, row = [], self.trial.row
        scored = [one.code for one in self.trial.methodology.scored]
        for count, value in list(enumerate(self._values(code)))[first:]:
            tried = self.trial.scored({code: value}) if count else self.trial.scores
            points = tried.normalised[row, scored.index(code)] if code in scored else tried.adjustment[row]
            found.append(Step(float(points), {code: count}))
        return found

    def _reaches(self, plan: _Plan) -> bool:
        return self.trial.reaches(self.level, self.trial.scored(plan.values(self.records)))

    def _pruned(self, plan: _Plan) -> _Plan:
        """The plan without whatever it does not need."""
        while (shorter := next(filter(self._reaches, plan.shorter()), None)) is not None:
            plan = shorter
        return plan

    def _combination(self, plan: _Plan, *, reached: bool) -> Combination:
        trial, values = self.trial, plan.values(self.records)
        parts = [
            Part(code, one.indicator.unit, one.value, values[code], tuple(sorted(touched)), plan.added.get(code, 0))
            for code, one in self.records.items()
            if (touched := one.touched(plan.right)) or plan.added.get(code, 0)
        ]
        grade = trial.methodology.grades[self.level].code
        score = float(trial.scored(values).score[trial.row])
        return Combination(trial.scores.units[trial.row], grade, reached, score, tuple(parts), self._beyond())

    def _beyond(self) -> tuple[str, ...]:
        spans = {code: self.trial.span(one.indicator) for code, one in self.records.items()}
        return tuple(code for code, (start, far) in spans.items() if start != far and len(self._values(code)) == 1)
