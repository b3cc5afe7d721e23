"""Work in a process of its own, with limits of time and memory, that can be ended at any moment.

The sender of a file decides how much work it makes; nobody else may have to wait for it, or lose the server to it.
`tasks` lists what can be done so, `child` is what runs in the other process.
"""

from __future__ import annotations

import logging
import os
import pickle
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from brep_metrics.errors import BrepError, FaultsError, StoreError, UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.temporary_folders import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ARGUMENTS, ANSWER, PROGRESS = "arguments", "answer", "progress"
SECONDS_BETWEEN_LOOKS = 0.25
# How the process ends: libraries that get no memory leave with 1, so that nothing else of ours does.
OUT_OF_MEMORY, CRASHED = 77, 78
TOO_MUCH_MEMORY = (OUT_OF_MEMORY, 1)
TOO_MUCH_TIME = getattr(signal, "SIGXCPU", 0)  # not there on Windows
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    """How much one task may need: seconds of the processor, in all threads together, and bytes of memory."""

    seconds: int = 120
    bytes: int = 4 << 30


USUAL = Limits()


@dataclass(frozen=True)
class Work:
    """A task that is under way; its files are in `folder`."""

    process: subprocess.Popen[bytes]
    folder: Path
    limits: Limits

    def is_done(self, seconds: float) -> bool:
        """Whether it has ended, after waiting for at most so long."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def progress(self) -> tuple[Message, float] | None:
        """What the task said last of how far it is: what it does, and the share that is done."""
        return _read(self.folder / PROGRESS) if (self.folder / PROGRESS).exists() else None

    def result(self) -> Any:  # noqa: ANN401 - whatever the task gives
        """What the task gives.

        Raises:
            BrepError: what the task raised; a UsageError where it needed more than the limits.

        """
        if self.process.returncode != 0 or not (self.folder / ANSWER).exists():
            raise self._ended()
        found, raised = _read(self.folder / ANSWER)
        if raised is not None:
            raise _error(*raised)
        return found

    def _ended(self) -> BrepError:
        """Why there is no answer: that the file needs too much, or that the fault is not the file's."""
        code = self.process.returncode
        if code in TOO_MUCH_MEMORY:
            text = N_("This needs more than {size} GB of memory, which is the limit")
            return UsageError(Message(text, {"size": f"{self.limits.bytes / 2**30:g}"}))
        if code == -TOO_MUCH_TIME:
            text = N_("This needs more than {seconds} seconds of computing, which is the limit")
            return UsageError(Message(text, {"seconds": self.limits.seconds}))
        name = signal.Signals(-code).name if code < 0 else str(code)
        _log.error("the process of a task ended with %s", name)
        text = N_("The work ended before it was done ({code}); please try again, or tell the operator")
        return StoreError(Message(text, {"code": name}))


@contextmanager
def started(
    task: str,
    *arguments: Any,  # noqa: ANN401 - whatever it takes
    limits: Limits | None = None,
) -> Iterator[Work]:
    """Begin a task within `limits`, the usual ones if None; when the block is left, the process is gone."""
    limits = limits or USUAL
    with scratch_folder("isolated") as folder:
        (folder / ARGUMENTS).write_bytes(pickle.dumps(arguments))
        given = [task, str(folder), str(limits.seconds), str(limits.bytes)]
        with subprocess.Popen(  # noqa: S603 - our own module, and its own folder
            [sys.executable, "-m", f"{__name__}.child", *given],
            env=os.environ | {"TMPDIR": str(folder)},
            # Its end tells the process that this one has gone, be it killed.
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            try:
                yield Work(process, folder, limits)
            finally:
                process.kill()


def result_of(
    task: str,
    *arguments: Any,  # noqa: ANN401 - as above
    limits: Limits | None = None,
    wanted: Callable[[], bool] = lambda: True,
) -> Any:  # noqa: ANN401 - whatever it gives
    """What a task gives; raises TimeoutError as soon as it is not `wanted` any more, and else what the task raises."""
    with started(task, *arguments, limits=limits) as work:
        while not work.is_done(SECONDS_BETWEEN_LOOKS):
            if not wanted():
                raise TimeoutError
        return work.result()


def _read(path: Path) -> Any:  # noqa: ANN401 - whatever was written
    # Written by our own code, into a folder that nobody else can write to.
    return pickle.loads(path.read_bytes())  # noqa: S301


def _error(name: str, message: Message, faults: tuple[Any, ...]) -> BrepError:
    if name == FaultsError.__name__:
        return FaultsError(message, faults)
    kinds = {kind.__name__: kind for kind in _kinds(BrepError)}
    return kinds.get(name, UsageError)(message)


def _kinds(kind: type[BrepError]) -> Iterator[type[BrepError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _kinds(below)
