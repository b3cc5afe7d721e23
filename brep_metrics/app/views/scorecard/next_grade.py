"""Next grade: what a group lacks to the grade above its own, and what each indicator alone could do about it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from brep_metrics.app.widgets.columns import number as number_column
from brep_metrics.app.widgets.columns import text
from brep_metrics.app.widgets.heading import answer, section
from brep_metrics.app.widgets.tables import table
from brep_metrics.app.wording.formats import measured, number, signed
from brep_metrics.app.wording.grades import shown_grades

if TYPE_CHECKING:
    from brep_metrics.app.context.visit import Visit
    from brep_metrics.app.queries.scorecard import ScorecardModel
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.explain import Need, NextGrade
    from brep_metrics.methodology import Methodology

SHARE = "share"
# The last decimal that a target is shown with; what is shown must still reach the grade, so it is never rounded off.
SHARE_STEP, STEP = 0.001, 0.01
_TOLERANCE = 1e-6


def show_next_grade(selection: Selection, card: ScorecardModel, way: NextGrade) -> None:
    """The sentence that says what is missing, and a row per indicator."""
    _ = selection.visit.gettext
    section(
        _("The next grade"),
        _("Each indicator changes alone, everything else and all other groups staying as they are."),
    )
    answer(" ".join(_sentences(selection.visit, card.methodology, way)))
    if not way.needs:
        return
    columns = {
        "title": text(_("Indicator"), 270),
        "open_points": number_column(_("Points still open"), 130, decimals=2),
        "value": text(_("Value"), 110, right=True),
        "target": text(_("Value that reaches it alone"), 190, right=True),
        "change": text(_("Change needed"), 160, right=True),
        "note": text(_("Note"), 250),
    }
    table(
        selection,
        "next-grade",
        _rows(selection.visit, card.methodology, way),
        alt=_("What each indicator alone could do"),
        columns=columns,
    )


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
    if way.needs:
        said.append(_how_many(visit, sum(need.target is not None for need in way.needs)))
    return said


def _how_many(visit: Visit, reaching: int) -> str:
    if not reaching:
        return visit.gettext("No indicator reaches it alone.")
    text_ = visit.ngettext(
        "{count} indicator alone could reach it.", "{count} indicators could each reach it alone.", reaching
    )
    return text_.format(count=reaching)


def _rows(visit: Visit, methodology: Methodology, way: NextGrade) -> pd.DataFrame:
    """One row per indicator: first those that can reach the grade, those with the most open points first."""
    titles = {one.code: one.title.text(visit.language) or one.code for one in methodology.measured}
    hopeless = visit.gettext("not reachable by this indicator alone")
    needs = sorted(way.needs, key=lambda need: (need.target is None, -need.open_points))
    return pd.DataFrame(
        [
            {
                "title": titles[need.code],
                "open_points": need.open_points,
                "value": measured(need.value, need.unit, visit.language),
                "target": measured(_rounded(need, need.target), need.unit, visit.language),
                "change": _change(visit, need),
                "note": hopeless if need.target is None else "",
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
    """`value` to the decimals it is shown with, away from where the indicator stands."""
    if value is None or need.change is None:
        return None
    step = SHARE_STEP if need.unit == SHARE else STEP
    away = math.ceil if need.change > 0 else math.floor
    return away(value / step - math.copysign(_TOLERANCE, need.change)) * step
