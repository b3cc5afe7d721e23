"""One run of the pages after the other: Python executes one at a time, so sharing it would make all of them late."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Long enough for a few runs to pass, short enough to hold nobody up behind one that computes for seconds.
MAX_SECONDS = 0.3

_lock = Lock()
_held_by_this_run = ContextVar("run_lock.held", default=False)


@contextmanager
def run_lock(seconds: float = MAX_SECONDS) -> Iterator[bool]:
    """Run the block after those of others, or beside them after `seconds` of waiting; says whether it was alone."""
    alone = _lock.acquire(timeout=seconds)
    mark = _held_by_this_run.set(alone)
    try:
        yield alone
    finally:
        # A run that waits for others may have given it away, and not got it back.
        if _held_by_this_run.get():
            _lock.release()
        _held_by_this_run.reset(mark)


@contextmanager
def lock_given_away() -> Iterator[None]:
    """Let others run while this run only waits for something outside; afterwards it goes on beside them."""
    if _held_by_this_run.get():
        _held_by_this_run.set(False)
        _lock.release()
    yield
