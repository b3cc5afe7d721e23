"""HTML as a tree, so that no text of the data can become markup."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, tostring

from brep_metrics.snapshot.brief.style import STYLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from brep_metrics.i18n import Language

_LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}
# Whatever a page of untrusted words might still try, the browser fetches and runs nothing.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def element(name: str, /, *children: Element | str, **attributes: str) -> Element:
    """One element; `class_` is the attribute `class`, other underscores are hyphens."""
    made = Element(name, {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()})
    for child in children:
        if isinstance(child, Element):
            made.append(child)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + child
        else:
            made.text = (made.text or "") + child
    return made


def clamped(*children: Element | str) -> Element:
    """Content that takes two lines at most when printed, so that a long text costs no third page."""
    return element("div", *children, class_="clamp")


def table(headings: Sequence[tuple[str, str]], rows: Iterable[Element], class_: str) -> Element:
    """A table; `headings` are pairs (text, class of the column)."""
    heads = (element("th", text, scope="col", class_=kind) for text, kind in headings)
    return element("table", element("thead", element("tr", *heads)), element("tbody", *rows), class_=class_)


def document(title: str, pages: Sequence[Element], language: Language) -> str:
    """A complete HTML file that refers to nothing outside itself."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("title", title),
        element("style", STYLE),
    )
    whole = element("html", head, element("body", *pages), lang=_LANGUAGE_TAGS[language])
    return "<!doctype html>\n" + tostring(whole, encoding="unicode", method="html") + "\n"
