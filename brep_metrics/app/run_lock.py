"""One run of the pages after the other: Python executes one at a time, so sharing it would make all of them late."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Long enough for a few runs to pass, short enough to hold nobody up behind one that computes for seconds.
MAX_SECONDS = 0.3

_lock = Lock()


@contextmanager
def run_lock(seconds: float = MAX_SECONDS) -> Iterator[bool]:
    """Run the block after those of others, or beside them after `seconds` of waiting; says whether it was alone."""
    alone = _lock.acquire(timeout=seconds)
    try:
        yield alone
    finally:
        if alone:
            _lock.release()
