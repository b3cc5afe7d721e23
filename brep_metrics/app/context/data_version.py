"""Which state of the data the pages show: the latest, or the one that a meeting saw.

An evaluator may look at an earlier generation, and at the data as they were known on an earlier day. Both are in the
address and stay from page to page; every page says so until the reader goes back to now.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.context import query_parameters
from brep_metrics.app.wording.formats import day, moment
from brep_metrics.i18n import N_
from brep_metrics.periods import add_months
from brep_metrics.scoring import default_as_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.methodology import Methodology
    from brep_metrics.periods import Period
    from brep_metrics.store import Generation

GENERATION, AS_OF, LATEST = "generation", "as_of", ""
TITLES = {GENERATION: N_("Generation"), AS_OF: N_("Data as of")}
# What is loaded is a question about now, and a snapshot has its own boxes for both.
ONLY_NOW = frozenset({"data", "file", "inbox", "snapshots"})
MONTHS_BACK = 60


@dataclass(frozen=True)
class DataVersion:
    """What every figure of a page comes from: which data, as of when, judged by which methodology.

    `day` is the as-of date where one was asked for or is fixed by a publication.
    """

    generation: Generation
    methodology: Methodology
    day: date | None = None

    @property
    def latest(self) -> date:
        """The last day of which anything is known."""
        return self.day or self.generation.date

    def as_of(self, period: Period) -> date:
        """The day on which the data of a period are looked at, unless `day` is meant for that period itself."""
        return default_as_of(self.methodology, period, self.latest)


def resolve_data_version(visit: Visit) -> Visit:
    """The visit at the state that the address asks for, with the boxes to choose one and a notice if it is not now.

    Only an evaluator chooses: what others see of a result is the state that was published.
    """
    if visit.page in ONLY_NOW:
        return visit
    if not visit.access_scope.is_network:
        for name in (GENERATION, AS_OF):
            _resolve(visit, name, frozenset({LATEST}).__contains__)
        return visit
    generation, as_of = asked = _asked(visit)
    seen = replace(
        visit,
        generation=_every(visit)[generation] if generation else visit.generation,
        asked_day=date.fromisoformat(as_of) if as_of else None,
    )
    _boxes(seen, asked)
    if (seen.generation.id, seen.as_of) != (visit.generation.id, visit.as_of):
        _notice(seen)
    return seen


def back_to_now() -> None:
    """Let the next run show the latest state again."""
    query_parameters.set_codes(GENERATION)
    query_parameters.set_codes(AS_OF)


def is_day(code: str) -> bool:
    """Whether a link's text is a date as ISO writes it."""
    try:
        return datetime.strptime(code, "%Y-%m-%d").strftime("%Y-%m-%d") == code  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return False


def _asked(visit: Visit) -> tuple[str, str]:
    """The codes of generation and day."""
    code = _resolve(visit, GENERATION, lambda code: code == LATEST or code in _every(visit))
    last = (_every(visit)[code] if code else visit.generation).date
    return code, _resolve(
        visit, AS_OF, lambda code: code == LATEST or (is_day(code) and date.fromisoformat(code) <= last)
    )


def _resolve(visit: Visit, name: str, admits: Callable[[str], bool]) -> str:
    label = visit.gettext(TITLES[name])
    return query_parameters.resolve(visit, name, label, default=(LATEST,), admits=admits, stays=True)[0]


def _every(visit: Visit) -> dict[str, Generation]:
    """The generations by code, the latest first."""
    return {generation.id: generation for generation in reversed(visit.store.generations())}


def _boxes(seen: Visit, asked: tuple[str, str]) -> None:
    """The two choices in the menu, drawn only while they are open."""
    _, language = seen.gettext, seen.language
    # A label that named the day would be another one after each choice, and the browser would fold it.
    label = _("Generation and day of the data")
    opened = st.sidebar.expander(label, icon=":material/history:", key="looking-back", on_change="rerun")
    if not opened.open:
        return
    with opened:
        every = _every(seen)
        query_parameters.select_box(
            GENERATION,
            _(TITLES[GENERATION]),
            [LATEST, *every],
            value=asked[0],
            title=lambda code: f"{code} · {moment(every[code].created_at, language)}" if code else _("the latest"),
        )
        query_parameters.select_box(
            AS_OF,
            _(TITLES[AS_OF]),
            [LATEST, *(one.isoformat() for one in _month_ends(seen.generation))],
            value=asked[1],
            title=lambda code: day(date.fromisoformat(code), language) if code else _("the day of the load"),
        )


def _month_ends(generation: Generation) -> list[date]:
    """The last days of the months before the generation's own date, newest first."""
    first = generation.date.replace(day=1)
    return [add_months(first, -back) - timedelta(days=1) for back in range(MONTHS_BACK)]


def _notice(seen: Visit) -> None:
    _ = seen.gettext
    text = _("You are looking at an earlier state: the data as of {day}, generation {generation}, loaded on {when}.")
    values = {
        "day": day(seen.as_of, seen.language),
        "generation": seen.generation.id,
        "when": moment(seen.generation.created_at, seen.language),
    }
    with st.container(key="earlier-state"):
        st.warning(text.format(**values), icon=":material/history:")
        st.button(_("Back to now"), on_click=back_to_now, key="back-to-now", icon=":material/update:")
