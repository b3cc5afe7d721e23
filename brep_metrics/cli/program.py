"""The program that typer runs: its name, its help, and the commands that `lazy` lists."""

from __future__ import annotations

import typer

from brep_metrics.cli.lazy import PROGRAM, LazyGroup
from brep_metrics.cli.options import LanguageOption  # noqa: TC001 - typer reads the annotation

app = typer.Typer(
    name="brep",
    cls=LazyGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help=PROGRAM,
)


@app.callback()
def _program(lang: LanguageOption = None) -> None:
    """Only the commands do anything; the language of the help is read before."""
