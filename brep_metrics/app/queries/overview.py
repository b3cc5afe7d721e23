"""What the Overview shows: what waits now, which groups are at risk, and the key figures of the period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.queries import results
from brep_metrics.app.queries.ranking_frame import group_names, ranking_frame
from brep_metrics.app.wording.formats import day, period_name, span
from brep_metrics.app.wording.labels import own_part, value_labels
from brep_metrics.i18n import translator

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.i18n import Language

RECORDED_IN = {"overdue_report": "report", "escalated_issue": "issue"}


class KeyFigure(NamedTuple):
    """A figure of the period and the same of the period before."""

    value: int
    before: int


@dataclass(frozen=True)
class Overview:
    """The page's figures, made once.

    `waiting` are the rows of `sql/facts/needing_attention.sql` with what_text, group, code and subject, as of
    `waiting_on`; `at_risk` the rows of `ranking_frame` with the lowest grade, and `open`; `figures` are by code.
    """

    language: Language
    period: str
    period_before: str
    waiting_on: str
    waiting: pd.DataFrame
    at_risk: pd.DataFrame
    figures: Mapping[str, KeyFigure]

    @property
    def answer(self) -> str:
        """How much needs attention."""
        counts = self.waiting["what"].value_counts()
        text = translator(self.language).gettext(
            "Overdue reports: {reports}. Issues waiting for NEA: {issues}. "
            "Groups with the lowest grade in {period}: {groups}."
        )
        return text.format(
            reports=int(counts.get("overdue_report", 0)),
            issues=int(counts.get("escalated_issue", 0)),
            groups=len(self.at_risk),
            period=self.period,
        )


@cached_for_selection(100)
def overview(selection: Selection) -> Overview:
    """What waits is of now, whatever the period; the rest is of the period."""
    language, grades = selection.visit.language, selection.methodology.grades
    groups = ranking_frame(selection, selection.period.previous())
    at_risk = groups[groups["grade"] == grades[-1].code] if len(grades) > 1 else groups.iloc[:0]
    return Overview(
        language=language,
        period=period_name(selection.period.code, language),
        period_before=period_name(selection.period.previous().code, language),
        waiting_on=day(selection.now.as_of, language),
        waiting=_waiting(selection),
        at_risk=at_risk.assign(open=at_risk["name"]),
        figures=_figures(selection),
    )


def _waiting(selection: Selection) -> pd.DataFrame:
    language, _ = selection.visit.language, selection.visit.gettext
    waiting = results.rows_of(selection.now, "needing_attention", as_of=selection.now.as_of)
    kinds = value_labels("report", "kind", language)
    words = {"overdue_report": _("overdue report"), "escalated_issue": _("issue before NEA")}
    named = zip(waiting["kind"], waiting["title"], strict=True)
    return waiting.assign(
        what_text=waiting["what"].map(words),
        group=waiting["group_id"].map(group_names(selection)),
        code=waiting["what"].map(RECORDED_IN) + ":" + waiting["record_id"],
        subject=[(isinstance(kind, str) and kinds.get(kind)) or own_part(title, language) for kind, title in named],
    )


def _figures(selection: Selection) -> dict[str, KeyFigure]:
    periods = selection.period, selection.period.previous()
    rated = [int(results.evaluation(selection, period).scores.rated.sum()) for period in periods]
    now, before = (results.rows_of(selection.now, "key_figures", **span(period)).iloc[0] for period in periods)
    figures = {str(name): KeyFigure(int(now[name]), int(before[name])) for name in now.index}
    return {"rated": KeyFigure(*rated)} | figures
