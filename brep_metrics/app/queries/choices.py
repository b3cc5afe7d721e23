"""Which periods and methodologies a reader may choose, and which of them a page shows if none is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.app.cache import cached, cached_for_selection
from brep_metrics.app.queries import results
from brep_metrics.app.queries.selection import Selection
from brep_metrics.errors import UsageError
from brep_metrics.methodology import DEFAULT_METHODOLOGY, Methodology, available_methodologies, load_methodology
from brep_metrics.periods import Period, add_months
from brep_metrics.scoring import Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from brep_metrics.app.context.visit import Visit

# What periods there are does not depend on the one that is looked at.
ANY_PERIOD = Period.parse("2000")


def usual_selection(visit: Visit) -> Selection:
    """What a page shows that asks for neither: the default methodology and period."""
    every = methodologies()
    whole = Selection.of(visit, every[default_methodology(visit, every)], ANY_PERIOD)
    return Selection.of(visit, whole.methodology, default_period(whole))


def blank_selection(visit: Visit) -> Selection:
    """What is used for a selection while there are no data: the default methodology and the current year."""
    every = methodologies()
    return Selection.of(visit, every[_declared_default(every)], Period.parse(str(visit.as_of.year)))


@cached_for_selection(200)
def offered_periods(selection: Selection) -> Sequence[Period]:
    """Years, then half-years, then quarters that have begun and for which there are data, newest first."""
    latest, span = selection.version.latest, results.span(selection).iloc[0]
    known = not span.isna().any()
    first = span["first_day"].date() if known else latest
    last = min(span["last_day"].date(), latest) if known else latest
    months = (last.year - first.year + 1) * 12
    whole = Period.from_months(add_months(first.replace(day=1), 1 - first.month), months)
    parts = [part for length in (12, 6, 3) for part in reversed(whole.split(length))]
    return [part for part in parts if part.start <= last and part.end >= first]


@cached_for_selection(200)
def default_period(selection: Selection) -> Period:
    """The latest whole year in which a group is rated; the latest period of all where there is none."""
    periods = offered_periods(selection)
    years = [period for period in periods if period.months == 12 and period.end <= selection.version.latest]  # noqa: PLR2004
    for year in years:
        if Status.RATED in results.evaluation(selection, year).scores.status:
            return year
    return (*years, *periods)[0]


def is_period(code: str) -> bool:
    """Whether a link may ask for this period."""
    try:
        Period.parse(code)
    except UsageError:
        return False
    return True


def default_methodology(visit: Visit, every: Mapping[str, Methodology]) -> str:
    """The methodology that is shown when the address names none: the first with data, the usual one before others."""
    usual = _declared_default(every)
    codes = [usual, *(code for code in every if code != usual)]
    return next((code for code in codes if has_data(Selection.of(visit, every[code], ANY_PERIOD))), usual)


@cached_for_selection(200)
def has_data(selection: Selection) -> bool:
    """Whether the data hold anything that the methodology measures: a score that is not the lowest there is."""
    scores = results.evaluation(selection, default_period(selection)).scores
    withheld = not selection.visit.access_scope.is_network
    return withheld or bool((scores.score[scores.rated] > selection.methodology.scale[0]).any())


def usual_methodology() -> Methodology:
    """The one that the software is delivered with, whatever data there are."""
    every = methodologies()
    return every[_declared_default(every)]


def _declared_default(every: Mapping[str, Methodology]) -> str:
    return DEFAULT_METHODOLOGY.stem if DEFAULT_METHODOLOGY.stem in every else next(iter(every))


def methodologies() -> dict[str, Methodology]:
    """The methodologies that a reader may choose, by code."""
    return {code: _loaded(str(path), path.stat().st_mtime_ns) for code, path in available_methodologies().items()}


@cached(50, key=lambda path, changed: (path, changed))
def _loaded(path: str, changed: int) -> Methodology:  # noqa: ARG001 - a changed file is another key
    return load_methodology(path)
