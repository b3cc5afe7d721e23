"""Your group: the start page of those who lead or belong to one; its result, what made it, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from brep_metrics import filing
from brep_metrics.access import MIN_GROUPS
from brep_metrics.app.navigation import open_page
from brep_metrics.app.queries import filings, results
from brep_metrics.app.queries.own_group import own_group, own_group_model
from brep_metrics.app.queries.ranking_frame import group_names
from brep_metrics.app.views.shared.due_list import show_due
from brep_metrics.app.views.shared.evidence import show_indicators
from brep_metrics.app.views.shared.score_and_rank import score_and_rank
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.columns import named, text
from brep_metrics.app.widgets.columns import number as number_column
from brep_metrics.app.widgets.heading import answer, empty, name_window, section, show_provenance
from brep_metrics.app.widgets.selection_boxes import choose_selection
from brep_metrics.app.widgets.tables import table
from brep_metrics.app.wording.formats import MISSING, day, percent, period_name, plain
from brep_metrics.app.wording.grades import grade_badge
from brep_metrics.i18n import N_, own_part
from brep_metrics.scoring import STATUS_TEXTS

if TYPE_CHECKING:
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.own_group import Highlight, OwnGroup
    from brep_metrics.app.queries.scorecard import ScorecardModel
    from brep_metrics.app.queries.selection import Selection

QUARTILE_NAMES = (
    N_("a quarter of the groups are below"),
    N_("half of the groups are below"),
    N_("three quarters of the groups are below"),
)


def show(visit: Visit) -> None:
    """Draw the page."""
    _ = visit.gettext
    st.title(_("What is your group's result?"), anchor=False)
    sentence = st.container()
    selection, group_id, name = _filters(visit)
    name_window(visit, name)
    with st.spinner(_("Computing the scores of all groups …")):
        model = own_group_model(selection, group_id)
    card = model.card
    with sentence:
        if card is None:
            period = period_name(selection.period.code, visit.language)
            answer(_("{group} did not exist in {period}.").format(group=name, period=period))
        else:
            answer(card.answer(brief=True), selection)
    if card is not None:
        _figures(visit, card)
        _highlights(selection, model)
    actor = filings.actor_of(visit)
    show_due(visit, actor, [one for one in filing.due(visit.store, actor) if one.group_id == group_id])
    _needs(selection)
    if card is not None:
        _others(selection, card)
        if card.are_records_open:
            show_indicators(selection, card)
    show_provenance(selection)


def _filters(visit: Visit) -> tuple[Selection, str, str]:
    _ = visit.gettext
    with st.container(key="filters", horizontal=True):
        selection = choose_selection(visit)
        groups = group_names(selection)
        group_id = own_group(visit, groups) or next(iter(groups))
        if len(groups) > 1:
            group_id = filters.select(
                visit, "group", _("Working group"), list(groups), default=group_id, title=groups.__getitem__
            )
    return selection, group_id, groups[group_id]


def _figures(visit: Visit, card: ScorecardModel) -> None:
    _ = visit.gettext
    with st.container(horizontal=True):
        grade_badge(card.grade, _(STATUS_TEXTS[card.status]))
    with st.grid(3, min_column_width=180):
        if card.rated:
            score_and_rank(card, f"{card.rank} / {card.rated_groups}" if card.rated_groups else str(card.rank))
        st.metric(_("Coverage"), percent(card.coverage, visit.language), border=True, height="stretch")


def _highlights(selection: Selection, model: OwnGroup) -> None:
    """The strengths and the losses side by side; each leads to the rows behind it."""
    if model.card is None or not (model.strengths or model.losses):
        return
    _ = selection.visit.gettext
    for place, title, found in zip(
        st.columns(2),
        (_("Where the group is strongest"), _("Where it loses most")),
        (model.strengths, model.losses),
        strict=True,
    ):
        with place:
            section(title)
            for one in found:
                _highlight(model.card, one)


def _highlight(card: ScorecardModel, one: Highlight) -> None:
    with st.container(border=True, gap="xxsmall"):
        if st.button(
            plain(one.title),
            icon=":material/chevron_right:",
            icon_position="right",
            key=f"highlight-{one.code}",
            type="tertiary",
        ):
            open_page("scorecard", group=card.group_id, indicator=one.code)
        st.caption(plain(one.text))


def _others(selection: Selection, card: ScorecardModel) -> None:
    """The quartiles of all rated groups' scores, without a name; nothing where too few are behind it."""
    visit = selection.visit
    _ = visit.gettext
    quartiles = results.distribution(selection).quartiles
    if card.withheld or np.isnan(quartiles).any():
        return
    section(
        _("The network"),
        _("Scores of all rated groups together; never fewer than {count} other groups are behind a figure.").format(
            count=MIN_GROUPS
        ),
    )
    frame = pd.DataFrame({"what": [_(name) for name in QUARTILE_NAMES], "score": quartiles})
    decimals = selection.methodology.round
    columns = {"what": text(_("What"), 220), "score": number_column(_("Score"), 80, decimals=decimals)}
    table(selection, "network", frame, alt=_("Quartiles of the scores"), columns=columns)


def _needs(selection: Selection) -> None:
    visit = selection.visit
    _ = visit.gettext
    organization = visit.access_scope.organization_id
    found = results.rows_of(selection.now, "own_needs", organization_id=organization, as_of=selection.now.as_of)
    section(_("Needs of your organization"))
    if found.empty:
        empty(_("Your organization has brought in no need."))
        return
    shown = found.assign(
        subject=[own_part(title, visit.language) for title in found["title"]],
        group=found["group_id"].map(group_names(selection)),
        raised=[day(value.date(), visit.language) for value in found["raised_on"]],
        answered=[MISSING if pd.isna(value) else day(value.date(), visit.language) for value in found["answered_on"]],
    )
    columns = {
        "subject": named(_("Subject"), 360),
        "answered": text(_("Answered"), 130),
        "days": number_column(_("Days"), 80),
        "raised": text(_("Raised"), 130),
        "group": named(_("Working group"), 270),
    }
    table(selection, "own-needs", shown, alt=_("Needs of the organization"), columns=columns, rows=10)
