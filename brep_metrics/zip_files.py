"""Zip files of people whom we do not know: how many members they list, and a member read up to a limit.

The zipfile module makes an object of every member that a directory claims before anybody can ask how many there are,
and unpacks a member whole, whatever size is stated for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import IO
    from zipfile import ZipFile

_ENTRY = b"PK\x01\x02"
_CHUNK = 1 << 20


def lists_more_than(file: IO[bytes], members: int) -> bool:
    """Whether there are so many entries of a directory that `zipfile` may find more than `members`."""
    found, rest = 0, b""
    file.seek(0)
    while found <= members and (piece := file.read(_CHUNK)):
        searched = rest + piece
        found += searched.count(_ENTRY)
        # An entry's mark may be divided between two pieces, and must not be counted in both.
        rest = searched[1 - len(_ENTRY) :]
    file.seek(0)
    return found > members


def first_bytes(package: ZipFile, name: str, most: int) -> bytes:
    """The beginning of a member, at most so many bytes of it; raises what `zipfile` raises."""
    with package.open(name) as part:
        return part.read(most)
