"""What the papers have in common: heading, lines of facts, a place to sign, footer; the print style of the brief."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_date

from brep_metrics.i18n import translator
from brep_metrics.snapshot.brief.markup import document, element

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from xml.etree.ElementTree import Element

    from brep_metrics.i18n import Language
    from brep_metrics.rounds.state import Round


def sheet(round_: Round, language: Language, title: str, *parts: Element) -> Element:
    """One sheet of a paper: its title, what it holds, and from which round it is."""
    _ = translator(language).gettext
    terms = round_.terms
    heading = element(
        "header",
        element("p", terms.methodology.title.text(language) or terms.methodology_id, class_="over"),
        element("h1", title),
    )
    text = _("Round {round} · period {period} · data up to {as_of} · methodology {methodology}")
    footer = text.format(
        round=round_.id,
        period=terms.period.code,
        as_of=terms.as_of.isoformat(),
        methodology=f"{terms.methodology_id} {terms.methodology.version} ({terms.methodology_hash[:12]})",
    )
    return element("section", heading, *parts, element("footer", element("span", footer)), class_="page")


def paper(title: str, sheets: Sequence[Element], language: Language) -> str:
    """The whole HTML file."""
    return document(title, sheets, language)


def facts(lines: Iterable[tuple[str, str]]) -> Element:
    """Names and values, one line each; a line without a value is left out."""
    rows = (
        element("tr", element("td", name, class_="name nowrap"), element("td", value)) for name, value in lines if value
    )
    return element("div", element("table", element("tbody", *rows), class_="facts"))


def part(title: str, *paragraphs: str | Element) -> Element:
    """A titled part of a sheet."""
    made = (one if not isinstance(one, str) else element("p", one) for one in paragraphs)
    return element("div", element("h2", title), *made)


def signature(language: Language) -> Element:
    """Where a paper is signed and dated by hand."""
    _ = translator(language).gettext
    return element("div", element("p", _("Signature: ____________________    Date: ____________________")))


def long_day(day: date | None, language: Language) -> str:
    """A day as letters write it; empty where there is none."""
    return "" if day is None else str(format_date(day, "long", locale=language))
