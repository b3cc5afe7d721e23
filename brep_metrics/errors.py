"""Every error a person can meet, as one tree, and the exit code that each leads to.

BrepError
├── FaultsError          1  the data, the methodology or a snapshot has faults; all of them are listed
├── NoDataError          1  there is nothing to answer from: an empty store, or a period without working groups
├── UsageError           2  something asked for does not exist or cannot be combined
└── StoreError           3  the store cannot serve
    ├── StoreBusy           another process is writing
    └── StoreDamaged        a file of the store is missing or unreadable

The module holds no wording: a text is a `Message`, which the catalogue turns into the reader's language.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brep_metrics.i18n import Language, Message


class ExitCode(IntEnum):
    """What `brep` returns to the shell."""

    DONE = 0
    FAULTS = 1
    USAGE = 2
    STORE = 3


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a file: where, what was found and what was expected.

    `line` is the physical line (the first is 1; the row in a workbook); None where the fault is the file's as a whole.
    `count` is how many rows it speaks of: more than one where the others of a kind are only counted.
    """

    file: str
    problem: Message
    line: int | None = None
    column: str | None = None
    value: str | None = None
    expected: Message | None = None
    table: str | None = None
    count: int = 1


SHOWN = 80  # characters: enough to find it, short enough for one line of a terminal


def shown(value: str | None) -> str | None:
    """A value fit for one line of a report: shortened, and without characters that would move the cursor."""
    if value is None:
        return None
    short = value if len(value) <= SHOWN else value[: SHOWN - 1] + "…"
    return "".join(character if character.isprintable() else "␣" for character in short)


class BrepError(Exception):
    """The root of the tree; `text` is for the person, in their language."""

    exit_code = ExitCode.USAGE

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message

    def text(self, language: Language) -> str:
        """The whole error in one sentence."""
        return self.message.text(language)


class FaultsError(BrepError):
    """A file was refused; `faults` lists everything that is wrong with it."""

    exit_code = ExitCode.FAULTS

    def __init__(self, message: Message, faults: Iterable[Fault]) -> None:
        super().__init__(message)
        self.faults = tuple(faults)


class NoDataError(BrepError):
    """There is nothing to answer from: nothing was loaded, or no working group existed or was known then."""

    exit_code = ExitCode.FAULTS


class UsageError(BrepError):
    """Something was asked for that does not exist: a path, a period, a group, a generation."""

    exit_code = ExitCode.USAGE


class StoreError(BrepError):
    """The store cannot serve this request."""

    exit_code = ExitCode.STORE


class StoreBusy(StoreError):  # noqa: N818 - names the state of the store, which callers wait for
    """Another process is writing, and did not finish within the time allowed."""


class StoreDamaged(StoreError):  # noqa: N818 - names the state of the store
    """A file that the store's own records name is missing, changed or unreadable."""
