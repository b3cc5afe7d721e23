"""Next grade: what a group lacks to the grade above its own, and what each indicator alone could do about it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from brep_metrics.app.queries.next_grade import indicator_titles
from brep_metrics.app.widgets.columns import number as number_column
from brep_metrics.app.widgets.columns import text
from brep_metrics.app.widgets.heading import answer, section, statement
from brep_metrics.app.widgets.tables import download, exported, table
from brep_metrics.app.wording.formats import measured, number, plain, signed
from brep_metrics.app.wording.grades import shown_grades
from brep_metrics.i18n import listed

if TYPE_CHECKING:
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.next_grade import NextGradeModel
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.explain import Combination, Need, NextGrade
    from brep_metrics.methodology import Methodology

SHARE = "share"
# The last decimal that a target is shown with; what is shown must still reach the grade, so it is never rounded off.
SHARE_STEP, STEP = 0.001, 0.01
_TOLERANCE = 1e-6


def show_next_grade(selection: Selection, model: NextGradeModel) -> None:
    """What is missing, the fewest things to do for it, and the indicators that could do it alone."""
    visit, way = selection.visit, model.way
    _ = visit.gettext
    section(_("The next grade"))
    answer(" ".join(_sentences(visit, model.methodology, way)))
    if not way.needs:
        return
    if model.combination is not None:
        _show_combination(selection, model, model.combination)
    section(
        _("One indicator alone"),
        _("Each indicator changes alone, everything else and all other groups staying as they are."),
    )
    statement(_how_many(visit, len(model.alone), len(way.needs)))
    if model.alone:
        columns = {
            "title": text(_("Indicator"), 270),
            "open_points": number_column(_("Points still open"), 130, decimals=2),
            "value": text(_("Value"), 110, right=True),
            "target": text(_("Value that reaches it alone"), 190, right=True),
            "change": text(_("Change needed"), 160, right=True),
        }
        alt = _("What each indicator alone could do")
        table(selection, "next-grade", _rows(selection, model.alone), alt=alt, columns=columns)


def _show_combination(selection: Selection, model: NextGradeModel, found: Combination) -> None:
    visit = selection.visit
    _ = visit.gettext
    section(
        _("The fewest things to do"),
        _(
            "A step is one record for one indicator, put right or added; the fewest steps over all indicators that "
            "reach the grade, everything else and all other groups staying as they are. What was late in a period that "
            "is over cannot be made up for: there the list shows what made the difference."
        ),
    )
    statement(_combination_text(visit, model.methodology, found))
    if found.beyond:
        titles = indicator_titles(selection)
        text_ = _("Points are open here too, but others judge these and no record can bring them: {indicators}.")
        statement(text_.format(indicators=listed((titles[code] for code in found.beyond), visit.language)))
    if model.things.empty:
        return
    columns = {"what": text(_("To do")), "line": text(_("So far")), "raises": text(_("Raises"))}
    # Whole sentences, which a table would cut.
    st.markdown("\n".join(_thing(visit, *cells) for cells in model.things.itertuples(index=False, name=None)))
    download(selection, "things-to-do", lambda: exported(model.things, columns))


def _thing(visit: Visit, what: str, so_far: str, raises: str) -> str:
    """One of the things to do, as a line of a list: what, its dates, and what it would raise."""
    named = f"**{plain(what)}**" + (f" · {plain(so_far)}" if so_far else "")
    return f"1. {named}  \n   " + visit.gettext("raises {indicators}").format(indicators=plain(raises))


def _combination_text(visit: Visit, methodology: Methodology, found: Combination) -> str:
    score = number(found.score, visit.language, methodology.round)
    if not found.reached:
        text_ = visit.gettext("Out of reach: with all of this the score would be {score}.")
        return text_.format(score=score)
    text_ = visit.ngettext(
        "{count} thing to do would be enough; the score would be {score}.",
        "{count} things to do would be enough; the score would be {score}.",
        found.things,
    )
    return text_.format(count=found.things, score=score)


def _sentences(visit: Visit, methodology: Methodology, way: NextGrade) -> list[str]:
    _ = visit.gettext
    if way.grade is None:
        return [_("The group has the highest grade.")]
    grade = shown_grades(methodology, visit.language)[way.grade]
    names = {
        "grade": grade.word,
        "begins": number(grade.begins, visit.language, 0),
        "points": number(way.points, visit.language, methodology.round),
    }
    if way.points > 0:
        said = [_("“{grade}” begins at {begins}: {points} points are missing.").format(**names)]
    else:
        said = [_("The score is enough for “{grade}”, which begins at {begins}.").format(**names)]
    titles = {gate.indicator: gate.title.text(visit.language) or gate.indicator for gate in methodology.gates}
    said += [_("A gate holds the grade back: {gate}.").format(gate=titles[gate]) for gate in way.gates]
    if way.quota_full:
        said.append(_("All places of that grade are taken: it takes a score above that of a group that has it."))
    return said


def _how_many(visit: Visit, reaching: int, of: int) -> str:
    if not reaching:
        return visit.gettext("No indicator reaches it alone.")
    text_ = visit.ngettext(
        "{count} of {of} indicators could reach it alone.",
        "{count} of {of} indicators could each reach it alone.",
        reaching,
    )
    return text_.format(count=reaching, of=of)


def _rows(selection: Selection, needs: list[Need]) -> pd.DataFrame:
    visit, titles = selection.visit, indicator_titles(selection)
    return pd.DataFrame(
        [
            {
                "title": titles[need.code],
                "open_points": need.open_points,
                "value": measured(need.value, need.unit, visit.language),
                "target": measured(_rounded(need, need.target), need.unit, visit.language),
                "change": _change(visit, need),
            }
            for need in needs
        ]
    )


def _change(visit: Visit, need: Need) -> str:
    way = _rounded(need, need.change)
    if way is None:
        return measured(None, need.unit, visit.language)
    if need.unit == SHARE:
        points = signed(way * 100, visit.language, 1)
        return visit.gettext("{points} percentage points").format(points=points)
    text_ = measured(way, need.unit, visit.language)
    return f"+{text_}" if way > 0 else text_.replace("-", "−")


def _rounded(need: Need, value: float | None) -> float | None:
    """`value` to the decimals it is shown with, away from the indicator's own value."""
    if value is None or need.change is None:
        return None
    step = SHARE_STEP if need.unit == SHARE else STEP
    away = math.ceil if need.change > 0 else math.floor
    return away(value / step - math.copysign(_TOLERANCE, need.change)) * step
