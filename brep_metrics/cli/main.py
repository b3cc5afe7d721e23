"""The `brep` program: runs one command, and turns every error of the tree into its exit code."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

import typer

from brep_metrics.cli.lazy import INTERRUPTED, PROGRAM, LazyGroup
from brep_metrics.cli.options import LanguageOption, language_of
from brep_metrics.cli.output import report_error
from brep_metrics.errors import BrepError, ExitCode
from brep_metrics.given_files import unusable
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
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command; a user's mistake becomes a message on stderr and an exit code, never a traceback."""
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        _forget_stdout()
        return int(ExitCode.DONE)
    except BrepError as error:
        return _failed(error, arguments)
    except OSError as error:
        # A name too long, a disk that is full, a folder that vanished: the system says it better than a traceback.
        _forget_stdout()
        return _failed(unusable(error), arguments)
    return code


def _run(arguments: list[str]) -> int:
    try:
        app(args=arguments)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(ExitCode.USAGE)
    return int(ExitCode.DONE)


def _failed(error: BrepError, arguments: list[str]) -> int:
    with suppress(OSError):  # stderr may be on the same full disk
        report_error(error, arguments)
    return int(error.exit_code)


def _write_what_the_console_cannot() -> None:
    """On a console that is not UTF-8, show a character that it does not have as its code rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _forget_stdout() -> None:
    """Let nothing be written to what takes no more when Python ends, which would be a message of its own."""
    with suppress(OSError, ValueError):  # not every stream has a number
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
