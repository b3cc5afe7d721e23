"""The files of a store, each written once under a name that its content decides: in a folder, or in a bucket.

What is read is a file of this machine: the folder's own, or a copy in a cache of bounded size whose sha256 was checked
when it arrived.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, S3Store

from brep_metrics.errors import StoreError
from brep_metrics.i18n import N_, Message
from brep_metrics.store.cache import Cache
from brep_metrics.store.duckdb_errors import damaged, not_writable, writing_to
from brep_metrics.store.fsync import sync

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from obstore import Bytes
    from obstore.store import ClientConfig, ObjectStore, RetryConfig

Folder = Literal["generations", "anchors", "attachments", "snapshots"]
_TIMEOUTS: ClientConfig = {"connect_timeout": timedelta(seconds=3), "timeout": timedelta(minutes=5)}
_RETRY: RetryConfig = {"max_retries": 3, "retry_timeout": timedelta(seconds=5)}
BLOCK = 1 << 20


@dataclass(frozen=True)
class Listed:
    """One file that is there: its name within its folder, its size in bytes, and when it was written."""

    name: str
    size: int
    written: datetime


class Files:
    """Everything at one address; a name belongs to one content for good."""

    def __init__(self, address: str) -> None:
        """`address` is a folder's absolute path, or a URL such as `s3://bucket/prefix`."""
        self.address = address
        self.folder = _folder_of(address)
        self._store = _store_of(address, self.folder)

    def put(self, folder: Folder, name: str, content: Path | bytes) -> None:
        """Keep `content` under `name`, on the disk when this returns; a name that is there is left as it is.

        Raises:
            StoreError: the place takes no files, or is away.

        """
        with self._writing(folder):
            try:
                obstore.put(self._store, f"{folder}/{name}", content, mode="create", use_multipart=False)
            except AlreadyExistsError:
                return
        if self.folder is not None:
            with writing_to(self.folder / folder / name):
                sync(self.folder / folder / name)
                sync(self.folder / folder)

    def path(self, folder: Folder, name: str, *, sha256: str, size: int) -> Path:
        """Where on this machine a file can be read, fetched first if it has to be.

        Raises:
            StoreDamaged: it is missing, or not what it should be.
            StoreError: the place is away.

        """
        if self.folder is None:
            return Cache().file(name, sha256=sha256, size=size, blocks=lambda: self._blocks(folder, name))
        path = self.folder / folder / name
        try:
            found = path.stat().st_size
        except OSError as error:
            raise damaged(path, error.strerror) from error
        if found != size:
            raise damaged(path, f"{found} B ≠ {size} B")
        return path

    def digest(self, folder: Folder, name: str) -> str | None:
        """The sha256 of a file as it is at its place now; None where it is missing."""
        hashed = hashlib.sha256()
        try:
            for block in self._blocks(folder, name):
                hashed.update(block)
        except FileNotFoundError:
            return None
        return hashed.hexdigest()

    def content(self, folder: Folder, name: str) -> bytes:
        """A small file's bytes."""
        return b"".join(self._blocks(folder, name))

    def listed(self, folder: Folder) -> tuple[Listed, ...]:
        """What is in a folder now."""
        with self._reading(folder):
            batches = list(obstore.list(self._store, prefix=f"{folder}/"))
        found = (one for batch in batches for one in batch)
        return tuple(Listed(one["path"].removeprefix(f"{folder}/"), one["size"], one["last_modified"]) for one in found)

    def remove(self, folder: Folder, names: Iterable[str]) -> None:
        """Remove files; one that is gone already is no error."""
        with self._writing(folder):
            for name in names:
                try:
                    obstore.delete(self._store, f"{folder}/{name}")
                except FileNotFoundError:
                    continue

    def _blocks(self, folder: Folder, name: str) -> Iterator[Bytes]:
        with self._reading(f"{folder}/{name}"):
            yield from obstore.get(self._store, f"{folder}/{name}").stream(min_chunk_size=BLOCK)

    @contextmanager
    def _writing(self, name: str) -> Iterator[None]:
        try:
            yield
        except AlreadyExistsError:
            raise
        except (BaseError, OSError) as error:
            msg = f"{self.address}/{name}"
            raise not_writable(msg, error) from error

    @contextmanager
    def _reading(self, name: str) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise
        except (BaseError, OSError) as error:
            values = {"file": f"{self.address}/{name}", "reason": str(error).partition("\n")[0]}
            raise StoreError(Message(N_("Cannot read {file}: {reason}"), values)) from error


def _folder_of(address: str) -> Path | None:
    return None if "://" in address else Path(address)


def _store_of(address: str, folder: Path | None) -> ObjectStore:
    if folder is not None:
        with writing_to(folder):
            return LocalStore(folder, mkdir=True, automatic_cleanup=False)
    plain = os.environ.get("AWS_ENDPOINT_URL", "").startswith("http://")
    try:
        return S3Store.from_url(address, client_options={**_TIMEOUTS, "allow_http": plain}, retry_config=_RETRY)
    except (BaseError, ValueError) as error:
        values = {"address": address, "reason": error}
        raise StoreError(Message(N_("Files cannot be kept at {address}: {reason}"), values)) from error
