"""Methodology: how a score is made, from the weights down to the query of each indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
import streamlit as st

from brep_metrics.access import Action
from brep_metrics.app.cache import cached_for_selection
from brep_metrics.app.charts.areas import Area, share_areas
from brep_metrics.app.charts.chart_component import plot
from brep_metrics.app.context import query_parameters
from brep_metrics.app.queries.methodology import methodology_rules
from brep_metrics.app.views.methodology.calibration import show_calibration
from brep_metrics.app.views.methodology.formulas import show_formulas
from brep_metrics.app.views.methodology.points import show_points
from brep_metrics.app.views.methodology.sensitivity import show_sensitivity
from brep_metrics.app.views.methodology.what_if import show_what_if
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.columns import clicked_row, number, opener, text
from brep_metrics.app.widgets.heading import answer, name_window, section, show_provenance
from brep_metrics.app.widgets.selection_boxes import choose_selection
from brep_metrics.app.widgets.tables import table
from brep_metrics.app.wording.formats import MISSING, percent, plain
from brep_metrics.app.wording.grades import shown_grades
from brep_metrics.evidence.queries import indicator_source
from brep_metrics.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from brep_metrics.app.charts.figure import Figure
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.methodology import Indicator


def show(visit: Visit) -> None:
    """Draw the page."""
    _ = visit.gettext
    st.title(_("How is a score made?"), anchor=False)
    sentence = st.container()
    with st.container(key="filters", horizontal=True):
        selection = choose_selection(visit)
    with sentence:
        answer(methodology_rules(selection).answer, selection)
    views = {code: view for code, view in VIEWS.items() if view.action is None or visit.may(view.action)}
    chosen = filters.segments(
        visit, "view", _("Show"), list(views), default=next(iter(views)), title=lambda code: _(views[code].name)
    )
    query_parameters.clear(*(name for code, view in VIEWS.items() if code != chosen for name in view.parameters))
    name_window(visit, _(views[chosen].name))
    views[chosen].show(selection)
    show_provenance(selection)


def _rules(selection: Selection) -> None:
    """What the methodology file declares."""
    note = selection.methodology.note.text(selection.visit.language)
    if note:
        st.info(plain(note), icon=":material/info:")
    _weights(selection)
    _indicators(selection)
    _grades(selection)


def _weights(selection: Selection) -> None:
    _ = selection.visit.gettext
    section(_("Weights"), _("Each area is as large as its share of the total weight, in percent."))
    figure = _areas(selection)
    if figure:
        alt = _("Weights of {count} indicators").format(count=len(selection.methodology.scored))
        plot(figure, alt=alt, key="weights")


@cached_for_selection(50)
def _areas(selection: Selection) -> Figure | None:
    """The indicators within their dimensions; None where all hang on the root."""
    rules = methodology_rules(selection)
    tops, parts = rules.dimensions, rules.weighted
    areas = [
        Area(code, title, "", round(weight, 2))
        for code, title, weight in zip(tops["code"], tops["title"], tops["weight"], strict=True)
    ]
    areas += [
        Area(code, title, top, round(weight, 2))
        for code, title, top, weight in zip(
            parts["code"], parts["open"], parts["dimension_code"], parts["weight"], strict=True
        )
    ]
    return share_areas(areas) if areas else None


def _indicators(selection: Selection) -> None:
    visit = selection.visit
    _ = visit.gettext
    section(_("Indicators"), _("Click an indicator for its definition, its reason and the query that counts it."))
    frame = methodology_rules(selection).indicators
    columns = {
        "dimension": text(_("Dimension"), 150),
        "open": opener(_("Indicator"), "open-definition", 205),
        "weight": number(_("Weight"), 66, decimals=1, unit="%"),
        "value": text(_("Value"), 160),
        "goalposts": text(_("Scale"), 135),
        "direction": text(_("Direction"), 100),
        "missing": text(_("Without data"), 185),
    }
    table(selection, "methodology", frame, alt=_("Indicators of the methodology"), columns=columns)
    row = clicked_row("open-definition")
    if row is not None:
        query_parameters.set_codes("indicator", str(frame["code"].iloc[row]))
    by_code = {one.code: one for one in selection.methodology.measured}
    code = query_parameters.resolve(visit, "indicator", _("Indicator"), default=("",), admits=by_code.__contains__)[0]
    if code:
        _definition(visit, by_code[code])


def _definition(visit: Visit, indicator: Indicator) -> None:
    _ = visit.gettext
    with st.container(border=True):
        section(indicator.title.text(visit.language) or indicator.code)
        st.markdown(plain(indicator.definition.text(visit.language)) or MISSING)
        reason = indicator.reason.text(visit.language)
        if reason:
            st.markdown("**" + _("Reason") + f"** · {plain(reason)}")
        query = indicator_source(indicator.code)
        if query:
            st.caption(_("The query that gives the evidence rows, as it runs:"))
            st.code(query, language="sql")


def _grades(selection: Selection) -> None:
    visit, methodology = selection.visit, selection.methodology
    _ = visit.gettext
    grades = shown_grades(methodology, visit.language)
    if not grades:
        return
    section(_("Grades and gates"))
    frame = pd.DataFrame(
        {
            "grade": [grade.text for grade in grades.values()],
            "begins": [grade.begins for grade in grades.values()],
            "quota": [
                MISSING if grade.quota is None else percent(grade.quota, visit.language) for grade in methodology.grades
            ],
        }
    )
    columns = {
        "grade": text(_("Grade"), 160),
        "begins": number(_("From"), 100, decimals=1),
        "quota": text(_("At most, of the rated groups"), 220),
    }
    table(selection, "grades", frame, alt=_("Grades of the methodology"), columns=columns)
    for gate in methodology.gates:
        st.markdown(
            "- "
            + _("{gate}: at most {grade}").format(
                gate=plain(gate.title.text(visit.language) or gate.indicator), grade=plain(grades[gate.caps_at].word)
            )
        )


class View(NamedTuple):
    """One part of the page; `action` is what a reader must be allowed to, where not everybody is.

    `parameters` are in the address only while the part is drawn.
    """

    name: str
    show: Callable[[Selection], None]
    action: Action | None = None
    parameters: tuple[str, ...] = ()


# Only the one that is looked at is computed.
VIEWS = {
    "rules": View(N_("Indicators and weights"), _rules, parameters=("indicator",)),
    "what-if": View(N_("What if"), show_what_if, Action.SEE_PROVISIONAL_SCORES),
    "doubt": View(N_("Sensitivity"), show_sensitivity, Action.SEE_PROVISIONAL_SCORES, ("group",)),
    "points": View(N_("Evaluators' weights"), show_points, Action.SEE_PROVISIONAL_SCORES),
    "calibration": View(N_("Back-test"), show_calibration, Action.SEE_PROVISIONAL_SCORES, ("back",)),
    "formulas": View(N_("Formulas and sources"), show_formulas),
}
