"""What changed since the previous period, and the parts of the score that explain it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.i18n import clauses, translator
from brep_metrics.snapshot.brief.markup import clamped, element, table
from brep_metrics.snapshot.changes import OTHER_PARTS

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from brep_metrics.explain import Change
    from brep_metrics.i18n import Language
    from brep_metrics.snapshot.findings import Findings

_MAX_ROWS = 7
_MAX_REASONS = 3
_MINUS = "−"


def movement_section(findings: Findings, language: Language) -> Element:
    """The groups whose score moved most, each with the indicators that moved it most."""
    _ = translator(language).gettext
    period = findings.before.period.code
    title = element("h2", _("Largest changes since {period}, and why").format(period=period))
    changes = sorted(findings.changes.values(), key=lambda one: (-abs(one.after - one.before), one.unit))
    if not changes:
        return element("div", title, element("p", _("No group was rated in both periods."), class_="note"))
    headings = [
        (_("Working Group"), "name"),
        (_("Score"), "number"),
        (_("Change"), "number"),
        (_("Moved most by (points)"), ""),
    ]
    rows = [_row(findings, change, language) for change in changes[:_MAX_ROWS]]
    return element("div", title, table(headings, rows, "changes"))


def signed(points: float, decimals: int) -> str:
    """A number with its sign, the minus as wide as the plus."""
    text = f"{abs(points):.{decimals}f}"
    return f"{_MINUS if points < 0 else '+'}{text}"


def _row(findings: Findings, change: Change, language: Language) -> Element:
    methodology = findings.evaluation.methodology
    names = {group.group_id: group.name for group in findings.evaluation.groups}
    titles = {indicator.code: indicator.title for indicator in methodology.measured} | OTHER_PARTS
    largest = change.table.loc[change.table["points"].abs().sort_values(ascending=False, kind="stable").index]
    reasons = [
        f"{titles[str(code)].text(language)} {signed(float(points), 1)}"
        for code, points in zip(largest["code"], largest["points"], strict=True)
        if round(float(points), 1)
    ][:_MAX_REASONS]
    scores = f"{change.before:.{methodology.round}f} → {change.after:.{methodology.round}f}"
    difference = change.after - change.before
    arrow = "▲" if difference > 0 else "▼" if difference < 0 else "＝"
    return element(
        "tr",
        element("td", clamped(names[change.unit].text(language)), class_="name"),
        element("td", scores, class_="number"),
        element("td", f"{arrow} {signed(difference, methodology.round)}", class_="number"),
        element("td", clamped(clauses(reasons, language)), class_="small"),
    )
