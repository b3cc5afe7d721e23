"""`brep demo`: the fictional demonstration network, into a store of its own."""

from __future__ import annotations

import sys

import typer

from brep_metrics.cli.options import DEFAULT_STORE, LanguageOption, StoreOption, as_language
from brep_metrics.demo import load_demonstration
from brep_metrics.filing import demonstrate_filings
from brep_metrics.i18n import N_, Message
from brep_metrics.rounds import demonstrate_rounds
from brep_metrics.store import open_store

app = typer.Typer()


@app.command()
def demo(store: StoreOption = DEFAULT_STORE, lang: LanguageOption = None) -> None:
    """Load the fictional demonstration network; a store that holds other data is left alone."""
    opened = open_store(store)
    made = load_demonstration(opened)
    if made is None:
        said = Message(N_("The demonstration network is already in {address}"), {"address": opened.address})
    else:
        demonstrate_rounds(opened)
        demonstrate_filings(opened, made.date)
        now = opened.current() or made
        values = {"address": opened.address, "rows": sum(now.rows.values()), "generation": now.id}
        said = Message(N_("The demonstration network is in {address}: generation {generation}, {rows} rows"), values)
    print(said.text(as_language(lang)), file=sys.stderr)
