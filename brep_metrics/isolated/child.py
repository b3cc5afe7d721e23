"""The other process: takes the limits upon itself, does its task, and leaves what it gives in a file."""

from __future__ import annotations

import errno
import os
import pickle
import signal
import sys
import traceback
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from brep_metrics.errors import BrepError
from brep_metrics.isolated import ANSWER, ARGUMENTS, CRASHED, OUT_OF_MEMORY, PROGRESS, Limits
from brep_metrics.isolated.tasks import TASKS

if TYPE_CHECKING:
    from brep_metrics.i18n import Message

MAX_WRITTEN = 2 << 30
# Others come first: the pages answer while this runs.
NICENESS = 10
_SECONDS_TO_END = 60


def main(task: str, folder: str, seconds: str, memory: str) -> None:
    """Do a task within the limits, and leave what it gives, or raises, in its folder."""
    _limit(Limits(int(seconds), int(memory)))
    Thread(target=_end_with_parent, daemon=True).start()
    place = Path(folder)

    def tell(what: Message, share: float) -> None:
        _write(place / PROGRESS, (what, share))

    found, raised = None, None
    try:
        # Written by the process that started this one, into a folder of its own.
        found = TASKS[task](tell, *pickle.loads((place / ARGUMENTS).read_bytes()))  # noqa: S301
    except BrepError as error:
        raised = type(error).__name__, error.message, getattr(error, "faults", ())
    except Exception as error:  # noqa: BLE001 - whatever it is, the other process has to be told
        traceback.print_exc()
        os._exit(OUT_OF_MEMORY if is_want_of_memory(error) else CRASHED)
    _write(place / ANSWER, (found, raised))


def is_want_of_memory(error: BaseException) -> bool:
    """Whether an error is how Python, a library that is loaded, or the database says that it gets no more memory."""
    return (
        isinstance(error, MemoryError)
        or (isinstance(error, OSError) and error.errno == errno.ENOMEM)
        or (isinstance(error, ImportError) and "failed to map segment" in str(error))
        or type(error).__name__ == "OutOfMemoryException"
    )


def _end_with_parent() -> None:
    # Not by `sys.stdin`, whose lock Python wants when it ends.
    os.read(0, 1)
    os._exit(1)


def _write(path: Path, content: object) -> None:
    """A reader sees the old content or the new, never a part."""
    beside = path.with_suffix(".new")
    beside.write_bytes(pickle.dumps(content))
    beside.replace(path)


def _limit(limits: Limits) -> None:
    if sys.platform == "win32":  # it has no such limits; ending the process works all the same
        return
    import resource  # noqa: PLC0415 - not there on Windows

    os.nice(NICENESS)
    # At the hard limit the system kills, and nobody could tell why; it looks at both limits now and then only.
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + _SECONDS_TO_END))
    for kind, limit in (
        (resource.RLIMIT_AS, limits.bytes),
        (resource.RLIMIT_FSIZE, MAX_WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (limit, limit))
    # The answer to its end is that of a killed process, not a traceback of Python's.
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)


if __name__ == "__main__":
    main(*sys.argv[1:])
