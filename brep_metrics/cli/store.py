"""`brep store`: make a store, look whether it is in order, bring it up to date, remove old generations."""

from __future__ import annotations

import sys
from typing import Annotated

import pandas as pd
import typer

from brep_metrics.access.audit import local_user
from brep_metrics.cli.options import (
    DEFAULT_STORE,
    FormatOption,
    LanguageOption,
    OutputFormat,
    StoreOption,
    as_language,
    whole_number,
)
from brep_metrics.cli.output import print_data
from brep_metrics.errors import StoreError
from brep_metrics.i18n import N_, Message
from brep_metrics.store import ADDRESS_HELP, FILES_HELP, MIN_KEEP_DAYS, create_store, open_store, upgrade_store

# Further back than any store, and near enough that the day is one of the calendar.
MAX_KEEP_DAYS = 36_500

app = typer.Typer(no_args_is_help=True, help="Make, check, upgrade and tidy up a store.")


@app.command()
def create(
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help=ADDRESS_HELP)],
    files: Annotated[
        str | None,
        typer.Option(metavar="FILES", help=FILES_HELP),
    ] = None,
    lang: LanguageOption = None,
) -> None:
    """Make a store. A folder needs no making: whatever is first written to it makes one."""
    made = create_store(address, files=files)
    text = N_("There is a store at {address} now; its files are kept at {files}")
    print(
        Message(text, {"address": made.address, "files": made.files.address}).text(as_language(lang)), file=sys.stderr
    )


@app.command()
def check(
    store: StoreOption = DEFAULT_STORE, lang: LanguageOption = None, output: FormatOption = OutputFormat.TABLE
) -> None:
    """Check that register, files, permissions and clocks are in order."""
    language = as_language(lang)
    found = open_store(store).check()
    rows = [(one.subject.text(language), one.finding.text(language)) for one in found]
    print_data(pd.DataFrame(rows, columns=["what", "finding"]), output, language)
    if bad := sum(not one.in_order for one in found):
        raise StoreError(Message(N_("Not in order: {count}"), {"count": bad}))


@app.command()
def upgrade(store: StoreOption = DEFAULT_STORE, lang: LanguageOption = None) -> None:
    """Bring the register of an older version up to date; of a folder's, a copy is kept."""
    changed = upgrade_store(store)
    text = N_("The register is up to date now") if changed else N_("The register was up to date already")
    print(Message(text).text(as_language(lang)), file=sys.stderr)


@app.command()
def prune(
    *,
    keep_days: Annotated[
        int,
        typer.Option(
            metavar="N",
            parser=whole_number(MIN_KEEP_DAYS, MAX_KEEP_DAYS),
            help="Keep generations that are not older than this.",
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be removed, and remove nothing.")] = False,
    store: StoreOption = DEFAULT_STORE,
    lang: LanguageOption = None,
    output: FormatOption = OutputFormat.TABLE,
) -> None:
    """Remove the files of old generations that no publication and no snapshot names; the journal keeps their lines."""
    language = as_language(lang)
    gone = open_store(store).prune(keep_days=keep_days, who=local_user(), dry_run=dry_run)
    rows = [(one.id, one.date.isoformat(), one.size) for one in gone]
    print_data(pd.DataFrame(rows, columns=["generation", "date", "bytes"]), output, language)
    text = N_("Generations that would be removed: {count}") if dry_run else N_("Generations removed: {count}")
    print(Message(text, {"count": len(gone)}).text(language), file=sys.stderr)
