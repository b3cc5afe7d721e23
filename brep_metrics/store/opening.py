"""From an address to a store: a folder, or a database on a server."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from brep_metrics.errors import UsageError
from brep_metrics.given_files import unusable
from brep_metrics.i18n import N_, Message
from brep_metrics.store.location import BESIDE_REGISTER, FolderLocation, Location
from brep_metrics.store.server_location import ServerLocation
from brep_metrics.store.store import Store

# Two letters at least, so that a drive such as C: is a path.
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)
_SERVERS = {"postgresql", "postgres"}
DEFAULT_WAIT = 60.0
# Which kinds there are is told here only.
ADDRESS_HELP = "A folder, or postgresql://USER@HOST/DATABASE."
FILES_HELP = "Where its files are kept: a folder, or s3://BUCKET/PREFIX."


def open_store(address: str | Path, *, wait: float = DEFAULT_WAIT) -> Store:
    """The store at an address; a folder need not exist until something is written.

    `wait` is how many seconds a writer waits for others to finish.

    Raises:
        UsageError: the address is a file, or of a kind that is not supported.

    """
    return Store(_location(address), wait=wait)


def create_store(address: str | Path, *, files: str | None = None) -> Store:
    """A new store at an address, whose files are kept at `files`: a folder or a URL such as `s3://bucket/prefix`.

    Raises:
        UsageError: a database is given without a place for the files.
        StoreError: there is a store already, or it cannot be made.

    """
    location = _location(address)
    if files is None and isinstance(location, ServerLocation):
        text = N_("Say where the files of {address} are kept: --files FOLDER or --files s3://BUCKET/PREFIX")
        raise UsageError(Message(text, {"address": location.address}))
    place = BESIDE_REGISTER if files is None else files if "://" in files else str(Path(files).expanduser().absolute())
    location.create(place)
    return Store(location, wait=DEFAULT_WAIT)


def upgrade_store(address: str | Path) -> bool:
    """Bring the register of an older version up to date, after a copy of it where that is a file; whether it was older.

    Raises:
        StoreError: there is no store, or it was written by newer software.

    """
    return _location(address).upgrade()


def _location(address: str | Path) -> Location:
    scheme = _SCHEME.match(str(address))
    if not str(address).strip():
        raise UsageError(Message(N_("The address of the store is empty")))
    if scheme and scheme[1].split("+")[0] in _SERVERS:
        try:
            return ServerLocation(make_url(str(address)))
        except ArgumentError as error:
            text = N_("“{address}” is not the address of a database")
            raise UsageError(Message(text, {"address": address})) from error
    if scheme:
        text = N_("Stores of the kind “{scheme}” are not supported; give a folder or a database (postgresql://…)")
        raise UsageError(Message(text, {"scheme": scheme[1]}))
    folder = Path(address).expanduser().absolute()
    try:
        is_other = folder.exists() and not folder.is_dir()
    except OSError as error:
        raise unusable(error) from error
    if is_other:
        raise UsageError(Message(N_("{path} is not a folder"), {"path": address}))
    return FolderLocation(folder)
