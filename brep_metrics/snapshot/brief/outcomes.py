"""The exemplary outcomes: what could be showcased, and what already was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.i18n import Title, listed, translator
from brep_metrics.schema import load_schema
from brep_metrics.snapshot.brief.markup import clamped, element, table
from brep_metrics.snapshot.findings import EXEMPLARY_SCORE

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from brep_metrics.i18n import Language
    from brep_metrics.snapshot.findings import Findings

_MAX_ROWS = 5


def outcomes_section(findings: Findings, language: Language) -> Element:
    """The best reviewed outcomes of the period that reach the methodology's threshold."""
    t = translator(language)
    rows = findings.exemplary
    title = element("h2", t.gettext("Exemplary outcomes"))
    threshold = findings.evaluation.methodology.parameters.get(EXEMPLARY_SCORE)
    if rows.empty or threshold is None:
        return element("div", title, element("p", t.gettext("None."), class_="note"))
    text = t.ngettext(
        "{count} outcome of the period reaches a mean review of {score}; the best of them:",
        "{count} outcomes of the period reach a mean review of {score}; the best of them:",
        len(rows),
    )
    headings = [
        (t.gettext("Outcome"), "what"),
        (t.gettext("Working Group"), "who"),
        (t.gettext("Review"), "number"),
        (t.gettext("Shown at"), ""),
    ]
    note = element("p", text.format(count=len(rows), score=threshold), class_="note")
    shown = [_row(findings, position, language) for position in range(min(len(rows), _MAX_ROWS))]
    return element("div", title, note, table(headings, shown, "outcomes"))


def _row(findings: Findings, position: int, language: Language) -> Element:
    row = findings.exemplary.iloc[position]
    tables = load_schema().tables
    kinds, channels = tables["outcome"].columns["kind"].values, tables["showcase"].columns["channel"].values
    names = {group.group_id: group.name for group in findings.evaluation.groups}
    shown = [channels[channel].text(language) for channel in row["channels"]]
    places = listed(shown, language) or translator(language).gettext("not yet shown")
    kind = element("span", f"  {kinds[row['kind']].text(language)}", class_="small")
    group = names[row["group_id"]].text(language) if row["group_id"] in names else str(row["group_id"])
    return element(
        "tr",
        element("td", clamped(Title(row["title_zh"], row["title_en"]).text(language), kind)),
        element("td", clamped(group)),
        element("td", f"{float(row['review_score']):.1f}", class_="number"),
        element("td", clamped(places), class_="small"),
    )
