"""Outcomes: what was achieved by kind, how reviewers judge it, what is exemplary, and where it was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.cache import cached
from brep_metrics.app.charts.chart_component import clickable
from brep_metrics.app.charts.work_grid import Bar, value_bars
from brep_metrics.app.context import query_parameters
from brep_metrics.app.navigation import redraw
from brep_metrics.app.queries.outcomes import outcomes
from brep_metrics.app.queries.ranking_frame import country_names, sector_names
from brep_metrics.app.views.outcomes.reviews import review_parts, show_reviews
from brep_metrics.app.views.outcomes.showcases import show_showcases
from brep_metrics.app.views.shared.outcome_list import Filter, sector_parts, show_list
from brep_metrics.app.views.shared.targets import show_targets, target_parts
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.columns import number, text
from brep_metrics.app.widgets.heading import answer, empty, name_window, section, show_provenance
from brep_metrics.app.widgets.selection_boxes import choose_selection
from brep_metrics.app.widgets.tables import table_behind
from brep_metrics.app.wording.labels import value_labels
from brep_metrics.i18n import translator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brep_metrics.app.charts.figure import Figure
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.outcomes import Outcomes
    from brep_metrics.app.queries.selection import Selection

EVERY = "all"


def show(visit: Visit) -> None:
    """Draw the page."""
    _ = visit.gettext
    st.title(_("What has been achieved, and what is exemplary?"), anchor=False)
    sentence = st.container()
    kinds = value_labels("outcome", "kind", visit.language)
    with st.container(key="filters", horizontal=True):
        selection = choose_selection(visit).now
        chosen = filters.select(
            visit,
            "kind",
            _("Kind"),
            [EVERY, *kinds],
            default=EVERY,
            title=lambda code: kinds.get(code) or _("all kinds"),
        )
        sector = _one_of(visit, "outcome_sector", _("Sector"), sector_names(selection), _("all sectors"))
        country = _one_of(visit, "country", _("Country"), country_names(selection), _("all countries"))
    kind = None if chosen == EVERY else chosen
    about = (
        kinds.get(chosen),
        sector and sector_names(selection)[sector],
        country and country_names(selection)[country],
    )
    name_window(visit, *filter(None, about))
    model = outcomes(selection, kind)
    with sentence:
        answer(model.answer, selection)
    marks = review_parts(model) | target_parts(selection, kind) | sector_parts(selection)
    show_list(selection, Filter(kind, sector, country), model.threshold, marks)
    show_targets(selection)
    _kinds(selection, model)
    show_reviews(selection, model)
    show_showcases(selection, model)
    show_provenance(selection)


def _one_of(visit: Visit, name: str, label: str, names: Mapping[str, str], whole: str) -> str | None:
    """A box for one code, or for all of them."""
    code = filters.select(
        visit, name, label, [EVERY, *names], default=EVERY, title=lambda code: names.get(code) or whole
    )
    return None if code == EVERY else code


def _kinds(selection: Selection, model: Outcomes) -> None:
    _ = selection.visit.gettext
    section(_("Outcomes by kind"), _("Click a bar to list the outcomes of that kind."))
    if model.kinds.empty:
        empty(_("No outcome was delivered in the period."))
        return
    alt = _("Number of outcomes of {count} kinds").format(count=len(model.kinds))
    clicked = clickable(_kind_chart(model), alt=alt, key="outcome-kinds")
    if clicked:
        query_parameters.set_codes("kind", clicked[0])
        redraw()
    columns = {
        "kind_text": text(_("Kind"), 220),
        "outcomes": number(_("Outcomes"), 90),
        "reviewed": number(_("Reviewed"), 90),
        "reviews": number(_("Reviews"), 80),
        "review_score": number(_("Mean review"), 105, decimals=1),
        "exemplary": number(_("Exemplary"), 90),
        "candidates": number(_("Exemplary, not shown"), 150),
        "showcased": number(_("Showcased"), 90),
    }
    table_behind(selection, "outcome-kinds", lambda: model.kinds, alt=_("Outcomes by kind"), columns=columns)


@cached(200, key=lambda model: model.key)
def _kind_chart(model: Outcomes) -> Figure:
    cells = zip(model.kinds["kind"], model.kinds["kind_text"], model.kinds["outcomes"], strict=True)
    return value_bars([Bar(*cell) for cell in cells], axis=translator(model.language).gettext("outcomes"))
