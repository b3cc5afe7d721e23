"""`brep demo`: the fictional demonstration network, into a store of its own."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from brep_metrics.cli.options import DEFAULT_STORE, LanguageOption, StoreOption, as_language
from brep_metrics.demo import load_demonstration
from brep_metrics.filing import demonstrate_filings, filings_are_demonstrated
from brep_metrics.i18n import N_, Message
from brep_metrics.rounds import demonstrate_rounds, rounds_are_demonstrated
from brep_metrics.store import open_store

if TYPE_CHECKING:
    from brep_metrics.store import Store

app = typer.Typer()


@app.command()
def demo(store: StoreOption = DEFAULT_STORE, lang: LanguageOption = None) -> None:
    """Load the fictional demonstration network; a store that holds other data is left alone."""
    opened = open_store(store)
    made = load_demonstration(opened)
    if not _completed(opened):
        said = Message(N_("The demonstration network is already in {address}"), {"address": opened.address})
    else:
        now = opened.current() or made or opened.generations()[-1]
        values = {"address": opened.address, "rows": sum(now.rows.values()), "generation": now.id}
        said = Message(N_("The demonstration network is in {address}: generation {generation}, {rows} rows"), values)
    print(said.text(as_language(lang)), file=sys.stderr)


def _completed(store: Store) -> bool:
    """Add what rounds and filings a call that was killed has left out; whether any were."""
    has_rounds, has_filings = rounds_are_demonstrated(store), filings_are_demonstrated(store)
    if not has_rounds:
        demonstrate_rounds(store)
    if not has_filings:
        demonstrate_filings(store, store.generations()[0].date)
    return not (has_rounds and has_filings)
