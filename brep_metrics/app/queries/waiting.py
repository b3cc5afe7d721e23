"""Open needs and issues with whom they wait for, and those that were settled lately."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from brep_metrics.app.cache import cached, cached_for_selection
from brep_metrics.app.queries import results
from brep_metrics.app.queries.cases import MAX_CASES, time_limit
from brep_metrics.app.queries.ranking_frame import group_names
from brep_metrics.app.wording.formats import iso_day
from brep_metrics.i18n import Title, own_part
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from brep_metrics.app.queries.cases import CaseQuery
    from brep_metrics.app.queries.selection import Selection


@cached_for_selection(100)
def waiting_cases(selection: Selection, sectors: tuple[str, ...]) -> pd.DataFrame:
    """One row per open need or issue, those past their time first.

    Columns: code (table:record), open (title), kind, group, waits_for (the leading organization; NEA once escalated),
    raised, days (since it was raised), over (days beyond the time that it may take).
    """
    language, _ = selection.visit.language, selection.visit.gettext
    found = results.rows_of(
        selection, "open_cases", as_of=selection.as_of, every_sector=not sectors, sector_ids=sectors, most=MAX_CASES
    )
    limits = {"need": time_limit(selection, "answer_days"), "issue": time_limit(selection, "issue_days")}
    leads = [
        Title(*(one if isinstance(one, str) else None for one in pair)).text(language)
        for pair in zip(found["lead_zh"], found["lead_en"], strict=True)
    ]
    shown = _shown(selection, found).assign(
        code=found["source"] + ":" + found["record_id"],
        waits_for=[
            lead or _("no leading organization") if pd.isna(escalated) else _("National Energy Administration")
            for lead, escalated in zip(leads, found["escalated_on"], strict=True)
        ],
        over=found["days"] - found["source"].map(limits),
    )
    return shown.assign(open=shown["title"]).sort_values("over", ascending=False, kind="stable", ignore_index=True)


@cached(100, key=lambda query: query.key)
def settled_lately(query: CaseQuery) -> pd.DataFrame:
    """The needs answered and issues resolved within the period, the latest first, with what was found as a solution."""
    selection = query.selection
    found = results.rows_of(selection, "settled_cases", **query.parameters, most=MAX_CASES)
    language = selection.visit.language
    return _shown(selection, found).assign(
        settled=[iso_day(value) for value in found["settled_on"]],
        answer=[own_part(text, language) for text in found["resolution"].fillna("")],
    )


def _shown(selection: Selection, found: pd.DataFrame) -> pd.DataFrame:
    language, tables = selection.visit.language, load_schema().tables
    return found.assign(
        title=[own_part(title, language) for title in found["title"]],
        kind=[tables[source].title.text(language) for source in found["source"]],
        group=found["group_id"].map(group_names(selection)),
        raised=[iso_day(value) for value in found["raised_on"]],
    )
