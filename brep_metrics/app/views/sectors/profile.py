"""One sector: its groups, how it developed, with which countries, and what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.navigation import open_page
from brep_metrics.app.queries import results
from brep_metrics.app.queries.choices import offered_periods
from brep_metrics.app.queries.countries import countries_of_sector
from brep_metrics.app.queries.ranking_frame import country_names, ranking_frame, sector_names
from brep_metrics.app.queries.rankings import MONTHS_OF_A_YEAR
from brep_metrics.app.queries.waiting import waiting_cases
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.columns import clicked_row, number, opener, text
from brep_metrics.app.widgets.heading import name_window, section, statement
from brep_metrics.app.widgets.tables import table
from brep_metrics.app.wording.formats import number as number_text
from brep_metrics.app.wording.formats import period_name
from brep_metrics.i18n import listed

if TYPE_CHECKING:
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.periods import Period

NONE = ""


def show_profile(selection: Selection) -> None:
    """The sector that the reader chooses, if any."""
    visit, names = selection.visit, sector_names(selection)
    _ = visit.gettext
    section(_("Profile of a sector"))
    chosen = filters.select(
        visit,
        "profile",
        _("Sector"),
        [NONE, *names],
        default=NONE,
        title=lambda code: names.get(code) or _("none chosen"),
    )
    name_window(visit, names.get(chosen, ""))
    if chosen == NONE:
        return
    for sentence in _sentences(selection, chosen):
        statement(sentence)
    groups = ranking_frame(selection, selection.period.previous())
    own = groups[groups["sector_id"] == chosen]
    columns = {
        "rank": number(_("Rank"), 60),
        "open": opener(_("Working group"), "open-profile", 340),
        "score": number(_("Score"), 80, decimals=selection.methodology.round),
        "grade_text": text(_("Grade"), 130),
        "move": text(_("Change"), 80),
    }
    shown = own.assign(open=own["name"])
    table(selection, "profile-groups", shown, alt=_("Groups of the sector"), columns=columns, rows=8)
    row = clicked_row("open-profile")
    if row is not None:
        open_page("scorecard", group=str(own["group_id"].iloc[row]))


@cached_for_selection(100)
def _sentences(selection: Selection, sector: str) -> tuple[str, ...]:
    visit, language = selection.visit, selection.visit.language
    _ = visit.gettext
    years = tuple(reversed([one for one in offered_periods(selection) if one.months == MONTHS_OF_A_YEAR]))
    trend = [
        f"{period_name(year.code, language)}: {number_text(median, language, 1)}"
        for year, median in zip(years, _medians(selection, sector, years), strict=True)
        if not np.isnan(median)
    ]
    countries = countries_of_sector(selection, sector)
    names = country_names(selection)
    reached = [
        f"{names.get(code, code)} ({count})"
        for code, count in countries[["country_code", "activities"]].itertuples(index=False, name=None)
    ]
    waiting = waiting_cases(selection.now, (sector,))
    late = int((waiting["over"] > 0).sum())
    said = [_("Median score by year: {trend}.").format(trend=listed(trend, language))] if trend else []
    if reached:
        said.append(_("Countries by activities: {countries}.").format(countries=listed(reached, language)))
    open_cases = _("Open needs and issues: {count}, {late} of them past their time.")
    return (*said, open_cases.format(count=len(waiting), late=late))


def _medians(selection: Selection, sector: str, years: tuple[Period, ...]) -> list[float]:
    medians = []
    for evaluation in results.history(selection, years):
        of_sector = np.array([group.sector_id == sector for group in evaluation.groups], dtype=bool)
        scores = pd.Series(evaluation.scores.score[of_sector & evaluation.scores.rated])
        medians.append(float(scores.median()) if len(scores) and not evaluation.is_running else np.nan)
    return medians
