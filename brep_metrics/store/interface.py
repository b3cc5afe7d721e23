"""What the rest of the package may ask of a store, whatever keeps the data."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.store.folder import FolderStore
from brep_metrics.store.scope import WHOLE_NETWORK, AccessScope

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import date

    from brep_metrics.errors import Fault
    from brep_metrics.store.draft import Draft
    from brep_metrics.store.generation import Generation
    from brep_metrics.store.journal import Journal
    from brep_metrics.store.reading import Reading

# Two letters at least, so that a drive such as C: is a path.
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)


class Store(Protocol):
    """Generations to read, one writer at a time, and a journal; `FolderStore` says what each raises."""

    address: str
    journal: Journal

    def generations(self) -> tuple[Generation, ...]:
        """Every published generation, oldest first."""

    def current(self) -> Generation | None:
        """The generation that a reading begins with now; None while there are no data."""

    def read(
        self, generation: str | None = None, *, as_of: date | None = None, scope: AccessScope = WHOLE_NETWORK
    ) -> AbstractContextManager[Reading]:
        """A look at one generation, at the rows within `scope`."""

    def write(self, *, who: str, why: str, day: date | None = None) -> AbstractContextManager[Draft]:
        """The next generation, published when the block ends without an exception and forgotten otherwise."""

    def rehearse(self, *, day: date | None = None) -> AbstractContextManager[Draft]:
        """A draft that is never published."""

    def verify(self) -> tuple[Fault, ...]:
        """What is wrong with the journal and the records it vouches for."""


def open_store(address: str | Path, *, wait: float = 2.0) -> Store:
    """The store at an address, which is a folder for now; it need not exist until something is written.

    `wait` is how many seconds a writer waits for another one to finish.

    Raises:
        UsageError: the address is a file, or begins with a scheme such as `ducklake:`.

    """
    scheme = _SCHEME.match(str(address))
    if scheme:
        text = N_("Stores of the kind “{scheme}” are not supported; give a folder")
        raise UsageError(Message(text, {"scheme": scheme[1]}))
    folder = Path(address).expanduser().absolute()
    if folder.exists() and not folder.is_dir():
        raise UsageError(Message(N_("{path} is not a folder"), {"path": address}))
    return FolderStore(folder, wait=wait)
