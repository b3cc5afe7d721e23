"""Which countries were reached: those named by activities and outcomes, other than the network's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.queries import results
from brep_metrics.app.wording.formats import span
from brep_metrics.i18n import Title

if TYPE_CHECKING:
    import pandas as pd

    from brep_metrics.app.queries.selection import Selection


MOST_FREQUENT = 10


@cached_for_selection(100)
def reached_countries(selection: Selection) -> pd.DataFrame:
    """The rows of `sql/facts/country_reach.sql` for the period, with name and total, the most often named first."""
    reach = _abroad(selection, results.rows_of(selection, "country_reach", **span(selection.period)))
    names = [
        Title(zh if isinstance(zh, str) else None, en if isinstance(en, str) else None).text(selection.visit.language)
        or code
        for code, zh, en in zip(reach["country_code"], reach["name_zh"], reach["name_en"], strict=True)
    ]
    return reach.assign(name=names, total=reach["activities"] + reach["outcomes"])


def countries_of_sector(selection: Selection, sector: str) -> pd.DataFrame:
    """The first rows of `sql/facts/countries_of_sector.sql` for the period."""
    rows = results.rows_of(selection, "countries_of_sector", **span(selection.period), sector_id=sector)
    return _abroad(selection, rows).head(MOST_FREQUENT)


def _abroad(selection: Selection, rows: pd.DataFrame) -> pd.DataFrame:
    """Without the country that the methodology does not count as reached either."""
    return rows[rows["country_code"] != selection.methodology.parameters.get("home_country")]
