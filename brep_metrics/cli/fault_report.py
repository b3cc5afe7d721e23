"""How the command line reports faults: the first few of each kind on stderr, all of them in a file on request."""

from __future__ import annotations

import sys
import unicodedata
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

from brep_metrics.errors import FaultsError, UsageError
from brep_metrics.i18n import N_, Message, clauses

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from brep_metrics.errors import Fault
    from brep_metrics.i18n import Language

LISTED_PER_KIND = 20
"""Faults printed of one kind, which is a file, a column and a problem: enough to see what is wrong everywhere."""


def print_faults(faults: Sequence[Fault], language: Language) -> None:
    """One line per fault on stderr, in the order of files and lines; beyond the first of a kind only their number."""
    met: Counter[tuple[str, str | None, str]] = Counter()
    for fault in faults:
        kind = (fault.file, fault.column, fault.problem.id)
        met[kind] += 1
        if met[kind] <= LISTED_PER_KIND:
            print(fault_line(fault, language), file=sys.stderr)
    for (file, column, _), count in met.items():
        if count > LISTED_PER_KIND:
            values = {"place": ": ".join(filter(None, (file, column))), "count": count - LISTED_PER_KIND}
            text = N_("{place}: {count} more faults of this kind; --faults FILE writes all of them to a file")
            print(Message(text, values).text(language), file=sys.stderr)


def printable(text: str) -> str:
    """A text without what would move the cursor, ring the bell or rename the window of a terminal."""
    return "".join("␣" if unicodedata.category(character).startswith("C") else character for character in text)


def fault_line(fault: Fault, language: Language) -> str:
    """One fault on one line: `file:line: column: “value”: problem; expected …`."""
    place = ":".join(str(part) for part in (fault.file, fault.line) if part is not None)
    value = f"“{fault.value}”" if fault.value is not None else None
    parts = [place, fault.column, value, fault.problem.text(language)]
    text = ": ".join(part for part in parts if part)
    if fault.expected is not None:
        expected = Message(N_("expected {what}"), {"what": fault.expected}).text(language)
        text = clauses((text, expected), language)
    return printable(text)


@contextmanager
def writing_faults(path: Path | None, language: Language) -> Iterator[None]:
    """Write the faults that the block is refused for to `path` as well: one line per fault, as CSV for people.

    Raises:
        UsageError: the file cannot be written.

    """
    try:
        yield
    except FaultsError as error:
        if path is not None:
            _write(path, error.faults, language)
        raise


def _write(path: Path, faults: Sequence[Fault], language: Language) -> None:
    import pandas as pd  # noqa: PLC0415 - slow to import, and every command reports faults through this module

    from brep_metrics.csv_export import csv_for_people  # noqa: PLC0415 - as above

    rows = [
        {
            "file": fault.file,
            "line": "" if fault.line is None else fault.line,
            "column": fault.column or "",
            "value": fault.value or "",
            "problem": fault.problem.text(language),
            "expected": fault.expected.text(language) if fault.expected else "",
        }
        for fault in faults
    ]
    try:
        path.write_bytes(csv_for_people(pd.DataFrame(rows)))
    except OSError as error:
        values = {"path": str(path), "reason": error.strerror or ""}
        raise UsageError(Message(N_("cannot write {path}: {reason}"), values)) from error
