"""The commands around the data: check, load, templates, export."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from brep_metrics.access.audit import local_user, record_export
from brep_metrics.cli.fault_report import writing_faults
from brep_metrics.cli.load_report import print_load_report
from brep_metrics.cli.options import (
    DEFAULT_STORE,
    FormatOption,
    GenerationOption,
    LanguageOption,
    OutputFormat,
    StoreOption,
    as_language,
)
from brep_metrics.cli.prompts import as_day
from brep_metrics.errors import FaultsError
from brep_metrics.i18n import N_, Message
from brep_metrics.load_effect import load_and_compare, preview
from brep_metrics.store import export_tables, open_store
from brep_metrics.templates import write_templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from brep_metrics.i18n import Language

app = typer.Typer()

_Paths = Annotated[
    list[Path] | None, typer.Argument(metavar="PATH…", help="CSV files, folders of them, XLSX workbooks.")
]
_Faults = Annotated[
    Path | None,
    typer.Option("--faults", metavar="FILE", help="Write every fault to this CSV file; few of a kind are printed."),
]
_Remove = Annotated[
    list[Path] | None,
    typer.Option("--remove", metavar="FILE", help="A file of keys, named after its table, whose rows go; repeatable."),
]


@app.command()
def check(
    paths: _Paths = None,
    remove: _Remove = None,
    faults: _Faults = None,
    store: StoreOption = DEFAULT_STORE,
    lang: LanguageOption = None,
    output: FormatOption = OutputFormat.TABLE,
) -> None:
    """Check files as `load` would, and change nothing."""
    language = as_language(lang)
    with writing_faults(faults, language), _progress(language) as progress:
        found = preview(open_store(store), paths or [], remove=remove or [], progress=progress)
        if refused := found.report.faults:
            count = sum(fault.count for fault in refused)
            raise FaultsError(Message(N_("Faults found: {count}"), {"count": count}), refused)
    print_load_report(found, output, language)
    _say(Message(N_("No faults")), language)


@app.command()
def load(  # noqa: PLR0917 - typer makes an option of each
    paths: _Paths = None,
    remove: _Remove = None,
    faults: _Faults = None,
    who: Annotated[str | None, typer.Option(help="Who loads; the user's name if empty.")] = None,
    why: Annotated[str, typer.Option(help="Why, for the history.")] = "",
    day: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="The day of the data, where it is not today.")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    lang: LanguageOption = None,
    output: FormatOption = OutputFormat.TABLE,
) -> None:
    """Check files and load them as a new generation: known keys are replaced, new ones added."""
    language = as_language(lang)
    with writing_faults(faults, language), _progress(language) as progress:
        made, found = load_and_compare(
            open_store(store),
            paths or [],
            who=who or local_user(),
            why=why,
            remove=remove or [],
            today=as_day(day),
            progress=progress,
        )
    print_load_report(found, output, language)
    _say(Message(N_("Loaded as generation {generation}"), {"generation": made.id}), language)


@app.command()
def templates(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write them.")],
    lang: LanguageOption = None,
) -> None:
    """Write blank templates: one CSV file per table, and a workbook that explains every column."""
    written = write_templates(folder)
    _say(Message(N_("Files written: {count}"), {"count": len(written)}), as_language(lang))


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write the tables.")],
    generation: GenerationOption = None,
    store: StoreOption = DEFAULT_STORE,
    lang: LanguageOption = None,
) -> None:
    """Write a generation's tables as CSV files; loading them again gives the same data."""
    opened = open_store(store)
    wanted = opened.generation(generation).id
    # A store that cannot take the line does not hand out its data, and there is no line for what cannot be written.
    record = partial(record_export, opened, local_user(), what="tables", generation=wanted)
    written = export_tables(opened, folder, wanted, record=record)
    _say(Message(N_("Files written: {count}"), {"count": len(written)}), as_language(lang))


def _say(message: Message, language: Language) -> None:
    print(message.text(language), file=sys.stderr)


@contextmanager
def _progress(language: Language) -> Iterator[Callable[[Message, float], None]]:
    """A bar on stderr while the block runs, if that is a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda what, share: bar.update(task, description=what.text(language), completed=share)
