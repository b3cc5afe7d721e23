"""Reading and naming files that a person gives: whatever the system says about them becomes one sentence."""

from __future__ import annotations

import errno
import stat
from typing import TYPE_CHECKING

from brep_metrics.errors import BrepError, StoreError, UsageError
from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 1 << 30
# What the system says where the disk is full, broken or write-protected: no other name would help.
_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EMFILE, errno.ENFILE}


def content_of(path: Path, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a file or pipe.

    Raises:
        UsageError: it cannot be read, is a folder or a device, or has more than `max_bytes`.

    """
    try:
        kind = path.stat().st_mode
        # A device such as /dev/zero need not have an end.
        if stat.S_ISCHR(kind) or stat.S_ISBLK(kind):
            raise UsageError(Message(N_("{path} is a device, not a file"), {"path": path}))
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except OSError as error:
        reason = {"path": path, "reason": error.strerror or ""}
        raise UsageError(Message(N_("cannot read {path}: {reason}"), reason)) from error
    if len(data) > max_bytes:
        values = {"path": path, "limit": max_bytes >> 10}
        raise UsageError(Message(N_("{path} is larger than {limit} KB, which is the limit"), values))
    return data


def is_there(path: Path) -> bool:
    """Whether there is a file, folder or pipe of that name; a name that no file can have is none."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def unusable(error: OSError) -> BrepError:
    """The error of the tree for one of the system that nothing closer to its cause has explained."""
    values = {"path": error.filename or "", "reason": error.strerror or str(error)}
    text = N_("{path}: {reason}") if error.filename else N_("The system refuses: {reason}")
    return (StoreError if error.errno in _DISK else UsageError)(Message(text, values))
