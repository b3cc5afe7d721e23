"""How reviewers judge the outcomes of a period: the spread of their mean reviews, and where exemplary begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from brep_metrics.app.cache import cached
from brep_metrics.app.charts.chart_component import clickable
from brep_metrics.app.charts.timelines import stacked_bars
from brep_metrics.app.context import query_parameters
from brep_metrics.app.navigation import redraw
from brep_metrics.app.queries.outcomes import BAND
from brep_metrics.app.views.shared.outcome_list import Part
from brep_metrics.app.widgets.columns import clicked_row, number, opener, text
from brep_metrics.app.widgets.heading import empty, section
from brep_metrics.app.widgets.tables import table_behind
from brep_metrics.app.wording.colours import AMBER, BLUE
from brep_metrics.i18n import translator

if TYPE_CHECKING:
    from brep_metrics.app.charts.figure import Figure
    from brep_metrics.app.queries.outcomes import Outcomes
    from brep_metrics.app.queries.selection import Selection


def show_reviews(selection: Selection, model: Outcomes) -> None:
    """Outcomes by band of their mean review; bands from the threshold on are told apart by word and colour."""
    _ = selection.visit.gettext
    section(_("How reviewers judge"), model.reviewed)
    if model.bands.empty:
        empty(_("No outcome of the period has been reviewed."))
        return
    alt = _("Number of outcomes by band of their mean review")
    frame, bars = _bands(model)
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


def review_parts(model: Outcomes) -> dict[str, Part]:
    """The outcomes of each band of `show_reviews`, by the code that opens it."""
    said = translator(model.language).gettext("Only outcomes with a mean review of {band} points.")
    return {
        _code(low): Part(said.format(band=_label(low)), at_least=low, below=low + BAND)
        for low in model.bands["low"].astype(float)
    }


@cached(200, key=lambda model: model.key)
def _bands(model: Outcomes) -> tuple[pd.DataFrame, Figure]:
    """The outcomes of each band between the lowest and the highest, as a table and as bars."""
    _, bands, threshold = translator(model.language).gettext, model.bands, model.threshold
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


def _steps(bands: pd.DataFrame) -> int:
    return round((float(bands["low"].max()) - float(bands["low"].min())) / BAND) + 1
