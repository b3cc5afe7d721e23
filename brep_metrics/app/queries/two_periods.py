"""Two periods of the same groups: where each was, where it is, and who rose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.queries import results
from brep_metrics.app.queries.ranking_frame import move_text, ranking_frame
from brep_metrics.app.wording.formats import period_name
from brep_metrics.app.wording.grades import shown_grades
from brep_metrics.i18n import translator

if TYPE_CHECKING:
    from collections.abc import Hashable

    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.i18n import Language
    from brep_metrics.periods import Period

VALUES = ("score", "rank", "grade_text")


@dataclass(frozen=True)
class TwoPeriods:
    """The groups rated in both, by their rank in the selection's own period; `left_out` were not rated in both.

    `moves` has the columns group_id, name, then score, rank and grade_text of the earlier and the later period with
    `_before` and `_after`, change (points), move (places, as a sign). `names` are the periods' by `before` and `after`.
    """

    key: Hashable
    language: Language
    names: dict[str, str]
    moves: pd.DataFrame
    left_out: int

    @property
    def answer(self) -> str:
        """How many rose and how many fell."""
        rose, fell = int((self.moves["change"] > 0).sum()), int((self.moves["change"] < 0).sum())
        text = translator(self.language).ngettext(
            "{rose} group rose and {fell} fell from {before} to {after}.",
            "{rose} groups rose and {fell} fell from {before} to {after}.",
            rose,
        )
        return text.format(rose=rose, fell=fell, **self.names)

    def by_change(self, count: int | None = None) -> pd.DataFrame:
        """The largest rise first; with `count`, of the groups that moved most."""
        moves = self.moves if count is None else self.moves.loc[self.moves["change"].abs().nlargest(count).index]
        return moves.sort_values("change", ascending=False)


@cached_for_selection(200)
def two_periods(selection: Selection, other: Period, codes: tuple[str, ...]) -> TwoPeriods:
    """The groups `codes` in the selection's own period and in another."""
    language = selection.visit.language
    first, last = sorted((selection.period, other), key=lambda period: (period.start, period.end))
    own = ranking_frame(selection, selection.period.previous())
    own = own.loc[(own["status"] == "rated") & own["group_id"].isin(codes), ["group_id", "name", *VALUES]]
    ends = ("_before", "_after") if other == last else ("_after", "_before")
    both = own.merge(_rated(selection, other), on="group_id", suffixes=ends)
    places = (both["rank_before"] - both["rank_after"]).tolist()
    moves = both.assign(change=both["score_after"] - both["score_before"], move=[move_text(one) for one in places])
    return TwoPeriods(
        key=(selection.key, other, codes),
        language=language,
        names={"before": period_name(first.code, language), "after": period_name(last.code, language)},
        moves=moves,
        left_out=len(codes) - len(moves),
    )


def _rated(selection: Selection, period: Period) -> pd.DataFrame:
    """The groups rated in a period: group_id and `VALUES`."""
    scores = results.evaluation(selection, period).scores
    grades = shown_grades(selection.methodology, selection.visit.language)
    words = [grades[code].text if code else "" for code in scores.grade]
    cells = dict(zip(VALUES, (scores.score, scores.rank, words), strict=True))
    return pd.DataFrame({"group_id": scores.units} | cells)[scores.rated]
