"""What the Coordination page says of a period: needs and issues as a whole, escalations, and Records of Intention."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from brep_metrics.app.cache import cached
from brep_metrics.app.queries import results
from brep_metrics.app.queries.ranking_frame import group_names, sector_names
from brep_metrics.app.wording.formats import MISSING, iso_day, number, period_name
from brep_metrics.app.wording.labels import value_labels
from brep_metrics.i18n import Title, own_part, translator

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

    from brep_metrics.app.queries.cases import CaseQuery
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.i18n import Language


@dataclass(frozen=True)
class Coordination:
    """The page's figures that are of a period, made once; `needs` and `issues` are how many cases each state has.

    `escalations` and `intentions` are the rows of the queries of these names, with what the tables show of each. `key`
    is all that they depend on.
    """

    key: Hashable
    language: Language
    period: str
    answer_days: int
    needs: Mapping[str, int]
    issues: Mapping[str, int]
    escalations: pd.DataFrame
    intentions: pd.DataFrame

    @cached_property
    def answer(self) -> str:
        """How many needs were answered in time, and how many issues are resolved."""
        text = translator(self.language).gettext(
            "In {period}, {in_time} of {needs} needs were answered within {days} days; {resolved} of {issues} issues "
            "are resolved, {with_nea} before NEA."
        )
        return text.format(
            period=self.period,
            in_time=self.needs.get("in_time", 0),
            needs=sum(self.needs.values()),
            days=self.answer_days,
            resolved=self.issues.get("resolved", 0) + self.issues.get("resolved_by_nea", 0),
            issues=sum(self.issues.values()),
            with_nea=self.issues.get("with_nea", 0),
        )

    @cached_property
    def escalated(self) -> str:
        """How many issues were escalated, and how long they are before NEA; nothing where there are none."""
        found = self.escalations
        if found.empty:
            return ""
        text = translator(self.language).ngettext(
            "{count} issue was escalated, {open} of them still open; the median time before NEA is {days} days.",
            "{count} issues were escalated, {open} of them still open; the median time before NEA is {days} days.",
            len(found),
        )
        days = number(float(found["days_with_nea"].median()), self.language, 0)
        return text.format(count=len(found), open=int(found["resolved_on"].isna().sum()), days=days)

    @cached_property
    def submitted(self) -> str:
        """How many Records of Intention were submitted, and what was decided; nothing where there are none."""
        found = self.intentions
        if found.empty:
            return ""
        text = translator(self.language).gettext(
            "{all} were submitted: {accepted} accepted, {declined} declined, {pending} pending; {suggestions} with a "
            "suggestion."
        )
        counts = {code: int((found["decision"] == code).sum()) for code in ("accepted", "declined", "pending")}
        return text.format(all=len(found), suggestions=int(found["suggestion"].notna().sum()), **counts)


@cached(100, key=lambda query: query.key)
def coordination(query: CaseQuery) -> Coordination:
    """The chosen sectors in the selection's period."""
    selection = query.selection
    return Coordination(
        key=query.key,
        language=selection.visit.language,
        period=period_name(selection.period.code, selection.visit.language),
        answer_days=query.limit("answer_days"),
        needs=query.states("needs"),
        issues=query.states("issues"),
        escalations=_escalations(selection, results.rows_of(selection, "escalations", **query.parameters)),
        intentions=_intentions(selection, results.rows_of(selection, "intentions", **query.parameters)),
    )


def _escalations(selection: Selection, found: pd.DataFrame) -> pd.DataFrame:
    language = selection.visit.language
    return found.assign(
        open=[own_part(title, language) for title in found["title"]],
        group=found["group_id"].map(group_names(selection)),
        escalated=[iso_day(value) for value in found["escalated_on"]],
        resolved=[iso_day(value) for value in found["resolved_on"]],
        how=[own_part(text, language) if isinstance(text, str) else MISSING for text in found["resolution"]],
    )


def _intentions(selection: Selection, found: pd.DataFrame) -> pd.DataFrame:
    language = selection.visit.language
    pairs = zip(found["organization_zh"], found["organization_en"], strict=True)
    return found.assign(
        organization=[Title(*(one if isinstance(one, str) else None for one in pair)).text(language) for pair in pairs],
        sector=found["sector_id"].map(sector_names(selection)),
        role=found["proposed_role"].map(value_labels("intention", "proposed_role", language)),
        decision_text=found["decision"].map(value_labels("intention", "decision", language)),
        submitted=[iso_day(value) for value in found["submitted_on"]],
        wish=[own_part(value, language) if isinstance(value, str) else MISSING for value in found["suggestion"]],
    )
