"""The scored indicators, column by column: missing rule, treatment of outliers, normalisation, flags.

The rated units are the reference of every range, mean, order and median, so that an unrated unit moves no other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from brep_metrics.errors import Fault, FaultsError
from brep_metrics.i18n import N_, Message
from brep_metrics.normalise import goalposts_of, normalise
from brep_metrics.treatment import Treated, treat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from brep_metrics.methodology import Indicator, Methodology

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Columns:
    """Normalised values (U, I) after the missing rule, with the flags and reports of `scores.Scores`."""

    normalised: Floats
    clipped: NDArray[np.int8]
    treated: Flags
    treatment: dict[str, Treated]

    def with_stated(self, stated: Stated, methodology: Methodology) -> Columns:
        """The same, but what other units have a part in (`is_relative`) as it was stated where they were known."""
        relative = np.array([is_relative(indicator) for indicator in methodology.scored], dtype=bool)
        return replace(
            self,
            normalised=np.where(relative, stated.normalised, self.normalised),
            clipped=np.where(relative, stated.clipped, self.clipped),
            treated=np.where(relative, stated.treated, self.treated),
        )


@dataclass(frozen=True)
class Stated:
    """Columns (U, I) of an earlier scoring, in which units took part that are not at hand."""

    normalised: Floats
    clipped: NDArray[np.int8]
    treated: Flags


def is_relative(indicator: Indicator) -> bool:
    """Whether other units have a part in an indicator's normalised value, by its range, order, median or treatment."""
    fixed = indicator.normalise.method in {"goalposts", "steps"}
    return not fixed or indicator.missing == "median" or bool(indicator.treatment)


def prepare_columns(
    values: Floats, methodology: Methodology, *, units: Sequence[str], rated: Flags, required: Flags, years: float
) -> Columns:
    """Every scored indicator of `values` (U, I) by its own rules.

    `required` (U,) are the units for which a missing value under `error` is a fault.

    Raises:
        FaultsError: missing values under `error`, and values of which a logarithm is asked and that have none.

    """
    refuse(methodology.id, _faults(values, methodology, units, rated=rated, required=required))
    shape = values.shape
    normalised, clipped = np.empty(shape), np.zeros(shape, dtype=np.int8)
    treated, reports = np.zeros(shape, dtype=bool), {}
    for column, indicator in enumerate(methodology.scored):
        raw = _imputed(values[:, column], indicator, rated)
        if indicator.treatment:
            report = treat(raw, rated, indicator.treatment, methodology.treatment)
            raw, treated[:, column] = report.values, report.changed
            reports[indicator.code] = report
        how = indicator.normalise
        with np.errstate(invalid="ignore", divide="ignore"):  # an unrated unit without a logarithm: missing
            on_scale = normalise(raw, how, indicator.direction, methodology.scale, rated, years)
        on_scale[~np.isfinite(on_scale)] = np.nan
        if indicator.missing == "worst":
            on_scale[np.isnan(on_scale)] = methodology.scale[0]
        normalised[:, column] = on_scale
        if how.method == "goalposts" and how.clip is not False:
            lower, upper = goalposts_of(how, methodology.scale, years)
            clipped[:, column] = np.where(raw < lower, -1, np.where(raw > upper, 1, 0))
    return Columns(normalised, clipped, treated, reports)


def refuse(source: str, faults: list[Fault]) -> None:
    """Raise all `faults` together, if there are any."""
    if faults:
        raise FaultsError(Message(N_("the values cannot be scored by {source}"), {"source": source}), faults)


def _imputed(raw: Floats, indicator: Indicator, rated: Flags) -> Floats:
    observed = raw[rated & ~np.isnan(raw)]
    if indicator.missing != "median" or not observed.size:
        return raw
    return np.where(np.isnan(raw), np.median(observed), raw)


def _faults(
    values: Floats, methodology: Methodology, units: Sequence[str], *, rated: Flags, required: Flags
) -> list[Fault]:
    faults = []
    for column, indicator in enumerate(methodology.scored):
        raw = values[:, column]
        if indicator.missing == "error":
            missing = Message(N_("a value is missing, which this indicator does not allow"))
            faults += _name(methodology, units, indicator, raw, np.isnan(raw) & required, missing)
        if _needs_positive(indicator):
            not_positive = Message(N_("only a value above 0 has a logarithm"))
            faults += _name(methodology, units, indicator, raw, (raw <= 0) & rated, not_positive)
    return faults


def _needs_positive(indicator: Indicator) -> bool:
    how = indicator.normalise
    return how.log and not (how.method == "goalposts" and how.clip is not False)


def _name(
    methodology: Methodology,
    units: Sequence[str],
    indicator: Indicator,
    raw: Floats,
    wrong: Flags,
    problem: Message,
) -> list[Fault]:
    return [
        Fault(
            file=methodology.id,
            column=indicator.code,
            value=None if np.isnan(raw[row]) else repr(float(raw[row])),
            problem=Message(N_("unit {unit}: {problem}"), {"unit": units[row], "problem": problem}),
        )
        for row in np.flatnonzero(wrong).tolist()
    ]
