"""How reviewers judge the outcomes of a period: the spread of their mean reviews, and where exemplary begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.charts.chart_component import clickable
from brep_metrics.app.charts.timelines import stacked_bars
from brep_metrics.app.context import query_parameters
from brep_metrics.app.navigation import redraw
from brep_metrics.app.queries import results
from brep_metrics.app.views.shared.outcome_list import Part
from brep_metrics.app.widgets.columns import clicked_row, number, opener, text
from brep_metrics.app.widgets.heading import empty, section
from brep_metrics.app.widgets.tables import table_behind
from brep_metrics.app.wording.colours import AMBER, BLUE
from brep_metrics.app.wording.formats import span

if TYPE_CHECKING:
    from brep_metrics.app.charts.figure import Figure
    from brep_metrics.app.queries.selection import Selection

BAND = 5


def show_reviews(selection: Selection, kind: str | None, threshold: float | None) -> None:
    """Outcomes by band of their mean review; bands from the threshold on are told apart by word and colour."""
    visit = selection.visit
    _ = visit.gettext
    bands = _reviewed(selection, kind, threshold)
    section(_("How reviewers judge"), _sentence(selection, bands, threshold))
    if bands.empty:
        empty(_("No outcome of the period has been reviewed."))
        return
    alt = _("Number of outcomes by band of their mean review")
    frame, bars = _bands(selection, kind, threshold)
    clicked = clickable(bars, alt=alt, key="review-bands")
    if clicked:
        query_parameters.set_codes("behind", clicked[0])
        redraw()
    columns = {
        "band": opener(_("Mean review"), "open-band", 140),
        "outcomes": number(_("Outcomes"), 110),
        "star": text(_("Exemplary"), 110),
    }
    table_behind(selection, "review-bands", lambda: frame, alt=alt, columns=columns, rows=8)
    row = clicked_row("open-band")
    if row is not None:
        query_parameters.set_codes("behind", str(frame["code"].iloc[row]))
        redraw()


@cached_for_selection(200)
def review_parts(selection: Selection, kind: str | None, threshold: float | None) -> dict[str, Part]:
    """The outcomes of each band of `show_reviews`, by the code that opens it."""
    said = selection.visit.gettext("Only outcomes with a mean review of {band} points.")
    return {
        _code(low): Part(said.format(band=_label(low)), at_least=low, below=low + BAND)
        for low in _reviewed(selection, kind, threshold)["low"].astype(float)
    }


@cached_for_selection(200)
def _bands(selection: Selection, kind: str | None, threshold: float | None) -> tuple[pd.DataFrame, Figure]:
    """The outcomes of each band between the lowest and the highest, as a table and as bars."""
    _ = selection.visit.gettext
    bands = _reviewed(selection, kind, threshold)
    lows = [float(bands["low"].min()) + BAND * step for step in range(_steps(bands))]
    counts = bands.set_index("low")["outcomes"].reindex(lows, fill_value=0).astype(int).tolist()
    labels, codes = [_label(low) for low in lows], [_code(low) for low in lows]
    reached = [threshold is not None and low >= threshold for low in lows]
    series = {
        _("★ exemplary"): [count if ok else 0 for count, ok in zip(counts, reached, strict=True)],
        _("below"): [0 if ok else count for count, ok in zip(counts, reached, strict=True)],
    }
    stars = ["★" if ok else "" for ok in reached]
    frame = pd.DataFrame({"band": labels, "outcomes": counts, "star": stars, "code": codes})
    bars = stacked_bars(
        labels,
        series,
        axis=_("outcomes"),
        colours=(AMBER, BLUE),
        xaxis=_("mean review, points"),
        codes=(codes, ["", ""]),
    )
    return frame, bars


def _label(low: float) -> str:
    return f"{max(low, 0):g}–<{low + BAND:g}"


def _code(low: float) -> str:
    return f"review:{low:g}"


def _reviewed(selection: Selection, kind: str | None, threshold: float | None) -> pd.DataFrame:
    """The number of outcomes of each band that occurs."""
    origin = 0.0 if threshold is None else threshold
    return results.rows_of(selection, "review_bands", **span(selection.period), kind=kind, origin=origin, width=BAND)


def _steps(bands: pd.DataFrame) -> int:
    return round((float(bands["low"].max()) - float(bands["low"].min())) / BAND) + 1


def _sentence(selection: Selection, bands: pd.DataFrame, threshold: float | None) -> str:
    visit = selection.visit
    if bands.empty:
        return ""
    total = int(bands["outcomes"].sum())
    if threshold is None:
        text_ = visit.ngettext("{count} reviewed outcome.", "{count} reviewed outcomes.", total)
        return text_.format(count=total)
    text_ = visit.ngettext(
        "{exemplary} of {count} reviewed outcome reaches {score} points, where the methodology's exemplary begins.",
        "{exemplary} of {count} reviewed outcomes reach {score} points, where the methodology's exemplary begins.",
        total,
    )
    reached = int(bands.loc[bands["low"] >= threshold, "outcomes"].sum())
    return text_.format(count=total, exemplary=reached, score=f"{threshold:g}")
