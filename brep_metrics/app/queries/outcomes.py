"""What the Outcomes page shows beside the list: outcomes by kind, by mean review, and by where they were showcased."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.queries import results
from brep_metrics.app.wording.formats import period_name, span
from brep_metrics.app.wording.labels import value_labels
from brep_metrics.i18n import translator
from brep_metrics.snapshot.findings import EXEMPLARY_SCORE

if TYPE_CHECKING:
    from collections.abc import Hashable

    import pandas as pd

    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.i18n import Language

BAND = 5  # points of the mean review


@dataclass(frozen=True)
class Outcomes:
    """The page's figures, made once.

    `threshold` is the mean review from which the methodology calls an outcome exemplary; None where it does not say.
    `kinds` has one row per kind that occurs, the most frequent first; `channels` one per channel that was used; `bands`
    one per `BAND` of mean reviews that occurs: low, outcomes. `key` is all that they depend on.
    """

    key: Hashable
    language: Language
    period: str
    threshold: float | None
    kinds: pd.DataFrame
    channels: pd.DataFrame
    bands: pd.DataFrame

    @cached_property
    def answer(self) -> str:
        """How many were delivered, how many of them are exemplary, and how many of these wait to be shown."""
        total = int(self.kinds["outcomes"].sum())
        text = translator(self.language).ngettext(
            "{count} outcome was delivered in {period}: {exemplary} exemplary by its reviews, {candidates} of them not "
            "yet showcased.",
            "{count} outcomes were delivered in {period}: {exemplary} are exemplary by their reviews, {candidates} of "
            "them not yet showcased.",
            total,
        )
        return text.format(
            count=total,
            period=self.period,
            exemplary=int(self.kinds["exemplary"].sum()),
            candidates=int(self.kinds["candidates"].sum()),
        )

    @cached_property
    def reviewed(self) -> str:
        """How many were reviewed, and how many of them are exemplary; nothing where none was."""
        if self.bands.empty:
            return ""
        ngettext, total = translator(self.language).ngettext, int(self.bands["outcomes"].sum())
        if self.threshold is None:
            return ngettext("{count} reviewed outcome.", "{count} reviewed outcomes.", total).format(count=total)
        text = ngettext(
            "{exemplary} of {count} reviewed outcome reaches {score} points, where the methodology's exemplary begins.",
            "{exemplary} of {count} reviewed outcomes reach {score} points, where the methodology's exemplary begins.",
            total,
        )
        reached = int(self.bands.loc[self.bands["low"] >= self.threshold, "outcomes"].sum())
        return text.format(count=total, exemplary=reached, score=f"{self.threshold:g}")


@cached_for_selection(200)
def outcomes(selection: Selection, kind: str | None) -> Outcomes:
    """Those of the selection's period; the bands are of one `kind`, or of all."""
    language, dates = selection.visit.language, span(selection.period)
    value = selection.methodology.parameters.get(EXEMPLARY_SCORE)
    threshold = float(value) if isinstance(value, int | float) else None
    kinds = results.rows_of(selection, "outcomes_by_kind", **dates, exemplary_score=threshold)
    channels = results.rows_of(selection, "showcases_by_channel", **dates, exemplary_score=threshold)
    bands = results.rows_of(selection, "review_bands", **dates, kind=kind, origin=threshold or 0.0, width=BAND)
    return Outcomes(
        key=(selection.key, kind),
        language=language,
        period=period_name(selection.period.code, language),
        threshold=threshold,
        kinds=kinds.assign(kind_text=kinds["kind"].map(value_labels("outcome", "kind", language))).sort_values(
            "outcomes", ascending=False
        ),
        channels=channels.assign(channel_text=channels["channel"].map(value_labels("showcase", "channel", language))),
        bands=bands,
    )
