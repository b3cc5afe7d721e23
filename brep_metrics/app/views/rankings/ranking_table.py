"""The ranking as a table; in a narrow window with the columns that fit its width, and the rest in the download."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from brep_metrics.app.context.viewport import is_narrow
from brep_metrics.app.navigation import open_page
from brep_metrics.app.queries import results
from brep_metrics.app.queries.ranking_frame import scores_for_meeting
from brep_metrics.app.widgets.columns import badge, bar, clicked_row, number, opener, text
from brep_metrics.app.widgets.heading import section
from brep_metrics.app.widgets.tables import exported, offer, table
from brep_metrics.app.wording.grades import shown_grades
from brep_metrics.app.wording.looks import NO_GRADE

if TYPE_CHECKING:
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.app.widgets.columns import Shown

OPENER = "open-scorecard"


def show_ranking(selection: Selection, listed: pd.DataFrame) -> None:
    """The groups by rank, rows of `with_cells`, those without a rank last; a click on a name opens the scorecard."""
    _ = selection.visit.gettext
    section(_("The ranking"), _("Click a name for the scorecard behind it."))
    evaluation = results.evaluation(selection)
    offer(
        selection,
        "scores",
        lambda: scores_for_meeting(selection, evaluation),
        label=_("scores.csv for the meeting"),
        primary=True,
    )
    columns = _columns(selection)
    whole = exported(listed, columns | {"status_text": text(_("State"))})
    alt = _("Ranking of the groups")
    shown = _narrow_columns(selection) if is_narrow() else columns
    table(selection, "ranking", listed, alt=alt, columns=shown, export=whole)
    row = clicked_row(OPENER)
    if row is not None:
        open_page("scorecard", group=str(listed["group_id"].iloc[row]))


def with_cells(selection: Selection, groups: pd.DataFrame) -> pd.DataFrame:
    """Rows of `standing` with `interval`, and the cells that the table adds to them: `open`, `grade_badge`."""
    rated = groups["status"] == "rated"
    words = groups["grade_text"].where(rated, _no_grade(selection))
    badges = pd.Series([[word] if word else [] for word in words], index=groups.index)
    return groups.assign(open=groups["name"], grade_badge=badges, move=groups["move"].where(rated, None))


def _columns(selection: Selection) -> dict[str, Shown]:
    _ = selection.visit.gettext
    return {
        "rank": number(_("Rank"), 50),
        "open": opener(_("Working group"), OPENER, 340),
        "move": text(_("Change"), 62, note=_("Places won or lost since the previous period")),
        "interval": text(_("Interval"), 65, note=_("5th to 95th percentile when the assumptions vary")),
        "score": bar(_("Score"), selection.methodology.scale, 112, decimals=selection.methodology.round),
        "grade_badge": badge(_("Grade"), _looks(selection), 112),
        "sector": text(_("Sector"), 185),
        "coverage": number(_("Coverage"), 79, unit="%", note=_("Share of the weights for which there are data")),
    }


def _narrow_columns(selection: Selection) -> dict[str, Shown]:
    _ = selection.visit.gettext
    return {
        "rank": number(_("Rank"), 45),
        "open": opener(_("Working group"), OPENER, 340),
        "score": number(_("Score"), 62, decimals=selection.methodology.round),
        "grade_badge": badge(_("Grade"), _looks(selection), 100),
    }


def _looks(selection: Selection) -> dict[str, str]:
    grades = shown_grades(selection.methodology, selection.visit.language)
    return {grade.text: grade.look.badge for grade in grades.values()} | {_no_grade(selection): NO_GRADE.badge}


def _no_grade(selection: Selection) -> str:
    _ = selection.visit.gettext
    return NO_GRADE.sign + " " + _("not rated")
