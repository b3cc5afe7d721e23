"""`brep history`: the generations, and whether the store is whole."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import pandas as pd
import typer

from brep_metrics.cli.options import (
    DEFAULT_STORE,
    FormatOption,
    LanguageOption,
    OutputFormat,
    StoreOption,
    as_language,
)
from brep_metrics.cli.output import print_data
from brep_metrics.errors import FaultsError, UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.store import open_store

if TYPE_CHECKING:
    from brep_metrics.store import Store

app = typer.Typer()

_COUNTED = ("new", "changed", "removed")
"""What the history tells of the records of each load; the others are equal."""


@app.command()
def history(
    head: Annotated[
        str | None, typer.Argument(metavar="HEAD", help="An anchor printed earlier, for --verify --anchor.")
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Check every line of the journal and the file of every generation too.")
    ] = False,
    anchor: Annotated[
        bool, typer.Option("--anchor", help="Print the journal's head; with --verify HEAD, find HEAD in the journal.")
    ] = False,
    store: StoreOption = DEFAULT_STORE,
    lang: LanguageOption = None,
    output: FormatOption = OutputFormat.TABLE,
) -> None:
    """List the generations: when, who, why, from which files.

    What --anchor prints belongs in the minutes of a meeting: with it, --verify proves later that nothing before it was
    changed. Without an anchor, anyone who can write to the store's database could cut the end of the journal unseen.
    """
    if head is not None and not (verify and anchor):
        raise UsageError(Message(N_("{head} can only be checked with --verify --anchor"), {"head": head}))
    opened, language = open_store(store), as_language(lang)
    if anchor and not verify:
        print(opened.journal.anchor())
        return
    print_data(_table(opened), output, language)
    if verify:
        if faults := opened.verify(head):
            raise FaultsError(Message(N_("Faults found: {count}"), {"count": len(faults)}), faults)
        whole = N_("The journal is whole, and the file of every generation is what it says; head: {anchor}")
        print(Message(whole, {"anchor": opened.journal.anchor()}).text(language), file=sys.stderr)


def _table(opened: Store) -> pd.DataFrame:
    rows = [
        {
            "generation": generation.id,
            "created_at": generation.created_at.isoformat(timespec="seconds"),
            "date": generation.date.isoformat(),
            "who": generation.who,
            "why": generation.why,
            "rows": sum(generation.rows.values()),
            **{name: sum(counts[name] for counts in generation.changes.values()) for name in _COUNTED},
            "files": "; ".join(file.name for file in generation.files),
        }
        for generation in opened.generations()
    ]
    return pd.DataFrame(rows, columns=["generation", "created_at", "date", "who", "why", "rows", *_COUNTED, "files"])
