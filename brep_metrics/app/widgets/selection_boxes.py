"""What a page is about: the choice of period and methodology that all pages of results share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.context.chart_source import note_source
from brep_metrics.app.queries.choices import (
    ANY_PERIOD,
    default_methodology,
    default_period,
    has_data,
    is_period,
    methodologies,
    offered_periods,
)
from brep_metrics.app.queries.provenance import provenance_text
from brep_metrics.app.queries.selection import Selection
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.page_tools import page_tools
from brep_metrics.app.wording.formats import period_name, plain
from brep_metrics.periods import Period

if TYPE_CHECKING:
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.methodology import Methodology


def choose_selection(visit: Visit) -> Selection:
    """The two boxes for period and methodology; the latter only where there is a choice."""
    _ = visit.gettext
    methodology = _choose_methodology(visit)
    whole = Selection.of(visit, methodology, ANY_PERIOD)
    if not has_data(whole):
        said = _("These data hold nothing that “{methodology}” measures: all of its scores are the lowest, or missing.")
        title = methodology.title.text(visit.language) or methodology.id
        st.warning(plain(said.format(methodology=title)), icon=":material/database_off:")
    periods = offered_periods(whole)
    default = default_period(whole)
    code = filters.select(
        visit,
        "period",
        _("Period"),
        [period.code for period in periods],
        default=default.code,
        title=lambda code: period_name(code, visit.language),
        accept=is_period,
    )
    selection = Selection.of(visit, methodology, Period.parse(code))
    page_tools(selection)
    note_source(provenance_text(selection), period=period_name(code, visit.language), save=_("Save as"))
    return selection


def _choose_methodology(visit: Visit) -> Methodology:
    _ = visit.gettext
    every = methodologies()
    default = default_methodology(visit, every)
    code = filters.select(
        visit,
        "methodology",
        _("Methodology"),
        list(every),
        default=default,
        title=lambda code: every[code].title.text(visit.language) or code,
    )
    return every[code]
