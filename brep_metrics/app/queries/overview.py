"""What the Overview shows: what waits now, which groups are at risk, and the key figures of the period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.queries import results
from brep_metrics.app.queries.countries import reached_countries
from brep_metrics.app.queries.ranking_frame import group_names, ranking_frame
from brep_metrics.app.wording.formats import day, period_name, span
from brep_metrics.app.wording.grades import shown_grades
from brep_metrics.app.wording.labels import value_labels
from brep_metrics.i18n import own_part, translator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.i18n import Language
    from brep_metrics.periods import Period

RECENT = timedelta(days=90)


class KeyFigure(NamedTuple):
    """A figure of the period and the same of the period before."""

    value: int
    before: int


@dataclass(frozen=True)
class Overview:
    """The page's figures, made once.

    `reports` and `issues` are the rows of `sql/facts/needing_attention.sql` as of `waiting_on`: reports overdue, of any
    period, with group, subject and due; issues before NEA, with code, group, subject and since. `late` has one row per
    group with overdue reports, the worst first: group_id, open, reports, recent (due within `RECENT`), since (oldest
    due date), days. `at_risk` are those rows of `ranking_frame`, and `open`; `grades` the number of groups by grade
    (code, text, groups), the highest first; `figures` are by code.
    """

    language: Language
    period: str
    period_before: str
    waiting_on: str
    reports: pd.DataFrame
    issues: pd.DataFrame
    late: pd.DataFrame
    at_risk: pd.DataFrame
    grades: pd.DataFrame
    figures: Mapping[str, KeyFigure]

    @property
    def answer(self) -> str:
        """How much needs attention."""
        _ = translator(self.language).gettext
        text = _(
            "On {day}, {reports} reports of {late} groups are overdue, {recent} of them for less than {days} days; "
            "{issues} issues wait for NEA. In {period}, {groups} groups are at risk."
        )
        return text.format(
            day=self.waiting_on,
            reports=len(self.reports),
            late=len(self.late),
            recent=int(self.late["recent"].sum()),
            days=RECENT.days,
            issues=len(self.issues),
            period=self.period,
            groups=len(self.at_risk),
        )


@cached_for_selection(100)
def overview(selection: Selection) -> Overview:
    """What waits is of now, whatever the period; the rest is of the period."""
    language = selection.visit.language
    groups = ranking_frame(selection, selection.period.previous())
    at_risk = groups[groups["at_risk"]].sort_values("score")
    waiting = _waiting(selection)
    reports = waiting[waiting["what"] == "overdue_report"]
    return Overview(
        language=language,
        period=period_name(selection.period.code, language),
        period_before=period_name(selection.period.previous().code, language),
        waiting_on=day(selection.now.as_of, language),
        reports=reports,
        issues=waiting[waiting["what"] == "escalated_issue"],
        late=_late(reports, language),
        at_risk=at_risk.assign(open=at_risk["name"]),
        grades=_grades(selection, groups),
        figures=_figures(selection),
    )


def _waiting(selection: Selection) -> pd.DataFrame:
    language = selection.visit.language
    waiting = results.rows_of(selection.now, "needing_attention", as_of=selection.now.as_of)
    kinds = value_labels("report", "kind", language)
    named = zip(waiting["kind"], waiting["title"], strict=True)
    return waiting.assign(
        group=waiting["group_id"].map(group_names(selection)),
        code=waiting["record_id"],
        subject=[own_part(title, language) if isinstance(title, str) else kinds.get(kind, "") for kind, title in named],
        since_text=[day(value.date(), language) for value in waiting["since"]],
    )


def _late(reports: pd.DataFrame, language: Language) -> pd.DataFrame:
    """One row per group, those with most overdue reports first, then those that are late for longest."""
    grouped = reports.assign(recent=reports["days"] <= RECENT.days).groupby(["group_id", "group"], sort=True)
    late = grouped.agg(reports=("days", "size"), recent=("recent", "sum"), since=("since", "min"), days=("days", "max"))
    late = late.reset_index().sort_values(["reports", "days", "group_id"], ascending=[False, False, True])
    return late.assign(open=late["group"], since=[day(value.date(), language) for value in late["since"]])


def _grades(selection: Selection, groups: pd.DataFrame) -> pd.DataFrame:
    counts = groups["grade"].value_counts()
    grades = shown_grades(selection.methodology, selection.visit.language).values()
    rows = [(one.code, one.text, int(counts.get(one.code, 0))) for one in grades]
    return pd.DataFrame(rows, columns=pd.Index(["code", "text", "groups"]))


def _figures(selection: Selection) -> dict[str, KeyFigure]:
    """Each as the page counts it that is behind it: outcomes as they are known now, all else as of the period's day."""
    periods = selection, selection.of_period(selection.period.previous())
    known = [_counts(selection.now, one.period) for one in periods]
    counted = {
        "rated": [results.evaluation(selection, one.period).scores.rated.sum() for one in periods],
        "activities": [_counts(one, one.period)["activities"] for one in periods],
        "countries": [len(reached_countries(one)) for one in periods],
        "outcomes": [one["outcomes"] for one in known],
        "showcased": [one["showcased"] for one in known],
    }
    return {code: KeyFigure(*map(int, values)) for code, values in counted.items()}


def _counts(selection: Selection, period: Period) -> pd.Series[int]:
    return results.rows_of(selection, "key_figures", **span(period)).iloc[0]
