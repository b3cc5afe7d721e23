"""What the goalposts did to past periods and what others would have done: a proposal on this page, never written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from brep_metrics.app.charts.chart_component import plot
from brep_metrics.app.charts.rank_uncertainty import Spread, goalpost_spreads
from brep_metrics.app.queries import results
from brep_metrics.app.queries.choices import offered_periods
from brep_metrics.app.queries.ranking_frame import group_names
from brep_metrics.app.views.shared.before_after import show_before_after
from brep_metrics.app.widgets import filters
from brep_metrics.app.widgets.columns import bar, named, number, text
from brep_metrics.app.widgets.heading import empty, section
from brep_metrics.app.widgets.tables import table
from brep_metrics.app.wording.formats import MISSING, period_name, unit_name
from brep_metrics.app.wording.grades import shown_grades
from brep_metrics.calibration import past_periods

if TYPE_CHECKING:
    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.calibration import Calibration
    from brep_metrics.methodology import Indicator

MAX_BACK = 5
USUAL_BACK = 3
MAX_PAIRS = 12


def show_calibration(selection: Selection) -> None:
    """The whole view, for as many past periods as the reader chooses."""
    visit = selection.visit
    _ = visit.gettext
    first = min(period.start for period in offered_periods(selection))
    every = [period for period in past_periods(selection.period, MAX_BACK) if period.start >= first]
    counts = [str(count) for count in range(1, max(1, len(every)) + 1)]
    back = filters.segments(
        visit, "back", _("Periods tested"), counts, default=str(min(USUAL_BACK, len(counts))), title=str
    )
    periods = tuple(past_periods(selection.period, int(back)))
    with st.spinner(_("Scoring past periods …")):
        found = results.calibration(selection, periods)
    if found is None:
        empty(_("No group was rated in these periods, so there is nothing to test the goalposts on."))
        return
    names = {"periods": _(", ").join(period_name(period.code, visit.language) for period in periods)}
    st.info(
        _(
            "Tested on {periods}, on {count} results of rated groups. What is proposed is the range that holds nine "
            "tenths of what groups reached, to two figures. It is a proposal for people to judge: nothing is written "
            "anywhere, and whether a target should be what was reached is theirs to say."
        ).format(count=len(found.outcomes), **names),
        icon=":material/edit_off:",
    )
    _goalposts(selection, found)
    _correlations(selection, found)
    _outcomes(selection, found)


def _goalposts(selection: Selection, found: Calibration) -> None:
    visit = selection.visit
    _ = visit.gettext
    by_code = {one.code: one for one in selection.methodology.scored}
    frame = found.indicators.assign(
        title=[_title(selection, code) for code in found.indicators["code"]],
        unit=[_unit(selection, by_code[code]) for code in found.indicators["code"]],
        declared=_ranges(found.indicators, "lower", "upper"),
        proposed=_ranges(found.indicators, "proposed_lower", "proposed_upper"),
    )
    for share in ("missing", "clipped_low", "clipped_high"):
        frame[share] *= 100
    section(
        _("Do the goalposts fit?"),
        _(
            "Each line runs over the values found; the shaded part is between the goalposts, and what is outside "
            "is clipped. Many values beyond one end, or all of them in one corner: the goalposts no longer tell groups "
            "apart."
        ),
    )
    _spreads(selection, frame)
    columns = {
        "title": text(_("Indicator"), 220),
        "clipped_low": bar(_("Below, %"), (0.0, 100.0), 110, decimals=0),
        "clipped_high": bar(_("Above, %"), (0.0, 100.0), 110, decimals=0),
        "declared": text(_("Goalposts"), 100, right=True),
        "proposed": text(_("Proposed"), 100, right=True),
        "unit": text(_("Unit"), 115),
        "minimum": number(_("Lowest"), 80, decimals=2),
        "p05": number(_("5th percentile"), 105, decimals=2),
        "median": number(_("Median"), 80, decimals=2),
        "p95": number(_("95th percentile"), 105, decimals=2),
        "maximum": number(_("Highest"), 80, decimals=2),
        "missing": number(_("Without data"), 105, unit="%"),
        "values": number(_("Values"), 70),
    }
    table(selection, "calibration", frame, alt=_("Values of past periods and goalposts"), columns=columns)


def _spreads(selection: Selection, frame: pd.DataFrame) -> None:
    _ = selection.visit.gettext
    bounded = frame.dropna(subset=["lower", "upper", "median"])
    ends = ("minimum", "p05", "median", "p95", "maximum")
    rows = [
        Spread(
            str(row["title"]), *((float(row[end]) - row["lower"]) / (row["upper"] - row["lower"]) * 100 for end in ends)
        )
        for _at, row in bounded.iterrows()
    ]
    if rows:
        plot(
            goalpost_spreads(
                rows,
                whole=_("lowest to highest"),
                most=_("5th to 95th percentile"),
                median=_("median"),
                axis=_("lower goalpost 0 %, upper 100 %"),
            ),
            alt=_("Values of {count} indicators between their goalposts").format(count=len(rows)),
            key="goalposts",
        )


def _correlations(selection: Selection, found: Calibration) -> None:
    _ = selection.visit.gettext
    pairs = found.correlations.dropna(subset="correlation")
    section(
        _("Which indicators go along?"),
        _(
            "Pearson's correlation of values over all results above. Two indicators that go closely along count the "
            "same thing twice; one that goes against the others is worth a second look."
        ),
    )
    frame = pairs.assign(
        first=[_title(selection, code) for code in pairs["first"]],
        second=[_title(selection, code) for code in pairs["second"]],
        strength=pairs["correlation"].abs(),
    )
    columns = {
        "first": text(_("Indicator"), 260),
        "second": text(_("goes along with"), 260),
        "correlation": number(_("Correlation"), 100, decimals=2),
        "strength": bar(_("Strength"), (0.0, 1.0), 140, decimals=2),
        "values": number(_("Values"), 80),
    }
    table(selection, "correlations", frame, alt=_("Correlations of indicators"), columns=columns, rows=MAX_PAIRS)


def _outcomes(selection: Selection, found: Calibration) -> None:
    visit = selection.visit
    _ = visit.gettext
    section(
        _("How would ranks and grades have come out?"),
        _("The same values under the goalposts as declared and as proposed; everything else stays as it is."),
    )
    _grades(selection, found)
    groups, grades = group_names(selection), shown_grades(selection.methodology, visit.language)
    words = {code: grade.text for code, grade in grades.items()}
    frame = found.outcomes.assign(
        name=found.outcomes["group_id"].map(groups),
        period_name=[period_name(code, visit.language) for code in found.outcomes["period"]],
        grade_text=found.outcomes["grade"].map(words),
        proposed_text=found.outcomes["grade_proposed"].map(words),
    ).sort_values(["period", "rank"], ascending=[False, True], kind="stable")
    latest = frame[frame["period"] == selection.period.code]
    if not latest.empty:
        show_before_after(
            visit,
            "calibrated",
            latest[["group_id", "name", "score", "score_proposed"]],
            before=_("declared goalposts"),
            after=_("proposed goalposts"),
            alt=_("Scores of {count} groups as declared and as proposed"),
        )
    columns = {
        "period_name": text(_("Period"), 90),
        "name": named(_("Working group"), 280),
        "rank": number(_("Rank"), 70),
        "rank_proposed": number(_("Rank as proposed"), 130),
        "score": number(_("Score"), 80, decimals=selection.methodology.round),
        "score_proposed": number(_("Score as proposed"), 130, decimals=selection.methodology.round),
    }
    if grades:
        columns |= {"grade_text": text(_("Grade"), 120), "proposed_text": text(_("Grade as proposed"), 140)}
    table(selection, "calibrated", frame, alt=_("Results as declared and as proposed"), columns=columns, rows=10)


def _grades(selection: Selection, found: Calibration) -> None:
    """How many groups each grade would have had, period by period."""
    visit = selection.visit
    _ = visit.gettext
    grades = shown_grades(selection.methodology, visit.language)
    if not grades:
        return
    sides = (("grade", _("declared goalposts")), ("grade_proposed", _("proposed goalposts")))
    rows = [
        {"period": period_name(str(period), visit.language), "goalposts": word}
        | {code: int((of_period[column] == code).sum()) for code in grades}
        for period, of_period in found.outcomes.groupby("period", sort=False)
        for column, word in sides
    ]
    columns = {"period": text(_("Period"), 100), "goalposts": text(_("Goalposts"), 140)} | {
        code: number(grade.text, 120) for code, grade in grades.items()
    }
    alt = _("Number of groups by grade, as declared and as proposed")
    table(selection, "calibrated-grades", pd.DataFrame(rows), alt=alt, columns=columns)


def _ranges(frame: pd.DataFrame, lower: str, upper: str) -> list[str]:
    ends = zip(frame[lower], frame[upper], strict=True)
    return [MISSING if pd.isna(low) or pd.isna(high) else f"{low:g}–{high:g}" for low, high in ends]


def _title(selection: Selection, code: str) -> str:
    titles = {one.code: one.title for one in selection.methodology.scored}
    return titles[code].text(selection.visit.language) or code


def _unit(selection: Selection, indicator: Indicator) -> str:
    visit = selection.visit
    unit = unit_name(indicator.unit, visit.language)
    return visit.gettext("{amount} a year").format(amount=unit).strip() if indicator.normalise.per == "year" else unit
