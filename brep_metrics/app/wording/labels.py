"""The words for coded values, from the schema's own comments, and for what a snapshot is one of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.i18n import N_
from brep_metrics.schema import load_schema
from brep_metrics.snapshot import STAGES

if TYPE_CHECKING:
    from brep_metrics.i18n import Language

PROVENANCE_NAMES = {
    "generation": N_("Generation"),
    "methodology": N_("Methodology"),
    "methodology_version": N_("Version of the methodology"),
    "methodology_hash": N_("Hash of the methodology"),
    "period": N_("Period"),
    "as_of": N_("Data as of"),
    "scope": N_("Scope"),
    "language": N_("Language"),
    "published": N_("Published results"),
    "notes": N_("Notes of evaluators"),
    "round": N_("Round"),
    "stage": N_("Stage of the results"),
    "software": N_("Version of the software"),
}


def value_labels(table: str, column: str, language: Language) -> dict[str, str]:
    """The codes that a column allows and what each is called, in the schema's order."""
    declared = load_schema().tables[table].columns[column].values
    return {code: title.text(language) for code, title in declared.items()}


def input_text(name: str, value: str, language: Language) -> str:
    """What a snapshot is one of, in words where it is the code of a stage."""
    return STAGES[value].text(language) if name == "stage" and value in STAGES else value
