"""What the Rankings page shows: the groups that meet its filters, how sure their order is, and who leads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.queries import results
from brep_metrics.app.queries.choices import offered_periods
from brep_metrics.app.queries.ranking_frame import group_names, ranking_frame
from brep_metrics.app.wording.formats import MISSING, number, period_name
from brep_metrics.app.wording.grades import shown_grades
from brep_metrics.i18n import translator

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.app.wording.grades import ShownGrade
    from brep_metrics.i18n import Language
    from brep_metrics.robustness import RankUncertainty
    from brep_metrics.scoring import Evaluation

Codes = tuple[str, ...]
MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True)
class Rankings:
    """The page's figures, made once.

    `groups` are the rows of `ranking_frame`, `shown` those of them that meet the filters, with the `interval` of their
    ranks; `uncertainty` is None where nothing varies. `key` is all that they depend on.
    """

    key: Hashable
    language: Language
    period: str
    evaluation: Evaluation
    grades: Mapping[str, ShownGrade]
    uncertainty: RankUncertainty | None
    groups: pd.DataFrame
    shown: pd.DataFrame

    @cached_property
    def rated(self) -> pd.DataFrame:
        """The groups shown that have a rank, the best first."""
        return self.shown[self.shown["status"] == "rated"]

    @cached_property
    def unrated(self) -> pd.DataFrame:
        """The groups shown that have none; not those whose result is not for this reader yet."""
        return self.shown[~self.shown["status"].isin(("rated", "withheld"))]

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of all groups by code, in the order of their ranks."""
        return dict(zip(self.groups["group_id"], self.groups["name"], strict=True))

    @cached_property
    def answer(self) -> str:
        """Who leads the whole network, and by how much; where some are withheld, of the groups that are not."""
        _ = translator(self.language).gettext
        decimals = self.evaluation.methodology.round
        rated = self.groups[self.groups["status"] == "rated"]
        values: dict[str, object] = {"period": self.period, "rated": len(rated), "all": len(self.groups)}
        if rated.empty:
            text = _("No group is rated in {period}: {all} groups existed, but none has enough data.")
            return text.format(**values)
        names, scores = rated["name"], rated["score"]
        values |= {"name": names.iloc[0], "score": number(scores.iloc[0], self.language, decimals)}
        if (withheld := int((self.groups["status"] == "withheld").sum())) > 0:
            text = _(
                "{name} is ahead of the {rated} rated groups that you may see, with {score} points and rank {rank};"
                " results withheld from you until publication: {withheld}."
            )
            return text.format(**values, rank=rated["rank"].iloc[0], withheld=withheld)
        if len(rated) == 1:
            return _("{name} has {score} points in {period}; {rated} of {all} groups are rated.").format(**values)
        text = _(
            "{name} leads {period} with {score} points, {lead} ahead of the next; {rated} of {all} groups are rated."
        )
        return text.format(**values, lead=number(scores.iloc[0] - scores.iloc[1], self.language, decimals))


@cached_for_selection(200)
def rankings(selection: Selection, sectors: Codes, grades: Codes) -> Rankings:
    """The groups of these sectors with these grades; none given: any."""
    language = selection.visit.language
    uncertainty = results.rank_uncertainty(selection)
    groups = ranking_frame(selection, selection.period.previous())
    shown = groups[groups["sector_id"].isin(sectors)] if sectors else groups
    shown = shown[shown["grade"].isin(grades)] if grades else shown
    return Rankings(
        key=(selection.key, sectors, grades),
        language=language,
        period=period_name(selection.period.code, language),
        evaluation=results.evaluation(selection),
        grades=shown_grades(selection.methodology, language),
        uncertainty=uncertainty,
        groups=groups,
        shown=shown.assign(interval=shown["group_id"].map(_intervals(uncertainty)) if uncertainty else MISSING),
    )


@cached_for_selection(50)
def rankings_over_years(selection: Selection) -> pd.DataFrame:
    """One row per group, by its code: `name`, then one column per year, the latest first, as “3 · 85.10 ● Good”.

    Empty where the group was not rated; a year that still runs is called a part.
    """
    language, _ = selection.visit.language, selection.visit.gettext
    years = tuple(one for one in offered_periods(selection) if one.months == MONTHS_OF_A_YEAR)
    decimals, names = selection.methodology.round, group_names(selection)
    grades = shown_grades(selection.methodology, language)
    frame = pd.DataFrame({"name": names}).rename_axis("group_id")
    for year, evaluation in zip(years, results.history(selection, years), strict=True):
        scores = evaluation.scores
        cells = {
            unit: f"{rank} · {number(value, language, decimals)} {grades[grade].text if grade else ''}"
            for unit, rank, value, grade in zip(
                scores.units, scores.rank.tolist(), scores.score.tolist(), scores.grade, strict=True
            )
            if rank
        }
        name = period_name(year.code, language)
        title = _("{period} (part)").format(period=name) if evaluation.is_running else name
        frame[title] = [cells.get(str(code), "") for code in frame.index]
    return frame


def _intervals(uncertainty: RankUncertainty) -> dict[str, str]:
    """By group, the ranks between the 5th and the 95th percentile."""
    bounds = zip(uncertainty.units, uncertainty.rank_p05.tolist(), uncertainty.rank_p95.tolist(), strict=True)
    return {unit: f"{low}–{high}" if low != high else str(low) for unit, low, high in bounds}
