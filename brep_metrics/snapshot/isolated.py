"""Verifying and comparing in a process of their own, with limits of time and memory, that can be ended at any moment.

Whoever sends a snapshot decides what it holds; nobody else may have to wait for it, or lose the server to it.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from brep_metrics.errors import BrepError, FaultsError, UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.snapshot.difference import compare
from brep_metrics.snapshot.verification import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

TASKS: dict[str, Callable[..., object]] = {"verify": verify, "compare": compare}
MAX_WRITTEN = 2 << 30
# Others come first: the pages answer while this runs.
NICENESS = 10


@dataclass(frozen=True)
class Limits:
    """How much one task may need: seconds of the processor, in all threads together, and bytes of memory."""

    seconds: int = 120
    bytes: int = 4 << 30


@dataclass(frozen=True)
class Work:
    """A task that is under way."""

    process: subprocess.Popen[bytes]
    answer: Path
    limits: Limits

    def is_done(self, seconds: float) -> bool:
        """Whether it has ended, after waiting for at most so long."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def result(self) -> Any:  # noqa: ANN401 - whatever the task gives
        """What the task gives.

        Raises:
            BrepError: what the task raised; a UsageError where it needed more than the limits.

        """
        if self.process.returncode != 0 or not self.answer.exists():
            text = N_("Computing this snapshot needs more than {seconds} seconds or {size} GB, which is the most")
            raise UsageError(Message(text, {"seconds": self.limits.seconds, "size": f"{self.limits.bytes / 2**30:g}"}))
        # Written by our own code, into a folder that nobody else can write to.
        found, raised = pickle.loads(self.answer.read_bytes())  # noqa: S301
        if raised is not None:
            raise _error(*raised)
        return found


@contextmanager
def started(task: str, archives: Sequence[Path], limits: Limits = Limits()) -> Iterator[Work]:
    """Begin a task of `TASKS` on snapshots; when the block is left, for whatever reason, the process is gone."""
    with TemporaryDirectory(prefix="brep-isolated-") as folder:
        answer = Path(folder) / "answer"
        given = [str(limits.seconds), str(limits.bytes), task, str(answer), *map(str, archives)]
        with subprocess.Popen(  # noqa: S603 - our own module, and paths as arguments
            [sys.executable, "-m", __name__, *given],
            env=os.environ | {"TMPDIR": folder},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            try:
                yield Work(process, answer, limits)
            finally:
                process.kill()


def main(seconds: str, memory: str, task: str, answer: str, *archives: str) -> None:
    """Do a task within the limits, and leave what it gives, or raises, in the file `answer`."""
    _limit(Limits(int(seconds), int(memory)))
    found, raised = None, None
    try:
        found = TASKS[task](*map(Path, archives))
    except BrepError as error:
        raised = type(error).__name__, error.message, getattr(error, "faults", ())
    Path(answer).write_bytes(pickle.dumps((found, raised)))


def _limit(limits: Limits) -> None:
    if sys.platform == "win32":  # it has no such limits; ending the process works all the same
        return
    import resource  # noqa: PLC0415 - not there on Windows

    os.nice(NICENESS)
    for kind, limit in (
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_AS, limits.bytes),
        (resource.RLIMIT_FSIZE, MAX_WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (limit, limit))
    # The answer to its end is that of a killed process, not a traceback of Python's.
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)


def _error(name: str, message: Message, faults: tuple[Any, ...]) -> BrepError:
    if name == FaultsError.__name__:
        return FaultsError(message, faults)
    kinds = {kind.__name__: kind for kind in _kinds(BrepError)}
    return kinds.get(name, UsageError)(message)


def _kinds(kind: type[BrepError]) -> Iterator[type[BrepError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _kinds(below)


if __name__ == "__main__":
    main(*sys.argv[1:])
