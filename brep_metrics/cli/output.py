"""How the command line prints: data to stdout in one of three formats, everything said about them to stderr."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from brep_metrics.cli.options import LanguageChoice, OutputFormat, as_language
from brep_metrics.errors import BrepError, Fault, FaultsError
from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    import pandas as pd

    from brep_metrics.i18n import Language


def print_data(frame: pd.DataFrame, output: OutputFormat) -> None:
    """Print one row a line; CSV and JSON carry every digit, the table is for reading."""
    if output is OutputFormat.CSV:
        sys.stdout.write(frame.to_csv(index=False, lineterminator="\n"))
    elif output is OutputFormat.JSON:
        sys.stdout.write(frame.to_json(orient="records", force_ascii=False, indent=1, double_precision=15) + "\n")
    else:
        table = Table(*(str(name) for name in frame.columns))
        for row in frame.astype(object).where(frame.notna(), "").itertuples(index=False):
            table.add_row(*(f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in row))
        Console().print(table)


def fault_line(fault: Fault, language: Language) -> str:
    """One fault on one line: `file:line: column: “value”: problem; expected …`."""
    place = ":".join(str(part) for part in (fault.file, fault.line) if part is not None)
    value = f"“{fault.value}”" if fault.value is not None else None
    parts = [place, fault.column, value, fault.problem.text(language)]
    text = ": ".join(part for part in parts if part)
    if fault.expected is None:
        return text
    expected = Message(N_("expected {what}"), {"what": fault.expected}).text(language)
    return f"{text}; {expected}"


def report_error(error: BrepError, arguments: list[str]) -> None:
    """Print the error and all of its faults on stderr, in the language the command was given."""
    language = _language_of(arguments)
    if isinstance(error, FaultsError):
        for fault in error.faults:
            print(fault_line(fault, language), file=sys.stderr)
    print(error.text(language), file=sys.stderr)


def _language_of(arguments: list[str]) -> Language:
    for position, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--lang":
            value = value or (arguments[position + 1] if position + 1 < len(arguments) else "")
            if value in list(LanguageChoice):
                return as_language(LanguageChoice(value))
    return as_language(None)
