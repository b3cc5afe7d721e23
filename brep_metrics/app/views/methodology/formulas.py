"""The documentation of the method as an evaluator reads it: `data/method/method.<language>.md`, heading by heading."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.shipped import shipped

if TYPE_CHECKING:
    from pathlib import Path

    from brep_metrics.app.queries.selection import Selection
    from brep_metrics.i18n import Language

METHOD_DIRECTORY = shipped("data/method")
_HEADING = re.compile(r"^## (.+)\n", re.MULTILINE)


def show_formulas(selection: Selection) -> None:
    """What the method is, then one part to open for each of its steps."""
    introduction, parts = method_text(selection.visit.language)
    st.markdown(introduction)
    for title, text in parts:
        with st.expander(title):
            st.markdown(text)


def method_text(language: Language) -> tuple[str, list[tuple[str, str]]]:
    """The introduction below the title, and the parts with their headings."""
    whole = method_file(language).read_text(encoding="utf-8")
    introduction, *rest = _HEADING.split(whole)
    return introduction.partition("\n")[2].strip(), list(zip(rest[::2], rest[1::2], strict=True))


def method_file(language: Language) -> Path:
    """Where the documentation in this language is."""
    return METHOD_DIRECTORY / f"method.{language}.md"
