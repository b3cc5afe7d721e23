"""How the command line prints: data to stdout in one of three formats, everything said about them to stderr."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.measure import Measurement
from rich.table import Column, Table
from rich.text import Text

from brep_metrics.cli.fault_report import print_faults, printable
from brep_metrics.cli.options import OutputFormat, language_of
from brep_metrics.errors import BrepError, FaultsError
from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    import pandas as pd

    from brep_metrics.i18n import Language


# What a column is called where the table is for reading; other columns are codes of the data and stay as they are.
HEADINGS = {
    "rank": N_("rank"),
    "group_id": N_("code"),
    "code": N_("code"),
    "name": N_("name"),
    "title": N_("title"),
    "score": N_("score"),
    "grade": N_("grade"),
    "coverage": N_("coverage"),
    "status": N_("status"),
    "unit": N_("unit"),
    "points": N_("points"),
    "value": N_("value"),
    "normalised": N_("on the scale"),
    "weight": N_("weight"),
    "of_median": N_("of the median group"),
    "beyond_median": N_("beyond the median"),
    "methodology": N_("from the methodology"),
    "data": N_("from the data"),
    "clipping": N_("from clipping"),
    "target": N_("value needed"),
    "needed": N_("change needed"),
    "added": N_("more"),
    "records": N_("records to put right"),
    "rank_nominal": N_("rank"),
    "rank_median": N_("median rank"),
    "rank_p05": N_("5th percentile"),
    "rank_p95": N_("95th percentile"),
    "generation": N_("generation"),
    "created_at": N_("made at"),
    "date": N_("date"),
    "who": N_("who"),
    "why": N_("why"),
    "files": N_("files"),
    "table": N_("table"),
    "rows": N_("rows"),
    "new": N_("new"),
    "changed": N_("changed"),
    "equal": N_("equal"),
    "removed": N_("removed"),
    "file": N_("file"),
    "line": N_("line"),
    "column": N_("column"),
    "problem": N_("problem"),
    "done": N_("what was done"),
    "due_on": N_("due"),
    "days_late": N_("days late"),
    "task": N_("what to do"),
    "filing": N_("filing"),
    "state": N_("state"),
    "kind": N_("kind"),
    "key": N_("key"),
    "submitted_on": N_("submitted"),
    "old": N_("old"),
    "email": N_("e-mail"),
    "role": N_("role"),
    "organization": N_("organization"),
}
# Wider than any table: in a file or a pipe a row is a line.
_WIDTH_WITHOUT_TERMINAL = 10_000


def print_data(frame: pd.DataFrame, output: OutputFormat, language: Language) -> None:
    """Print one line per row; CSV and JSON carry every digit and the columns' codes, the table is for reading."""
    if output is OutputFormat.CSV:
        sys.stdout.write(frame.to_csv(index=False, lineterminator="\n"))
    elif output is OutputFormat.JSON:
        sys.stdout.write(frame.to_json(orient="records", force_ascii=False, indent=1, double_precision=15) + "\n")
    else:
        _print_table(frame, [_heading(str(name), language) for name in frame.columns])


def _print_table(frame: pd.DataFrame, headings: list[str]) -> None:
    """A table; on a terminal that is too narrow for its longest words one cell per line, since half a code is none."""
    console = Console(width=None if sys.stdout.isatty() else _WIDTH_WITHOUT_TERMINAL)
    rows = [
        [f"{cell:z.2f}" if isinstance(cell, float) else printable(str(cell)) for cell in row]
        for row in frame.astype(object).where(frame.notna(), "").itertuples(index=False)
    ]
    # As text, not as markup: a cell is data.
    table = Table(*(Column(Text(heading)) for heading in headings))
    for row in rows:
        table.add_row(*map(Text, row))
    unbounded = console.options.update(max_width=_WIDTH_WITHOUT_TERMINAL)
    if Measurement.get(console, unbounded, table).minimum <= console.width:
        console.print(table)
        return
    for row in rows:
        for heading, cell in zip(headings, row, strict=True):
            print(f"{heading}: {cell}")
        print()


def _heading(name: str, language: Language) -> str:
    return Message(HEADINGS[name]).text(language) if name in HEADINGS else name


def report_error(error: BrepError, arguments: list[str]) -> None:
    """Print the error and its faults on stderr, in the language the command was given."""
    language = language_of(arguments)
    if isinstance(error, FaultsError):
        print_faults(error.faults, language)
    print(printable(error.text(language)), file=sys.stderr)
