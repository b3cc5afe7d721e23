"""`brep convert`: public data of others, turned into tables that `brep load` takes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import pandas as pd
import typer

from brep_metrics import cofi as inventory
from brep_metrics.cli.options import FormatOption, LanguageOption, OutputFormat, as_language
from brep_metrics.cli.output import print_data
from brep_metrics.errors import UsageError
from brep_metrics.given_files import is_there
from brep_metrics.i18n import N_, Message
from brep_metrics.table_files import write_tables

if TYPE_CHECKING:
    from brep_metrics.cofi import Conversion
    from brep_metrics.i18n import Language

app = typer.Typer()
convert = typer.Typer(no_args_is_help=True, help="Turn public data of others into tables to load.")
app.add_typer(convert, name="convert")


_File = Annotated[Path, typer.Argument(metavar="CSV", help="The China Overseas Finance Inventory, as published.")]
_Directory = Annotated[Path, typer.Argument(metavar="DIR", help="An empty or new folder for the tables.")]


@convert.callback()
def _several() -> None:
    """Keep `cofi` a name to give, though it is the only source so far."""


@convert.command()
def cofi(
    file: _File,
    directory: _Directory,
    output: FormatOption = OutputFormat.TABLE,
    lang: LanguageOption = None,
) -> None:
    """Turn the China Overseas Finance Inventory into tables, and list what in it is not clean."""
    language = as_language(lang)
    if is_there(directory) and (not directory.is_dir() or any(directory.iterdir())):
        raise UsageError(Message(N_("{path} is not an empty folder"), {"path": str(directory)}))
    conversion = inventory.convert(file)
    write_tables(conversion.tables, directory)
    print_data(_findings(conversion, language), output, language)
    for line in _summary(conversion, directory):
        print(line.text(language), file=sys.stderr)


def _findings(conversion: Conversion, language: Language) -> pd.DataFrame:
    """One row per dirty cell."""
    rows = [
        (one.file, one.line, one.column, one.value, one.problem.text(language), one.done.text(language))
        for one in conversion.findings
    ]
    return pd.DataFrame(rows, columns=["file", "line", "column", "value", "problem", "done"])


def _summary(conversion: Conversion, directory: Path) -> list[Message]:
    """How much of each kind, then what came out."""
    lines = [
        Message(N_("{count} × {problem}: {done}"), {"count": count, "problem": dirt.problem, "done": dirt.done})
        for dirt, count in conversion.counts.items()
    ]
    rows = ", ".join(f"{table} {len(found)}" for table, found in conversion.tables.items())
    values = {"lines": conversion.lines, "path": str(directory), "rows": rows}
    return [*lines, Message(N_("{lines} rows read; tables in {path}: {rows}"), values)]
