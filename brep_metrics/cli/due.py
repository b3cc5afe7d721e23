"""`brep due`: what is due, for whom and when, as a list or as a calendar file."""

from __future__ import annotations

import sys
from pathlib import Path  # noqa: TC003 - typer reads it when it runs
from typing import TYPE_CHECKING, Annotated

import pandas as pd
import typer

from brep_metrics import filing
from brep_metrics.cli.acting_person import filing_actor
from brep_metrics.cli.options import (
    DEFAULT_STORE,
    AsOption,
    FormatOption,
    LanguageOption,
    OutputFormat,
    StoreOption,
    as_language,
)
from brep_metrics.cli.output import print_data
from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.store import network_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brep_metrics.i18n import Language

app = typer.Typer()


@app.command()
def due(
    *,
    ics: Annotated[
        Path | None, typer.Option("--ics", metavar="FILE", help="Write a calendar file instead of a list.")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    as_: AsOption = None,
    lang: LanguageOption = None,
    output: FormatOption = OutputFormat.TABLE,
) -> None:
    """List what is due, for whom and when, from the state of now."""
    language = as_language(lang)
    opened, actor = filing_actor(store, as_)
    tasks = filing.due(opened, actor)
    if ics is None:
        print_data(_listed(tasks, language), output, language)
        return
    try:
        ics.write_bytes(filing.calendar(tasks, language))
    except OSError as error:
        raise UsageError(Message(N_("Cannot write to {path}"), {"path": str(ics)})) from error
    print(Message(N_("Written: {path}"), {"path": str(ics)}).text(language), file=sys.stderr)


def _listed(tasks: Iterable[filing.Due], language: Language) -> pd.DataFrame:
    today = network_day()
    rows = [
        (
            one.due_on.isoformat() if one.due_on else "",
            one.days_late(today),
            one.group_id,
            filing.sentence(one, language),
            one.filing,
        )
        for one in tasks
    ]
    return pd.DataFrame(rows, columns=["due_on", "days_late", "group_id", "task", "filing"])
