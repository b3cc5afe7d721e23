"""How `brep` begins and ends.

Ctrl-C is answered with a sentence from the first moment, so that all else is imported afterwards, within functions.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from types import FrameType

    from brep_metrics.errors import BrepError

INTERRUPTED = 130  # as a shell counts an end by Ctrl-C


def main() -> None:
    """Run one command and leave with its exit code."""
    # What is imported is never freed, and looking for garbage in it takes a tenth of the time; `lazy` looks again.
    gc.disable()
    interruptions: list[int] = []

    def interrupt(number: int, _frame: FrameType | None) -> NoReturn:
        interruptions.append(number)
        # Where Python cannot pass the interruption on, it would print a traceback instead.
        sys.unraisablehook = lambda _lost: None
        raise KeyboardInterrupt

    _write_what_the_console_cannot()  # first, since an interruption within would leave no stream to say so on
    try:
        signal.signal(signal.SIGINT, interrupt)
        code = run(sys.argv[1:])
    except (Exception, KeyboardInterrupt):
        # The database says in words of its own that it was interrupted.
        if not interruptions:
            raise
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if interruptions:
        _say_interrupted()
        sys.exit(INTERRUPTED)
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command; a user's mistake becomes a message on stderr and an exit code, never a traceback."""
    from typer import TyperException  # noqa: PLC0415 - see the module's docstring, as for all below

    from brep_metrics.cli.options import called_in, language_of  # noqa: PLC0415
    from brep_metrics.cli.program import app  # noqa: PLC0415
    from brep_metrics.errors import BrepError, ExitCode  # noqa: PLC0415

    language = language_of(arguments)
    try:
        with called_in(language):
            ended = app(args=arguments, prog_name="brep", obj=language, standalone_mode=False)
        sys.stdout.flush()
    except TyperException as error:
        from brep_metrics.cli.usage_errors import report_usage_error  # noqa: PLC0415

        report_usage_error(error, language)
        return error.exit_code
    except BrepError as error:
        return _failed(error, arguments)
    except BrokenPipeError:
        # The reader of our output has seen enough.
        _forget_stdout()
    except OSError as error:
        # A name too long, a disk that is full, a folder that vanished: the system says it better than a traceback.
        from brep_metrics.given_files import unusable  # noqa: PLC0415

        _forget_stdout()
        return _failed(unusable(error), arguments)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(ExitCode.USAGE)
    else:
        return ended if isinstance(ended, int) else int(ExitCode.DONE)
    return int(ExitCode.DONE)


def _failed(error: BrepError, arguments: list[str]) -> int:
    from brep_metrics.cli.output import report_error  # noqa: PLC0415 - as in `run`

    with suppress(OSError):  # stderr may be on the same full disk
        report_error(error, arguments)
    return int(error.exit_code)


def _say_interrupted() -> None:
    from brep_metrics.cli.options import language_of  # noqa: PLC0415 - as in `run`
    from brep_metrics.i18n import N_, Message  # noqa: PLC0415 - as in `run`

    text = Message(N_("Interrupted; what had not been finished was undone"))
    print(text.text(language_of(sys.argv[1:])), file=sys.stderr)


def _write_what_the_console_cannot() -> None:
    """On a console that is not UTF-8, show a character that it does not have as its code rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _forget_stdout() -> None:
    """Let nothing be written to what takes no more when Python ends, which would be a message of its own."""
    with suppress(OSError, ValueError):  # not every stream has a number
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
