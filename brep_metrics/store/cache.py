"""Copies of remote files on this machine: complete, checked, bounded in size, shared by all its processes."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.store.duckdb_errors import damaged, writing_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from obstore import Bytes

CACHE_VARIABLE = "BREP_CACHE"
LIMIT_VARIABLE, DEFAULT_LIMIT = "BREP_CACHE_GB", 4.0
_LOCKS = "locks"


def cache_folder() -> Path:
    """Where this machine keeps copies of files from elsewhere."""
    given = os.environ.get(CACHE_VARIABLE)
    return Path(given).expanduser() if given else Path(tempfile.gettempdir()) / f"brep-cache-{os.getuid()}"


class Cache:
    """The folder of copies. What was read longest ago goes first when room is needed."""

    def __init__(self) -> None:
        self._folder = cache_folder() / "files"
        self._limit = _limit()

    def file(self, name: str, *, sha256: str, size: int, blocks: Callable[[], Iterable[Bytes]]) -> Path:
        """The copy of a file, fetched by the first process that asks while the others wait for it.

        Raises:
            StoreDamaged: the file is missing at its place, or has another content than it should.
            StoreError: it cannot be fetched, or there is no room for it.

        """
        path = self._folder / name
        if not self._is_there(path, size):
            with writing_to(self._folder):
                (self._folder / _LOCKS).mkdir(parents=True, exist_ok=True)
            with FileLock(self._folder / _LOCKS / name):
                if not self._is_there(path, size):
                    self._fetch(path, sha256, blocks)
                    self._make_room(path)
        return path

    def _is_there(self, path: Path, size: int) -> bool:
        try:
            state = path.stat()
            # The time of reading, by which room is made; that of writing is part of what an open file is known by.
            os.utime(path, ns=(time.time_ns(), state.st_mtime_ns))
        except FileNotFoundError:
            return False
        return state.st_size == size

    def _fetch(self, path: Path, sha256: str, blocks: Callable[[], Iterable[Bytes]]) -> None:
        beside = path.with_suffix(".part")
        try:
            with writing_to(path):
                found = _written(beside, blocks())
            if found != sha256:
                raise damaged(path, f"sha256 {found} ≠ {sha256}")
            beside.replace(path)
        except FileNotFoundError as error:
            raise damaged(path, os.strerror(2)) from error
        finally:
            beside.unlink(missing_ok=True)

    def _make_room(self, newest: Path) -> None:
        states = {path: path.stat() for path in self._folder.glob("*.duckdb") if path != newest}
        room = self._limit - newest.stat().st_size
        for path, state in sorted(states.items(), key=lambda one: one[1].st_atime_ns, reverse=True):
            room -= state.st_size
            if room < 0:
                # A file that is being read goes on answering after it was removed.
                path.unlink(missing_ok=True)


def _written(path: Path, blocks: Iterable[Bytes]) -> str:
    """Write a file, and give its sha256: a block is hashed while it is written and the next one arrives."""
    hashed = hashlib.sha256()
    with path.open("wb") as file, ThreadPoolExecutor(1) as hashing:
        hashing_last = hashing.submit(hashed.update, b"")
        for block in blocks:
            hashing_last.result()
            hashing_last = hashing.submit(hashed.update, block)
            file.write(block)
    return hashed.hexdigest()


def _limit() -> int:
    text = os.environ.get(LIMIT_VARIABLE, "")
    is_number = re.fullmatch(r"[0-9]+(\.[0-9]+)?", text)
    limit = float(text) if is_number else DEFAULT_LIMIT if not text else 0.0
    if not 0 < limit < float("inf"):
        raise UsageError(
            Message(N_("{name} must be a number of gigabytes, not “{text}”"), {"name": LIMIT_VARIABLE, "text": text})
        )
    return int(limit * 1e9)
