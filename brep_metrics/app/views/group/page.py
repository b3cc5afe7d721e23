"""Your group: the start page of those who lead or belong to one; what it has done, what is late, and its result."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from brep_metrics.access import MIN_GROUPS
from brep_metrics.app.queries import results
from brep_metrics.app.queries.ranking_frame import group_names
from brep_metrics.app.queries.scorecard import scorecard
from brep_metrics.app.views.shared.evidence import show_indicators
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.columns import named, text
from brep_metrics.app.widgets.columns import number as number_column
from brep_metrics.app.widgets.heading import answer, empty, section, show_provenance
from brep_metrics.app.widgets.selection_boxes import choose_selection
from brep_metrics.app.widgets.tables import table
from brep_metrics.app.wording.formats import MISSING, day, number, percent, period_name
from brep_metrics.app.wording.grades import STATUS_TEXTS, grade_badge
from brep_metrics.app.wording.labels import own_part, value_labels
from brep_metrics.i18n import N_
from brep_metrics.schema import load_schema

if TYPE_CHECKING:
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.scorecard import ScorecardModel
    from brep_metrics.app.queries.selection import Selection

LOOK_AHEAD = timedelta(days=90)
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
    card = scorecard(selection, group_id)
    with sentence:
        if card is None:
            period = period_name(selection.period.code, visit.language)
            answer(_("{group} did not exist in {period}.").format(group=name, period=period))
        else:
            answer(card.answer(brief=True), selection)
    if card is not None:
        _figures(visit, card)
        _others(selection, card)
    if visit.access_scope.may_see(group_id):
        _due(selection, group_id)
    _needs(selection)
    if card is not None and card.are_records_open:
        show_indicators(selection, card)
    show_provenance(selection)


def _filters(visit: Visit) -> tuple[Selection, str, str]:
    _ = visit.gettext
    with st.container(key="filters", horizontal=True):
        selection = choose_selection(visit)
        groups = group_names(selection)
        # One that the organization leads, before those in which it takes part.
        group_id = min(groups, key=lambda code: not visit.access_scope.may_see(code))
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
        score = number(card.score, visit.language, card.methodology.round)
        st.metric(_("Score"), score, border=True)
        st.metric(_("Rank"), str(card.rank) if card.rank else MISSING, border=True)
        st.metric(_("Coverage"), percent(card.coverage, visit.language), border=True)


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
    columns = {"what": text(_("What"), 300), "score": number_column(_("Score"), 100, decimals=decimals)}
    table(selection, "network", frame, alt=_("Quartiles of the scores"), columns=columns)


def _due(selection: Selection, group_id: str) -> None:
    visit = selection.visit
    _ = visit.gettext
    until = selection.now.as_of + LOOK_AHEAD
    found = results.rows_of(selection.now, "due", group_id=group_id, as_of=selection.now.as_of, until=until)
    late = int((found["days_late"] > 0).sum())
    counted = visit.ngettext("{count} is late.", "{count} are late.", late).format(count=late)
    section(_("Late, and due until {day}").format(day=day(until, visit.language)), counted)
    if found.empty:
        empty(_("Nothing is late or due soon."))
        return
    tables, kinds = load_schema().tables, value_labels("report", "kind", visit.language)
    shown = found.assign(
        what=[tables[source].title.text(visit.language) for source in found["source"]],
        subject=[
            kinds.get(kind) or own_part(str(title), visit.language)
            for kind, title in zip(found["kind"], found["title"], strict=True)
        ],
        due=[day(value.date(), visit.language) for value in found["due_on"]],
    )
    columns = {
        "what": text(_("What"), 130),
        "subject": text(_("Subject"), 400),
        "due": text(_("Due"), 140),
        "days_late": number_column(_("Days late"), 90, note=_("Negative while there is time")),
    }
    table(selection, "due", shown, alt=_("What is late or due soon"), columns=columns, rows=10)


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
        "subject": text(_("Subject"), 360),
        "group": named(_("Working group"), 270),
        "raised": text(_("Raised"), 130),
        "answered": text(_("Answered"), 130),
        "days": number_column(_("Days"), 80),
    }
    table(selection, "own-needs", shown, alt=_("Needs of the organization"), columns=columns, rows=10)
