"""Making the next generation: built on the one that is current, and published only if that still is.

A writer builds without holding anybody up. Publishing is queued: where another generation came in between, the draft is
built again on that one while the place in the queue is held, so that it is built twice at most.
"""

from __future__ import annotations

import shutil
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import func, select

from brep_metrics.store.anchors import check_anchors, leave_anchor
from brep_metrics.store.duckdb_errors import busy, writing_to
from brep_metrics.store.generation import Generation, generation_id, generation_of
from brep_metrics.store.projections import CHILD_MADE, PUBLISHED
from brep_metrics.store.tables import generation

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from datetime import date

    from brep_metrics.store.draft import Draft
    from brep_metrics.store.file_draft import Built, FileDraft
    from brep_metrics.store.files import Files, Folder
    from brep_metrics.store.register import Transaction
    from brep_metrics.store.store import Store

# Longer than any load takes: what is older and unknown was left behind by one that was killed.
_LEFT_BEHIND = timedelta(days=1)


class _OvertakenError(Exception):
    """Another generation was published meanwhile."""


class Writer:
    """One generation on its way into a store."""

    def __init__(self, store: Store, *, who: str, why: str, day: date | None, parent: str | None, wait: float) -> None:
        self._store = store
        self._said = {"why": why, **({} if parent is None else {"parent": parent})}
        self._who = who
        self._day = day
        self._parent = parent
        self._wait = wait

    def build(self, fill: Callable[[Draft], None]) -> Generation:
        """Build and publish."""
        draft = self._begin()
        try:
            fill(draft)
            built = draft.finish()
            with self._store.location.queue(self._wait):
                until = time.monotonic() + self._wait
                for attempt in count():
                    try:
                        return self._publish(draft, built)
                    except _OvertakenError:
                        # More than once only where the place in the queue was lost, with the connection that held it.
                        if attempt and time.monotonic() > until:
                            break
                    draft.discard()
                    draft = self._begin()
                    fill(draft)
                    built = draft.finish()
                raise busy(self._store.address)
        finally:
            draft.discard()

    @contextmanager
    def alone(self) -> Iterator[Draft]:
        """A draft to be filled once, at the head of the queue."""
        with self._store.location.queue(self._wait):
            draft = self._begin()
            try:
                yield draft
                self._publish(draft, draft.finish())
            except _OvertakenError:
                raise busy(self._store.address) from None
            finally:
                draft.discard()

    def _begin(self) -> FileDraft:
        base = self._store.current() if self._parent is None else self._store.generation(self._parent)
        scratch = self._store.location.scratch
        with writing_to(scratch):
            scratch.mkdir(parents=True, exist_ok=True)
        return self._store.draft(scratch / f"{uuid4()}.duckdb", base, self._day)

    def _publish(self, draft: FileDraft, built: Built) -> Generation:
        """Bring the file to its place, then make it count in one transaction."""
        store = self._store
        store.register.ensure()
        base = draft.base.number if draft.base else 0
        if self._parent is None and (current := store.current()) and current.number != base:
            raise _OvertakenError
        every = store.generations(children=True)
        check_anchors(store.files, every, store.address)
        number = max((one.number for one in every), default=0) + 1
        id_ = generation_id(number)
        store.files.put("generations", f"{id_}-{built.sha256}.duckdb", built.path)

        def publish(transaction: Transaction) -> Generation:
            found = transaction.connection.execute(select(func.max(generation.c.number))).scalar() or 0
            if found != number - 1:
                raise _OvertakenError
            name = PUBLISHED if self._parent is None else CHILD_MADE
            line = transaction.append(name, who=self._who, generation=id_, **self._said, **built.details())
            made = generation_of(line, pruned=False)
            if draft.published is not None:
                draft.published(transaction, made)
            return made

        made = store.register.write(publish)
        leave_anchor(store.files, made)
        _clean(store)
        return made


def _clean(store: Store) -> None:
    """Remove what writers that were killed more than a day ago left behind, and attachments that nothing names."""
    # The files' own clock, which wrote a generation just now: a wrong one of this machine must not remove a young file.
    before = max(one.written for one in store.files.listed("generations")) - _LEFT_BEHIND
    _remove_old(store.files, "generations", lambda: _files_of(store), before)
    _remove_old(store.files, "attachments", store.attachments, before)
    with writing_to(store.location.scratch):
        for path in store.location.scratch.iterdir():
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < datetime.now(UTC) - _LEFT_BEHIND:
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _files_of(store: Store) -> set[str]:
    return {one.file_name for one in store.generations(children=True) if not one.pruned}


def _remove_old(files: Files, folder: Folder, kept: Callable[[], Collection[str]], before: datetime) -> None:
    """Remove what is older than `before`, and not kept by then: what is named meanwhile stays."""
    if old := {one.name for one in files.listed(folder) if one.written < before}:
        files.remove(folder, old.difference(kept()))
