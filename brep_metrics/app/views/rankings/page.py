"""Rankings: who leads, how clearly, and who is not rated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.context import query_parameters
from brep_metrics.app.queries.ranking_frame import sector_names
from brep_metrics.app.queries.rankings import rankings
from brep_metrics.app.views.rankings.chart import show_chart
from brep_metrics.app.views.rankings.comparison import compare
from brep_metrics.app.views.rankings.publishing import show_publishing
from brep_metrics.app.views.rankings.ranking_table import show_ranking, show_years
from brep_metrics.app.views.rankings.two_periods import compare_periods
from brep_metrics.app.views.shared.late_records import show_late_records
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.heading import answer, empty, name_window, show_provenance
from brep_metrics.app.widgets.selection_boxes import choose_selection
from brep_metrics.app.wording.formats import percent, plain
from brep_metrics.app.wording.grades import shown_grades

if TYPE_CHECKING:
    import pandas as pd

    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.rankings import Rankings
    from brep_metrics.app.queries.selection import Selection

COMPARING, COMPARISONS = "comparing", ("compare", "against", "order")
MAX_NAMED = 8  # unrated groups; they are few, but in a first period of many groups


def show(visit: Visit) -> None:
    """Draw the page."""
    _ = visit.gettext
    st.title(_("Which groups lead, and how clearly?"), anchor=False)
    sentence = st.container()
    selection, sectors, grades = _filters(visit)
    name_window(visit, *map(sector_names(selection).__getitem__, sectors))
    with st.spinner(_("Computing scores, and how sure each rank is …")):
        model = rankings(selection, sectors, grades)
    with sentence:
        answer(model.answer, selection)
    show_publishing(selection)
    _comparisons(selection, model)
    if model.shown.empty:
        empty(_("No group meets these filters."))
    else:
        show_chart(visit, model)
        show_ranking(selection, model)
        show_years(selection, model)
        _unrated(visit, model.unrated)
    show_late_records(selection)
    show_provenance(selection)


def _filters(visit: Visit) -> tuple[Selection, tuple[str, ...], tuple[str, ...]]:
    _ = visit.gettext
    with st.container(key="filters"):
        left, right = st.columns(2)
        with left, st.container(horizontal=True):
            selection = choose_selection(visit)
        grades = shown_grades(selection.methodology, visit.language)
        sectors = sector_names(selection)
        with right, st.container(horizontal=True):
            chosen = filters.several(
                visit, "sector", _("Sector"), list(sectors), title=sectors.__getitem__, placeholder=_("all sectors")
            )
            wanted = filters.several(
                visit,
                "grade",
                _("Grade"),
                list(grades),
                title=lambda code: grades[code].text,
                placeholder=_("all grades"),
            )
    return selection, chosen, wanted


def _unrated(visit: Visit, unrated: pd.DataFrame) -> None:
    """The groups without a rank, and why."""
    if unrated.empty:
        return
    _ = visit.gettext
    line = _("- {group} · {reason} · coverage {coverage}")
    first = unrated.head(MAX_NAMED)
    cells = zip(first["name"], first["status_text"], first["coverage"], strict=True)
    lines = [
        line.format(group=plain(name), reason=reason, coverage=percent(coverage / 100, visit.language))
        for name, reason, coverage in cells
    ]
    if len(unrated) > MAX_NAMED:
        lines.append(_("- and {count} more at the end of the table").format(count=len(unrated) - MAX_NAMED))
    st.markdown("\n".join([_("Not ranked, and without effect on the scores of other groups:"), "", *lines]))


def _comparisons(selection: Selection, model: Rankings) -> None:
    """Groups side by side and two periods, once the reader or a link asks for them; among all groups or those shown."""
    if any(map(query_parameters.calls_for, COMPARISONS)):
        st.session_state[COMPARING] = True
    label = selection.visit.gettext("Compare groups side by side, or two periods")
    if not st.toggle(label, st.session_state.get(COMPARING, False), key=COMPARING):
        query_parameters.clear(*COMPARISONS)
        return
    chosen = compare(selection, model)
    compare_periods(selection, chosen or tuple(model.shown["group_id"]))
