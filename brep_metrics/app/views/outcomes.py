"""Outcomes: what was achieved by kind, what is exemplary, and where it was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.charts.breadth import Bar, value_bars
from brep_metrics.app.components import address
from brep_metrics.app.components.columns import number, text
from brep_metrics.app.components.formats import day, period_name, span
from brep_metrics.app.components.heading import answer, empty, section, stamp
from brep_metrics.app.components.plots import clickable
from brep_metrics.app.components.selection import choose_selection
from brep_metrics.app.components.tables import table
from brep_metrics.app.labels import value_labels
from brep_metrics.app.standing import reader_groups
from brep_metrics.app.views.targets import show_targets
from brep_metrics.i18n import Title

if TYPE_CHECKING:
    import pandas as pd

    from brep_metrics.app.results import Selection
    from brep_metrics.app.session import Visit

MOST_OUTCOMES = 500
EVERY_KIND = "all"


def show(visit: Visit) -> None:
    """Draw the page."""
    _ = visit.gettext
    st.title(_("What has been achieved, and what is exemplary?"), anchor=False)
    sentence = st.container()
    kinds = value_labels("outcome", "kind", visit.language)
    with st.container(key="filters", horizontal=True):
        selection = choose_selection(visit)
        kind = address.select(
            visit,
            "kind",
            _("Kind"),
            [EVERY_KIND, *kinds],
            default=EVERY_KIND,
            title=lambda code: kinds.get(code) or _("all kinds"),
        )
    threshold = exemplary_score(selection)
    by_kind = selection.facts("outcomes_by_kind", **span(selection.period), exemplary_score=threshold)
    with sentence:
        answer(_sentence(selection, by_kind))
    _kinds(selection, by_kind, kinds)
    _list(selection, None if kind == EVERY_KIND else kind, kinds, threshold)
    show_targets(selection)
    stamp(selection)


def exemplary_score(selection: Selection) -> float | None:
    """The mean review from which the methodology calls an outcome exemplary; None where it does not say."""
    value = selection.methodology.parameters.get("exemplary_score")
    return float(value) if isinstance(value, int | float) else None


def _sentence(selection: Selection, by_kind: pd.DataFrame) -> str:
    visit = selection.visit
    total = int(by_kind["outcomes"].sum())
    text_ = visit.ngettext(
        "{count} outcome was delivered in {period}: {exemplary} exemplary by its reviews, {showcased} showcased.",
        "{count} outcomes were delivered in {period}: {exemplary} are exemplary by their reviews, {showcased} were "
        "showcased.",
        total,
    )
    return text_.format(
        count=total,
        period=period_name(selection.period.code, visit),
        exemplary=int(by_kind["exemplary"].sum()),
        showcased=int(by_kind["showcased"].sum()),
    )


def _kinds(selection: Selection, by_kind: pd.DataFrame, kinds: dict[str, str]) -> None:
    _ = selection.visit.gettext
    section(_("Outcomes by kind"), _("Click a bar to list the outcomes of that kind."))
    if by_kind.empty:
        empty(_("No outcome was delivered in the period."))
        return
    ordered = by_kind.assign(kind_text=by_kind["kind"].map(kinds)).sort_values("outcomes", ascending=False)
    bars = [Bar(kind, kinds[kind], count) for kind, count in zip(ordered["kind"], ordered["outcomes"], strict=True)]
    clicked = clickable(
        value_bars(bars, axis=_("outcomes")),
        alt=_("Number of outcomes of {count} kinds").format(count=len(bars)),
        key="outcome-kinds",
    )
    if clicked:
        address.choose("kind", clicked[0])
        st.rerun()
    columns = {
        "kind_text": text(_("Kind"), 240),
        "outcomes": number(_("Outcomes"), 100),
        "reviewed": number(_("Reviewed"), 100),
        "exemplary": number(_("Exemplary"), 100),
        "showcased": number(_("Showcased"), 100),
    }
    table(selection, "outcome-kinds", ordered, alt=_("Outcomes by kind"), columns=columns)


def _list(selection: Selection, kind: str | None, kinds: dict[str, str], threshold: float | None) -> None:
    visit = selection.visit
    _ = visit.gettext
    found = selection.facts("outcomes", **span(selection.period), kind=kind, most=MOST_OUTCOMES)
    explanation = (
        _("Exemplary (★): a mean review of at least {score}; those not shown yet are candidates.").format(
            score=f"{threshold:g}"
        )
        if threshold is not None
        else ""
    )
    section(_("Outcomes, the best reviewed first"), explanation)
    if found.empty:
        empty(_("No outcome was delivered in the period."))
        return
    channels = value_labels("showcase", "channel", visit.language)
    titles = zip(found["title_zh"], found["title_en"], strict=True)
    shown = found.assign(
        star=["★" if threshold is not None and score >= threshold else "" for score in found["review_score"]],
        title=[Title(*(one if isinstance(one, str) else None for one in pair)).text(visit.language) for pair in titles],
        group=found["group_id"].map(reader_groups(selection)),
        kind_text=found["kind"].map(kinds),
        delivered=[day(value.date(), visit.language) for value in found["delivered_on"]],
        shown_in=[", ".join(channels[code] for code in codes) for codes in found["channels"]],
    )
    columns = {
        "star": text("★", 40, note=_("exemplary")),
        "title": text(_("Outcome"), 330),
        "group": text(_("Working group"), 240),
        "kind_text": text(_("Kind"), 150),
        "review_score": number(_("Mean review"), 100, decimals=1),
        "reviews": number(_("Reviews"), 80),
        "spread": number(_("Spread"), 80, decimals=1, note=_("Highest minus lowest score of the reviewers")),
        "shown_in": text(_("Shown in"), 200),
        "delivered": text(_("Delivered"), 130),
    }
    table(selection, "outcome-list", shown, alt=_("Outcomes with reviews and showcases"), columns=columns, rows=15)
