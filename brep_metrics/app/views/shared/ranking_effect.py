"""What a load, or entering filings, would do to the ranking: the groups that move, with score, grade and rank."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from brep_metrics.app.widgets.columns import named, text
from brep_metrics.app.widgets.heading import section
from brep_metrics.app.widgets.tables import table
from brep_metrics.app.wording.formats import MISSING, period_name
from brep_metrics.app.wording.formats import number as number_text
from brep_metrics.app.wording.grades import shown_grades
from brep_metrics.scoring import STATUS_TEXTS, Status

if TYPE_CHECKING:
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.load_effect import Effect, Result


def show_ranking_effect(selection: Selection, effect: Effect) -> None:
    """One line a group that moves, or that none does."""
    visit = selection.visit
    _ = visit.gettext
    section(_("Groups that move in the ranking"), _sentence(selection, effect))
    if not effect.moves:
        return
    rows = [
        {
            "name": move.name.text(visit.language),
            "score": _arrow(*(_score(selection, effect, side) for side in (move.before, move.after))),
            "grade": _arrow(*(_grade(selection, effect, side) for side in (move.before, move.after))),
            "rank": _arrow(*(str(side.rank) if side and side.rank else MISSING for side in (move.before, move.after))),
        }
        for move in effect.moves
    ]
    columns = {
        "name": named(_("Working group"), 310),
        "score": text(_("Score"), 150),
        "grade": text(_("Grade"), 220),
        "rank": text(_("Rank"), 100),
    }
    table(selection, "moved", pd.DataFrame(rows), alt=_("Groups that move in the ranking"), columns=columns, rows=10)


def _sentence(selection: Selection, effect: Effect) -> str:
    visit = selection.visit
    _ = visit.gettext
    values = {
        "period": period_name(effect.period.code, visit.language),
        "methodology": f"{effect.methodology.title.text(visit.language)} {effect.methodology.version}",
        "count": len(effect.moves),
        "groups": effect.groups,
    }
    if effect.unknown:
        said = _("Whether the ranking of {period} changes cannot be determined: {reason}")
        return said.format(reason=effect.unknown.text(visit.language), **values)
    return _("Ranking of {period} by {methodology}: groups that move: {count} of {groups}").format(**values)


def _score(selection: Selection, effect: Effect, side: Result | None) -> str:
    return number_text(side.score if side else None, selection.visit.language, effect.methodology.round)


def _grade(selection: Selection, effect: Effect, side: Result | None) -> str:
    """The grade, or why there is none."""
    language = selection.visit.language
    if side is None:
        return MISSING
    if side.score is None:
        return selection.visit.gettext(STATUS_TEXTS[Status(side.status)])
    grades = shown_grades(effect.methodology, language)
    return grades[side.grade].text if side.grade in grades else MISSING


def _arrow(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"
