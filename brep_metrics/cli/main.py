"""The `brep` program: runs one command, and turns every error of the tree into its exit code."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

import typer

from brep_metrics.cli.lazy import INTERRUPTED, PROGRAM, LazyGroup
from brep_metrics.cli.options import LanguageOption, called_in, language_of
from brep_metrics.cli.output import report_error
from brep_metrics.cli.usage_errors import report_usage_error
from brep_metrics.errors import BrepError, ExitCode
from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    from types import FrameType

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


def main() -> None:
    """Run one command and leave with its exit code."""
    _write_what_the_console_cannot()
    interruptions: list[int] = []

    def interrupt(number: int, _frame: FrameType | None) -> NoReturn:
        interruptions.append(number)
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupt)
    try:
        code = run(sys.argv[1:])
    except Exception:
        # The database says in words of its own that it was interrupted.
        if not interruptions:
            raise
    if interruptions:
        text = N_("Interrupted; what had not been finished was undone")
        print(Message(text).text(language_of(sys.argv[1:])), file=sys.stderr)
        sys.exit(INTERRUPTED)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_stdout()
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command; a user's mistake becomes a message on stderr and an exit code, never a traceback."""
    language = language_of(arguments)
    try:
        with called_in(language):
            ended = app(args=arguments, prog_name="brep", obj=language, standalone_mode=False)
    except typer.TyperException as error:
        report_usage_error(error, language)
        return error.exit_code
    except BrepError as error:
        report_error(error, arguments)
        return int(error.exit_code)
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        _forget_stdout()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(ExitCode.USAGE)
    else:
        return ended if isinstance(ended, int) else int(ExitCode.DONE)
    return int(ExitCode.DONE)


def _write_what_the_console_cannot() -> None:
    """On a console that is not UTF-8, show a character that it does not have as its code rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _forget_stdout() -> None:
    """Let nothing be written to the closed pipe when Python ends, which would be a message of its own."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
