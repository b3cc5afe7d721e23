"""The `brep` program: gathers the commands, and turns every error of the tree into its exit code."""

from __future__ import annotations

import sys

import typer

from brep_metrics.cli import (
    accounts,
    calibration,
    convert,
    dashboard,
    data,
    demo,
    evaluation,
    explain,
    history,
    methodology,
    publication,
    robustness,
    snapshot,
    store,
)
from brep_metrics.cli.output import report_error
from brep_metrics.errors import BrepError, ExitCode

app = typer.Typer(
    name="brep",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Evaluate the working groups of the Belt and Road Energy Partnership Cooperation Network.",
)
for family in (data, demo, convert, evaluation, explain, publication, history, robustness, dashboard):
    app.add_typer(family.app)
app.add_typer(snapshot.app, name="snapshot")
app.add_typer(store.app, name="store")
app.add_typer(accounts.app, name="accounts")
methodology.app.command()(calibration.calibrate)


def main() -> None:
    """Run one command and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; a user's mistake becomes a message on stderr and an exit code, never a traceback."""
    try:
        app(args=arguments)
    except BrepError as error:
        report_error(error, arguments)
        return int(error.exit_code)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(ExitCode.USAGE)
    return int(ExitCode.DONE)
