"""Why a group's score differs from the one of the period before: by indicator, and the rows behind one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.queries import results
from brep_metrics.app.queries.named_records import named_records
from brep_metrics.app.wording.formats import counted, measured, number, period_name, signed
from brep_metrics.explain import changed_rows
from brep_metrics.i18n import listed, translator

if TYPE_CHECKING:
    from collections.abc import Hashable

    import pandas as pd

    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.explain import Change
    from brep_metrics.i18n import Language
    from brep_metrics.periods import Period

MIN_POINTS = 0.005  # below it, a part is not worth a line of its own
MAX_REASONS = 3


@dataclass(frozen=True)
class ScoreChange:
    """The change and its parts; `moved` has those that are worth a line, falls first where the score fell.

    Columns: code, title, before and after (in the indicator's unit, as text), points, data, clipping.
    """

    key: Hashable
    language: Language
    change: Change
    period: str
    period_before: str
    decimals: int
    moved: pd.DataFrame

    @property
    def points(self) -> float:
        """How far the score rose; negative for a fall."""
        return self.change.after - self.change.before

    @property
    def rest(self) -> float:
        """What the parts too small for a line add up to."""
        return self.points - float(self.moved["points"].sum())

    @property
    def answer(self) -> str:
        """From which score to which, and what did most of it, in the indicators' own units."""
        _ = translator(self.language).gettext
        values: dict[str, object] = {
            "before": number(self.change.before, self.language, self.decimals),
            "after": number(self.change.after, self.language, self.decimals),
            "points": signed(round(self.points, self.decimals), self.language, self.decimals),
            "period": self.period_before,
        }
        said = _("{before} → {after} points since {period} ({points}).").format(**values)
        same_way = self.moved[(self.moved["points"] * self.points > 0) & (self.moved["before"] != "")]
        if same_way.empty:
            return said
        reason = _("{indicator} {before} → {after} ({points})")
        reasons = [
            reason.format(indicator=title, before=before, after=after, points=signed(float(points), self.language))
            for title, before, after, points in same_way.head(MAX_REASONS)[
                ["title", "before", "after", "points"]
            ].itertuples(index=False, name=None)
        ]
        return f"{said} " + _("Mostly: {reasons}.").format(reasons=listed(reasons, self.language))


@cached_for_selection(1000)
def score_change(selection: Selection, group_id: str) -> ScoreChange | None:
    """The change since the period before; None where there is nothing to compare with, or it is not for the reader."""
    change = results.change(selection, group_id)
    if change is None:
        return None
    language, methodology, before = selection.visit.language, selection.methodology, selection.period.previous()
    _ = selection.visit.gettext
    titles = {one.code: one.title.text(language) or one.code for one in methodology.scored}
    titles |= {"adjustment": _("adjustment"), "rounding": _("rounding")}
    values = [_values(selection, period, group_id) for period in (before, selection.period)]
    fell = change.after < change.before
    frame = change.table.assign(
        title=change.table["code"].map(titles),
        before=change.table["code"].map(values[0]).fillna(""),
        after=change.table["code"].map(values[1]).fillna(""),
    )
    moved = frame[frame["points"].abs() >= MIN_POINTS]
    return ScoreChange(
        key=(selection.key, group_id),
        language=language,
        change=change,
        period=period_name(selection.period.code, language),
        period_before=period_name(before.code, language),
        decimals=methodology.round,
        moved=moved.sort_values("points", ascending=fell, ignore_index=True),
    )


@cached_for_selection(1000)
def rows_that_changed(selection: Selection, group_id: str, indicator: str) -> pd.DataFrame:
    """The rows that count in one of the two periods only, or differently; what counts less now comes first.

    Columns: source, record_id, title, line, before and after (what is counted, as text).
    """
    earlier = selection.of_period(selection.period.previous())
    sides = [results.evidence_rows(one, indicator, group_id) for one in (earlier, selection)]
    changed = changed_rows(*sides)
    keys = list(zip(changed["source"], changed["record_id"], strict=True))
    named = named_records(selection, keys)
    lost = changed["numerator_after"].fillna(0) - changed["numerator_before"].fillna(0)
    short = changed["denominator_after"].fillna(0) - changed["numerator_after"].fillna(0)
    return changed.assign(
        title=[named[key].title if key in named else key[1] for key in keys],
        line=[named[key].line if key in named else "" for key in keys],
        **{
            side: counted(changed[f"numerator_{side}"], changed[f"denominator_{side}"], selection.visit.language)
            for side in ("before", "after")
        },
        lost=lost,
        short=-short,
    ).sort_values(["short", "lost"], kind="stable", ignore_index=True)


def _values(selection: Selection, period: Period, group_id: str) -> dict[str, str]:
    """Each indicator's value in its unit."""
    scores = results.evaluation(selection, period).scores
    values = scores.values[scores.units.index(group_id)]  # noqa: PD011 - an array of ours, no frame
    scored = selection.methodology.scored
    return {
        one.code: measured(float(value), one.unit, selection.visit.language)
        for one, value in zip(scored, values, strict=True)
    }
