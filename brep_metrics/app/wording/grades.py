"""Grades and states as word + sign + colour, in badges, tables and charts alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from brep_metrics.app.wording.colours import NO_GRADE, Look, looks
from brep_metrics.app.wording.formats import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brep_metrics.i18n import Language
    from brep_metrics.methodology import Methodology


@dataclass(frozen=True)
class ShownGrade:
    """A grade in the reader's language, with its look and its position (0: the highest)."""

    code: str
    word: str
    look: Look
    position: int
    begins: float

    @property
    def text(self) -> str:
        """Sign and word, for a table's cell."""
        return f"{self.look.sign} {self.word}"


def shown_grades(methodology: Methodology, language: Language) -> Mapping[str, ShownGrade]:
    """Every grade of the methodology by code, highest first."""
    every = looks(len(methodology.grades))
    return {
        grade.code: ShownGrade(
            grade.code, grade.title.text(language) or grade.code, every[position], position, grade.from_
        )
        for position, grade in enumerate(methodology.grades)
    }


def grade_badge(grade: ShownGrade | None, otherwise: str) -> None:
    """The grade as a badge, or why there is none."""
    look = grade.look if grade else NO_GRADE
    st.badge(plain(grade.word if grade else otherwise), icon=look.icon, color=look.badge)  # type: ignore[arg-type]
