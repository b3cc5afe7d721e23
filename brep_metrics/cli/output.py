"""How the command line prints: data to stdout in one of three formats, everything said about them to stderr."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from brep_metrics.cli.fault_report import print_faults
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
}
# Wide enough for every table, so that nothing is cut off in a file or a pipe.
_WIDTH_WITHOUT_TERMINAL = 200


def print_data(frame: pd.DataFrame, output: OutputFormat, language: Language) -> None:
    """Print one line per row; CSV and JSON carry every digit and the columns' codes, the table is for reading."""
    if output is OutputFormat.CSV:
        sys.stdout.write(frame.to_csv(index=False, lineterminator="\n"))
    elif output is OutputFormat.JSON:
        sys.stdout.write(frame.to_json(orient="records", force_ascii=False, indent=1, double_precision=15) + "\n")
    else:
        table = Table(*(_heading(str(name), language) for name in frame.columns))
        for row in frame.astype(object).where(frame.notna(), "").itertuples(index=False):
            table.add_row(*(f"{cell:z.2f}" if isinstance(cell, float) else str(cell) for cell in row))
        Console(width=None if sys.stdout.isatty() else _WIDTH_WITHOUT_TERMINAL).print(table)


def _heading(name: str, language: Language) -> str:
    return Message(HEADINGS[name]).text(language) if name in HEADINGS else name


def report_error(error: BrepError, arguments: list[str]) -> None:
    """Print the error and its faults on stderr, in the language the command was given."""
    language = language_of(arguments)
    if isinstance(error, FaultsError):
        print_faults(error.faults, language)
    print(error.text(language), file=sys.stderr)
