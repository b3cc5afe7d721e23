"""Coordination: whether needs are answered and issues resolved, what waits longest, and who wants to join."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.context import query_parameters
from brep_metrics.app.queries.cases import CaseQuery
from brep_metrics.app.queries.coordination import coordination
from brep_metrics.app.queries.ranking_frame import sector_names
from brep_metrics.app.views.coordination.cases import show_groups, show_issues, show_needs
from brep_metrics.app.views.coordination.escalations import show_escalations
from brep_metrics.app.views.coordination.intentions import show_intentions
from brep_metrics.app.views.coordination.waiting import show_waiting
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.heading import answer, name_window, show_provenance
from brep_metrics.app.widgets.selection_boxes import choose_selection

if TYPE_CHECKING:
    from brep_metrics.app.context.visit import Visit


def show(visit: Visit) -> None:
    """Draw the page."""
    _ = visit.gettext
    st.title(_("Are needs answered and issues resolved?"), anchor=False)
    sentence = st.container()
    with st.container(key="filters"):
        left, right = st.columns(2)
        with left, st.container(horizontal=True):
            selection = choose_selection(visit).now
        sectors = sector_names(selection)
        with right:
            chosen = filters.several(
                visit, "sector", _("Sector"), list(sectors), title=sectors.__getitem__, placeholder=_("all sectors")
            )
    name_window(visit, *map(sectors.__getitem__, chosen))
    query = CaseQuery(selection, chosen)
    model = coordination(query)
    with sentence:
        answer(model.answer)
    show_waiting(query)
    show_needs(query)
    # A member sees the needs of its own organization alone: panels about the rest would be empty.
    if visit.access_scope.is_network or visit.access_scope.visible_groups:
        show_issues(query)
        show_escalations(selection, model)
        show_groups(query)
    else:
        for name in ("issue", "issue_record", "escalation"):
            query_parameters.resolve(visit, name, _("Issue"), default=("",), admits=lambda _code: False)
    show_intentions(selection, model)
    show_provenance(selection)
