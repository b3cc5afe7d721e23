"""The needs and issues of a period: what states they can be in, and how many are in each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from brep_metrics.app.cache import cached
from brep_metrics.app.queries import results
from brep_metrics.app.queries.choices import usual_methodology
from brep_metrics.app.wording.formats import span
from brep_metrics.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

    from brep_metrics.app.queries.selection import Selection

MAX_CASES = 200


class Kind(NamedTuple):
    """Needs or issues: query, table, parameter with the time they may take, words for states and for settled or not."""

    query: str
    source: str
    limit: str
    states: Mapping[str, str]
    settled: str
    unsettled: str


NEEDS = Kind(
    "needs",
    "need",
    "answer_days",
    {
        "in_time": N_("answered in time"),
        "late": N_("answered late"),
        "waiting": N_("waiting, still in time"),
        "overdue": N_("unanswered past the time"),
    },
    N_("answered"),
    N_("unanswered"),
)
ISSUES = Kind(
    "issues",
    "issue",
    "issue_days",
    {
        "resolved": N_("resolved by the group"),
        "resolved_by_nea": N_("resolved after escalation"),
        "with_nea": N_("before NEA"),
        "open": N_("open"),
    },
    N_("resolved"),
    N_("open"),
)
KINDS = {kind.query: kind for kind in (NEEDS, ISSUES)}


def time_limit(selection: Selection, name: str) -> int:
    """The days that a need or an issue is to take; the usual methodology's where the chosen one has none."""
    given = selection.methodology.parameters.get(name)
    value = usual_methodology().parameters[name] if given is None else given
    return int(str(value))


@dataclass(frozen=True)
class CaseQuery:
    """What the page is about: the selection and the sectors (none: all of them)."""

    selection: Selection
    sectors: tuple[str, ...]

    @cached_property
    def key(self) -> Hashable:
        """All that changes what the page shows."""
        return self.selection.key, self.sectors

    @property
    def parameters(self) -> dict[str, object]:
        """What every query of the page takes."""
        dates = span(self.selection.period) | {"as_of": self.selection.as_of}
        return {**dates, "every_sector": not self.sectors, "sector_ids": self.sectors}

    def limit(self, name: str) -> int:
        """The days that a need or an issue is to take."""
        return time_limit(self.selection, name)

    def cases(self, kind: Kind) -> pd.DataFrame:
        """The rows of the kind's query."""
        limited = {"limit": self.limit(kind.limit)} if kind is NEEDS else {}
        return results.rows_of(self.selection, kind.query, **self.parameters, **limited, most=MAX_CASES)

    @cached(100, key=lambda self, query: (self.key, query))
    def states(self, query: str) -> dict[str, int]:
        """How many cases are in each state that occurs."""
        found = self.cases(KINDS[query]).drop_duplicates("state")
        return dict(zip(found["state"], found["of_state"].astype(int), strict=True))
