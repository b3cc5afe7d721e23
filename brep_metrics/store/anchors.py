"""What the files remember of the journal: the line that made each generation.

It tells a register that is older than its files from a load that was killed before it counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics.errors import StoreDamaged
from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    from collections.abc import Collection

    from brep_metrics.store.files import Files, Folder
    from brep_metrics.store.generation import Generation

_FOLDER: Folder = "anchors"


def name_of_anchor(seq: int, sha256: str) -> str:
    """The name of the file that remembers a line of the journal."""
    return f"{seq:012d}-{sha256}"


def leave_anchor(files: Files, generation: Generation) -> None:
    """Remember the line that made `generation`; the name says all of it."""
    files.put(_FOLDER, _anchor_of(generation), generation.file_name.encode())


def unknown_anchors(files: Files, known: Collection[str]) -> tuple[str, ...]:
    """The lines that the files remember and the journal does not have."""
    return tuple(sorted({one.name for one in files.listed(_FOLDER)} - set(known)))


def check_anchors(files: Files, generations: Collection[Generation], address: str) -> None:
    """Raise where the files know of a generation that the register does not: it was restored from an old copy.

    An anchor that a killed writer could not leave any more is left now.

    Raises:
        StoreDamaged: the register is older than its files.

    """
    known = {_anchor_of(one): one for one in generations}
    kept = {one.name for one in files.listed(_FOLDER)}
    if unknown := sorted(kept - known.keys()):
        text = N_(
            "The register of {address} is older than its files: {file} was published, and it does not know of it;"
            " restore a newer copy of the register before anything is loaded"
        )
        name = files.content(_FOLDER, unknown[-1]).decode("utf-8", "replace")
        raise StoreDamaged(Message(text, {"address": address, "file": name}))
    for name in known.keys() - kept:
        leave_anchor(files, known[name])


def _anchor_of(generation: Generation) -> str:
    seq, sha256 = generation.anchor.split(":")
    return name_of_anchor(int(seq), sha256)
