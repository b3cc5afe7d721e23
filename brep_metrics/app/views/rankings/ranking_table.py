"""The ranking as a table; in a narrow window with the columns that fit its width, and the rest in the download."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from brep_metrics.app.cache import cached
from brep_metrics.app.context.viewport import is_narrow
from brep_metrics.app.navigation import open_page
from brep_metrics.app.queries.ranking_frame import scores_for_meeting
from brep_metrics.app.queries.rankings import rankings_over_years
from brep_metrics.app.widgets.columns import badge, bar, clicked_row, named, number, opener, text
from brep_metrics.app.widgets.heading import section
from brep_metrics.app.widgets.tables import exported, offer, table, table_behind
from brep_metrics.app.wording.colours import NO_GRADE
from brep_metrics.app.wording.formats import plain
from brep_metrics.i18n import clauses, translator

if TYPE_CHECKING:
    from brep_metrics.app.queries.rankings import Rankings
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.app.widgets.columns import Shown

OPENER = "open-scorecard"
MAX_REASONS = 8


def show_years(selection: Selection, model: Rankings) -> None:
    """Rank, score and grade of the groups shown in each year, as one table."""
    visit = selection.visit
    _ = visit.gettext

    def frame() -> pd.DataFrame:
        return rankings_over_years(selection).reindex(model.shown["group_id"]).reset_index()

    years = [name for name in rankings_over_years(selection).columns if name != "name"]
    columns = {"name": named(_("Working group"), 320)} | {year: text(year, 170) for year in years}
    alt = _("Rank, score and grade by year")
    table_behind(selection, "years", frame, alt=alt, columns=columns)


def show_ranking(selection: Selection, model: Rankings) -> None:
    """The groups by rank, those without a rank last; a click on a name opens the scorecard."""
    _ = selection.visit.gettext
    section(_("The ranking"), _("Click a name for the scorecard behind it."))
    offer(
        selection,
        "scores",
        lambda: scores_for_meeting(selection, model.evaluation),
        label=_("scores.csv for the meeting"),
        primary=True,
    )
    listed, columns = _cells(model), _columns(model)
    whole = columns | {"status_text": text(_("State"))}
    alt = _("Ranking of the groups")
    shown = _narrow_columns(model) if is_narrow() else columns
    table(selection, "ranking", listed, alt=alt, columns=shown, export=lambda: exported(listed, whole))
    if is_narrow():
        _say_reasons(model)
    row = clicked_row(OPENER)
    if row is not None:
        open_page("scorecard", group=str(listed["group_id"].iloc[row]))


@cached(200, key=lambda model: model.key)
def _cells(model: Rankings) -> pd.DataFrame:
    """The groups with the cells that the table adds to them: `open`, `grade_badge`."""
    groups, rated = model.shown, model.shown["status"] == "rated"
    withheld, not_rated = _no_grades(model)
    words = groups["grade_text"].where(rated, not_rated).where(groups["status"] != "withheld", withheld)
    badges = pd.Series([[word] if word else [] for word in words], index=groups.index)
    return groups.assign(open=groups["name"], grade_badge=badges, move=groups["move"].where(rated, None))


def _columns(model: Rankings) -> dict[str, Shown]:
    _, methodology = translator(model.language).gettext, model.evaluation.methodology
    return {
        "rank": number(_("Rank"), 50),
        "open": opener(_("Working group"), OPENER, 212),
        "move": text(_("Change"), 58, note=_("Places won or lost since the previous period")),
        "interval": text(_("Interval"), 62, note=_("5th to 95th percentile when the assumptions vary")),
        "score": bar(_("Score"), methodology.scale, 100, decimals=methodology.round),
        "grade_badge": badge(_("Grade"), _looks(model), 108),
        **_reasons(model),
        "sector": text(_("Sector"), 170),
        "coverage": number(_("Coverage"), 88, unit="%", note=_("Share of the weights for which there are data")),
    }


def _reasons(model: Rankings) -> dict[str, Shown]:
    """The column that says why a group is above one with a better grade, where there is such a group."""
    _ = translator(model.language).gettext
    if not model.shown["reason"].any():
        return {}
    note = _("Why the grade is lower than the score alone would give")
    return {"reason": text(_("Grade lowered by"), 160, note=note)}


def _say_reasons(model: Rankings) -> None:
    """Why grades are lowered, in words: a narrow window has no room for that column."""
    lowered = model.shown[model.shown["reason"].astype(bool)].head(MAX_REASONS)
    if len(lowered):
        cells = zip(lowered["name"], lowered["reason"], strict=True)
        text_ = translator(model.language).gettext("Grade lowered: {groups}")
        st.caption(
            plain(text_.format(groups=clauses([f"{name} – {reason}" for name, reason in cells], model.language)))
        )


def _narrow_columns(model: Rankings) -> dict[str, Shown]:
    _ = translator(model.language).gettext
    return {
        "rank": number(_("Rank"), 45),
        "open": opener(_("Working group"), OPENER, 340),
        "score": number(_("Score"), 62, decimals=model.evaluation.methodology.round),
        "grade_badge": badge(_("Grade"), _looks(model), 100),
    }


def _looks(model: Rankings) -> dict[str, str]:
    looks = {grade.text: grade.look.badge for grade in model.grades.values()}
    return looks | dict.fromkeys(_no_grades(model), NO_GRADE.badge)


def _no_grades(model: Rankings) -> tuple[str, str]:
    """What is in the place of a grade: of a result that is not for this reader yet, of a group that has none."""
    _ = translator(model.language).gettext
    withheld, not_rated = _("unpublished"), _("not rated")
    return f"{NO_GRADE.sign} {withheld}", f"{NO_GRADE.sign} {not_rated}"
