"""The way to the next grade: what is missing, the fewest things to do, and what single indicators could do alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.queries import results
from brep_metrics.app.queries.named_records import named_records
from brep_metrics.app.wording.formats import measured
from brep_metrics.i18n import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.explain import Combination, Need, NextGrade
    from brep_metrics.methodology import Methodology


@dataclass(frozen=True)
class NextGradeModel:
    """The way of one group; `things` has one row per thing to do, empty where there is no combination to show.

    Columns of `things`: what (the record, or how many more), line (what happened to it so far), raises (indicators).
    """

    methodology: Methodology
    way: NextGrade
    combination: Combination | None
    things: pd.DataFrame

    @property
    def alone(self) -> list[Need]:
        """The indicators that could each reach the grade alone, those with the most open points first."""
        found = [need for need in self.way.needs if need.target is not None]
        return sorted(found, key=lambda need: -need.open_points)


@cached_for_selection(500)
def next_grade_model(selection: Selection, group_id: str) -> NextGradeModel | None:
    """The way of a group to its next grade, as far as the reader may know it."""
    way = results.next_grade(selection, group_id)
    if way is None:
        return None
    found = results.combination(selection, group_id)
    things = _things(selection, found) if found else pd.DataFrame()
    return NextGradeModel(selection.methodology, way, found, things)


def _things(selection: Selection, found: Combination) -> pd.DataFrame:
    visit, titles = selection.visit, indicator_titles(selection)
    named = named_records(selection, (record for part in found.parts for record in part.records))
    raised: dict[tuple[str, str], list[str]] = {}
    for part in found.parts:
        change = f"{titles[part.code]} {_values(selection, part.before, part.after, part.unit)}"
        for record in part.records:
            raised.setdefault((record.source, record.record_id), []).append(change)
    rows = [
        {
            "what": named[key].title if key in named else key[1],
            "line": named[key].line if key in named else "",
            "raises": listed(changes, visit.language),
        }
        for key, changes in raised.items()
    ]
    for part in found.parts:
        if part.added:
            more = visit.ngettext("{count} more", "{count} more", part.added).format(count=part.added)
            values = _values(selection, part.before, part.after, part.unit)
            rows.append({"what": more, "line": "", "raises": f"{titles[part.code]} {values}"})
    return pd.DataFrame(rows, columns=pd.Index(["what", "line", "raises"]))


def indicator_titles(selection: Selection) -> Mapping[str, str]:
    """The indicators' names by code."""
    language = selection.visit.language
    return {one.code: one.title.text(language) or one.code for one in selection.methodology.measured}


def _values(selection: Selection, before: float, after: float, unit: str) -> str:
    language = selection.visit.language
    return f"{measured(before, unit, language)} → {measured(after, unit, language)}"
