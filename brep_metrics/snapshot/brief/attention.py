"""What needs attention: groups at risk, reports overdue, issues that wait for NEA."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from brep_metrics.i18n import listed, translator
from brep_metrics.snapshot.brief.markup import clamped, element

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from xml.etree.ElementTree import Element

    from brep_metrics.i18n import Language
    from brep_metrics.snapshot.findings import Findings

_MAX_ITEMS = 4


def attention_section(findings: Findings, language: Language) -> Element:
    """Three short lists side by side."""
    _ = translator(language).gettext
    names = {group.group_id: group.name.text(language) for group in findings.evaluation.groups}
    return element(
        "div",
        element("h2", _("Needs attention")),
        element(
            "div",
            _list(_("Groups at risk"), _at_risk(findings, language), language),
            _list(_("Reports overdue"), _overdue(findings, names, language), language),
            _list(_("Escalated issues still open"), _escalated(findings, names, language), language),
            class_="columns",
        ),
    )


def _list(title: str, items: Sequence[str], language: Language) -> Element:
    t = translator(language)
    shown = list(items[:_MAX_ITEMS])
    if len(items) > _MAX_ITEMS:
        more = len(items) - _MAX_ITEMS
        shown.append(t.ngettext("and {count} more", "and {count} more", more).format(count=more))
    if not shown:
        return element("div", element("h3", title), element("p", t.gettext("None."), class_="note"))
    return element(
        "div", element("h3", f"{title} ({len(items)})"), element("ul", *(element("li", clamped(one)) for one in shown))
    )


def _at_risk(findings: Findings, language: Language) -> list[str]:
    """Groups at risk with their grade and what lowered it, the lowest score first."""
    _ = translator(language).gettext
    evaluation = findings.evaluation
    scores, grades = evaluation.scores, evaluation.methodology.grades
    gates = {gate.indicator: gate.title.text(language) or gate.indicator for gate in evaluation.methodology.gates}
    titles = {grade.code: grade.title.text(language) for grade in grades}
    found = np.flatnonzero(evaluation.at_risk).tolist()
    found.sort(key=lambda at: (scores.score[at], scores.units[at]))
    items = []
    for at in found:
        grade = titles.get(scores.grade[at] or "", "")
        reason = [gates[gate] for gate in scores.capped_by[at]]
        name = evaluation.groups[at].name.text(language)
        items.append(_("{group}: {what}").format(group=name, what=listed([grade, *reason], language)))
    return items


def _overdue(findings: Findings, names: Mapping[str, str], language: Language) -> list[str]:
    """Groups with reports of the period that were never filed, the most first."""
    t = translator(language)
    items = []
    counts = findings.overdue.groupby("group_id")["days_late"].agg(["size", "max"]).reset_index()
    counts = counts.sort_values(["size", "max", "group_id"], ascending=[False, False, True])
    for group_id, count, days in zip(counts["group_id"], counts["size"], counts["max"], strict=True):
        text = t.ngettext(
            "{count} report, {days} days: {group}", "{count} reports, up to {days} days: {group}", int(count)
        )
        items.append(text.format(group=names.get(group_id, group_id), count=count, days=days))
    return items


def _escalated(findings: Findings, names: Mapping[str, str], language: Language) -> list[str]:
    """Open issues before NEA, the longest waiting first."""
    _ = translator(language).gettext
    rows = findings.escalated
    return [
        _("{days} days: {title} ({group})").format(
            title=_own_language(str(title), language), group=names.get(group_id, group_id), days=days
        )
        for title, group_id, days in zip(rows["title"], rows["group_id"], rows["days_open"], strict=True)
    ]


def _own_language(title: str, language: Language) -> str:
    """The reader's part of a title that was entered as `中文 / English`."""
    zh, slash, en = title.partition(" / ")
    return zh if language == "zh" or not slash else en
