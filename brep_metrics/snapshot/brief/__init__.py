"""The brief for the meeting: one HTML file that needs nothing else and prints on two A4 pages.

Ranking with intervals on the first page; changes and their reasons, what needs attention, exemplary outcomes and the
method in five lines on the second. Each section is one module, `markup` and `style` are how they look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.i18n import translator
from brep_metrics.snapshot.brief.attention import attention_section
from brep_metrics.snapshot.brief.markup import document, element
from brep_metrics.snapshot.brief.method import method_section
from brep_metrics.snapshot.brief.movement import movement_section
from brep_metrics.snapshot.brief.outcomes import outcomes_section
from brep_metrics.snapshot.brief.ranking import ranking_section, summary_line
from brep_metrics.snapshot.words import about

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from brep_metrics.i18n import Language
    from brep_metrics.snapshot.findings import Findings
    from brep_metrics.snapshot.provenance import Provenance

__all__ = ["brief"]


def brief(findings: Findings, provenance: Provenance) -> str:
    """The whole HTML file, in the snapshot's language."""
    language = provenance.language
    _ = translator(language).gettext
    title = _("Working Groups of the Cooperation Network: evaluation {period}").format(period=provenance.period)
    heading = element(
        "header",
        element("p", *_over(provenance, language), class_="over"),
        element("h1", title),
        element("p", summary_line(findings, language), class_="lead"),
    )
    pages = [
        element(
            "section", heading, ranking_section(findings, language), _footer(provenance, language, 1), class_="page"
        ),
        element(
            "section",
            movement_section(findings, language),
            attention_section(findings, language),
            outcomes_section(findings, language),
            method_section(findings, language),
            _footer(provenance, language, 2),
            class_="page",
        ),
    ]
    return document(title, pages, language)


def _over(provenance: Provenance, language: Language) -> list[Element | str]:
    """The methodology, and to which stage of a round the results belong, on one line: the page is full."""
    methodology = provenance.methodology_title.text(language)
    if provenance.round_stage is None:
        return [methodology]
    return [f"{methodology} · ", element("strong", provenance.round_stage.title.text(language))]


def _footer(provenance: Provenance, language: Language, page: int) -> Element:
    text = " · ".join(f"{label.text(language)} {_one_language(value, language)}" for label, value in about(provenance))
    return element("footer", element("span", text), element("span", f"{page} / 2"))


def _one_language(value: str, language: Language) -> str:
    zh, bar, en = value.partition(" | ")
    return zh if language == "zh" or not bar else en
