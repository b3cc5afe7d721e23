"""Change: why a unit's score differs between two evaluations, adding up exactly to the difference.

First the methodology changes under the earlier data, then the data under the later methodology. The second step is
the Shapley share of each indicator, node by node, from the earlier state to the later one; where goalposts clip, it
is split into what the data did and what clipping took back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from brep_metrics.explain.attribution import attribute, states_of
from brep_metrics.explain.contributions import contributions, final_score, rounding_of
from brep_metrics.scoring.columns import prepare_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from brep_metrics.explain.attribution import State
    from brep_metrics.explain.contributions import Contributions
    from brep_metrics.methodology import Indicator, Methodology
    from brep_metrics.scoring import Scores

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Side:
    """One of the two evaluations: its scores, the methodology that made them, and the period's length in years."""

    scores: Scores
    methodology: Methodology
    years: float = 1.0

    @cached_property
    def unclipped(self) -> Floats:
        """The normalised values (U, I) without clipping; as they are where clipping had no part."""
        values = self.scores.values  # noqa: PD011 - an array, not a frame
        unbounded = replace(self.methodology, indicators=tuple(_unbounded(one) for one in self.methodology.indicators))
        with np.errstate(invalid="ignore", divide="ignore"):
            columns = prepare_columns(
                values,
                unbounded,
                units=self.scores.units,
                rated=self.scores.rated & False,
                required=np.zeros(len(values), dtype=bool),
                years=self.years,
            )
        free = columns.normalised
        return np.asarray(np.where((self.scores.clipped != 0) & np.isfinite(free), free, self.scores.normalised))

    @cached_property
    def states(self) -> list[State]:
        """The tree of each unit."""
        return states_of(self.methodology, self.scores.normalised)

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The place of each unit that has a score or, unrated, would have one."""
        scored = ~np.isnan(self.scores.nodes[:, 0])
        return {unit: row for row, unit in enumerate(self.scores.units) if scored[row]}


@dataclass(frozen=True)
class Change:
    """The difference of one unit's score. `table` has one row per part; its points add up to `after` - `before`.

    The columns are `code` (an indicator, `adjustment` or `rounding`), `methodology`, `data`, `clipping`, and `points`,
    their sum. Not `exact`: they add up all the same, but some shares are estimates (`shapley.node_shares`).
    """

    unit: str
    before: float
    after: float
    table: pd.DataFrame
    exact: bool


def explain_change(before: Side, after: Side, unit: str, *, bridge: Side | None = None) -> Change | None:
    """The change of one unit; None where it has no score on one side, so that there is no baseline.

    `bridge` is the earlier data under the later methodology; it may be left out where both methodologies are the same.
    """
    middle = before if bridge is None else bridge
    if any(unit not in side.row_of for side in (before, middle, after)):
        return None
    scores = [final_score(side.scores, side.row_of[unit]) for side in (before, middle, after)]
    parts = _data_part(middle, after, unit)
    if bridge is None:
        return Change(unit, scores[0], scores[2], _table(parts), parts.exact)
    earlier = [contributions(side.scores, side.methodology, unit) for side in (before, middle)]
    exact = parts.exact and all(one.exact for one in earlier)
    data = pd.DataFrame({"data": parts.data, "clipping": parts.clipping}, index=parts.codes)
    table = _methodology_part(*earlier).join(data, how="outer").fillna(0.0)
    later = [indicator.code for indicator in after.methodology.scored]
    order = [*later, *(code for code in table.index if code not in {*later, *_OTHERS}), *_OTHERS]
    table = table.reindex(order).assign(points=lambda parts: parts.sum(axis=1)).rename_axis("code").reset_index()
    return Change(unit, scores[0], scores[2], table, exact)


_OTHERS = ("adjustment", "rounding")
_POINTS = pd.Index(["methodology", "data", "clipping", "points"])


class _Parts(NamedTuple):
    """The change under one methodology: by indicator, then by adjustment and rounding."""

    codes: list[str]
    data: Floats
    clipping: Floats
    exact: bool


def _table(parts: _Parts) -> pd.DataFrame:
    """The table of a change in which the methodology has no part; quickly made, since a network has many."""
    numbers = np.column_stack((np.zeros(len(parts.codes)), parts.data, parts.clipping, parts.data + parts.clipping))
    table = pd.DataFrame(numbers, columns=_POINTS)
    table.insert(0, "code", _labels(tuple(parts.codes)))
    return table


@cache
def _labels(codes: tuple[str, ...]) -> pd.Series[str]:
    return pd.Series(codes)


def _methodology_part(before: Contributions, middle: Contributions) -> pd.DataFrame:
    """How the contributions to the score differ under the two methodologies."""
    found = [_by_code(parts) for parts in (before, middle)]
    return found[1].sub(found[0], fill_value=0.0).to_frame("methodology")


def _by_code(parts: Contributions) -> pd.Series[float]:
    points = [*parts.indicators.tolist(), parts.adjustment, parts.rounding]
    return pd.Series(points, index=pd.Index([*parts.codes, *_OTHERS], dtype=object))


def _data_part(middle: Side, after: Side, unit: str) -> _Parts:
    """The indicators' shares of the change under one methodology, what clipping took of each; and if they are exact."""
    methodology = after.methodology
    sides = (middle, after)
    rows = [side.row_of[unit] for side in sides]
    states = [side.states[row] for side, row in zip(sides, rows, strict=True)]
    shares = attribute(methodology, *states)
    count = len(methodology.scored)
    unclipped = [side.unclipped[row] for side, row in zip(sides, rows, strict=True)]
    moved = (unclipped[1] - states[1].value[:count]) - (unclipped[0] - states[0].value[:count])
    clipping = np.nan_to_num(shares.factors[:count] * moved)
    final = [final_score(side.scores, row) for side, row in zip(sides, rows, strict=True)]
    adjusted = [float(side.scores.adjustment[row]) for side, row in zip(sides, rows, strict=True)]
    rest = (final[1] - final[0]) - float(shares.amounts[:count].sum()) - (adjusted[1] - adjusted[0])
    codes = [*(indicator.code for indicator in methodology.scored), *_OTHERS]
    others = adjusted[1] - adjusted[0], rounding_of(rest)
    data = np.concatenate((shares.amounts[:count] + clipping, others))
    return _Parts(codes, data, np.concatenate((0.0 - clipping, (0.0, 0.0))), shares.exact)


def _unbounded(indicator: Indicator) -> Indicator:
    how = indicator.normalise
    return replace(indicator, normalise=replace(how, clip=False)) if how.method == "goalposts" else indicator
