"""What can be dirty in the inventory, and what is done about it: one table of words, one row per kind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    from collections.abc import Mapping


class Dirt(StrEnum):
    """The kinds of dirt."""

    NO_YEAR = "no_year"
    TOO_EARLY = "too_early"
    NO_CAPACITY = "no_capacity"
    NO_NAME = "no_name"
    DUPLICATE = "duplicate"
    REPEATED = "repeated"
    BLANKS = "blanks"
    SPELLING = "spelling"
    UNKNOWN_TECHNOLOGY = "unknown_technology"
    UNCLASSIFIED = "unclassified"
    ZERO_LOAN = "zero_loan"

    @property
    def problem(self) -> Message:
        """What is wrong."""
        return Message(WORDS[self][0])

    @property
    def done(self) -> Message:
        """What was done about it."""
        return Message(WORDS[self][1])


# kind → what is wrong, what was done
WORDS: Mapping[Dirt, tuple[str, str]] = {
    Dirt.NO_YEAR: (N_("no commissioning year"), N_("not counted as a commissioned project")),
    Dirt.TOO_EARLY: (N_("commissioned before 1990"), N_("not counted as a commissioned project")),
    Dirt.NO_CAPACITY: (N_("no capacity"), N_("adds no MW")),
    Dirt.NO_NAME: (N_("no name of the plant"), N_("named after its key")),
    Dirt.DUPLICATE: (N_("marked as a duplicate of another row"), N_("left out")),
    Dirt.REPEATED: (
        N_("same plant, technology, year and capacity as an earlier row, not marked as a duplicate"),
        N_("kept: the source counts it as an investment of its own"),
    ),
    Dirt.BLANKS: (N_("stray blanks or line breaks"), N_("read without them")),
    Dirt.SPELLING: (N_("spelled differently from other rows"), N_("read like the others")),
    Dirt.UNKNOWN_TECHNOLOGY: (N_("technology unknown"), N_("kept as a technology of its own")),
    Dirt.UNCLASSIFIED: (
        N_("classified neither as renewable nor as fossil"),
        N_("left out of the share of renewables"),
    ),
    Dirt.ZERO_LOAN: (N_("lender with an amount of 0"), N_("not counted as a lender")),
}


@dataclass(frozen=True)
class Finding:
    """One dirty cell: where it is (`line` is the physical line its row begins on), its value, and its kind."""

    dirt: Dirt
    file: str
    line: int
    column: str
    value: str

    @property
    def problem(self) -> Message:
        """What is wrong."""
        return self.dirt.problem

    @property
    def done(self) -> Message:
        """What was done about it."""
        return self.dirt.done
