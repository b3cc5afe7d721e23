"""Copies of a store that may be open."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def copy_store(address: str, to: Path | str) -> str:
    """The folder of a store as a new folder, made by another process; its address.

    SQLite locks a file for the process: one that opens and closes it once more, as a copy here would, loses the locks
    of its connections, and the next process to use the store takes the log away from under them.
    """
    subprocess.run(["cp", "-R", address, str(to)], check=True)
    return str(to)
