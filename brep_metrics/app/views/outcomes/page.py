"""Outcomes: what was achieved by kind, how reviewers judge it, what is exemplary, and where it was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.charts.chart_component import clickable
from brep_metrics.app.charts.work_grid import Bar, value_bars
from brep_metrics.app.context import query_parameters
from brep_metrics.app.navigation import redraw
from brep_metrics.app.queries import results
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
from brep_metrics.app.wording.formats import period_name, span
from brep_metrics.app.wording.labels import value_labels

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from brep_metrics.app.charts.figure import Figure
    from brep_metrics.app.context.visit import Visit
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
    threshold = exemplary_score(selection)
    by_kind, bars = _by_kind(selection, threshold)
    with sentence:
        answer(_sentence(selection, by_kind), selection)
    marks = review_parts(selection, kind, threshold) | target_parts(selection, kind) | sector_parts(selection)
    show_list(selection, Filter(kind, sector, country), threshold, marks)
    show_targets(selection)
    _kinds(selection, by_kind, bars)
    show_reviews(selection, kind, threshold)
    show_showcases(selection, threshold)
    show_provenance(selection)


def _one_of(visit: Visit, name: str, label: str, names: Mapping[str, str], whole: str) -> str | None:
    """A box for one code, or for all of them."""
    code = filters.select(
        visit, name, label, [EVERY, *names], default=EVERY, title=lambda code: names.get(code) or whole
    )
    return None if code == EVERY else code


def exemplary_score(selection: Selection) -> float | None:
    """The mean review from which the methodology calls an outcome exemplary; None where it does not say."""
    value = selection.methodology.parameters.get("exemplary_score")
    return float(value) if isinstance(value, int | float) else None


def _sentence(selection: Selection, by_kind: pd.DataFrame) -> str:
    visit = selection.visit
    total = int(by_kind["outcomes"].sum())
    text_ = visit.ngettext(
        "{count} outcome was delivered in {period}: {exemplary} exemplary by its reviews, {candidates} of them not yet "
        "showcased.",
        "{count} outcomes were delivered in {period}: {exemplary} are exemplary by their reviews, {candidates} of them "
        "not yet showcased.",
        total,
    )
    return text_.format(
        count=total,
        period=period_name(selection.period.code, visit.language),
        exemplary=int(by_kind["exemplary"].sum()),
        candidates=int(by_kind["candidates"].sum()),
    )


def _kinds(selection: Selection, by_kind: pd.DataFrame, bars: Figure) -> None:
    _ = selection.visit.gettext
    section(_("Outcomes by kind"), _("Click a bar to list the outcomes of that kind."))
    if by_kind.empty:
        empty(_("No outcome was delivered in the period."))
        return
    alt = _("Number of outcomes of {count} kinds").format(count=len(by_kind))
    clicked = clickable(bars, alt=alt, key="outcome-kinds")
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
    table_behind(selection, "outcome-kinds", lambda: by_kind, alt=_("Outcomes by kind"), columns=columns)


@cached_for_selection(200)
def _by_kind(selection: Selection, threshold: float | None) -> tuple[pd.DataFrame, Figure]:
    """The kinds that occur, the most frequent first, as a table and as bars."""
    visit = selection.visit
    found = results.rows_of(selection, "outcomes_by_kind", **span(selection.period), exemplary_score=threshold)
    named = found.assign(kind_text=found["kind"].map(value_labels("outcome", "kind", visit.language)))
    ordered = named.sort_values("outcomes", ascending=False)
    cells = zip(ordered["kind"], ordered["kind_text"], ordered["outcomes"], strict=True)
    return ordered, value_bars([Bar(*cell) for cell in cells], axis=visit.gettext("outcomes"))
