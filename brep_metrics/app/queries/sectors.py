"""What the Sectors page shows: activities by sector and content, the sectors compared, and outcomes by kind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.queries import results
from brep_metrics.app.queries.ranking_frame import ranking_frame, sector_names
from brep_metrics.app.wording.formats import period_name, span
from brep_metrics.app.wording.labels import value_labels
from brep_metrics.i18n import listed, translator

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.i18n import Language


@dataclass(frozen=True)
class Sectors:
    """The page's figures, made once; `names` and `contents` are by code, in their order in the reader's language.

    `squares` has one row per sector and content with activities, sector by sector, the most activities first: cell (its
    code), sector, content, activities. `compared` has one row per sector, by its code: sector, groups, rated, median
    and best score, activities, outcomes. `shares` has one row per sector and kind of outcome: sector_id, kind,
    outcomes, sector, kind_text. `key` is all that they depend on.
    """

    key: Hashable
    language: Language
    period: str
    names: Mapping[str, str]
    contents: Mapping[str, str]
    squares: pd.DataFrame
    compared: pd.DataFrame
    shares: pd.DataFrame

    @cached_property
    def answer(self) -> str:
        """How many activities were held, and where most of them."""
        if self.squares.empty:
            return translator(self.language).gettext("No activity was held in {period}.").format(period=self.period)
        total, most = int(self.squares["activities"].sum()), int(self.squares["activities"].max())
        largest = self.squares[self.squares["activities"] == most]
        values: dict[str, object] = {"count": total, "period": self.period, "most": most}
        if len(largest) > 1:
            return self._tied(largest, values)
        text = translator(self.language).ngettext(
            "{count} activity in {period}, in {sector}: {content}.",
            "{count} activities in {period}; the largest square is {content} in {sector} ({most}).",
            total,
        )
        return text.format(**values, sector=largest["sector"].iloc[0], content=largest["content"].iloc[0])

    def _tied(self, largest: pd.DataFrame, values: Mapping[str, object]) -> str:
        _ = translator(self.language).gettext
        squares = [
            _("{content} in {sector}").format(content=content, sector=sector)
            for sector, content in largest[["sector", "content"]].itertuples(index=False, name=None)
        ]
        text = _("{count} activities in {period}; the largest squares, with {most} each, are {squares}.")
        return text.format(**values, squares=listed(squares, self.language))


@cached_for_selection(100)
def sectors(selection: Selection) -> Sectors:
    """All sectors in the selection's period."""
    language, names, dates = selection.visit.language, sector_names(selection), span(selection.period)
    contents = value_labels("activity", "work_content", language)
    kinds = value_labels("outcome", "kind", language)
    squares = _squares(results.rows_of(selection, "work_grid", **dates), names, contents)
    shares = results.rows_of(selection, "outcome_shares", **dates)
    return Sectors(
        key=selection.key,
        language=language,
        period=period_name(selection.period.code, language),
        names=names,
        contents=contents,
        squares=squares,
        compared=_compared(ranking_frame(selection), names, squares, shares),
        shares=shares.assign(sector=shares["sector_id"].map(names), kind_text=shares["kind"].map(kinds)),
    )


def _squares(grid: pd.DataFrame, names: Mapping[str, str], contents: Mapping[str, str]) -> pd.DataFrame:
    squares = grid.assign(
        cell=grid["sector_id"] + "." + grid["work_content"],
        sector=grid["sector_id"].map(names),
        content=grid["work_content"].map(contents),
        place=grid["sector_id"].map(list(names).index),
    )
    return squares.sort_values(["place", "activities"], ascending=[True, False])


def _compared(
    groups: pd.DataFrame, names: Mapping[str, str], squares: pd.DataFrame, shares: pd.DataFrame
) -> pd.DataFrame:
    rated = groups[groups["status"] == "rated"].groupby("sector_id")["score"]
    compared = pd.DataFrame({"sector": names}).assign(
        groups=groups.groupby("sector_id").size(),
        rated=rated.size(),
        median=rated.median(),
        best=rated.max(),
        activities=squares.groupby("sector_id")["activities"].sum(),
        outcomes=shares.groupby("sector_id")["outcomes"].sum(),
    )
    return compared.fillna({"groups": 0, "rated": 0, "activities": 0, "outcomes": 0})
