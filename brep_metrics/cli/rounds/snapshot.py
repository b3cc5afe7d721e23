"""`brep round snapshot`: the snapshot that a round keeps of the results of a stage, as a file."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path  # noqa: TC003 - typer reads it when it runs
from typing import Annotated

import typer

from brep_metrics.access import Role
from brep_metrics.cli.options import DEFAULT_STORE, AsOption, LanguageOption, StoreOption, as_language
from brep_metrics.cli.rounds.app import RoundOption, acting, app, meant
from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.rounds import Stage, snapshot_file
from brep_metrics.store import open_store


@app.command()
def snapshot(
    stage: Annotated[str, typer.Argument(help="verification, notice or final.")],
    *,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write the zip.")],
    round_: RoundOption = None,
    as_: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
    lang: LanguageOption = None,
) -> None:
    """Write the snapshot that was made of the results of a stage, to verify or compare it."""
    opened = open_store(store)
    if acting(opened, as_).role is not Role.EVALUATOR:
        raise UsageError(Message(N_("only evaluators have the snapshots of a round")))
    if stage not in list(Stage):
        raise UsageError(
            Message(N_("“{stage}” is not a stage with results; use verification, notice or final"), {"stage": stage})
        )
    with snapshot_file(opened, meant(opened, round_), Stage(stage)) as kept:
        try:
            shutil.copyfile(kept, out)
        except OSError as error:
            raise UsageError(Message(N_("Cannot write to {path}"), {"path": str(out)})) from error
    print(Message(N_("Written: {path}"), {"path": str(out)}).text(as_language(lang)), file=sys.stderr)
