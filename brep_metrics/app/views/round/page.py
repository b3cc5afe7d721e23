"""Round: where the evaluation as a process is, and what is the reader's own to do in it by when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.access import Role
from brep_metrics.app.queries import rounds
from brep_metrics.app.queries.choices import usual_selection
from brep_metrics.app.views.round.days import show_days
from brep_metrics.app.views.round.evaluating import show_evaluating
from brep_metrics.app.views.round.groups import show_overview
from brep_metrics.app.views.round.leading import show_leading, show_on_behalf
from brep_metrics.app.views.round.opening import show_opening
from brep_metrics.app.views.round.papers import show_papers, show_snapshots
from brep_metrics.app.views.round.results import show_results
from brep_metrics.app.views.shared.filing_parts import repeat_said
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.heading import answer, name_window, show_provenance
from brep_metrics.app.widgets.page_tools import page_tools
from brep_metrics.app.wording.formats import in_words, period_name
from brep_metrics.i18n import Message
from brep_metrics.rounds import STAGE_TITLES, Groups, next_step

if TYPE_CHECKING:
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.rounds import Round


def show(visit: Visit) -> None:
    """Draw the page."""
    _ = visit.gettext
    st.title(_("Where is the evaluation?"), anchor=False)
    repeat_said()
    actor, found = rounds.actor_of(visit), rounds.all_rounds(visit)
    sentence = st.container()
    if found:
        round_ = _chosen(visit, found)
        with sentence:
            answer(_sentence(visit, round_))
        name_window(visit, period_name(round_.terms.period.code, visit.language))
        show_days(visit, round_)
        if actor.role is Role.EVALUATOR:
            show_evaluating(visit, actor, round_)
            show_on_behalf(visit, actor, round_)
            show_overview(visit, round_)
        else:
            show_leading(visit, actor, round_)
        show_results(visit, actor, round_)
        show_papers(visit, actor, round_)
        show_snapshots(visit, round_)
    else:
        answer(_("No round has been opened yet."))
    if actor.role is Role.EVALUATOR:
        show_opening(visit, actor)
    selection = usual_selection(visit).now
    page_tools(selection)
    show_provenance(selection)


def _chosen(visit: Visit, found: tuple[Round, ...]) -> Round:
    _ = visit.gettext
    by_id = {one.id: one for one in found}
    latest = next((one.id for one in found if one.is_open), found[0].id)
    with st.container(key="filters", horizontal=True):
        id_ = filters.select(
            visit, "round", _("Round"), list(by_id), default=latest, title=_titles(visit, found).__getitem__
        )
    return by_id[id_]


def _titles(visit: Visit, found: tuple[Round, ...]) -> dict[str, str]:
    text = visit.gettext("{period}: round {round}, {stage}")
    return {
        one.id: text.format(
            period=period_name(one.terms.period.code, visit.language),
            round=one.id,
            stage=STAGE_TITLES[one.stage].text(visit.language),
        )
        for one in found
    }


def _sentence(visit: Visit, round_: Round) -> str:
    text = visit.gettext("The round of {period} is at the stage “{stage}”. {next}")
    waits_for = next_step(round_, datetime.now(UTC))
    named = {name: _in_words(visit, round_, value) for name, value in waits_for.values.items()}
    return text.format(
        period=period_name(round_.terms.period.code, visit.language),
        stage=STAGE_TITLES[round_.stage].text(visit.language),
        next=in_words(Message(waits_for.id, named), visit.language),
    )


def _in_words(visit: Visit, round_: Round, value: object) -> object:
    if isinstance(value, Groups):
        names = rounds.group_names(visit, round_)
        return ("、" if visit.language == "zh" else ", ").join(names[one].text(visit.language) for one in value)
    return value
