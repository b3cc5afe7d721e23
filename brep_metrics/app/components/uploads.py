"""Files that a reader brings along: chosen on the page, put on disk for as long as they are read."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from brep_metrics.app.session import Visit


def choose_file(visit: Visit, label: str, kinds: Sequence[str], *, key: str) -> UploadedFile | None:
    """One file of these kinds (endings without a dot); None until one is chosen."""
    return st.file_uploader(label, type=list(kinds), key=key, help=_hint(visit))


def choose_files(visit: Visit, label: str, kinds: Sequence[str], *, key: str) -> list[UploadedFile]:
    """Any number of files of these kinds."""
    return st.file_uploader(label, type=list(kinds), key=key, accept_multiple_files=True, help=_hint(visit))


@contextmanager
def on_disk(files: Sequence[UploadedFile]) -> Iterator[list[Path]]:
    """The files in a temporary folder, each under its bare name, whatever path its sender gave it."""
    with TemporaryDirectory(prefix="brep-upload-") as folder:
        paths = []
        for position, file in enumerate(files):
            place = Path(folder) / str(position)
            place.mkdir()
            path = place / (Path(file.name.replace("\\", "/")).name or "file")
            path.write_bytes(file.getvalue())
            paths.append(path)
        yield paths


def _hint(visit: Visit) -> str:
    """What the words of the box, which Streamlit has in English only, mean."""
    limit = st.get_option("server.maxUploadSize")
    return visit.gettext("Choose files or drop them here; at most {limit} MB each.").format(limit=limit)
