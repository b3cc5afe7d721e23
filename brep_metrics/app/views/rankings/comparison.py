"""Two to four groups side by side, dimension by dimension."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from brep_metrics.app.charts.chart_component import plot
from brep_metrics.app.charts.profile import side_by_side
from brep_metrics.app.queries.scorecard import scorecard
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.columns import number, text
from brep_metrics.app.widgets.heading import section
from brep_metrics.app.widgets.tables import table
from brep_metrics.app.wording.short_names import without_shared_affixes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brep_metrics.app.queries.rankings import Rankings
    from brep_metrics.app.queries.selection import Selection

MIN_GROUPS, MAX_GROUPS = 2, 4


def compare(selection: Selection, model: Rankings) -> tuple[str, ...]:
    """Let the reader take groups and show them on the same lines; gives the codes of those taken."""
    visit = selection.visit
    _ = visit.gettext
    section(_("Side by side"))
    names, scores = model.names, model.evaluation.scores
    chosen = filters.several(
        visit,
        "compare",
        _("Groups to compare (two to four)"),
        list(names),
        title=names.__getitem__,
        placeholder=_("choose groups"),
        limit=MAX_GROUPS,
    )
    if len(chosen) < MIN_GROUPS:
        return chosen
    # Without the words that the names of all groups share, each has room above its column.
    short = dict(zip(names, without_shared_affixes(list(names.values())), strict=True))
    language, methodology = visit.language, selection.methodology
    positions = [position for position, node in enumerate(methodology.nodes) if node.parent == methodology.root.code]
    titles = [
        methodology.nodes[position].title.text(language) or methodology.nodes[position].code for position in positions
    ]
    units = {unit: row for row, unit in enumerate(scores.units)}
    values = [scores.nodes[units[code], positions].tolist() for code in chosen]
    plot(
        side_by_side([short[code] for code in chosen], titles, values, scale=methodology.scale),
        alt=_("Dimensions of {count} groups on common lines").format(count=len(chosen)),
        key="compare",
    )
    rows = pd.DataFrame({"dimension": titles} | dict(zip(chosen, values, strict=True)))
    columns = {"dimension": text(_("Dimension"))} | {code: number(short[code], decimals=2) for code in chosen}
    table(selection, "comparison", rows, alt=_("Dimensions of the compared groups"), columns=columns)
    _indicators(selection, chosen, short)
    return chosen


def _indicators(selection: Selection, chosen: tuple[str, ...], names: Mapping[str, str]) -> None:
    """The compared groups indicator by indicator, each value in its unit."""
    _ = selection.visit.gettext
    cards = {code: scorecard(selection, code) for code in chosen}
    frames = {code: card.indicators for code, card in cards.items() if card is not None}
    first = next(iter(frames.values()))
    rows = first[["dimension", "title"]].assign(**{code: frame["value"] for code, frame in frames.items()})
    columns = {"dimension": text(_("Dimension"), 160), "title": text(_("Indicator"), 240)}
    columns |= {code: text(names[code], 200, right=True) for code in frames}
    table(selection, "comparison-indicators", rows, alt=_("Indicators of the compared groups"), columns=columns)
