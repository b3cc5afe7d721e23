"""Writers of a register in a file take turns, in whatever process or thread they are.

SQLite's own lock is looked at again and again, with growing pauses: whoever has just written finds it free before the
others look, and one of twenty may wait for a second while the rest go on. The system's lock on a folder is a queue, and
is let go of when its process ends, however it ends. It is a courtesy: that no two write at once is SQLite's doing.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform != "win32":
    import fcntl


class TurnTaking(sqlite3.Connection):
    """A connection whose transactions that write wait for their turn, and let the next one in as they end."""

    _turn: int | None = None

    def take_turn(self, folder: Path, seconds: float) -> bool:
        """Wait for the turn to write; False where others had theirs for all of `seconds`."""
        self._turn = _open(folder)
        if self._turn is None or _is_ours(self._turn, seconds):
            return True
        self.end_turn()
        return False

    def end_turn(self) -> None:
        """Let the next one in."""
        if self._turn is None:
            return
        with suppress(OSError):
            # Said aloud: a process that was forked meanwhile has the folder open too.
            fcntl.flock(self._turn, fcntl.LOCK_UN)
        os.close(self._turn)
        self._turn = None

    def commit(self) -> None:
        """Commit, and let the next one in."""
        try:
            super().commit()
        finally:
            self.end_turn()

    def rollback(self) -> None:
        """Roll back, and let the next one in."""
        try:
            super().rollback()
        finally:
            self.end_turn()

    def close(self) -> None:
        """Close, and let the next one in."""
        self.end_turn()
        super().close()


def _open(folder: Path) -> int | None:
    """The folder, to be locked; None where the system or its file system has no such locks."""
    if sys.platform == "win32":
        return None
    try:
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return None


def _is_ours(opened: int, seconds: float) -> bool:
    """Whether the lock was got in time."""
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        # The system's queue knows no time limit. A thread that is left behind gets a lock on what is closed by then.
        waiting = Thread(target=_wait, args=(opened,), daemon=True)
        waiting.start()
        waiting.join(seconds)
        return not waiting.is_alive()
    except OSError:
        return True
    return True


def _wait(opened: int) -> None:
    with suppress(OSError):
        fcntl.flock(opened, fcntl.LOCK_EX)
