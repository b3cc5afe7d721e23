"""Calibration: what the goalposts of a methodology did to past periods, and what others would have done.

It proposes and never writes. The proposal for an indicator is the range that holds 90 % of what rated groups reached
(per year where the goalposts are), to two significant figures; whether a target should be what was reached is for
people.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brep_metrics.scoring import score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from brep_metrics.methodology import Indicator, Methodology
    from brep_metrics.periods import Period
    from brep_metrics.scoring import Evaluation

    Floats = NDArray[np.float64]

QUANTILES = {"p05": 0.05, "median": 0.5, "p95": 0.95}
_FIGURES = 2
_MIN_GROUPS = 3  # groups that a correlation is worth naming from


@dataclass(frozen=True)
class Calibration:
    """`indicators`: one row per scored indicator; `outcomes`: one row per period and rated group.

    Indicators: `code, values, missing, minimum, p05, median, p95, maximum, clipped_low, clipped_high` (shares),
    `correlated_with, correlation` (the other indicator whose values go along most closely), `lower, upper` as
    declared and `proposed_lower, proposed_upper`, empty where nothing is proposed. Correlations: `first, second,
    correlation, values`, one row per pair of indicators, closest first. Outcomes: `period, group_id, score, rank,
    grade` and the same under the proposal.
    """

    indicators: pd.DataFrame
    correlations: pd.DataFrame
    outcomes: pd.DataFrame


def past_periods(last: Period, count: int) -> list[Period]:
    """`count` periods of the same length, oldest first, that end with `last`."""
    periods = [last]
    while len(periods) < count:
        periods.insert(0, periods[0].previous())
    return periods


def calibrate(evaluations: Sequence[Evaluation]) -> Calibration:
    """Back-test the goalposts of one methodology on its evaluations of past periods, at least one."""
    methodology = evaluations[0].methodology
    rows = [_values_of(evaluation) for evaluation in evaluations]
    values, clipped = np.vstack([row[0] for row in rows]), np.vstack([row[1] for row in rows])
    correlations = pd.DataFrame(values).corr(min_periods=_MIN_GROUPS).to_numpy(copy=True)
    np.fill_diagonal(correlations, np.nan)
    described = [
        _described(indicator, values[:, column], clipped[:, column])
        | _closest(methodology, correlations[column])
        | _proposed(indicator, values[:, column])
        for column, indicator in enumerate(methodology.scored)
    ]
    indicators = pd.DataFrame(described)
    proposal = proposed_methodology(methodology, indicators)
    outcomes = pd.concat([_outcomes(evaluation, proposal) for evaluation in evaluations], ignore_index=True)
    return Calibration(indicators, _pairs(methodology, values, correlations), outcomes)


def proposed_methodology(methodology: Methodology, indicators: pd.DataFrame) -> Methodology:
    """The methodology with the goalposts proposed in `Calibration.indicators`."""
    proposals = {row["code"]: row for _, row in indicators.dropna(subset=["proposed_lower"]).iterrows()}

    def with_goalposts(indicator: Indicator) -> Indicator:
        if indicator.code not in proposals:
            return indicator
        lower, upper = (float(proposals[indicator.code][f"proposed_{end}"]) for end in ("lower", "upper"))
        return replace(indicator, normalise=replace(indicator.normalise, lower=lower, upper=upper))

    return replace(methodology, indicators=tuple(with_goalposts(one) for one in methodology.indicators))


def _values_of(evaluation: Evaluation) -> tuple[Floats, NDArray[np.int8]]:
    """Values of the rated groups, a year's worth where goalposts are per year, and which were clipped."""
    scores, years = evaluation.scores, evaluation.period.years
    lengths = [years if one.normalise.per == "year" else 1.0 for one in evaluation.methodology.scored]
    values = scores.values[scores.rated]  # noqa: PD011 - an array, not a frame
    return values / lengths, scores.clipped[scores.rated]


def _described(indicator: Indicator, values: Floats, clipped: NDArray[np.int8]) -> dict[str, object]:
    observed = values[~np.isnan(values)]
    shown = observed if observed.size else np.array([np.nan])
    return {
        "code": indicator.code,
        "values": observed.size,
        "missing": float(np.isnan(values).mean()) if values.size else np.nan,
        "minimum": float(shown.min()),
        **{name: float(np.quantile(shown, share)) for name, share in QUANTILES.items()},
        "maximum": float(shown.max()),
        "clipped_low": float((clipped < 0).sum() / max(1, observed.size)),
        "clipped_high": float((clipped > 0).sum() / max(1, observed.size)),
    }


def _pairs(methodology: Methodology, values: Floats, correlations: Floats) -> pd.DataFrame:
    """Every pair of indicators once, with its correlation and the number of values that both have."""
    codes = [indicator.code for indicator in methodology.scored]
    present = ~np.isnan(values)
    both = present.T.astype(np.int64) @ present
    rows, columns = np.triu_indices(len(codes), k=1)
    frame = pd.DataFrame(
        {
            "first": [codes[row] for row in rows],
            "second": [codes[column] for column in columns],
            "correlation": correlations[rows, columns],
            "values": both[rows, columns],
        }
    )
    return frame.sort_values("correlation", key=abs, ascending=False, kind="stable", ignore_index=True)


def _closest(methodology: Methodology, correlations: Floats) -> dict[str, object]:
    if np.isnan(correlations).all():
        return {"correlated_with": None, "correlation": np.nan}
    column = int(np.nanargmax(np.abs(correlations)))
    return {"correlated_with": methodology.scored[column].code, "correlation": float(correlations[column])}


def _proposed(indicator: Indicator, values: Floats) -> dict[str, object]:
    how = indicator.normalise
    found: dict[str, object] = {"lower": how.lower, "upper": how.upper, "proposed_lower": None, "proposed_upper": None}
    observed = values[~np.isnan(values)]
    if how.method != "goalposts" or how.lower is None or how.upper is None or not observed.size:
        return found
    lower, upper = (_rounded(float(np.quantile(observed, QUANTILES[end]))) for end in ("p05", "p95"))
    possible = lower < upper and (lower > 0 or not how.log)
    return found | ({"proposed_lower": lower, "proposed_upper": upper} if possible else {})


def _rounded(value: float) -> float:
    """To two significant figures."""
    return value if value == 0 else round(value, _FIGURES - 1 - math.floor(math.log10(abs(value))))


def _outcomes(evaluation: Evaluation, proposal: Methodology) -> pd.DataFrame:
    """The rated groups of one period as they came out, and as they would have."""
    scores = evaluation.scores
    tried = score(
        scores.values,
        proposal,
        units=scores.units,
        conditions=evaluation.conditions,
        years=evaluation.period.years,
        status=scores.status,
    )
    columns: dict[str, object] = {"period": evaluation.period.code, "group_id": scores.units}
    for name, one in (("", scores), ("_proposed", tried)):
        columns |= {f"score{name}": one.score, f"rank{name}": one.rank, f"grade{name}": list(one.grade)}
    return pd.DataFrame(columns)[scores.rated]
