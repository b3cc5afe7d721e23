"""How DuckDB's errors become those of the tree, so that none of them leaves the store."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from brep_metrics.errors import StoreBusy, StoreDamaged, StoreError, UsageError
from brep_metrics.i18n import N_, Message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_UNREADABLE = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException)
_REFUSED = (duckdb.ProgrammingError, duckdb.DataError, duckdb.NotSupportedError, duckdb.IntegrityError)


def damaged(path: Path | str, reason: object) -> StoreDamaged:
    """The error for a file of the store that cannot be used."""
    text = N_("The store's file {path} is damaged: {reason}")
    return StoreDamaged(Message(text, {"path": path, "reason": _first_line(reason)}))


def not_writable(path: Path | str, reason: object) -> StoreError:
    """The error for a place that takes no data: no room, no permission."""
    return StoreError(Message(N_("Cannot write {path}: {reason}"), {"path": path, "reason": _first_line(reason)}))


@contextmanager
def reading_from(path: Path) -> Iterator[None]:
    """Turn errors while reading the generation file `path` into errors of the tree.

    Raises:
        StoreDamaged: the file is gone or its content broken.
        UsageError: the statement itself is refused.
        StoreError: anything else that keeps the database from answering.

    """
    try:
        yield
    except _UNREADABLE as error:
        raise damaged(path, error) from error
    except duckdb.Error as error:
        raise _not_answered(error) from error


@contextmanager
def writing_to(path: Path) -> Iterator[None]:
    """Turn errors while filling the new file `path` into errors of the tree."""
    try:
        yield
    except _UNREADABLE as error:
        raise not_writable(path, error) from error
    except OSError as error:
        raise not_writable(path, error.strerror or error) from error
    except duckdb.Error as error:
        raise _not_answered(error) from error


def _not_answered(error: duckdb.Error) -> UsageError | StoreError:
    if isinstance(error, _REFUSED):
        return UsageError(Message(N_("The database refuses a statement: {reason}"), {"reason": str(error)}))
    return StoreError(Message(N_("The database could not answer: {reason}"), {"reason": _first_line(error)}))


def _first_line(reason: object) -> str:
    return str(reason).strip().partition("\n")[0]


def busy(address: str) -> StoreBusy:
    """The error for a turn that did not come in time."""
    text = N_("Another process is writing to the store {address}; try again when it has finished")
    return StoreBusy(Message(text, {"address": address}))
