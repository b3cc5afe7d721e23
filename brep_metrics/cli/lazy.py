"""The commands of `brep`, each imported when it runs: its help does not wait for pandas and DuckDB."""

from __future__ import annotations

import gc
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

from brep_metrics.cli.help_language import help_texts, speak
from brep_metrics.cli.main import INTERRUPTED
from brep_metrics.i18n import N_, translator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typer import Context

PROGRAM = N_("Evaluate the working groups of the Belt and Road Energy Partnership Cooperation Network.")


class Entry(NamedTuple):
    """A command in the list of `brep --help`: the module of `brep_metrics.cli` that has it, and what it does."""

    module: str
    summary: str


COMMANDS = {
    "check": Entry("data", N_("Check files as `load` would, and change nothing.")),
    "load": Entry(
        "data", N_("Check files and load them as a new generation: known keys are replaced, new ones added.")
    ),
    "templates": Entry(
        "data", N_("Write blank templates: one CSV file per table, and a workbook that explains every column.")
    ),
    "export": Entry("data", N_("Write a generation's tables as CSV files; loading them again gives the same data.")),
    "history": Entry("history", N_("List the generations: when, who, why, from which files.")),
    "demo": Entry("demo", N_("Load the fictional demonstration network; a store that holds other data is left alone.")),
    "convert": Entry("convert", N_("Turn public data of others into tables to load.")),
    "evaluate": Entry(
        "evaluation", N_("Score, rank and grade the working groups of a period (the last full year if none is given).")
    ),
    "explain": Entry(
        "explain",
        N_("Explain a group's score: contributions that add up to it, what changed, and the way to the next grade."),
    ),
    "robustness": Entry("robustness", N_("Vary all declared factors together and say how the ranks hold.")),
    "publish": Entry(
        "publication", N_("Make the scores of a period official: leads and members then see those of their own group.")
    ),
    "score": Entry("evaluation", N_("Apply a methodology to any table of values.")),
    "methodology": Entry("methodology", N_("Check or show a methodology.")),
    "snapshot": Entry("snapshot", N_("Make, verify and compare snapshots for a meeting.")),
    "dashboard": Entry("dashboard", N_("Open the dashboard in a browser.")),
    "store": Entry("store", N_("Make, check, upgrade and tidy up a store.")),
    "round": Entry("rounds", N_("The evaluation of a period as a process: announced, on notice, final.")),
    "filing": Entry("filing", N_("What organizations hand in, and what becomes of it.")),
    "due": Entry("due", N_("List what is due, for whom and when, from the state of now.")),
    "accounts": Entry("accounts", N_("The accounts in the store's register.")),
}


class LazyGroup(TyperGroup):
    """Lists the commands without importing them, and imports the one that is called.

    The context's `obj` is the reader's language.
    """

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:  # noqa: ANN401 - typer's own class is private
        """Begin a call of the program, in the reader's language."""
        speak(self, extra["obj"])
        return super().make_context(info_name, args, parent, **extra)

    def list_commands(self, ctx: Context) -> list[str]:  # type: ignore[override]  # noqa: ARG002 - as typer calls it
        """The names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> Any:  # type: ignore[override]  # noqa: ANN401 - typer's own class is private
        """What the help shows of a command, in the reader's language."""
        if cmd_name not in COMMANDS:
            return None
        return TyperCommand(cmd_name, help=translator(ctx.obj).gettext(COMMANDS[cmd_name].summary))

    def invoke(self, ctx: Context) -> Any:  # type: ignore[override]  # noqa: ANN401 - as above
        """Run the command; Ctrl-C ends it with a sentence and the code that a shell expects."""
        from brep_metrics.temporary_folders import sweep  # noqa: PLC0415 - the help makes no folders, nor waits for this

        try:
            sweep()
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise SystemExit(INTERRUPTED) from None

    def resolve_command(self, ctx: Context, args: list[str]) -> Any:  # type: ignore[override]  # noqa: ANN401 - as above
        """The command that is called."""
        if args and args[0] in COMMANDS:
            called = command(args[0])
            speak(called, ctx.obj)
            return args[0], called, args[1:]
        return super().resolve_command(ctx, args)


def command(name: str) -> Any:  # noqa: ANN401 - as above
    """The command itself, imported."""
    group = get_group(import_module(f"brep_metrics.cli.{COMMANDS[name].module}").app)
    # From here on a command makes garbage of its own; what was imported until now is not looked through for it.
    gc.freeze()
    gc.enable()
    return group.commands.get(name, group)


def every_help_text() -> Iterator[str]:
    """Every paragraph that the help of any command shows, in English, for the catalogue."""
    for name in COMMANDS:
        yield from help_texts(command(name))
