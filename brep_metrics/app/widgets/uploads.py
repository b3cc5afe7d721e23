"""Files that a reader hands over: chosen in the page's own language, kept only as long as they are worked on.

The name that the sender gave a file is a label: no part of it ever decides where something is written.
"""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import streamlit as st

from brep_metrics.app.auth.upload_limits import max_file
from brep_metrics.temporary_folders import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from brep_metrics.app.context.visit import Visit

# File systems take 255 bytes, and a Chinese character is three of them.
MAX_NAME_BYTES = 200
_UNSAFE = re.compile(r"[^\w.()\[\] -]+")


def choose_files(visit: Visit, label: str, kinds: Sequence[str], *, key: str) -> list[UploadedFile]:
    """A box for any number of files of these kinds (`csv`), each of at most what the reader's role may send."""
    _in_our_words(visit, kinds, _megabytes(visit))
    found: Any = st.file_uploader(
        label, type=list(kinds), accept_multiple_files=True, key=key, max_upload_size=_megabytes(visit)
    )
    return list(found or ())


def choose_file(
    visit: Visit, label: str, kinds: Sequence[str], *, key: str, most: int | None = None
) -> UploadedFile | None:
    """A box for one file, of at most `most` bytes where that is less than the reader's role may send."""
    megabytes = min(_megabytes(visit), (most or sys.maxsize) >> 20)
    _in_our_words(visit, kinds, megabytes)
    found: UploadedFile | None = st.file_uploader(label, type=list(kinds), key=key, max_upload_size=megabytes)
    return found


@contextmanager
def on_disk(files: Sequence[UploadedFile]) -> Iterator[list[Path]]:
    """The files in a folder that is gone afterwards; of several with one name the later ones get a number."""
    with scratch_folder("upload") as folder:
        names = _different([safe_name(file.name) for file in files])
        paths = [folder / name for name in names]
        for path, file in zip(paths, files, strict=True):
            path.write_bytes(file.getbuffer())
        yield paths


def safe_name(name: str) -> str:
    """A sender's name for a file without folders, leading dots and characters that could mean something to a system."""
    bare = _UNSAFE.sub("_", re.split(r"[/\\]", name)[-1]).lstrip(". ")
    path = PurePosixPath(bare or "_")
    ending = _cut(path.suffix, MAX_NAME_BYTES)
    return _cut(path.stem, MAX_NAME_BYTES - len(ending.encode())) + ending


def _cut(text: str, size: int) -> str:
    """As many whole characters as fit into so many bytes."""
    return text.encode()[:size].decode(errors="ignore")


def _megabytes(visit: Visit) -> int:
    return max_file(visit.visitor.viewer) >> 20


def _different(names: list[str]) -> list[str]:
    """Names in which none occurs twice, also where a file system does not tell capitals."""
    seen: set[str] = set()
    different = []
    for name in names:
        path, number, fresh = PurePosixPath(name), 1, name
        while fresh.casefold() in seen:
            number += 1
            fresh = f"{path.stem} ({number}){path.suffix}"
        seen.add(fresh.casefold())
        different.append(fresh)
    return different


def _in_our_words(visit: Visit, kinds: Sequence[str], megabytes: int) -> None:
    """Streamlit words its box in English only; the page says the same in the reader's language."""
    _ = visit.gettext
    button = _("Choose files")
    hint = _("{kinds}, each up to {size} MB; drop them here or choose them.").format(
        kinds=", ".join(kind.upper() for kind in kinds), size=megabytes
    )
    st.html(
        f"""<style>
[data-testid="stFileUploaderDropzoneInstructions"] {{ font-size: 0; }}
[data-testid="stFileUploaderDropzoneInstructions"] * {{ display: none; }}
[data-testid="stFileUploaderDropzoneInstructions"]::after {{ content: "{hint}"; font-size: 0.9rem; }}
[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p {{ font-size: 0; }}
[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p::after {{
  content: "{button}"; font-size: 0.9rem;
}}
</style>"""
    )
