"""Temporary folders that do not outlive their process for long, however it ends.

Each is locked for as long as it is used. The system lets go of the lock of a process that was killed, so a process that
can lock a folder knows that nobody uses it any more, and may remove it.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = "brep-scratch-"
# The database makes and removes these itself; they bear the number of their process.
SPILL_PREFIX = "brep-spill-"
_SPILL_IS_OLD = 3600.0
_HAS_LOCKS = sys.platform != "win32"


@contextmanager
def scratch_folder(purpose: str) -> Iterator[Path]:
    """A folder of this process alone, gone with all that is in it when the block is left."""
    while True:
        with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{purpose}-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            lock = _opened(folder)
            try:
                # Between its making and its locking another process may have swept it away.
                if (lock is None and _HAS_LOCKS) or not _is_locked(lock, wait=True) or not folder.exists():
                    continue
                yield folder
                return
            finally:
                if lock is not None:
                    os.close(lock)


def sweep() -> None:
    """Remove the folders of this user whose processes have gone."""
    if not _HAS_LOCKS:
        return
    with suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if entry.name.startswith((PREFIX, SPILL_PREFIX)):
                with suppress(OSError):
                    _remove_if_left(entry)


def spill_folder() -> Path:
    """Where the database of this process may put what does not fit into memory."""
    return Path(tempfile.gettempdir()) / f"{SPILL_PREFIX}{os.getpid()}"


def _remove_if_left(entry: os.DirEntry[str]) -> None:
    state = entry.stat(follow_symlinks=False)
    if not entry.is_dir(follow_symlinks=False) or state.st_uid != os.getuid():
        return
    if entry.name.startswith(SPILL_PREFIX):
        # In another container the process may have a number that is not seen here: then only its age tells.
        if time.time() - state.st_mtime > _SPILL_IS_OLD and not _is_running(entry.name.removeprefix(SPILL_PREFIX)):
            shutil.rmtree(entry.path)
        return
    lock = _opened(Path(entry.path))
    if lock is None:
        return
    try:
        if _is_locked(lock, wait=False):
            shutil.rmtree(entry.path)
    finally:
        os.close(lock)


def _opened(folder: Path) -> int | None:
    if not _HAS_LOCKS:
        return None
    try:
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None


def _is_locked(lock: int | None, *, wait: bool) -> bool:
    """Whether the lock is ours now; without locks nothing is swept, and every folder is."""
    if lock is None:
        return True
    import fcntl  # noqa: PLC0415 - not there on Windows

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


def _is_running(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (ValueError, OSError):
        return True
    return True
