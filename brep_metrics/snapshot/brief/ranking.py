"""The ranking: score, grade and how sure the rank is, one line per group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from brep_metrics.i18n import translator
from brep_metrics.snapshot.brief.markup import clamped, element, table
from brep_metrics.snapshot.results import STATUS_TITLES

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from brep_metrics.i18n import Language
    from brep_metrics.snapshot.findings import Findings

# What fits on the page beside heading and notes.
_MAX_ROWS = 23
_ICONS = ("★", "●", "◐", "○")
_PLOT_WIDTH, _PLOT_HEIGHT, _PLOT_EDGE = 150, 12, 5


def ranking_section(findings: Findings, language: Language) -> Element:
    """The groups by rank, then those that are not rated; as many as the page holds."""
    _ = translator(language).gettext
    scores = findings.evaluation.scores
    order = sorted(
        range(len(scores.units)), key=lambda at: (scores.rank[at] or len(scores.units) + 1, scores.units[at])
    )
    headings = [
        (_("Rank"), "number"),
        (_("Change"), ""),
        (_("Working Group"), "name"),
        (_("Score"), "number"),
        (_("Grade"), ""),
        (_("Rank interval"), ""),
        ("", "number"),
    ]
    rows = [_row(findings, at, language) for at in order[:_MAX_ROWS]]
    notes = [
        _("The dot is the rank, the bar its interval (5th to 95th percentile) when all assumptions vary together.")
    ]
    if len(order) > _MAX_ROWS:
        notes.append(_("{count} more groups: see scores.csv.").format(count=len(order) - _MAX_ROWS))
    return element("div", table(headings, rows, "ranking"), element("p", " ".join(notes), class_="note"))


def summary_line(findings: Findings, language: Language) -> str:
    """How many groups are rated, how many have each grade, and the median score."""
    t = translator(language)
    scores = findings.evaluation.scores
    rated = int(scores.rated.sum())
    parts = [t.ngettext("{count} group rated", "{count} groups rated", rated).format(count=rated)]
    grades = findings.evaluation.methodology.grades
    parts += [f"{grade.title.text(language)} {scores.grade.count(grade.code)}" for grade in grades]
    if rated:
        median = float(np.median(scores.score[scores.rated]))
        parts.append(t.gettext("median score {score}").format(score=f"{median:.2f}"))
    return " · ".join(parts)


def _row(findings: Findings, at: int, language: Language) -> Element:
    evaluation = findings.evaluation
    scores, group = evaluation.scores, evaluation.groups[at]
    sector = element("span", f"  {group.sector.text(language)}", class_="small")
    name = element("td", clamped(group.name.text(language), sector), class_="name")
    if not scores.rated[at]:
        reason = STATUS_TITLES[scores.status[at]].text(language)
        cells = [element("td", "–", class_="number"), element("td"), name, element("td", reason, colspan="4")]
        return element("tr", *cells, class_="unrated")
    cells = [
        element("td", str(scores.rank[at]), class_="number"),
        element("td", _moved(findings, at, language), class_="small nowrap"),
        name,
        _score_cell(findings, at),
        _grade_cell(findings, at, language),
        *_interval_cells(findings, at),
    ]
    return element("tr", *cells)


def _score_cell(findings: Findings, at: int) -> Element:
    methodology = findings.evaluation.methodology
    low, high = methodology.scale
    score = float(findings.evaluation.scores.score[at])
    share = min(max((score - low) / (high - low), 0.0), 1.0)
    bar = element("span", element("span", style=f"width: {100 * share:.1f}%"), class_="bar")
    return element("td", f"{score:.{methodology.round}f}", bar, class_="number")


def _moved(findings: Findings, at: int, language: Language) -> str:
    before, scores = findings.before.scores, findings.evaluation.scores
    unit = scores.units[at]
    earlier = int(before.rank[before.units.index(unit)]) if unit in before.units else 0
    if not earlier:
        return translator(language).gettext("new")
    difference = earlier - int(scores.rank[at])
    return "＝" if difference == 0 else f"{'▲' if difference > 0 else '▼'} {abs(difference)}"


def _grade_cell(findings: Findings, at: int, language: Language) -> Element:
    grades = findings.evaluation.methodology.grades
    code = findings.evaluation.scores.grade[at]
    for level, grade in enumerate(grades):
        if grade.code == code:
            shown = min(level, len(_ICONS) - 1)
            text = f"{_ICONS[shown]} {grade.title.text(language) or code}"
            return element("td", element("span", text, class_=f"grade level{shown}"))
    return element("td")


def _interval_cells(findings: Findings, at: int) -> list[Element]:
    uncertainty = findings.uncertainty
    unit = findings.evaluation.scores.units[at]
    if uncertainty is None:
        return [element("td"), element("td")]
    row = uncertainty.units.index(unit)
    low, high = int(uncertainty.rank_p05[row]), int(uncertainty.rank_p95[row])
    count = len(uncertainty.units)

    def place(rank: int) -> str:
        return f"{_PLOT_EDGE + (rank - 1) / max(count - 1, 1) * (_PLOT_WIDTH - 2 * _PLOT_EDGE):.1f}"

    middle = str(_PLOT_HEIGHT // 2)
    drawing = element(
        "svg",
        element("line", x1=place(1), x2=place(count), y1=middle, y2=middle, stroke="#d9e0e6"),
        element("line", x1=place(low), x2=place(high), y1=middle, y2=middle, stroke="#6f9fc4", stroke_width="4"),
        element("circle", cx=place(int(findings.evaluation.scores.rank[at])), cy=middle, r="3.2", fill="#0f3a5c"),
        width=str(_PLOT_WIDTH),
        height=str(_PLOT_HEIGHT),
        viewBox=f"0 0 {_PLOT_WIDTH} {_PLOT_HEIGHT}",
        role="img",
        aria_label=f"{low}–{high}",
    )
    return [element("td", drawing), element("td", f"{low}–{high}", class_="number small")]
